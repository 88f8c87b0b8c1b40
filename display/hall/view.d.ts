/** What the server's views `display` and `sign` are made of, by the pages' names, and what a page adds to draw itself. */

export type {
  Announcement,
  DisplayCall as Call,
  DisplayService as Waiting,
  DisplayView,
  HallSign,
  Instruction,
  SignView,
  WaitRange,
  Words,
} from "/static/views.d.ts";
import type {DisplayCall as Call, DisplayCounter, Words} from "/static/views.d.ts";

export type Side = DisplayCounter["side"];

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
  first: string;
  second: string | null;
  both: (of: (language: string) => unknown) => unknown;
  small: (of: (language: string) => unknown) => unknown;
};
