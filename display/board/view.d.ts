/** The view that the server's screen `board` makes (server/screens/board.py), and what the page adds to draw itself. */

export type Words = Record<string, string>;
export type WaitRange = {low: number; likely: number; high: number};
export type Share = {kept: number; of: number};
export type Level = "calm" | "busy" | "crowded" | "dangerous" | "unknown";
export type Alert = {id: number; stage: number; raised_at: string; acknowledged: boolean; people: number; limit: number};
export type Crowd = {
  people: number; area: number | null; level: Level; since: string | null; busy: number | null; crowded: number | null;
  dangerous: number | null; alert: Alert | null; sensor: string | null;
};
export type Counter = {
  code: string; state: "closed" | "open" | "calling" | "serving" | "paused"; services: string[]; clerk: string | null;
  number: string | null; since: string | null; norm: number | null; until: string | null; alarm: boolean;
};
export type Service = {
  code: string; name: Words; waiting: number; dots: string; over: number; longest: string | null; wait: WaitRange | null;
  target: number; open_counters: string[]; served_at: string | null; today: Share;
};
export type Todo = {kind: string; text: Words; why: Words; act: "lead" | "acknowledge" | "raise" | "resume" | null; subject: number | null; to: string | null};
export type Step = {text: Words; role: Words; due_at: string | null; late: boolean};
export type Incident = {
  id: number; name: Words; stage: Words; state: string; drill: boolean; silent: boolean; grave: boolean; led_by: string | null; counter: string | null; raised_at: string; done: number;
  steps: number; late: number; next: Step[];
};
export type Device = {kind: string; name: Words; counter: string | null; state: "attention" | "lost"; why: string; seen_at: string | null};
/** An incident's measure that stops the numbers. */
export type Hold = {incident: number; measure: number; code: string; clear: boolean};
export type Ratings = {by_score: Record<string, number>; not_rated: number; follow_ups: number; late: number; tablet: Share};
export type BoardView = {
  hall: {code: string; name: Words; timezone: string; accent: string | null; demo: boolean; languages: string[]};
  state: "open" | "closed" | "stopped"; opens_at: string | null; until: string | null; held: Hold | null; crowd: Crowd; today: Share;
  counters: Counter[]; services: Service[]; incidents: Incident[]; todo: Todo[]; devices: Device[]; devices_well: number; ratings: Ratings;
};
export type Link = {online: boolean; since: Date | null};
/** The mark of the act that a first press armed, what was done last and can be taken back, what failed. */
export type Hand = {armed: string | null; done: {text: string; undo: (() => void) | null} | null; fault: string | null};
export type Screen = {view: BoardView; link: Link; at: number; hand: Hand; press: (what: string, clicked?: boolean) => void; may: boolean;
  /** Whether the window is low, how many rows of what is to do are shown, and whether there is an alarm that cannot be heard. */
  low: boolean; room: number; muted: boolean;
  /** While a count by hand is being entered: what takes it. */
  counting: false | ((inside: string) => void)};
