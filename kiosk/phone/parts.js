/** What several of the phone's screens have: the ticket's head, its counters, times in the hall's zone. */
import {html} from "/vendor/lit-html.js";
import {clock} from "/static/clock.js";
import {plate} from "/static/signs.js";
import {language, listed, pick, t, tn} from "/static/words.js";

/**
 * @typedef {import("./track.js").Track} Track
 */

/** The ticket's number and what it is for. @param {Track} track @param {"" | "now" | "quiet"} [kind] @param {unknown} [more] */
export const who = (track, kind = "", more = "") =>
  html`<p class="who">${plate(track.number, kind)}<span>${pick(track.service_name)}${track.priority ? html` · ${pick(track.priority)}` : ""}</span>${more}</p>${track.case ? html`<a class="act plain" href=${track.case}>${t("Your case: what is still missing")}</a>` : ""}`;

/** A heading that can be read out when the screen changes. @param {string} words */
export const heading = words => html`<h1 tabindex="-1">${words}</h1>`;

/** @param {string|Date|null} at @param {Track} track */
export const timeOf = (at, track) => (at ? clock(at, track.hall.timezone) : "");

/** What to have at hand, what it costs and how long it takes. @param {Track} track */
export const bringList = ({bring, fee, takes}) =>
  html`<ul class="bring-list">${bring.map(words => html`<li>${pick(words)}</li>`)}
    ${fee ? html`<li>${t("Fee")} ${pick(fee)}</li>` : ""}${takes ? html`<li>${t("How long it takes")} ${pick(takes)}</li>` : ""}</ul>`;

/** The people ahead, in a sentence. @param {number|null} n */
export const peopleAhead = n =>
  n ? tn("{n} person is ahead of you.", "{n} people are ahead of you.", n) : t("Nobody is ahead of you.");

/** "1, 3 and 6", "1、3、6": Intl's 1、3和6 stands unevenly. @param {string[]} desks */
const inTurn = desks => (language() === "en" ? new Intl.ListFormat("en-GB").format(desks) : listed(desks));

/** Name counters briefly: "3", "1–4", "1, 3 and 6". @param {string[]} desks */
export function namesOf(desks) {
  const row = desks.every((code, n) => n === 0 || Number(code) === Number(desks[n - 1]) + 1);
  return row && desks.length > 2
    ? t("{first} to {last}", {first: desks[0], last: desks[desks.length - 1]})
    : inTurn(desks);
}
