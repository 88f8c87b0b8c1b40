/** What the server's view `incident` is made of, by the page's names, and what the page adds to draw itself. */

export type {
  AskedField as Field,
  HolderNow as Holder,
  IncidentAnswer as Incident,
  IncidentView as RoomView,
  LogLine as Line,
  MeasureNow as Measure,
  PlannedMeasure as Offer,
  RoleNow as Role,
  StandingNow as Standing,
  Task,
  Words,
} from "/static/views.d.ts";
import type {IncidentView as RoomView} from "/static/views.d.ts";

/** Who reads it here. */
export type Reader = {id: number; role: string};
export type Screen = {
  view: RoomView;
  link: {online: boolean; since: Date | null};
  at: number;
  me: Reader;
  armed: string | null;
  said: string | null;
  fault: boolean;
  /** What is asked just now, in its place: a step's fields, a reason, the text of an announcement, who has a role. */
  asking: string | null;
  moved: Set<number>;
  press: (what: string) => void;
  ask: (what: string | null) => void;
  send: (event: SubmitEvent, path: string, body: (fields: FormData) => object, done: string) => void;
};
