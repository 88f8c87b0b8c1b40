/** What frames each screen: whose hall, what time, which language, and whether the line is cut. */

import {html, nothing} from "/vendor/lit-html.js";
import {clock} from "/static/clock.js";
import {plain} from "/static/marked.js";
import {known, language, NAMES, pick, t, tag} from "/static/words.js";
import {giving} from "/pages/kiosk/page/step.js";

/** @typedef {import("/pages/kiosk/page/render.js").Model} Model */
/** @typedef {import("/static/words.js").Language} Language */

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Return the hall's time zone, or this machine's before the hall is known. @param {Model} model */
export const zone = ({told}) => told?.view?.hall.timezone ?? HERE;

/** The band above. @param {Model} model @param {{choose?: boolean}} [options] */
export function top(model, {choose = false} = {}) {
  const hall = model.told?.view?.hall;
  return html`
    <header class="top">
      <p class="hall">${pick(hall?.name)}${hall?.demo ? html`<small>${t("Demo")}</small>` : nothing}</p>
      <p class="clock num">${clock(model.now, zone(model))}</p>
      ${choose ? languages(model) : nothing}
    </header>`;
}

/** The hall's languages, each in its own script. @param {Model} model */
export function languages({told, act}) {
  const codes = known(told?.view?.hall.languages ?? []);
  return html`<nav class="langs" aria-label=${t("Language")}>${codes.map((code) => html`
    <button lang=${tag(code)} aria-pressed=${code === language()} @click=${() => act.speak(code)}>${NAMES[code]}</button>`)}</nav>`;
}

/** Since when the line is cut, or nothing. @param {Model} model */
export function cutSince({told, alive, lostAt}) {
  if (told === null || giving(told, alive)) return null;
  return alive ? told.link.since : lostAt;
}

/** Say that the line is cut, since when, and what to do. @param {Model} model */
export function notice(model) {
  const since = cutSince(model), view = model.told?.view;
  const said = view?.announcements?.[0]?.text ?? view?.slow?.why;
  if (since === null) return said ? html`<div role="status"><p class="stale said">${plain(pick(said))}</p></div>` : html`<div></div>`;
  return html`<div role="status"><p class="stale">${t("Cut off since {time}. No numbers just now: please ask our staff.", {time: clock(since, zone(model))})}</p></div>`;
}

/** An arrow for keys. @param {string} path */
export const arrow = (path) => html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path} fill="none" stroke="currentColor" stroke-width="2.6"/></svg>`;

/** The same sentence in the hall's other languages: for screens that are read without a touch. @param {Model} model @param {(code: Language) => string} say */
export function others({told}, say) {
  const codes = told?.view ? known(told.view.hall.languages) : /** @type {Language[]} */ (Object.keys(NAMES));
  return html`<div class="others plain">${codes.filter((code) => code !== language()).map((code) => html`<p lang=${tag(code)}>${say(code)}</p>`)}</div>`;
}
