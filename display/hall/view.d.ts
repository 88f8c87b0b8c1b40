/** What the server's view `display` is made of, by the page's names, and what the page adds to draw itself. */

export type {Say, Screen, Wire} from "/pages/display/wall/view.d.ts";
export type {
  Announcement,
  DisplayCall as Call,
  DisplayService as Waiting,
  DisplayView,
  WaitRange,
  Words,
} from "/static/views.d.ts";
import type {DisplayCall as Call, DisplayCounter, Words} from "/static/views.d.ts";

export type Side = DisplayCounter["side"];

/** Something to speak: a call, or what everyone is told. */
export type Spoken = {key: string; at: string; call: Call | null; said: {id: number; text: Words} | null};
/** What the display's voice does. */
export type Sound = {speaking: Spoken | null; blocked: boolean};
/** A call that has the screen. `begun`: ms, when it got it; `turn`: grows each time the place is taken anew. */
export type Place = {call: Call; begun: number; turn: number};
export type Stage = {places: Place[]; queue: Call[]};
