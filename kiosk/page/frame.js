/** What frames each screen: whose hall, what time, which language, and whether the line is cut. */

import {html, nothing} from "/vendor/lit-html.js";
import {clock} from "/static/clock.js";
import {isLong} from "/static/long.js";
import {plain} from "/static/marked.js";
import {plate} from "/static/signs.js";
import {known, language, NAMES, pick, t, tag} from "/static/words.js";
import {className} from "/pages/kiosk/page/classes.js";
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
      <p class="hall ${isLong(hall?.name) ? "long" : ""}">${pick(hall?.name)}${hall?.demo ? html`<small>${t("Demo")}</small>` : nothing}</p>
      <p class="clock num">${clock(model.now, zone(model))}</p>
      ${choose ? languages(model) : nothing}
    </header>`;
}

/** The hall's languages, each in its own script. @param {Model} model */
export function languages({told, act}) {
  const codes = known(told?.view?.hall.languages ?? []);
  return html`<nav class="langs" aria-label=${t("Language")}>${codes.map(
    code => html`
    <button lang=${tag(code)} aria-pressed=${code === language()} @click=${() => act.speak(code)}>${NAMES[code]}</button>`,
  )}</nav>`;
}

/** Since when the line is cut, or nothing. @param {Model} model */
export function cutSince({told, alive, lostAt}) {
  if (told === null || (alive && told.link.online)) return null;
  return alive ? told.link.since : lostAt;
}

/** What is to be known before one chooses: the line is cut, a number was given back, there is no paper, or what the hall says. @param {Model} model */
export function notice(model) {
  return html`<div class="notes" role="status">${notes(model).map(one => html`<p class="stale said">${one}</p>`)}</div>`;
}

/** @param {Model} model */
function notes(model) {
  const since = cutSince(model),
    {page, told, screen} = model,
    view = told?.view;
  if (since !== null) {
    const time = clock(since, zone(model));
    if (page.taken && screen !== "home") return []; // the number itself says it
    return told !== null && giving(told, model.alive)
      ? [t("Cut off since {time}. You still get a number here; only the wait is not known just now.", {time})]
      : [t("Cut off since {time}. No numbers just now: please ask our staff.", {time})];
  }
  const choosing = ["home", "party", "priority"].includes(screen),
    said = view?.announcements?.[0]?.text ?? view?.slow?.why;
  const noPaper =
    choosing && told !== null && told.printer.kind !== "none" && ["paper_out", "off"].includes(told.printer.state);
  return [
    ...(page.given && choosing ? [t("{number} was given back. Please choose again.", {number: page.given})] : []),
    ...(noPaper ? [t("No paper slips just now: your number will stand here, to be photographed.")] : []),
    ...(said ? [plain(pick(said))] : []),
  ];
}

/** What the customer has chosen: it stands on every step. @param {Model} model @param {string | null | undefined} code */
export function chosen(model, code) {
  const {told, page} = model;
  const service = told?.view?.services.find(one => one.code === code);
  return service
    ? html`<p class="for">${plate(service.code, "quiet")} <span class="plain">${pick(service.name)}</span>${page.priority ? html` <b>${className(model, page.priority_class)}</b>` : nothing}</p>`
    : nothing;
}

/** An arrow for keys. @param {string} path */
export const arrow = path =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path} fill="none" stroke="currentColor" stroke-width="2.6"/></svg>`;

/** The same sentence in the hall's other languages: for screens that are read without a touch. @param {Model} model @param {(code: Language) => string} say */
export function others({told}, say) {
  const codes = told?.view ? known(told.view.hall.languages) : /** @type {Language[]} */ (Object.keys(NAMES));
  return html`<div class="others plain">${codes.filter(code => code !== language()).map(code => html`<p lang=${tag(code)}>${say(code)}</p>`)}</div>`;
}
