/** The first screen: what can be done here, and how long each takes. */

import {html, nothing} from "/vendor/lit-html.js";
import {clock, daysBetween, weekday} from "/static/clock.js";
import {isLong} from "/static/long.js";
import {properties} from "/static/properties.js";
import {axis, range, waitWords} from "/static/range.js";
import {plate} from "/static/signs.js";
import {listed, pick, t, tn} from "/static/words.js";
import {canSpeak} from "/pages/kiosk/page/aloud.js";
import {choice} from "/pages/kiosk/page/choice.js";
import {className, classesOf} from "/pages/kiosk/page/classes.js";
import {arrow, cutSince, notice, top, zone} from "/pages/kiosk/page/frame.js";
import {asksFor} from "/pages/kiosk/page/needs.js";
import {tell} from "/pages/kiosk/page/opinion.js";
import {choosingKeys, choosingNow, comesLater, heading, nthOf, severalKey} from "/pages/kiosk/page/several.js";
import {giving} from "/pages/kiosk/page/step.js";

/** @typedef {import("/pages/kiosk/page/render.js").Model} Model */
/** @typedef {import("/pages/kiosk/page/agent.js").Service} Service */
/** @typedef {import("/pages/kiosk/page/agent.js").Group} Group */
/** @typedef {import("/pages/kiosk/page/choice.js").Choice} Choice */

const DOWN = "M12 3v16M5 12l7 7 7-7",
  LEFT = "M15 4l-8 8 8 8",
  RIGHT = "M9 4l8 8-8 8";

/** @param {Model} model */
export function home(model) {
  const shown = choice(model.told?.view, model.page, model.most);
  const only = model.told?.view?.services.length === 1; // one line for all: nothing is to be chosen
  const scale = cutSince(model) !== null || shown.entries.some(entry => "group" in entry) ? nothing : html`${axis()}`;
  return html`
    <div class="screen home">
      ${top(model, {choose: true})}
      ${notice(model)}
      <main>
        <div class="head"><h1 tabindex="-1" class=${isLong(shown.group?.name) ? "long" : ""}>${shown.group ? pick(shown.group.name) : (heading(model.page) ?? (only ? t("Touch here for a number") : t("Choose a service")))}</h1><div class="first">${scale}</div><div class="second">${scale}</div></div>
        <div class="rows ${only ? "only" : ""}" .style=${properties({half: Math.ceil(shown.entries.length / 2)})}>
          ${shown.entries.map(entry => ("group" in entry ? group(model, entry.group) : service(model, entry.service)))}
        </div>
        ${sheets(model, shown)}
      </main>
      <footer class="keys ${choosingNow(model.page) ? "choosing" : ""}">${choosingNow(model.page) ? choosingKeys(model) : html`${keys(model)}<button class="act" @click=${model.act.low}>${arrow(DOWN)}<span>${t("Move down")}</span></button><div class="quiet-keys">${severalKey(model)}${asksFor(model)}${tell(model)}${aloud(model)}</div>`}</footer>
    </div>`;
}

/** Services behind one key. @param {Model} model @param {Group & {services: Service[]}} group */
const group = ({act}, {code, name, services}) => html`
  <button class="row group" data-group=${code} @click=${() => act.group(code)}>
    <span class="text"><span class="name plain">${pick(name)}</span><span class="use">${listed(services.map(one => one.code))}</span></span>
    <span class="wait num"><span class="mins dim">${tn("{n} service", "{n} services", services.length)}</span></span>${arrow(RIGHT)}</button>`;

/** @param {Model} model @param {Service} one */
const service = (model, one) =>
  row(
    model,
    one,
    html`
  ${plate(one.code, one.open ? "" : "quiet")}
  <span class="text"><span class="name plain">${pick(one.name)}</span><span class="use">${pick(one.about)}</span></span>
  <span class="wait num">${wait(model, one, cutSince(model) !== null)}</span>`,
  );

/** Back and on, where there is more than has room. @param {Model} model @param {Choice} shown */
export function sheets({act}, {group: chosen, page, pages}) {
  if (pages === 1 && !chosen) return nothing;
  const back = page > 0 ? () => act.sheet(page - 1) : () => act.group(null),
    first = page === 0 && !chosen;
  return html`<nav class="sheets" aria-label=${t("More services")}>
    <button class="act" aria-disabled=${first} @click=${() => first || back()}>${arrow(LEFT)}<span>${t("Back")}</span></button>
    ${
      pages === 1
        ? nothing
        : html`<p class="num">${page + 1} / ${pages}</p>
      <button class="act" aria-disabled=${page === pages - 1} @click=${() => page < pages - 1 && act.sheet(page + 1)}><span>${t("More")}</span>${arrow(RIGHT)}</button>`
    }</nav>`;
}

/** A service to touch. @param {Model} model @param {Service} service @param {unknown} content */
export function row({page, act, ...model}, service, content) {
  const none = model.told === null || !giving(model.told, model.alive, service.code) || comesLater(page, service.code);
  const mine = page.busy && page.service === service.code,
    nth = nthOf(page, service.code);
  return html`
    <button class="row" data-service=${service.code} aria-disabled=${none || !service.open} aria-busy=${mine} aria-pressed=${page.several && !page.taken ? String(nth > 0) : nothing}
      @click=${() => service.open && !none && act.service(service.code)}>${content}${nth ? html`<b class="nth num">${nth}</b>` : nothing}${mine ? html`<span class="moment">${t("One moment")}</span>` : nothing}</button>`;
}

/** The wait in words and as a band, or why there is none. @param {Model} model @param {Service} service @param {boolean} cut */
function wait(model, service, cut) {
  if (!service.open) return html`<span class="mins">${opening(model, service)}</span>`;
  const turn = turnOf(model, service);
  if (cut) {
    const gives = model.told !== null && giving(model.told, model.alive, service.code);
    return html`<span class="mins dim">${gives ? t("wait unknown") : t("no numbers here")}</span>`;
  }
  if (turn.wait === null) return html`<span class="mins dim">${unknown(model, service)}</span>${ahead(turn)}`;
  return html`<span class="mins">${waitWords(turn.wait)}</span>${range(turn.wait)}${service.served ? ahead(turn) : html`<span class="ahead">${unknown(model, service)}</span>`}`;
}

/** What a number taken now would be told, with priority where the customer has it. @param {Model} model @param {Service} service */
export const turnOf = ({page}, service) =>
  page.priority ? (service.by_class?.[page.priority_class ?? ""] ?? service.priority) : service;

/** @param {{ahead: number}} turn */
const ahead = turn =>
  html`<span class="ahead">${turn.ahead ? tn("{n} ahead", "{n} ahead", turn.ahead) : t("nobody ahead")}</span>`;

/** Why no wait can be said. @param {Model} model @param {Service} service */
export function unknown(model, {served, served_at: at}) {
  if (served) return t("wait unknown");
  return at ? t("counter opens {time}", {time: clock(at, zone(model))}) : t("no counter open");
}

/** "opens 13:30". @param {Model} model @param {Service} service */
export function opening(model, {opens_at: at}) {
  if (at === null) return t("closed");
  const time = clock(at, zone(model));
  const days = daysBetween(model.now, at, zone(model));
  if (days === 0) return t("opens {time}", {time});
  return days === 1
    ? t("opens tomorrow {time}", {time})
    : t("opens {day} {time}", {day: weekday(at, zone(model)), time});
}

/** Reading aloud, where this machine has a voice. @param {Model} model */
export const aloud = ({page, act}) =>
  canSpeak()
    ? html`<button class="tell" data-aloud aria-pressed=${page.aloud} @click=${act.aloud}>${page.aloud ? t("Stop reading") : t("Read aloud")}</button>`
    : nothing;

/** That one needs priority, where the hall has it. @param {Model} model */
function priority(model) {
  const {page, act} = model;
  if (!page.priority && classesOf(model).length === 0) return nothing;
  return html`<button class="act ${page.priority ? "main" : ""}" data-priority aria-pressed=${page.priority} @click=${act.askPriority}>
      ${page.priority ? html`${arrow("M4 13l5 5L20 6")}<span>${className(model, page.priority_class)}</span>` : t("I need priority")}</button>`;
}

/** Who comes with a code. @param {{books: boolean, joins?: boolean}} view */
function expected({books, joins}) {
  if (!joins) return t("I have an appointment");
  return books ? t("Appointment, or number by phone") : t("I took a number by phone");
}

/** The keys below: in reach of a wheelchair. @param {Model} model */
export function keys(model) {
  const {page, told, act} = model;
  return html`
    ${told?.view?.books || told?.view?.joins ? html`<button class="act" data-booked @click=${act.booked}>${expected(told.view)}</button>` : nothing}
    ${priority(model)}
    <button class="act" aria-pressed=${page.larger} @click=${act.larger}>${page.larger ? t("Smaller type") : t("Larger type")}</button>`;
}
