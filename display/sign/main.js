/**
 * The sign over a counter, /sign/{hall}/{counter}: watches `sign:{counter}`, draws.
 * @import {Link, Say, SignView} from "/pages/display/hall/view.d.ts"
 */

import {speech} from "/pages/display/hall/speech.js";
import {start, wear} from "/pages/display/hall/start.js";
import {keepAtHand} from "/static/at-hand.js";
import {pick} from "/static/words.js";
import {render} from "./render.js";

const PASSES = 10_000; // ms
const [hall, counter] = location.pathname.split("/").slice(2).map(decodeURIComponent);

/**
 * @param {HTMLElement} root
 * @param {ReturnType<typeof import("/live/wire.js").openWire>} wire
 */
export function mount(root, wire) {
  /** @type {SignView | null} */
  let view = null;
  /** @type {Link} cut off until a view comes: a line that is back shows nothing new by itself */
  let link = {online: true, since: null};
  /** @type {Say | null} */
  let say = null;
  let spoken = "";

  const draw = () => {
    if (view && say) render(root, {view, link, at: wire.now().getTime(), say});
  };
  wire.onLink((/** @type {Link} */ now) => {
    if (now.online) return;
    link = now;
    draw();
  });
  wire.watch(hall, `sign:${counter}`, async (/** @type {SignView} */ next) => {
    view = next;
    link = {online: true, since: null};
    const languages = next.hall.languages.join();
    if (languages !== spoken) {
      spoken = languages;
      say = await speech(next.hall.languages);
      keepAtHand(next.hall.languages);
    }
    wear(view.hall);
    document.title = `${counter} · ${pick(view.hall.name)}`;
    draw();
  });
  setInterval(draw, PASSES); // a time that is said may have passed
  addEventListener("resize", draw);
  document.fonts.addEventListener("loadingdone", draw); // a late font is wider or narrower than the one that was measured
}

await start({kind: "counter-sign", hall, counter}, `sign:${counter}`, mount);
