/** The left column: the ticket at the desk, or the next one, and what can come back. */

import {html, nothing} from "/vendor/lit-html.js";
import {isLong} from "/static/long.js";
import {t, tn} from "/static/words.js";
import {clock, clockOn, clockSeconds} from "/static/clock.js";
import {
  bookedName,
  className,
  letters,
  numberOr,
  partyName,
  reasonName,
  serviceName,
  serviceNames,
  spoken,
} from "./naming.js";
import {between, minutes, running} from "./durations.js";
import {countdown, runningTime} from "./progress.js";
import {keptList} from "./pool.js";

/** @typedef {import("./types.js").CounterView} CounterView */
/** @typedef {import("./types.js").TicketLine} TicketLine */
/** @typedef {import("./types.js").Ui} Ui */

/** @param {CounterView} view @param {Ui} ui */
export function nowColumn(view, ui) {
  return html`<section class="now" aria-label=${t("Now")}>${present(view, ui)}${keptList(view, ui)}</section>`;
}

/** @param {CounterView} view @param {Ui} ui */
function present(view, ui) {
  const {ticket} = view;
  if (view.state === "calling" && ticket) {
    return html`<h2 class="num">${t("Asked to counter {counter}", {counter: view.counter.code})}</h2>
      ${head(view, ticket, "now", ticket.waited)}${countdown(ticket, ui.now)}${greeting(view, ticket)}`;
  }
  if (view.state === "serving" && ticket) {
    const since = clockSeconds(ticket.started_at ?? view.since ?? ui.now.toISOString(), view.hall.timezone);
    return html`<h2 class="num">${t("Serving since {time}", {time: since})}</h2>
      ${head(view, ticket, "now", ticket.waited)}${stillHere(view)}${runningTime(ticket, view.norm, ui.now)}${came(view, ticket, ui)}`;
  }
  if (view.state === "paused") return paused(view, ui);
  if (view.state === "closed") return closed();
  if (view.next) {
    const {ticket: next} = view.next;
    return html`<h2>${t("Next")}</h2>${head(view, next, "quiet", between(next.issued_at, ui.now))}${greeting(view, next)}${came(view, next, ui)}`;
  }
  return view.line.length ? onlyLater(view) : nobody(view);
}

/** Whoever waits asked to be called later. @param {CounterView} view */
function onlyLater(view) {
  const [first] = view.line;
  return html`<h2>${t("Now")}</h2><p class="for wide">${t("Nobody is to be called yet")}</p>
    <p class="prose">${
      first.away
        ? t("{number} is not in the hall yet, and nobody else waits. If they stand here, call them from the line.", {
            number: numberOr(first.number),
          })
        : t("{number} asked to be called from {time} on. If they stand here already, call them from the line.", {
            number: numberOr(first.number),
            time: clock(first.not_before ?? first.issued_at, view.hall.timezone),
          })
    }</p>`;
}

/** The hall has closed while somebody is served: perhaps only nobody pressed the key. @param {CounterView} view */
function stillHere(view) {
  if (!view.hall_closed_at) return nothing;
  const time = clock(view.hall_closed_at, view.hall.timezone),
    number = numberOr(view.ticket?.number);
  return html`<p class="still num" role="alert"><b>${t("The hall closed at {time}. Is {number} still here?", {time, number})}</b>
    ${t("If not, finish it: else it stands in the list as left open, and this counter is closed by itself.")}</p>`;
}

/** @param {CounterView} view @param {TicketLine & {name?: string | null, booked?: import("/static/views.d.ts").Booked|null}} ticket @param {string} look @param {number} waited  seconds */
function head(view, ticket, look, waited) {
  return html`<span class="plate num ${look} ${ticket.number ? "" : "walk"}">${numberOr(ticket.number)}</span>
    <p class="for ${isLong(serviceNames(view, ticket.service)) ? "long" : ""}">${serviceName(view, ticket.service)}</p>
    <div class="tags">
      ${ticket.name ? html`<b>${ticket.name}</b>` : nothing}
      <span>${spoken(ticket.language)}</span>
      ${ticket.priority ? html`<b>${className(view, ticket)}</b>` : html`<span>${className(view, ticket)}</span>`}
      ${ticket.booked ? html`<b class="num">${bookedName(view, ticket.booked)}</b>` : nothing}
      ${ticket.party > 1 ? html`<b class="num">${partyName(ticket.party)}</b>` : nothing}
      ${ticket.further.length ? html`<b class="num">${t("then {services}", {services: letters(ticket.further)})}</b>` : nothing}
      ${ticket.number ? html`<span class="num">${t("waited {minutes} min", {minutes: minutes(waited)})}</span>` : nothing}
    </div>`;
}

/** What to say first, in the customer's own language. @param {CounterView} view @param {TicketLine} ticket */
function greeting(view, ticket) {
  const name = serviceNames(view, ticket.service);
  const service = name?.[ticket.language] ?? serviceName(view, ticket.service);
  return html`<div class="greet"><header><h2>${t("Greet")}</h2><span class="small q">${ticket.language === "en" ? t("in English") : t("in Chinese")}</span></header>
    <p lang=${ticket.language}>${t.in(ticket.language, "Hello. {service}, is that right? Please take a seat.", {service})}</p></div>`;
}

/** When the customer came, and was called. @param {CounterView} view @param {TicketLine & {called_at?: string|null, recalls?: number}} ticket @param {Ui} ui */
function came(view, ticket, ui) {
  const zone = view.hall.timezone;
  if (!ticket.number) return nothing;
  return html`<dl class="dl num"><dt>${t("Arrived")}</dt><dd>${clockOn(ticket.issued_at, ui.now, zone)}${
    ticket.counts_from === ticket.issued_at
      ? nothing
      : html`<span class="q">${t(", counts from {time}", {time: clockOn(ticket.counts_from, ui.now, zone)})}</span>`
  }</dd>
    ${
      ticket.called_at
        ? html`<dt>${t("Called")}</dt><dd>${clock(ticket.called_at, zone)}${
            ticket.recalls
              ? html`<span class="q">${tn(", recalled {n} time", ", recalled {n} times", ticket.recalls)}</span>`
              : nothing
          }</dd>`
        : nothing
    }</dl>`;
}

/** @param {CounterView} view @param {Ui} ui */
function paused(view, ui) {
  const until = view.pause?.until ?? null;
  const left = until ? between(ui.now, until) : 0;
  const reason = reasonName(view.pause?.reason ?? "other");
  const since = view.pause?.since ?? view.since ?? ui.now.toISOString();
  const zone = view.hall.timezone;
  return html`<h2>${!until ? t("Paused for") : left >= 0 ? t("Paused, time left") : t("Paused, over by")}</h2>
    <div class="huge num">${running(until ? Math.abs(left) : between(since, ui.now))}</div>
    <p class="for">${until ? t("{reason}, back by {time}", {reason, time: clock(until, zone)}) : reason}</p>
    <dl class="dl num"><dt>${t("Your line")}</dt><dd>${whoElse(view)}</dd>
      <dt>${t("On the sign")}</dt><dd>${t("Counter {counter} paused, please wait", {counter: view.counter.code})}</dd></dl>`;
}

/** Which counters serve each of my services meanwhile. @param {CounterView} view */
function whoElse(view) {
  const open = view.others.filter(other => other.state !== "closed" && other.state !== "paused");
  return view.counter.services.map(code => {
    const at = open.filter(other => other.services.includes(code)).map(other => other.code);
    return html`<div>${
      at.length
        ? tn("{service} at counter {counters}", "{service} at counters {counters}", at.length, {
            service: code,
            counters: letters(at),
          })
        : html`<b>${t("{service} at no open counter", {service: code})}</b>`
    }</div>`;
  });
}

function closed() {
  return html`<h2>${t("Now")}</h2><p class="for wide">${t("The counter is closed")}</p>
    <p class="prose">${t("Nobody is called here. Open it and the line on the right is yours.")}</p>`;
}

/** @param {CounterView} view */
function nobody(view) {
  const services = letters(view.counter.services);
  return html`<h2>${t("Now")}</h2><p class="for wide">${t("Nobody is waiting")}</p>
    <p class="prose">${t("No ticket for {services}. When one is taken you hear a tone, and Space calls it.", {services})}</p>`;
}
