/** The views that the server's screens `display` and `sign` make (server/screens/), and what a page adds to draw itself. */

export type Words = Record<string, string>;
export type WaitRange = {low: number; likely: number; high: number};
export type HallSign = {
  code: string; name: Words; languages: string[]; timezone: string; accent: string | null; demo: boolean;
};

export type Call = {
  ticket: number; number: string; service: string; counter: string; at: string; recalls: number; now: boolean;
};
export type Waiting = {service: string; name: Words; count: number; wait: WaitRange | null; served: boolean; served_at: string | null; open: boolean};
export type Side = "left" | "right" | "ahead";
/** What everyone is told, until it is ended. */
export type Announcement = {id: number; text: Words; at: string; say: boolean};
/** What everyone is to do now: the whole screen. */
export type Instruction = {id: number; incident: number; kind: string; name: Words; text: Words; more: Words | null; way: string | null; at: string; say: boolean};
export type DisplayView = {
  hall: HallSign; state: "open" | "closed" | "stopped"; opens_at: string | null; closed_for?: Words | null; until: string | null;
  calls: Call[]; waiting: Waiting[]; counters: {code: string; side: Side}[]; notices: Words[]; voice: string[]; announcements: Announcement[];
  why: Words | null; held: Words | null;
  emergency: Instruction | null;
};
export type SignView = {
  hall: HallSign; counter: string; state: "called" | "serving" | "ready" | "paused" | "closed";
  number: string | null; clerk: string | null; post: Words; purpose: Words; until: string | null; others: {counter: string; services: string[]}[]; emergency: Instruction | null;
};

/** Something to speak: a call, or what everyone is told. */
export type Spoken = {key: string; at: string; call: Call | null; said: {id: number; text: Words} | null};
/** What the display's voice does. */
export type Sound = {speaking: Spoken | null; blocked: boolean};
export type Link = {online: boolean; since: Date | null};
/** A call that has the screen. `begun`: ms, when it got it; `turn`: grows each time the place is taken anew. */
export type Place = {call: Call; begun: number; turn: number};
export type Stage = {places: Place[]; queue: Call[]};
/** All that a page draws from. `at`: ms by the server's clock. */
export type Screen<View> = {view: View; link: Link; at: number; say: Say};
/** Text in the hall's languages. `of` is asked once for each of them. */
export type Say = {
  first: string; second: string | null;
  both: (of: (language: string) => unknown) => unknown;
  small: (of: (language: string) => unknown) => unknown;
};
