/**
 * Beside the steps: what can be done to the line and said to everyone, the log, whom to call.
 * @import {Screen} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {clock, clockSeconds} from "/static/clock.js";
import {plain} from "/static/marked.js";
import {pick, t} from "/static/words.js";
import {actsOf} from "./acts.js";

const LINES = 14; // of the log; the newest first

/** @param {Screen} screen */
export function measures(screen) {
  const {view: {incident, hall}, armed, press, role} = screen, acts = new Set(actsOf(screen.view, role).map(({id}) => id));
  /** @param {string} id @param {boolean} on */
  const button = (id, on) => acts.has(id) ? html`<button class="act ${armed === id ? "armed" : ""}" type="button" @click=${() => press(id)}>${armed === id ? t("Press again") : on ? t("End it") : t("Do it")}</button>` : nothing;
  const since = (/** @type {number | null} */ id) => incident.measures.find(one => one.id === id)?.taken_at;
  const own = incident.measures.filter(one => one.code === null && one.ended_at === null);
  return html`<section class="ann"><h2>${t("Measures and announcements")}</h2><ul>${incident.offers.map(one => html`<li class=${one.holds === null ? "" : "on"}><div><b>${pick(one.name)}</b>
      <p class="s">${one.holds === null ? plain(pick(one.text)) : t("since {time}: {text}", {time: clock(since(one.holds) ?? incident.raised_at, hall.timezone), text: plain(pick(one.text))})}</p></div>${button(`measure ${one.code}`, one.holds !== null)}</li>`)}
    ${own.map(one => html`<li class="on"><div><b>${t("In own words")}</b><p class="s">${pick(one.text)}</p></div>${button(`end ${one.id}`, true)}</li>`)}</ul></section>`;
}

/** @param {Screen} screen */
export function log({view: {incident, hall}, send, link}) {
  const lines = [...incident.log].reverse().slice(0, LINES);
  return html`<section class="log"><h2>${t("Log")}</h2><form @submit=${(/** @type {SubmitEvent} */ event) => send(event, "notes", fields => fields, t("In the log."))}><input name="text" required maxlength="400" autocomplete="off" aria-label=${t("Note what happened")} placeholder=${t("Note what happened")} ?disabled=${!link.online}></form>
    <ul class="num">${lines.map(one => html`<li><span class="q">${clockSeconds(one.at, hall.timezone)}</span><span>${pick(one.text)}${one.note ? html` <b>${one.note}</b>` : nothing}</span><span class="q">${one.who ?? t("system")}</span></li>`)}</ul></section>`;
}

/** @param {Screen} screen */
export function contacts({view: {incident}}) {
  return html`<section class="tel"><h2>${t("Contacts")}</h2><ul class="num">${incident.contacts.map(one => html`<li><span><b>${pick(one.name)}</b> <span class="q">${one.about ? pick(one.about) : nothing}</span></span><a href="tel:${one.phone}">${one.phone}</a></li>`)}</ul></section>`;
}
