/**
 * What the hall display says where it has no call to show, or none that is new.
 * @import {DisplayView, Screen, Side} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {stale} from "/pages/display/wall/plain.js";
import {arrow, desk} from "/pages/display/wall/signs.js";
import {again, opening} from "/pages/display/wall/times.js";
import {clock} from "/static/clock.js";
import {plain} from "/static/marked.js";
import {pick, t} from "/static/words.js";

/** @type {Side[]} */
const SIDES = ["left", "ahead", "right"];

/** No calls yet: what to do, and where the counters are. @param {Screen<DisplayView>} screen */
export function idle({view, say}) {
  const open = view.waiting.filter(row => row.open);
  const nobody =
    open.length > 0 && open.every(({count, served, wait}) => count === 0 && served && wait !== null && wait.low < 60);
  const [title, lead] = nobody
    ? ["No waiting now", "Take a number, you are next"]
    : ["No calls yet", "Your number will appear here"];
  const ways = SIDES.map(to => ({
    to,
    codes: view.counters.filter(({side}) => side === to).map(({code}) => code),
  })).filter(({codes}) => codes.length);
  return html`<section class="say">${say.both(language => t.in(language, title))}</section>
    <section class="free"><div class="lead"><div>${say.both(language => t.in(language, lead))}</div></div>
      <ul>${ways.map(({to, codes}) => html`<li>${arrow(to)}<span>${codes.map(desk)}</span></li>`)}</ul></section>`;
}

/** Numbers were given, none is called yet. @param {Screen<DisplayView>} screen */
export function noCalls({say}) {
  return html`<section class="say">${say.both(language => t.in(language, "No calls yet"))}</section>`;
}

/** The hall is closed. @param {Screen<DisplayView>} screen */
export function closed({view: {opens_at: opens, closed_for: holiday, hall}, at, say}) {
  return html`<section class="say">${say.both(language => t.in(language, "We are closed") + (holiday ? ` · ${pick.in(language, holiday)}` : ""))}</section>
    <section class="free shut"><div class="lead"><div>${
      opens ? say.both(language => opening(opens, at, hall.timezone, language)) : nothing
    }</div></div></section>`;
}

/** No numbers are given for a while; the calls go on. @param {Screen<DisplayView>} screen */
export function stopped({view: {until, why, hall}, say}) {
  const time = until && clock(until, hall.timezone);
  const pause = (/** @type {string} */ language) =>
    why
      ? plain(pick.in(language, why))
      : time
        ? t.in(language, "New numbers pause until {time}", {time})
        : t.in(language, "No new numbers for now");
  const kept = (/** @type {string} */ language) => t.in(language, "Your place is kept, calls go on.");
  return html`<section class="pause ${why ? "why" : ""}"><div><span class="p">${pause(say.first)}</span><span class="p">${kept(say.first)}</span></div>
    ${say.small(language => html`${pause(language)}<br>${kept(language)}`)}</section>`;
}

/** Who waits when the hall closes, for an hour or the day, is still called. @param {Screen<DisplayView>} screen */
export function lastOrders({view: {opens_at: opens, hall}, at, say}) {
  return html`<div class="notice">${say.both(language =>
    opens
      ? t.in(language, "No new numbers now ({opening}). Whoever has one is still called.", {
          opening: again(opens, at, hall.timezone, language),
        })
      : t.in(language, "No new numbers now. Whoever has one is still called."),
  )}</div>`;
}

/** Since when what stands below is the past. @param {Screen<DisplayView>} screen */
export const cutBand = screen =>
  stale(
    screen,
    screen.view.calls.length
      ? "No connection since {time}. These calls are from before then"
      : "No connection since {time}",
  );

/** What still holds while cut off. @param {Screen<DisplayView>} screen */
export function kept({say}) {
  const all = ["Your number stays valid.", "Please listen to the staff.", "Waiting times return with the connection."];
  return html`<div class="kept">${all.map(sentence => html`<div>${say.both(language => t.in(language, sentence))}</div>`)}</div>`;
}

/** The same, where there were no calls to keep. @param {Screen<DisplayView>} screen */
export function keptLarge({say}) {
  return html`<section class="say">${say.both(language => t.in(language, "Your number stays valid."))}</section>
    <section class="free shut"><div class="lead"><div>${say.both(language => t.in(language, "Please listen to the staff."))}</div></div></section>`;
}
