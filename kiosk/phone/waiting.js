/** The screen one looks at longest: how many are ahead, how long it will take, and what one may wish. */
import {html, nothing} from "/vendor/lit-html.js";
import {calledBetween, clock, date, daysBetween, minutesRange} from "/static/clock.js";
import {properties} from "/static/properties.js";
import {waitWords} from "/static/range.js";
import {pick, t, tn} from "/static/words.js";
import {newsKey} from "./news.js";
import {bringList, timeOf, who} from "./parts.js";
import {visitKey, visitList} from "./visit.js";

/**
 * @typedef {import("./render.js").Shown} Shown
 * @typedef {import("./render.js").Acts} Acts
 * @typedef {import("./track.js").Wait} Wait
 */

const DOTS = 8; // people drawn one by one on a phone of 320 px; of more, a figure takes the place of two
const NEAR = 3; // of them, drawn before the others
const AXES = [30, 60, 120, 240, 480]; // minutes

const dots = (/** @type {number} */ n) => Array.from({length: n}, () => html`<i></i>`);

/** The line as it stands. @param {number} ahead */
function line(ahead) {
  const near = Math.min(ahead, NEAR),
    far = Math.min(ahead - near, DOTS - near - (ahead > DOTS ? 2 : 0)),
    rest = ahead - near - far;
  const label = tn("The line: {n} person ahead", "The line: {n} people ahead", ahead);
  return html`<div class="line" role="img" aria-label=${label}><span class="desk">${t("desks")}</span>${dots(near)}${dots(far)}${rest > 0 ? html`<span class="rest">+${rest}</span>` : nothing}<span class="plate me">${t("you")}</span></div>`;
}

/** @param {Wait} wait @param {Shown} view */
function band(wait, view) {
  const zone = view.track.hall.timezone,
    minutes = minutesRange(wait);
  const long = AXES.find(axis => minutes.high <= axis) ?? 480,
    part = 100 / long;
  const at = (/** @type {number} */ later) => clock(view.at.getTime() + later * 60_000, zone);
  return html`<span class="range" aria-hidden="true" .style=${properties({low: minutes.low * part, likely: minutes.likely * part, high: Math.min(100, minutes.high * part)})}><i></i><b></b></span>
    <span class="axis" aria-hidden="true"><span>${at(0)}</span><span>${at(long / 2)}</span><span>${at(long)}</span></span>`;
}

/** For which holiday the hall is closed, and when a counter opens that serves it, as far as that is known. @param {Shown} view */
function opens(view) {
  const {closed_for: holiday} = view.track;
  return holiday
    ? html`${t("The hall is closed: {holiday}.", {holiday: pick(holiday)})} ${opensAt(view)}`
    : opensAt(view);
}

/** @param {Shown} view */
function opensAt({track, at}) {
  const when = track.served_at;
  if (!when || new Date(when) <= at) return t("Your place in the line stays.");
  const days = daysBetween(at, when, track.hall.timezone),
    time = timeOf(when, track);
  return days
    ? t("One opens on {day} at about {time}.", {day: date(when, track.hall.timezone), time})
    : t("One opens at about {time}.", {time});
}

/** @param {Shown} view */
function wait(view) {
  const {track, link} = view;
  const closed = track.desks.length === 0;
  if (!track.wait)
    return html`<div class="wait"><b>${closed ? t("No counter is open for it now.") : t("We cannot say yet how long it takes.")}</b>${closed ? html` <span>${opens(view)}</span>` : nothing}</div>`;
  const times = calledBetween(track.wait, view.at, track.hall.timezone);
  return html`<div class="wait num">${closed ? html`<p>${t("No counter is open for it now.")} ${opens(view)}</p>` : nothing}<b>${waitWords(track.wait)}</b>
    <span>${link.online ? t("called about {times}", {times}) : t("estimated then: {times}", {times})}</span>${track.target ? html`<span class="aim">${t("our target: within {n} min", {n: track.target})}</span>` : nothing}${band(track.wait, view)}</div>`;
}

/** @param {Shown} view @param {Acts} acts */
function nudgeSwitch(view, acts) {
  const on = view.bell !== "off",
    {soon} = view.track;
  const how =
    view.bell === "touch"
      ? t("Touch here once, so that this page may sound.")
      : t("Sound and vibration, while this page is open");
  return html`<button type="button" class="switch" role="switch" aria-checked=${String(on)} @click=${() => acts.nudge(view.bell !== "on")}>
    <span><b>${soon ? t("Tell me when I am called") : t("Tell me when it is nearly my turn")}</b><small>${how}</small></span><em aria-hidden="true">${on ? t("On") : t("Off")}</em></button>`;
}

/** @param {Shown} view @param {Acts} acts */
function wishes(view, acts) {
  const {track, busy} = view;
  return html`<div class="acts two">
    ${track.may_later ? html`<button type="button" class="act" ?disabled=${busy} @click=${() => acts.ask("later")}>${t("I'll be later")}</button>` : nothing}
    ${track.may_cancel ? html`<button type="button" class="act" ?disabled=${busy} @click=${() => acts.ask("cancel")}>${t("Cancel number")}</button>` : nothing}
    <a class="act plain" href="${location.pathname}/before">${t("Why not me?")}</a>
    <button type="button" class="act plain" @click=${() => acts.ask("second")}>${t("Add a second phone")}</button>
    ${newsKey(view, acts)}${visitKey(view, acts)}</div>`;
}

/** The appointment that the number keeps, and what it counts as. @param {Shown} view */
function booked({track}) {
  if (!track.booked) return nothing;
  const time = timeOf(track.booked.at, track);
  const how = {
    in_time: t("You are in time."),
    early: t("You are early: your number counts from shortly before it."),
    late: t("You came later, so your number counts from when you came."),
  };
  return html`<p class="small">${t("Your appointment: {time}.", {time})} ${how[track.booked.came]}</p>`;
}

/** How who took the number elsewhere says that they are there, and until when the place is kept. @param {Shown} view */
function away({track, at}) {
  const {code = null, kept_until: until = null} = track.away ?? {};
  return html`<div class="advice ${until ? "soon" : ""}" role="status"><p><b>${
    until && new Date(until) > at
      ? t("It is your turn, and you are not here. Your place is kept until {time}.", {time: timeOf(until, track)})
      : t("Tell us when you are here: only then are you called.")
  }</b> ${
    code
      ? t("Type {code} at the kiosk, or scan the QR code at the door.", {code: `${code.slice(0, 3)} ${code.slice(3)}`})
      : t("Scan the QR code at the door, or ask our staff.")
  }</p></div>`;
}

/** When the reader asked to come later, or when it is time to come back. @param {Shown} view @param {Acts} acts */
function advice(view, acts) {
  const {track, at, link} = view;
  if (track.away) return away(view);
  if (track.not_before && new Date(track.not_before) > at) {
    return html`<div class="advice"><p><b>${t("We will not call you before {time}.", {time: timeOf(track.not_before, track)})}</b> ${t("Your place in the line stays.")}</p>
      ${link.online ? html`<button type="button" class="act" ?disabled=${view.busy} @click=${() => acts.later(0)}>${t("I am here already")}</button>` : nothing}</div>`;
  }
  if (!link.online || !track.soon) return nothing;
  return html`<div class="advice soon" role="status"><p><b>${t("Please come back to the hall now.")}</b> ${t("It will be your turn soon.")}</p></div>`;
}

/** @param {Shown} view @param {Acts} acts */
export function waiting(view, acts) {
  const {track, link} = view,
    ahead = track.ahead ?? 0,
    time = timeOf(view.at, track);
  return html`<section>
    <div class="read">${who(track, "", link.online ? html`<span class="live small num">${t("updated {time}", {time})}</span>` : nothing)}
      <h1 class="ahead num"><span class="lead">${link.online ? t("Ahead of you") : t("At {time} there were", {time})}</span><span class="n">${ahead}</span><span>${tn("person", "people", ahead)}</span></h1>
      ${line(ahead)}${booked(view)}${advice(view, acts)}${wait(view)}${visitList(view)}${link.online ? nudgeSwitch(view, acts) : nothing}
      ${track.bring.length ? html`<details class="bring"><summary>${t("Have ready")}</summary>${bringList(track)}</details>` : nothing}</div>
    ${link.online ? wishes(view, acts) : nothing}</section>`;
}
