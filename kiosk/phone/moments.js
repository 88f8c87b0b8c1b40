/** The screens of one's turn: next, called, served, held. */
import {html, nothing} from "/vendor/lit-html.js";
import {desk} from "/static/signs.js";
import {pick, t} from "/static/words.js";
import {bringList, heading, namesOf, timeOf, who} from "./parts.js";
import {visitKey, visitList} from "./visit.js";

/**
 * @typedef {import("./render.js").Shown} Shown
 * @typedef {import("./render.js").Acts} Acts
 */

const STEP = 10; // seconds: what is left is said in steps that one can trust, without a ticking figure

/** @param {Shown} view @param {Acts} acts */
function laterKey(view, acts) {
  if (!view.track.may_later || !view.link.online) return nothing;
  return html`<button type="button" class="act" ?disabled=${view.busy} @click=${() => acts.ask("later")}>${t("I'll be later")}</button>`;
}

/** Whoever must leave now can say so. @param {Shown} view @param {Acts} acts */
function cancelLink({track, link, busy}, acts) {
  if (!track.may_cancel || !link.online) return nothing;
  return html`<button type="button" class="act plain" ?disabled=${busy} @click=${() => acts.ask("cancel")}>${t("Cancel number")}</button>`;
}

/** @param {Shown} view */
function patience({track, at, link}) {
  const left =
    track.call_until && link.online
      ? Math.ceil((new Date(track.call_until).getTime() - at.getTime()) / 1000 / STEP) * STEP
      : 0;
  const waits = left > 0 ? t("The counter waits {n} seconds.", {n: left}) : t("Please come now.");
  return track.may_later && link.online ? `${waits} ${t("Need longer? Tell us below.")}` : waits;
}

/** Say where to wait. @param {string[]} desks */
function nearby(desks) {
  if (!desks.length) return t("Please wait in the hall.");
  const counters = namesOf(desks);
  return desks.length > 1
    ? t("Please wait near counters {counters}.", {counters})
    : t("Please wait near counter {counters}.", {counters});
}

/** @param {Shown} view @param {Acts} acts */
export function next(view, acts) {
  const {track} = view;
  return html`<section>
    <div class="read"><p class="who">${pick(track.service_name)}</p><div class="plate full" translate="no" data-n=${track.number.length}>${track.number}</div>
      ${heading(t("You are next"))}<p class="say">${nearby(track.desks)}</p>
      <div class="desks" aria-hidden="true">${track.desks.map(desk)}</div>${visitList(view)}
      ${track.bring.length ? html`<div class="bring"><h2>${t("Have ready")}</h2>${bringList(track)}</div>` : nothing}</div>
    <div class="acts">${laterKey(view, acts)}${view.link.online ? visitKey(view, acts) : nothing}${cancelLink(view, acts)}</div></section>`;
}

/** Everyone is to do something else now: the number waits for its holder. @param {Shown} view */
export function kept({track}) {
  return html`<section><div class="read">${who(track, "quiet")}${heading(t("Your number stays valid."))}</div></section>`;
}

/** The whole screen is the plate. @param {Shown} view @param {Acts} acts */
export function called(view, acts) {
  const {track} = view;
  return html`<section class="called-now">
    <div class="read"><div class="summons" role="alert"><h1 class="no num" translate="no">${track.number}</h1><p class="to">${t("Please go to")}</p>
      <p class="way"><svg class="arrow" data-to=${track.side ?? "ahead"} viewBox="0 0 64 64" aria-hidden="true"><path d="M4 32H56M35 10 57 32 35 54"/></svg><span>${t("as on the hall display")}</span></p>
      <span class="desk" translate="no" aria-hidden="true" data-n=${track.counter?.length ?? 1}>${track.counter}</span><p class="to">${t("Counter {code}", {code: track.counter ?? ""})}</p></div>
      <p class="say">${patience(view)}</p></div>
    <div class="acts">${laterKey(view, acts)}</div></section>`;
}

/** Where one is, and with whom. @param {Shown} view @param {string} when */
const place = ({track}, when) => html`<div class="at"><span class="desk">${track.counter}</span>
  <p><b>${track.clerk ?? t("Counter {code}", {code: track.counter ?? ""})}</b><span class="num">${when}</span></p></div>`;

/** @param {Shown} view @param {Acts} acts */
export function serving(view, acts) {
  const {track} = view,
    more = view.link.online ? visitKey(view, acts) : nothing;
  return html`<section><div class="read">${who(track, "now")}${heading(t("You are being served"))}
    ${place(view, track.started_at ? t("since {time}", {time: timeOf(track.started_at, track)}) : "")}
    ${visitList(view)}<p class="say">${t("When all is done, this page shows how long it took.")}</p></div>
    ${more === nothing ? nothing : html`<div class="acts">${more}</div>`}</section>`;
}

/** @param {Shown} view @param {Acts} acts */
export function held(view, acts) {
  const {track} = view,
    gives = cancelLink(view, acts);
  return html`<section><div class="read">${who(track, "now")}${heading(t("Please stay in the hall"))}
    ${track.counter ? place(view, t("asks for you again")) : nothing}
    <p class="say">${t("Something is still being done for you. Your counter asks for you again; you need no new number.")}</p>${visitList(view)}</div>
    ${gives === nothing ? nothing : html`<div class="acts">${gives}</div>`}</section>`;
}
