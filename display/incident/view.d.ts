/** What the server's view `incident` is made of, by the page's names, and what the page adds to draw itself. */

export type {
  AskedField,
  HolderNow as Holder,
  IncidentAnswer as Incident,
  IncidentView as RoomView,
  LogLine as Line,
  MeasureNow as Measure,
  OpenAct,
  PlannedMeasure as Offer,
  RoleNow as Role,
  Task,
  Words,
} from "/static/views.d.ts";
import type {IncidentView as RoomView, OpenAct} from "/static/views.d.ts";

export type Screen = {
  view: RoomView;
  link: {online: boolean; since: Date | null};
  at: number;
  /** What the reader can do now, as the server says it. */
  acts: OpenAct[];
  armed: string | null;
  said: string | null;
  fault: boolean;
  /** What is asked just now, in its place: a step's fields, a reason, the text of an announcement, who has a role. */
  asking: string | null;
  moved: Set<number>;
  press: (what: string) => void;
  ask: (what: string | null) => void;
  send: (event: SubmitEvent, act: OpenAct) => void;
};
