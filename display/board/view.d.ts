/** What the server's view `board` is made of, by the page's names, and what the page adds to draw itself. */

export type {
  BoardCounter as Counter,
  BoardCrowd as Crowd,
  BoardDevice as Device,
  BoardIncident as Incident,
  BoardQuarter as Quarter,
  BoardService as Service,
  BoardView,
  OpenAct,
  WaitRange,
  Words,
} from "/static/views.d.ts";
import type {Reader} from "/static/acts.js";
import type {BoardCrowd, BoardView} from "/static/views.d.ts";

export type Level = BoardCrowd["level"];
export type Link = {online: boolean; since: Date | null};
/** The mark of the act that a first press armed, what was done last and can be taken back, what failed. */
export type Hand = {armed: string | null; done: {text: string; undo: (() => void) | null} | null; fault: string | null};
export type Screen = {
  view: BoardView;
  link: Link;
  at: number;
  hand: Hand;
  press: (what: string, clicked?: boolean) => void;
  me: Reader;
  /** Whether the window is low, how many rows of what is to do are shown, and whether there is an alarm that cannot be heard. */
  low: boolean;
  room: number;
  muted: boolean;
  /** While a count by hand is being entered: what takes it. */
  counting: false | ((inside: string) => void);
  /** Whether the list of work profiles is open. */
  choosing: boolean;
};
