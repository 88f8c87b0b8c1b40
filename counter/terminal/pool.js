/** Who is kept: set aside for this counter or this clerk, or gone without an answer; each with their age, and called back. */

import {html, nothing} from "/vendor/lit-html.js";
import {clockOn} from "/static/clock.js";
import {t} from "/static/words.js";
import {CALL_BACK, may, RETURN} from "./acts.js";
import {between, minutes} from "./durations.js";
import {numberOr} from "./naming.js";

/** @typedef {import("./types.js").CounterView} CounterView */
/** @typedef {import("./types.js").KeptTicket} KeptTicket */
/** @typedef {import("./types.js").Ui} Ui */

const ROOM = 4; // rows

/** Those who were set aside. @param {CounterView} view */
export const inPool = view => view.kept.filter(one => one.state === "held");

/** Whether somebody has been away for longer than was thought. @param {KeptTicket} ticket @param {Date} now */
export const overdue = ({remind_at: at}, now) => at !== null && Date.parse(at) <= now.getTime();

/** Says since when a ticket can come back, and where it was, if not here. @param {KeptTicket} ticket @param {string} zone @param {Date} now */
export function since(ticket, zone, now) {
  const time = clockOn(ticket.since, now, zone);
  const said = ticket.state === "no_show" ? t("missed {time}", {time}) : t("held {time}", {time});
  if (ticket.mine) return html`${said} · ${t("for me")}`;
  return ticket.elsewhere === null ? said : html`${said} · ${t("counter {counter}", {counter: ticket.elsewhere})}`;
}

/** Tickets that can come back: B calls one of the pool, K returns one to the line. @param {CounterView} view @param {Ui} ui */
export function keptList(view, ui) {
  const shown = [...view.kept].sort((a, b) => Number(overdue(b, ui.now)) - Number(overdue(a, ui.now))).slice(0, ROOM);
  return html`<section class="kept"><header><h2>${t("Kept")}</h2>
      ${
        inPool(view).length
          ? html`<button class="plain small" type="button" data-act="call-back" ?disabled=${!may(CALL_BACK, view, ui)} aria-keyshortcuts=${ui.letters ? "B" : nothing}>${t("Call one back")} <span class="key">B</span></button>`
          : nothing
      }
      ${view.kept.length ? html`<span class="small q num">${t("{n} can come back", {n: view.kept.length})}</span>` : nothing}</header>
    ${
      shown.length
        ? shown.map(ticket => row(ticket, view, ui))
        : html`<p class="prose none">${t("Nobody is on hold and nobody has just missed a call. Whoever does is listed here and can come back.")}</p>`
    }
    ${view.kept.length > shown.length ? html`<p class="small q num">${t("and {n} more on K", {n: view.kept.length - shown.length})}</p>` : nothing}
  </section>`;
}

/** @param {KeptTicket} ticket @param {CounterView} view @param {Ui} ui */
function row(ticket, view, ui) {
  const number = numberOr(ticket.number),
    late = overdue(ticket, ui.now),
    age = t("{n} min", {n: minutes(between(ticket.since, ui.now))});
  return html`<div class="item num"><span class="plate quiet">${number}</span>
    <span class=${late ? "age over" : "age"}>${late ? html`<span class="unseen">${t("away for long:")}</span><span aria-hidden="true">▲ </span>` : nothing}${age}</span>
    <span class="q small clip">${since(ticket, view.hall.timezone, ui.now)}</span>
    ${
      ticket.state === "held" && may(CALL_BACK, view, ui)
        ? html`<button class="act small" type="button" data-act="call-back" data-ticket=${ticket.id} aria-label=${t("Call {number} back", {number})}>${t("Call")}</button>`
        : html`<button class="act small" type="button" data-act="return" data-ticket=${ticket.id} ?disabled=${!may(RETURN, view, ui)} aria-label=${t("Return {number}", {number})}>${t("Return")}</button>`
    }</div>`;
}
