/** The rating tablet of a counter, /tablet/{hall}/{counter}: it wakes when a service ended, and rests otherwise. */
import {openWire} from "/live/wire.js";
import {setLanguage, known} from "/static/words.js";
import {customer} from "./customer.js";
import {entered} from "./enter.js";
import {arrow} from "./keys.js";
import {render} from "./render.js";
import {CLOSES, nobody, screenOf} from "./state.js";

const CLOCK_EVERY = 500; // ms
const LEAVE = 5000; // ms before a tablet that lost its leave asks anew

/**
 * Show the tablet of a counter.
 * @param {HTMLElement} root
 * @param {ReturnType<typeof openWire>} wire
 * @param {{hall: string, counter: string}} place
 */
function mount(root, wire, {hall, counter}) {
  /** @type {import("./state.js").Shown|null} */
  let shown = null;
  /** @type {{online: boolean, since: Date|null}} */
  let link = {online: true, since: null};
  let screen = "";

  const draw = () => {
    if (!shown) return;
    Object.assign(shown, {at: wire.now().getTime(), link});
    render(root, shown, acts);
    const now = screenOf(shown);
    if (now !== screen) root.querySelector("h1")?.focus();
    screen = now;
  };
  const acts = customer(wire, `/api/v1/halls/${encodeURIComponent(hall)}/ratings`, () => /** @type {import("./state.js").Shown} */ (shown), draw);

  wire.onLink((/** @type {{online: boolean, since: Date}} */ now) => {
    link = now;
    draw();
  });
  wire.watch(hall, `tablet:${counter}`, async (/** @type {import("./state.js").TabletView} */ view) => {
    const at = wire.now().getTime(), before = shown?.mine;
    const someone = view.ticket !== (shown?.view.ticket ?? null) || (view.token !== null && view.token !== before?.token);
    shown = {view, mine: before && !someone ? before : nobody(view.token, at), link, at};
    if (view.hall.accent) document.documentElement.style.setProperty("--accent", view.hall.accent);
    if (someone || !before) await setLanguage(known([view.language ?? "", ...view.hall.languages])[0] ?? "en");
    draw();
  });
  for (const event of ["pointerdown", "keydown", "input"]) {
    addEventListener(event, () => { if (shown) shown.mine.touched = wire.now().getTime(); }, true);
  }
  addEventListener("keydown", (event) => {
    if (arrow(root, event.key)) event.preventDefault();
    if (event.key !== "Escape") return;
    if (screen === "rate" && !shown?.mine.changing) acts.decline();
    if (screen === "reasons") acts.pass();
  });
  setInterval(() => {
    draw();
    if (shown && screen === "reasons" && shown.mine.busy === null && shown.at > shown.mine.touched + CLOSES) acts.pass();
  }, CLOCK_EVERY);
}

const place = await entered(document.body);
if (place) {
  const wire = openWire({counter: place.counter});
  wire.onRefused = () => setTimeout(() => location.reload(), LEAVE); // its leave was taken back: pair again
  mount(document.body, wire, place);
}
