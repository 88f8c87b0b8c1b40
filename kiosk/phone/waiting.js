/** The screen one looks at longest: how many are ahead, how long it will take, and what one may wish. */
import {html, nothing} from "/vendor/lit-html.js";
import {calledBetween, clock, minutesRange} from "/static/clock.js";
import {properties} from "/static/properties.js";
import {t, tn} from "/static/words.js";
import {bringList, timeOf, who} from "./parts.js";
import {NUDGE_AT} from "./track.js";

/**
 * @typedef {import("./render.js").Shown} Shown
 * @typedef {import("./render.js").Acts} Acts
 * @typedef {import("./track.js").Wait} Wait
 */

const DOTS = 8; // people drawn one by one on a phone of 320 px; of more, a figure takes the place of two
const AXES = [30, 60, 120, 240]; // minutes

const dots = (/** @type {number} */ n) => Array.from({length: n}, () => html`<i></i>`);

/** The line as it stands, with the place where we nudge. @param {number} ahead @param {boolean} nudges */
function line(ahead, nudges) {
  const near = Math.min(ahead, NUDGE_AT), far = Math.min(ahead - near, DOTS - near - (ahead > DOTS ? 2 : 0)), rest = ahead - near - far;
  const mark = nudges && ahead > NUDGE_AT;
  const label = mark ? tn("The line: {n} person ahead; we tell you at {at}", "The line: {n} people ahead; we tell you at {at}", ahead, {at: NUDGE_AT})
    : tn("The line: {n} person ahead", "The line: {n} people ahead", ahead);
  return html`<div class="line" role="img" aria-label=${label}><span class="desk">${t("desks")}</span>${dots(near)}${mark ? html`<span class="nudge"><span>${t("we tell you here")}</span></span>` : nothing}${
    dots(far)}${rest > 0 ? html`<span class="rest">+${rest}</span>` : nothing}<span class="plate me">${t("you")}</span></div>`;
}

/** @param {Wait} wait @param {Shown} view */
function band(wait, view) {
  const zone = view.track.hall.timezone, minutes = minutesRange(wait);
  const long = AXES.find((axis) => minutes.high <= axis) ?? 240, part = 100 / long;
  const at = (/** @type {number} */ later) => clock(view.at.getTime() + later * 60_000, zone);
  return html`<span class="range" aria-hidden="true" .style=${properties({low: minutes.low * part, likely: minutes.likely * part, high: Math.min(100, minutes.high * part)})}><i></i><b></b></span>
    <span class="axis" aria-hidden="true"><span>${at(0)}</span><span>${at(long / 2)}</span><span>${at(long)}</span></span>`;
}

/** @param {Shown} view */
function wait(view) {
  const {track, link} = view;
  if (!track.wait) return html`<div class="wait"><b>${t("We cannot say yet how long it takes.")}</b></div>`;
  const {low, high} = minutesRange(track.wait), times = calledBetween(track.wait, view.at, track.hall.timezone);
  return html`<div class="wait num"><b>${t("{low}–{high} min", {low, high})}</b>
    <span>${link.online ? t("called about {times}", {times}) : t("estimated then: {times}", {times})}</span>${band(track.wait, view)}</div>`;
}

/** @param {Shown} view @param {Acts} acts */
function nudgeSwitch(view, acts) {
  const on = view.bell !== "off", soon = (view.track.ahead ?? 0) <= NUDGE_AT;
  const how = view.bell === "touch" ? t("Touch here once, so that this page may sound.") : t("Sound and vibration, while this page is open");
  return html`<button type="button" class="switch" role="switch" aria-checked=${String(on)} @click=${() => acts.nudge(view.bell !== "on")}>
    <span><b>${soon ? t("Tell me when I am called") : t("Tell me when {n} are ahead", {n: NUDGE_AT})}</b><small>${how}</small></span><em aria-hidden="true">${on ? t("On") : t("Off")}</em></button>`;
}

/** @param {Shown} view @param {Acts} acts */
function wishes(view, acts) {
  const {track, busy} = view;
  return html`<div class="acts two">
    ${track.may_later ? html`<button type="button" class="act" ?disabled=${busy} @click=${() => acts.ask("later")}>${t("I'll be later")}</button>` : nothing}
    ${track.may_cancel ? html`<button type="button" class="act" ?disabled=${busy} @click=${() => acts.ask("cancel")}>${t("Cancel number")}</button>` : nothing}
    <button type="button" class="act plain" @click=${() => acts.ask("second")}>${t("Add a second phone")}</button></div>`;
}

/** When the reader asked to come later, or when it is time to come back. @param {Shown} view @param {Acts} acts */
function advice(view, acts) {
  const {track, at, link} = view;
  if (track.not_before && new Date(track.not_before) > at) {
    return html`<div class="advice"><p><b>${t("We call you from {time} on.", {time: timeOf(track.not_before, track)})}</b> ${t("Your place in the line stays.")}</p>
      ${link.online ? html`<button type="button" class="act" ?disabled=${view.busy} @click=${() => acts.later(0)}>${t("I am here already")}</button>` : nothing}</div>`;
  }
  if (!link.online || track.ahead === null || track.ahead > NUDGE_AT) return nothing;
  return html`<div class="advice soon" role="status"><p><b>${t("Please come back to the hall now.")}</b> ${t("It will be your turn soon.")}</p></div>`;
}

/** @param {Shown} view @param {Acts} acts */
export function waiting(view, acts) {
  const {track, link} = view, ahead = track.ahead ?? 0, time = timeOf(view.at, track);
  return html`<section>
    <div class="read">${who(track, "", link.online ? html`<span class="live small num">${t("updated {time}", {time})}</span>` : nothing)}
      <h1 class="ahead num"><span class="lead">${link.online ? t("Ahead of you") : t("At {time} there were", {time})}</span><span class="n">${ahead}</span><span>${tn("person", "people", ahead)}</span></h1>
      ${line(ahead, link.online)}${advice(view, acts)}${wait(view)}${link.online ? nudgeSwitch(view, acts) : nothing}
      ${track.bring.length ? html`<details class="bring"><summary>${t("What to have ready")}</summary>${bringList(track)}</details>` : nothing}</div>
    ${link.online ? wishes(view, acts) : nothing}</section>`;
}
