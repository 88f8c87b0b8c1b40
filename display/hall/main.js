/**
 * The hall display, /display/{hall}: watches `display`, gives new calls the screen, draws.
 * @import {DisplayView, Link, Say, Sound, Stage} from "./view.d.ts"
 */

import {keepAtHand} from "/static/at-hand.js";
import {pick} from "/static/words.js";
import {NOBODY, changesAt, settle, take} from "./newcalls.js";
import {render} from "./render.js";
import {speech} from "./speech.js";
import {start, wear} from "./start.js";
import {voice} from "./voice/voice.js";

const hall = decodeURIComponent(location.pathname.split("/")[2] ?? "");

/**
 * @param {HTMLElement} root
 * @param {ReturnType<typeof import("/live/wire.js").openWire>} wire
 */
export function mount(root, wire) {
  /** @type {DisplayView | null} */
  let view = null;
  /** @type {DisplayView | null} the view that the next is compared with; none after a cut */
  let last = null;
  /** @type {Link} cut off until a view comes: a line that is back shows nothing new by itself */
  let link = {online: true, since: null};
  /** @type {Say | null} */
  let say = null;
  /** @type {Stage} */
  let stage = NOBODY;
  let spoken = "",
    timer = 0;
  /** @type {Sound} */
  let sound = {speaking: null, blocked: false};

  const draw = () => {
    clearTimeout(timer);
    const at = wire.now().getTime();
    stage = settle(stage, at);
    if (view && say) render(root, {view, link, at, say}, stage, sound);
    timer = window.setTimeout(draw, Math.min(1000 - (at % 1000), changesAt(stage, at) - at));
  };
  const speaker = voice(wire, hall, now => {
    sound = now;
    draw();
  });
  wire.onLink((/** @type {Link} */ now) => {
    if (now.online) return;
    [link, last, stage] = [now, null, NOBODY];
    draw();
  });
  wire.watch(hall, "display", async (/** @type {DisplayView} */ next) => {
    stage = take(stage, last, next, wire.now().getTime());
    view = last = next;
    link = {online: true, since: null};
    const languages = next.hall.languages.join();
    if (languages !== spoken) {
      spoken = languages;
      say = await speech(next.hall.languages);
      keepAtHand(next.hall.languages);
    }
    wear(view.hall);
    document.title = pick(view.hall.name);
    draw();
    void speaker.take(next);
  });
  addEventListener("resize", draw);
  document.fonts.addEventListener("loadingdone", draw); // a late font is wider or narrower than the one that was measured
}

await start({kind: "display", hall}, "display", mount);
