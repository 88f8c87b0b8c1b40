/** What the reader may wish, each asked on a screen of its own. */
import {html, nothing} from "/vendor/lit-html.js";
import {waitWords} from "/static/range.js";
import {t} from "/static/words.js";
import {heading, peopleAhead, timeOf, who} from "./parts.js";

/**
 * @typedef {import("./render.js").Shown} Shown
 * @typedef {import("./render.js").Acts} Acts
 */

const LATER = [5, 10, 15, 20, 30]; // minutes
const QUIET_ZONE = 4; // modules round a QR code, as its standard asks

/** @param {Acts} acts */
const goBack = acts => html`<button type="button" class="act" @click=${() => acts.ask(null)}>${t("Back")}</button>`;

/** @param {Shown} view @param {Acts} acts */
export function cancelQuestion(view, acts) {
  const {track} = view,
    time = track.state === "waiting" && track.wait;
  return html`<section>
    <div class="read">${who(track)}${heading(t("Cancel this number?"))}
      <p class="say">${track.state === "waiting" ? peopleAhead(track.ahead) : nothing} ${time ? t("It will take about {time}.", {time: waitWords(time)}) : nothing} ${t("Later you would need a new number.")}</p></div>
    <div class="acts"><button type="button" class="act main" @click=${() => acts.ask(null)}>${t("Keep my number")}</button>
      <button type="button" class="act grave" ?disabled=${view.busy} @click=${acts.cancel}>${t("Cancel number")}</button></div></section>`;
}

/** @param {Shown} view @param {Acts} acts */
export function laterQuestion(view, acts) {
  const {track, at, busy} = view;
  const until = (/** @type {number} */ minutes) => timeOf(new Date(at.getTime() + minutes * 60_000), track);
  return html`<section>
    <div class="read">${who(track)}${heading(t("How much later?"))}<p class="say">${t("We do not call you before that. Others may be called meanwhile; your place in the line stays.")}</p>
      <div class="choices num">${LATER.map(minutes => html`<button type="button" class="act" ?disabled=${busy} @click=${() => acts.later(minutes)}><b>${t("{n} min", {n: minutes})}</b><span>${t("not before {time}", {time: until(minutes)})}</span></button>`)}</div></div>
    <div class="acts">${goBack(acts)}</div></section>`;
}

/** @param {Shown} view @param {Acts} acts */
export function secondPhone({track, qr}, acts) {
  const side = (qr?.size ?? 0) + 2 * QUIET_ZONE;
  return html`<section>
    <div class="read">${who(track)}${heading(t("Scan with the other phone"))}
      ${
        qr
          ? html`<div class="qr"><svg viewBox=${`${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}`} role="img" aria-label=${t("QR code of this page")} shape-rendering="crispEdges"><path d=${qr.path} /></svg></div>`
          : html`<p class="say">${t("The code cannot be drawn now. Please photograph the one on the slip with the other phone.")}</p>`
      }
      <p class="say">${t("Both phones follow the line and both are told.")}</p></div>
    <div class="acts">${goBack(acts)}</div></section>`;
}
