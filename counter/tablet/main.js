/** The rating tablet of a counter, /tablet/{hall}/{counter}: it wakes when a service ended, and rests otherwise. */
import {openWire} from "/live/wire.js";
import {steady} from "/static/steady.js";
import {setLanguage, known, language} from "/static/words.js";
import {customer} from "./customer.js";
import {entered} from "./enter.js";
import {arrow} from "./keys.js";
import {render} from "./render.js";
import {kept} from "./drafts.js";
import {CLOSES, asks, nobody, screenOf, silent} from "./state.js";

const CLOCK_EVERY = 500; // ms
const AGAIN = 15_000; // ms that are left at least when an alarm or a cut is over
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
  const shows = steady(document);

  const draw = () => {
    if (!shown) return;
    Object.assign(shown, {at: wire.now().getTime(), link});
    const now = screenOf(shown);
    shows([now, language(), shown.mine.token, shown.mine.changing, shown.mine.contact !== null].join());
    render(root, shown, acts);
    if (now !== screen) root.querySelector("h1")?.focus();
    if (asks(now) && !asks(screen)) shown.mine.touched = Math.max(shown.mine.touched, shown.at - CLOSES + AGAIN);
    screen = now;
  };
  const acts = customer(
    wire,
    `/api/v1/halls/${encodeURIComponent(hall)}/ratings`,
    () => /** @type {import("./state.js").Shown} */ (shown),
    draw,
  );

  wire.onLink((/** @type {{online: boolean, since: Date}} */ now) => {
    link = now;
    draw();
  });
  wire.watch(hall, `tablet:${counter}`, async (/** @type {import("./state.js").TabletView} */ view) => {
    const at = wire.now().getTime(),
      before = shown?.mine;
    const someone =
      view.ticket !== (shown?.view.ticket ?? null) || (view.token !== null && view.token !== before?.token);
    if (shown && someone) acts.left(shown);
    shown = {view, mine: before && !someone ? before : {...nobody(view.token, at), ...kept(view.token)}, link, at};
    if (view.hall.accent) document.documentElement.style.setProperty("--accent", view.hall.accent);
    if (someone || !before) await setLanguage(known([view.language ?? "", ...view.hall.languages])[0] ?? "en");
    draw();
  });
  for (const event of ["pointerdown", "keydown", "input"]) {
    addEventListener(
      event,
      () => {
        if (shown) shown.mine.touched = wire.now().getTime();
      },
      true,
    );
  }
  addEventListener("keydown", event => {
    if (arrow(root, event.key)) event.preventDefault();
    if (event.key !== "Escape") return;
    if (screen === "rate" && !shown?.mine.changing) acts.decline();
    if (screen === "reasons") acts.pass();
  });
  let ticked = wire.now().getTime();
  setInterval(() => {
    draw();
    const at = wire.now().getTime(),
      passed = at - ticked;
    ticked = at;
    if (!shown || !asks(screen)) return;
    if (!document.hidden && passed > 0) shown.mine.stood += Math.min(passed, 2 * CLOCK_EVERY); // a tablet that slept asked nobody
    if (silent(shown)) acts.silent();
    else acts.stands();
  }, CLOCK_EVERY);
}

const place = await entered(document.body);
if (place) {
  const wire = openWire({counter: place.counter});
  wire.onRefused = () => setTimeout(() => location.reload(), LEAVE); // its leave was taken back: pair again
  mount(document.body, wire, place);
}
