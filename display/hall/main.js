/**
 * The hall display, /display/{hall}: watches `display`, gives new calls the screen, draws and speaks.
 * @import {DisplayView, Sound, Stage} from "./view.d.ts"
 */

import {wallScreen} from "/pages/display/wall/wall.js";
import {pick} from "/static/words.js";
import {NOBODY, changesAt, settle, take} from "./newcalls.js";
import {render} from "./render.js";
import {voice} from "./voice/voice.js";

const hall = decodeURIComponent(location.pathname.split("/")[2] ?? "");
/** @type {DisplayView | null} the view that the next is compared with; none after a cut */
let last = null;
/** @type {Stage} */
let stage = NOBODY;
/** @type {Sound} */
let sound = {speaking: null, blocked: false};
/** @type {ReturnType<typeof voice>} */
let speaker;

await wallScreen({
  device: {kind: "display", hall},
  view: "display",
  title: (/** @type {DisplayView} */ view) => pick(view.hall.name),
  begin(wire, draw) {
    speaker = voice(wire, hall, now => {
      sound = now;
      draw();
    });
  },
  take(next, at) {
    stage = take(stage, last, next, at);
    last = next;
    void speaker.take(next);
  },
  cut: () => ([last, stage] = [null, NOBODY]),
  draw(root, screen) {
    stage = settle(stage, screen.at);
    render(root, screen, stage, sound);
  },
  changesAt: at => changesAt(stage, at),
});
