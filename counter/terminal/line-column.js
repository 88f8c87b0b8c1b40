/** The right column: my line with the reason for its first, and what a new ticket would wait in the hall. */

import {html, nothing} from "/vendor/lit-html.js";
import {pick, t, tn} from "/static/words.js";
import {clock, clockOn, daysBetween} from "/static/clock.js";
import {isLong} from "/static/long.js";
import {axis, range, waitWords} from "/static/range.js";
import {properties} from "/static/properties.js";
import {EARLY, may} from "./acts.js";
import {letters, numberOr, serviceName, standing} from "./naming.js";

/** @typedef {import("./types.js").CounterView} CounterView */
/** @typedef {import("./types.js").Ui} Ui */

/** @param {CounterView} view @param {Ui} ui */
export function lineColumn(view, ui) {
  const time = ui.link.since ? clock(ui.link.since.toISOString(), view.hall.timezone) : "–";
  return html`<section class="side" aria-label=${t("Line and hall")}>
    ${ui.link.online ? nothing : html`<p class="old num">▲ ${t("As it was at {time}, not now", {time})}</p>`}
    ${myLine(view, ui)}${hallWaits(view)}</section>`;
}

/** @param {CounterView} view @param {Ui} ui */
function myLine(view, ui) {
  const {line, line_count: count} = view;
  return html`<section class="my"><header><h2>${t("My line")}</h2><span class="small q num">${order(view)}</span></header>
    ${line.length ? lineTable(view, ui) : html`<p class="prose">${elsewhere(view)}</p>`}
    ${view.next ? html`<p class="why"><span>${pick(view.next.why)}</span></p>${leftTo(view.next)}` : nothing}
    ${count > line.length ? html`<p class="small q num more">${t("and {n} more", {n: count - line.length})}</p>` : nothing}</section>`;
}

/** Another free counter is rather to call them. @param {NonNullable<CounterView["next"]>} next */
function leftTo({ticket, left_to: counter}) {
  return counter === null
    ? nothing
    : html`<p class="why left num"><span>${t("Counter {counter} is free as well and comes first for {number}: it serves fewer services, or has been free for longer.", {counter, number: numberOr(ticket.number)})}</span></p>`;
}

/** @param {CounterView} view */
function order(view) {
  const {primary, services} = view.counter;
  const later = services.filter(code => !primary.includes(code));
  if (!primary.length || !later.length) return t("{services} in order of arrival", {services: letters(services)});
  return t("{first} first, then {later}", {first: letters(primary), later: letters(later)});
}

/** @param {CounterView} view */
function elsewhere(view) {
  const others = view.waits.filter(wait => !wait.mine && wait.count > 0);
  const n = others.reduce((sum, wait) => sum + wait.count, 0);
  if (!n) return t("Empty. Nobody waits in the whole hall.");
  return tn(
    "Empty. {n} waits for {services}, which this counter does not serve.",
    "Empty. {n} wait for {services}, which this counter does not serve.",
    n,
    {services: letters(others.map(wait => wait.service))},
  );
}

/** @param {CounterView} view @param {Ui} ui */
function lineTable(view, ui) {
  const zone = view.hall.timezone,
    days = view.line.some(ticket => daysBetween(ticket.counts_from, ui.now, zone) > 0), // of a line kept over night
    named = !view.waits.some(({name}) => isLong(name)); // else its number's letter says it
  return html`<table class="line num ${named ? "" : "bare"} ${days ? "days" : ""}"><thead><tr><th>${t("Ticket")}</th>${named ? html`<th>${t("Service")}</th>` : nothing}<th>${t("Class")}</th>
      <th class="r">${t("Arrived")}</th><th class="r">${t("Counts from")}</th></tr></thead><tbody>
    ${view.line.map(
      ticket => html`<tr class=${isNext(view, ticket) ? "first" : ""}>
      <td><span class=${isNext(view, ticket) ? "plate" : "plate quiet"}>${numberOr(ticket.number)}</span></td>${named ? html`<td class="clip">${serviceName(view, ticket.service)}</td>` : nothing}
      <td class=${ticket.priority || ticket.held_here || ticket.returned || ticket.not_before || ticket.away ? "" : "q"}>${standing(view, ticket)}</td>
      ${
        ticket.not_before || ticket.away
          ? html`<td class="r" colspan="2">${early(view, ticket, ui)}</td>`
          : html`<td class="r">${clockOn(ticket.issued_at, ui.now, zone)}</td><td class="r from">${clockOn(ticket.counts_from, ui.now, zone)}</td>`
      }</tr>`,
    )}</tbody></table>`;
}

/** @param {CounterView} view @param {import("./types.js").LineTicket} ticket */
const isNext = (view, ticket) => view.next?.ticket.id === ticket.id;

/** Calls who asked to be called later and stands here already. @param {CounterView} view @param {import("./types.js").LineTicket} ticket @param {Ui} ui */
function early(view, ticket, ui) {
  return html`<button class="act small" type="button" data-act="early" data-ticket=${ticket.id} ?disabled=${!may(EARLY, view, ui)}
    aria-label=${t("{number} is here already: call", {number: numberOr(ticket.number)})}>${t("Here: call")}</button>`;
}

const ROWS = 6; // services that have a row of their own in the table of waits
const CELLS = 24; // of more, as many as have room beside each other

/** @param {CounterView} view */
function hallWaits(view) {
  const {waits} = view;
  if (waits.length > ROWS || waits.some(({name}) => isLong(name))) return manyWaits(waits);
  return html`<section class="hall"><header><h2>${t("Hall: a new ticket would wait")}</h2><span class="small q"><span aria-hidden="true">│ </span>${t("target")}</span></header>
    <table class="waits num"><thead><tr><th colspan="2">${t("Service")}</th><th class="r">${t("Waiting")}</th><td>${axis("0", false)}</td><th class="r">${t("New ticket")}</th></tr></thead><tbody>${view.waits.map(waitRow)}</tbody></table></section>`;
}

/** Many services: each with its letter, people and minutes, one's own and the longest first. @param {import("./types.js").HallWait[]} waits */
function manyWaits(waits) {
  const shown = [...waits]
    .sort((a, b) => Number(b.mine) - Number(a.mine) || (b.wait?.likely ?? 0) - (a.wait?.likely ?? 0))
    .slice(0, CELLS);
  const cell = (/** @type {import("./types.js").HallWait} */ {service, name, count, wait, served, target, mine}) => {
    const over = wait !== null && wait.likely > target;
    return html`<li class=${mine ? "" : "off"} title=${pick(name)}><b>${service}</b><span>${count}</span><span class=${over ? "over" : ""}>${over ? html`<i>▲</i>` : nothing}${said({wait, served})}</span></li>`;
  };
  return html`<section class="hall"><header><h2>${t("Hall: a new ticket would wait")}</h2><span class="small q">▲ ${t("over its target")}</span></header>
    <ul class="cells num">${shown.map(cell)}</ul>
    ${waits.length > shown.length ? html`<p class="small q num more">${t("and {n} more", {n: waits.length - shown.length})}</p>` : nothing}</section>`;
}

/** @param {import("./types.js").HallWait} row */
function waitRow(row) {
  const over = row.wait !== null && row.wait.likely > row.target;
  return html`<tr class=${row.mine ? "" : "off"}><td class="l">${row.service}</td><td class="clip">${pick(row.name)}</td>
    <td class="r">${row.count}</td><td>${row.wait ? range(row.wait, {target: row.target}) : html`<span class="range" aria-hidden="true" .style=${properties({target: Math.min(100, row.target / 36)})}><u></u></span>`}</td>
    <td class=${over ? "r over" : "r"}>${over ? html`<span class="sign">▲ </span>` : nothing}${said(row)}</td></tr>`;
}

/** What a new ticket would wait, or why nobody can say. @param {{wait: import("./types.js").WaitRange|null, served: boolean}} row */
function said({wait, served}) {
  if (wait) return waitWords(wait);
  return served ? t("unknown") : t("no counter open");
}
