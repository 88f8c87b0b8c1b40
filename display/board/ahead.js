/**
 * The next two hours, a quarter of an hour each: how many counters they need, and how many people are expected.
 * @import {Quarter, Screen} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {clock, weekday} from "/static/clock.js";
import {key} from "/static/signs.js";
import {t, tn} from "/static/words.js";

const AT_WORK = ["open", "calling", "serving"];

/** @param {Screen} screen */
export function ahead({view, link, me, press, at}) {
  const {staffing} = view,
    open = view.counters.filter(({state}) => AT_WORK.includes(state)).length;
  return html`<section class="ahead num"><div class="head"><h2>${t("Counters needed")}</h2>${
    staffing ? html`<span class="q">${learnedFrom(staffing.days, at, view.hall.timezone)}</span>` : nothing
  }${
    me.rights.includes("DIRECT")
      ? html`<button class="plain" type="button" ?disabled=${!link.online} @click=${() => press("what-if")}>${t("What if …")} ${key("W")}</button>`
      : nothing
  }</div>${
    staffing?.quarters.length
      ? html`<ol>${staffing.quarters.map((one, nth) => quarter(one, open, view.hall.timezone, nth))}</ol>`
      : html`<p class="s">${t("Known after a hundred calls, while somebody works at a counter.")}</p>`
  }</section>`;
}

/** What arrivals are taken from. @param {number | null} days @param {string | number} at @param {string} timezone */
export function learnedFrom(days, at, timezone) {
  if (days === null) return t("No history yet: as many as in the last hour");
  const day = weekday(at, timezone);
  return days
    ? tn("Arrivals as on {n} {day} before", "Arrivals as on {n} {day} before", days, {day})
    : t("Arrivals as on other days: no {day} is known yet", {day});
}

/** @param {Quarter} one @param {number} open @param {string} timezone @param {number} nth */
function quarter({until, counters, enough, comes, people, crowded}, open, timezone, nth) {
  const more = counters - open,
    short = nth === 0 && more > 0;
  const said = enough
    ? tn("until {time}: {n} counter", "until {time}: {n} counters", counters, {time: clock(until, timezone)})
    : t("until {time}: all {n} counters, and not enough", {time: clock(until, timezone), n: counters});
  return html`<li class=${short || !enough ? "more" : ""}><span class="unseen">${said}. ${t("{n} numbers expected, {low}–{high} people in the hall", {n: comes, low: people[0], high: people[1]})}${crowded ? ` (${t("Crowded")})` : ""}</span>
    <span aria-hidden="true" class="q">${clock(until, timezone)}</span><b aria-hidden="true">${enough ? "" : "▲ "}${counters}${short && enough ? html` <small>+${more}</small>` : nothing}</b>
    <span aria-hidden="true" class="q">${t("{n} come", {n: comes})}</span><span aria-hidden="true" class=${crowded ? "over" : "q"}>${crowded ? "▲ " : ""}${t("{low}–{high} people", {low: people[0], high: people[1]})}</span></li>`;
}
