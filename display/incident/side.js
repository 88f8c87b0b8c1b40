/**
 * Beside the steps: what can be done to the line and said to everyone, the log, whom to call.
 * @import {Offer, Screen} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {clock, clockSeconds} from "/static/clock.js";
import {plain} from "/static/marked.js";
import {NAMES, listed, pick, t, tn} from "/static/words.js";
import {idOf, named} from "./acts.js";
import {asked, button} from "./forms.js";

const LINES = 40; // of the log; the newest first

/** @param {Screen} screen */
export function measures(screen) {
  const {
    view: {incident, hall},
    acts,
  } = screen;
  const own = incident.measures.filter(one => one.code === null && one.ended_at === null),
    write = named(acts, "announce");
  return html`<section class="ann"><h2>${t("Measures and announcements")}</h2>${exits(screen)}<ul>${incident.offers.map(one => offered(screen, one))}
    ${own.map(one => html`<li class="on"><div><b>${t("In own words")}</b>${told(one.text, hall.languages)}<p class="q">${where(screen, one.spoken)}</p></div>${button(screen, named(acts, `end ${one.id}`))}${asked(screen, named(acts, `end ${one.id}`))}</li>`)}
    ${write ? html`<li><div><b>${t("An announcement in own words")}</b></div>${button(screen, write)}${asked(screen, write)}</li>` : nothing}</ul></section>`;
}

/** @param {Screen} screen @param {Offer} one */
function offered(screen, one) {
  const {
      view: {incident, hall},
      acts,
      asking,
    } = screen,
    on = one.holds !== null,
    holding = incident.measures.find(({id}) => id === one.holds),
    act = named(acts, `measure ${one.code}`),
    write = named(acts, `write ${one.code}`),
    text = holding?.text ?? one.text;
  return html`<li class=${on ? "on" : ""}><div><b>${pick(one.name)}</b>${on ? html` <span class="q">${t("since {time}", {time: clock(holding?.taken_at ?? incident.raised_at, hall.timezone)})}${holding?.implied ? ` · ${t("came with another measure")}` : ""}</span>` : nothing}
      ${write && asking === idOf(write) ? nothing : on && one.told ? told(text, hall.languages) : html`<p class="s">${plain(pick(text))}</p>`}${one.implies.length ? html`<p class="q">${on ? t("with it: {measures}", {measures: listed(one.implies.map(each => pick(each)))}) : t("takes with it: {measures}", {measures: listed(one.implies.map(each => pick(each)))})}</p>` : nothing}
      ${on && one.told ? html`<p class="q">${where(screen, holding?.spoken ?? false)}</p>` : nothing}</div>
    <span class="do2">${button(screen, write, {look: "no", about: pick(one.name)})}${button(screen, act)}</span>
    ${asked(screen, write)}${asked(screen, act)}</li>`;
}

/** A text in each language of the hall. @param {Record<string, string>} text @param {string[]} languages */
const told = (text, languages) =>
  html`<dl class="told">${languages.map(language => html`<dt>${NAMES[/** @type {import("/static/words.js").Language} */ (language)]}</dt><dd lang=${language}>${plain(text[language] ?? "")}</dd>`)}</dl>`;

/** Where what everyone is told stands just now. @param {Screen} screen @param {boolean} spoken */
function where(
  {
    view: {
      incident,
      readers: {displays, kiosks, phones},
    },
  },
  spoken,
) {
  if (incident.drill) return t("A drill: shown nowhere.");
  const at = [
    tn("{n} display", "{n} displays", displays),
    tn("{n} kiosk", "{n} kiosks", kiosks),
    tn("{n} phone page", "{n} phone pages", phones),
  ];
  return spoken ? t("on {screens}, spoken too", {screens: listed(at)}) : t("on {screens}", {screens: listed(at)});
}

/** What was last said of the exits, and saying it anew. @param {Screen} screen */
function exits(screen) {
  const {incident, hall} = screen.view;
  const said =
    incident.exits === null ? t("nobody has said yet") : incident.exits === "clear" ? t("clear") : t("blocked");
  return html`<p class="exits"><b>${t("Exits and aisles")}</b> <span class="x ${incident.exits ?? ""}">${incident.exits === "blocked" ? "■ " : incident.exits === "clear" ? "✓ " : nothing}${said}${incident.exits_at ? ` ${clock(incident.exits_at, hall.timezone)}` : ""}</span>
    ${screen.acts.filter(({name}) => name === "exits").map(act => button(screen, act, {look: "no"}))}</p>`;
}

/** @param {Screen} screen */
export function log({view: {incident, hall}, send, link, acts}) {
  const lines = [...incident.log].reverse().slice(0, LINES),
    note = named(acts, "note");
  return html`<section class="log"><h2>${t("Log")}</h2>${
    note
      ? html`<form @submit=${(/** @type {SubmitEvent} */ event) => {
          event.preventDefault();
          send(event, note);
        }}>${note.needs.map(({name, label, most}) => html`<input name=${name} required maxlength=${most ?? 400} autocomplete="off" aria-label=${pick(label)} placeholder=${pick(label)} ?disabled=${!link.online}>`)}</form>`
      : nothing
  }
    <ul class="num">${lines.map(one => html`<li><span class="q">${clockSeconds(one.at, hall.timezone)}</span><span>${pick(one.text)}${one.note ? html` <b>${one.note}</b>` : nothing}</span><span class="q">${one.who ?? t("system")}</span></li>`)}</ul></section>`;
}

/** @param {Screen} screen */
export function contacts({view: {incident}}) {
  return html`<section class="tel"><h2>${t("Contacts")}</h2><ul class="num">${incident.contacts.map(one => html`<li><span><b>${pick(one.name)}</b> <span class="q">${one.about ? pick(one.about) : nothing}</span></span><a href="tel:${one.phone}">${one.phone}</a></li>`)}</ul></section>`;
}
