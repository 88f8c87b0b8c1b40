/** The screens on which there is no waiting: missed, over, not found, not yet there. */
import {html, nothing} from "/vendor/lit-html.js";
import {clockOn} from "/static/clock.js";
import {waitWords} from "/static/range.js";
import {t, tn} from "/static/words.js";
import {opinions, tell} from "./opinion.js";
import {heading, timeOf, who} from "./parts.js";
import {invitation, rated} from "./rating.js";
import {minutesBetween} from "./track.js";
import {visitList} from "./visit.js";

/**
 * @typedef {import("./render.js").Shown} Shown
 * @typedef {import("./render.js").Acts} Acts
 */

/** @param {Shown} view @param {Acts} acts */
export function missed(view, acts) {
  const {track, at, link} = view,
    left = track.back_until ? Math.max(1, minutesBetween(at.toISOString(), track.back_until)) : 0;
  return html`<section>
    <div class="read">${who(track, "quiet")}${heading(t("We called you just now"))}<p class="say">${t("No harm done: your number still counts. There is no need to take a new one.")}</p>
      ${track.back_until ? html`<div><p class="say">${t("Please be back in the hall by")}</p><p class="big">${timeOf(track.back_until, track)}</p><p class="say">${tn("{n} minute left", "{n} minutes left", left)}</p></div>` : nothing}</div>
    ${
      link.online
        ? html`<div class="acts"><button type="button" class="act main" ?disabled=${view.busy} @click=${acts.back}>${t("I am back")}</button>
      ${track.may_cancel ? html`<button type="button" class="act plain" ?disabled=${view.busy} @click=${() => acts.ask("cancel")}>${t("Cancel number")}</button>` : nothing}</div>`
        : nothing
    }</section>`;
}

/** @param {Shown} view @param {Acts} acts */
export function lapsed(view, acts) {
  const {track} = view;
  return html`<section><div class="read">${who(track, "quiet")}${heading(t("This number has passed"))}
    <p class="say">${track.called_at ? t("It was called at {time}.", {time: timeOf(track.called_at, track)}) : nothing} ${t("If you still need us, please take a new number, or ask at the reception; we gladly help.")}</p>${opinions(view)}</div>
    <div class="acts">${tell(acts)}</div></section>`;
}

/** @param {string} time @param {string} what @param {string} [more] */
const step = (time, what, more = "") =>
  html`<div><dt>${time}</dt><dd>${what}${more ? html`<small>${more}</small>` : nothing}</dd></div>`;

/** @param {number} minutes */
const waited = minutes =>
  minutes ? tn("you waited {n} minute", "you waited {n} minutes", minutes) : t("you waited less than a minute");

/** @param {number} minutes */
const took = minutes =>
  minutes ? tn("it took {n} minute", "it took {n} minutes", minutes) : t("it took less than a minute");

/** What we said, and how long it was. @param {Shown} view @param {Acts} acts */
export function ended(view, acts) {
  const {track} = view;
  const {said} = track,
    begun = track.called_at ?? track.started_at;
  return html`<section><div class="read">${who(track, "quiet")}${heading(t("All done for today"))}
    <dl class="steps num">${step(clockOn(track.issued_at, track.ended_at ?? view.at, track.hall.timezone), t("Number taken"), said ? t("we said {time}", {time: waitWords(said)}) : "")}
      ${begun ? step(timeOf(begun, track), t("Called"), waited(minutesBetween(track.issued_at, begun))) : nothing}
      ${track.ended_at ? step(timeOf(track.ended_at, track), t("Finished"), begun ? took(minutesBetween(track.started_at ?? begun, track.ended_at)) : "") : nothing}</dl>
    ${visitList(view)}<p class="say">${t("Thank you for coming.")}</p>${rated(view)}${opinions(view)}</div>
    <div class="acts">${invitation(view, acts)}${tell(acts)}</div></section>`;
}

/** @param {Shown} view @param {Acts} acts */
export function cancelled(view, acts) {
  return html`<section><div class="read">${who(view.track, "quiet")}${heading(t("Your number is cancelled"))}
    <p class="say">${t("If you still need us, please take a new number at the kiosk; we gladly help.")}</p>${opinions(view)}</div>
    <div class="acts">${tell(acts)}</div></section>`;
}

/** Its kiosk was cut off when it gave the number, and has not handed it in yet: the page looks again by itself. @param {Acts} acts */
export function early(acts) {
  return html`<section><div class="read">${heading(t("Your number counts"))}
    <p class="say">${t("The machine that gave it is not connected just now. As soon as it is, this page shows your place in the line by itself.")}</p>
    <p class="say">${t("Until then please watch the hall display. If your slip is not from today, its page has closed.")}</p></div>
    <div class="acts"><button type="button" class="act" @click=${acts.again}>${t("Try again")}</button></div></section>`;
}

/** @param {Acts} acts */
export function gone(acts) {
  return html`<section><div class="read">${heading(t("We cannot find this number"))}
    <p class="say">${t("A number's page closes two days after the visit, so that nobody else reads it. Or the link was not copied whole.")}</p>
    <p class="say">${t("If you hold a slip from today, it still counts: please watch the hall display, or ask at the reception.")}</p></div>
    <div class="acts"><button type="button" class="act" @click=${acts.again}>${t("Try again")}</button></div></section>`;
}

export const loading =
  () => html`<section aria-busy="true"><div class="read"><p class="who"><span class="plate blank" aria-hidden="true">0000</span></p>
  <h1 class="say">${t("Looking for your place in the line …")}</h1></div></section>`;
