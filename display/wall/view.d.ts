/** What a screen on a wall is made of, whatever it shows. */

import type {openWire} from "/live/wire.js";
import type {Device} from "/static/pairing.js";
import type {HallSign, Instruction} from "/static/views.d.ts";

export type Link = {online: boolean; since: Date | null};
/** Text in the hall's languages. `of` is asked once for each of them. */
export type Say = {
  first: string;
  second: string | null;
  both: (of: (language: string) => unknown) => unknown;
  small: (of: (language: string) => unknown) => unknown;
};
/** All that a page draws from. `at`: ms by the server's clock. */
export type Screen<View> = {view: View; link: Link; at: number; say: Say};
/** What every view of a wall tells, besides what it shows. */
export type WallView = {hall: HallSign; emergency: Instruction | null};
export type Wire = ReturnType<typeof openWire>;

/** What a page says of itself to be a screen on a wall: `page` or `draw`, and whatever else it needs. */
export type Wall<View extends WallView> = {
  /** what it is, so that a supervisor can let it in */
  device: Device;
  /** what it watches: "display", "sign:3" */
  view: string;
  /** of its window */
  title: (view: View) => string;
  /** a template: instructions and cut lines are drawn around it as on every wall */
  page?: (screen: Screen<View>) => unknown;
  /** draws all of it by itself, instead of `page` */
  draw?: (root: HTMLElement, screen: Screen<View>) => void;
  /** called once it is let in, before the first view; `draw` draws it again, whenever something of its own changed */
  begin?: (wire: Wire, draw: () => void) => void;
  /** called with each newer view; it is drawn once this has ended */
  take?: (view: View, at: number) => void | Promise<void>;
  /** called when the line is lost: what was new is old */
  cut?: () => void;
  /** when what is shown changes next by itself, in ms; each full second it is drawn anyway */
  changesAt?: (at: number) => number;
  /** whether nobody stands before it and is in the middle of something; else it is always free */
  free?: () => boolean;
  /** whether it speaks the language of one reader, which `take` sets; else two of the hall's at once */
  reader?: boolean;
};
