/** The rating tablet of a counter, /tablet/{hall}/{counter}: it wakes when a service ended, and rests otherwise. */
import {wallScreen} from "/pages/display/wall/wall.js";
import {steady} from "/static/steady.js";
import {known, language, pick, setLanguage} from "/static/words.js";
import {customer} from "./customer.js";
import {choose} from "./enter.js";
import {arrow} from "./keys.js";
import {render} from "./render.js";
import {kept} from "./drafts.js";
import {CLOSES, asks, nobody, screenOf, silent} from "./state.js";

/** @typedef {import("./state.js").Shown} Shown */
/** @typedef {import("./state.js").TabletView} TabletView */

const CLOCK_EVERY = 500; // ms
const AGAIN = 15_000; // ms that are left at least when an alarm or a cut is over

/** Show the tablet of a counter. @param {string} hall @param {string} counter */
function tablet(hall, counter) {
  /** @type {Shown|null} */
  let shown = null;
  let screen = "";
  /** @type {import("./render.js").Acts} */
  let acts;
  /** @type {import("/pages/display/wall/view.d.ts").Wire} */
  let wire;
  const shows = steady(document);

  /** Draw what the customer needs, and keep in mind what it is. @param {HTMLElement} root @param {Pick<Shown, "view"|"link"|"at">} now */
  const draw = (root, now) => {
    if (!shown) return;
    Object.assign(shown, now);
    const here = screenOf(shown);
    shows([here, language(), shown.mine.token, shown.mine.changing, shown.mine.contact !== null].join());
    render(root, shown, acts);
    if (here !== screen) root.querySelector("h1")?.focus();
    if (asks(here) && !asks(screen)) shown.mine.touched = Math.max(shown.mine.touched, shown.at - CLOSES + AGAIN);
    screen = here;
  };
  /** Begin anew with each customer. @param {TabletView} view @param {number} at */
  const take = (view, at) => {
    const before = shown?.mine;
    const someone =
      view.ticket !== (shown?.view.ticket ?? null) || (view.token !== null && view.token !== before?.token);
    if (shown && someone) acts.left(shown);
    const mine = before && !someone ? before : {...nobody(view.token, at), ...kept(view.token)};
    shown = {view, mine, link: {online: true, since: null}, at};
    return someone || !before
      ? setLanguage(known([view.language ?? "", ...view.hall.languages])[0] ?? "en")
      : undefined;
  };
  /** Follow how long a customer has been asked, and end what nobody goes on with. @param {number} passed ms */
  const tick = passed => {
    if (!shown || !asks(screen)) return;
    if (!document.hidden && passed > 0) shown.mine.stood += Math.min(passed, 2 * CLOCK_EVERY); // a tablet that slept asked nobody
    if (silent(shown)) acts.silent();
    else acts.stands();
  };
  for (const event of ["pointerdown", "keydown", "input"]) {
    addEventListener(
      event,
      () => {
        if (shown) shown.mine.touched = wire.now().getTime();
      },
      true,
    );
  }
  return wallScreen({
    device: {kind: "tablet", hall, counter},
    view: `tablet:${counter}`,
    reader: true,
    title: (/** @type {TabletView} */ view) => `${view.counter} · ${pick(view.hall.name)}`,
    free: () => !asks(screen),
    begin(own, again) {
      wire = own;
      const ratings = `/api/v1/halls/${encodeURIComponent(hall)}/ratings`;
      acts = customer(wire, ratings, () => /** @type {Shown} */ (shown), again);
      addEventListener("keydown", event => {
        if (arrow(document.body, event.key)) event.preventDefault();
        if (event.key !== "Escape") return;
        if (screen === "rate" && !shown?.mine.changing) acts.decline();
        if (screen === "reasons") acts.pass();
      });
      let ticked = wire.now().getTime();
      setInterval(() => {
        again();
        const at = wire.now().getTime();
        tick(at - ticked);
        ticked = at;
      }, CLOCK_EVERY);
    },
    take,
    draw,
  });
}

const [hall, counter] = location.pathname.split("/").slice(2).map(decodeURIComponent);
await (hall && counter ? tablet(hall, counter) : choose(document.body));
