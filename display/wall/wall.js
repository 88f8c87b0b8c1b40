/**
 * A screen on a wall: let in by a supervisor, kept awake, in its hall's languages and colour, drawn with each newer view and
 * each second. It says since when it is cut off, and loads itself again when the program is another.
 * @import {Link, Say, Wall, WallView} from "./view.d.ts"
 */

import {openWire} from "/live/wire.js";
import {keepAtHand} from "/static/at-hand.js";
import {fillScreen, stayAwake} from "./awake.js";
import {enterHall} from "./entrance.js";
import {plain} from "./plain.js";
import {follow} from "./program.js";
import {speech} from "./speech.js";

const LEAVE = 5000; // ms before a screen that lost its leave asks anew

/**
 * Put a page on the wall: it goes on by itself until somebody turns it off.
 * @template {WallView} V
 * @param {Wall<V>} wall
 */
export async function wallScreen(wall) {
  const root = document.body;
  const {device, draw: drawn = plain(wall.page), free = () => true} = wall;
  stayAwake();
  fillScreen(free);
  if (!(await enterHall(root, device, wall.view))) return;
  const wire = openWire({counter: device.counter ?? null});
  /** @type {V | null} */
  let view = null;
  /** @type {Link} cut off until a view comes: a line that is back shows nothing new by itself */
  let link = {online: true, since: null};
  /** @type {Say | null} */
  let say = null;
  let spoken = "",
    timer = 0;

  const draw = () => {
    clearTimeout(timer);
    const at = wire.now().getTime();
    if (view && say) drawn(root, {view, link, at, say});
    timer = window.setTimeout(draw, Math.min(1000 - (at % 1000), (wall.changesAt?.(at) ?? Infinity) - at));
  };
  /** Load the languages that a hall speaks. @param {V} next */
  const speaks = async ({hall: {languages}}) => {
    if (languages.join() === spoken) return;
    spoken = languages.join();
    say = await speech(languages, !wall.reader);
    keepAtHand(languages);
  };
  wire.onRefused = () => setTimeout(() => location.reload(), LEAVE); // its leave was taken back: pair again
  wire.onProgram = follow(free, () => location.reload());
  wire.onLink((/** @type {Link} */ now) => {
    if (now.online) return;
    link = now;
    wall.cut?.();
    draw();
  });
  wall.begin?.(wire, draw);
  wire.watch(device.hall, wall.view, async (/** @type {V} */ next) => {
    const taken = wall.take?.(next, wire.now().getTime());
    view = next;
    link = {online: true, since: null};
    await Promise.all([taken, speaks(next)]);
    wear(next.hall);
    document.title = wall.title(next);
    draw();
  });
  addEventListener("resize", draw);
  document.fonts.addEventListener("loadingdone", draw); // a late font is wider or narrower than the one that was measured
}

/** Wear the hall's accent. On dark ground the same hue is lightened by CSS. @param {WallView["hall"]} hall */
function wear({accent}) {
  const {dataset, style} = document.documentElement;
  if (accent) dataset.accent = "own";
  else delete dataset.accent;
  style.setProperty("--hall", accent ?? "");
}
