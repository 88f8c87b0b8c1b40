/** The view that the server's screen `incident` makes (server/screens/incident.py), and what the page adds to draw itself. */

export type Words = Record<string, string>;
export type Field = {name: string; kind: "number" | "choice" | "time" | "text"; label: Words; needed: boolean; options: {value: string; label: Words}[]; draft: Words | null};
export type Standing = {criterion: string; met: boolean; text: Words};
export type Task = {
  id: number; code: string; text: Words; role: string; role_name: Words; who: string; holder: string; phase: string; stage: number;
  state: "later" | "open" | "done" | "waived"; next: boolean; limit: number | null; due_at: string | null; settled_at: string | null;
  by: string | null; took: number | null; late: number; fields: Field[]; answer: Words[]; done: number | null; of: number | null;
  eases: boolean; ends: Words[]; takes: Words[]; back: number | null; back_until: string | null;
};
export type Offer = {
  code: string; act: string; name: Words; text: Words; stage: number | null; holds: number | null; implies: Words[]; told: boolean; eases: boolean;
};
export type Measure = {id: number; code: string | null; act: string; text: Words; taken_at: string; ended_at: string | null; spoken: boolean; implied: boolean};
export type Line = {seq: number; at: string; event: string; who: string | null; text: Words; note: string | null};
export type Holder = {counter: string | null; staff: number | null; name: string};
export type Role = {code: string; name: Words; about: Words | null; who: string; leads: boolean; each: boolean; named: boolean; holders: Holder[]};
export type Incident = {
  id: number; kind: string; name: Words; state: string; stage: number; stages: Words[]; drill: boolean; silent: boolean; counter: string | null;
  raised_at: string; led_by: string | null; look_again_at: string | null; closed_at: string | null; review_by: string | null; reviewed_at: string | null; about: Words; plan: number;
  roles: Role[]; contacts: {name: Words; about: Words | null; phone: string}[]; tasks: Task[]; offers: Offer[]; measures: Measure[];
  moves: {name: string; says: Words; needs: string[]; standings: Standing[]}[]; log: Line[]; last_drill: string | null;
  exits: "clear" | "blocked" | null; exits_at: string | null; easing: Standing[]; going_down: Standing[];
};
export type RoomView = {
  hall: {code: string; name: Words; timezone: string; languages: string[]}; incident: Incident; crowd: {people: number; level: string | null; limit: number | null} | null; waiting: number;
  counters: {code: string; open: boolean; clerk: number | null; name: string | null}[]; people: {id: number; name: string; role: string}[];
  readers: {displays: number; kiosks: number; phones: number};
};
/** Who reads it here. */
export type Reader = {id: number; role: string};
export type Screen = {
  view: RoomView; link: {online: boolean; since: Date | null}; at: number; me: Reader; armed: string | null; said: string | null; fault: boolean;
  /** What is asked just now, in its place: a step's fields, a reason, the text of an announcement, who has a role. */
  asking: string | null; moved: Set<number>; press: (what: string) => void; ask: (what: string | null) => void;
  send: (event: SubmitEvent, path: string, body: (fields: FormData) => object, done: string) => void;
};
