/** The view that the server's screen `incident` makes (server/screens/incident.py), and what the page adds to draw itself. */

export type Words = Record<string, string>;
export type Task = {
  id: number; code: string; text: Words; role: string; role_name: Words; who: string; holder: string; phase: string; stage: number;
  state: "later" | "open" | "done" | "waived"; next: boolean; limit: number | null; due_at: string | null; settled_at: string | null;
  by: string | null; took: number | null; late: number;
};
export type Offer = {code: string; act: string; name: Words; text: Words; stage: number | null; holds: number | null};
export type Measure = {id: number; code: string | null; act: string; text: Words; taken_at: string; ended_at: string | null; spoken: boolean};
export type Line = {seq: number; at: string; event: string; who: string | null; text: Words; note: string | null};
export type Incident = {
  id: number; kind: string; name: Words; state: string; stage: number; stages: Words[]; drill: boolean; silent: boolean; counter: string | null;
  raised_at: string; led_by: string | null; look_again_at: string | null; closed_at: string | null; review_by: string | null; reviewed_at: string | null; about: Words; plan: number;
  roles: {code: string; name: Words; about: Words | null; who: string; leads: boolean}[];
  contacts: {name: Words; about: Words | null; phone: string}[]; tasks: Task[]; offers: Offer[]; measures: Measure[];
  moves: {name: string; says: Words; needs: string[]}[]; log: Line[]; last_drill: string | null;
};
export type RoomView = {
  hall: {code: string; name: Words; timezone: string}; incident: Incident; crowd: {people: number; level: string | null} | null; waiting: number;
};
export type Screen = {
  view: RoomView; link: {online: boolean; since: Date | null}; at: number; role: string; armed: string | null; said: string | null; fault: boolean;
  waiving: number | null; moved: Set<number>; press: (what: string) => void; waive: (task: number | null) => void;
  send: (event: SubmitEvent, path: string, body: (fields: Record<string, string>) => object, done: string) => void;
};
