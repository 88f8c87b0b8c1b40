/** Two thin lines: the time until a call counts as missed, and the running time over the usual band. */

import {html, nothing} from "/vendor/lit-html.js";
import {t, tn} from "/static/words.js";
import {between, minutes, running} from "./durations.js";

/** @typedef {import("./types.js").TicketNow} TicketNow */

/** @param {number} share  0 to 1 */
const percent = share => `${(Math.min(1, Math.max(0, share)) * 100).toFixed(1)}%`;

/** @param {TicketNow} ticket @param {Date} now */
export function countdown(ticket, now) {
  if (!ticket.called_at || !ticket.no_show_at) return nothing;
  const whole = between(ticket.called_at, ticket.no_show_at);
  const left = between(now, ticket.no_show_at);
  const recall = ticket.next_recall_at ? between(ticket.called_at, ticket.next_recall_at) : null;
  const place = recall === null ? "" : percent(recall / whole);
  return html`<div class="run"><span class="t num">${running(Math.ceil(left))}</span>
      <span class="n num">${t("until no-show")}<br>${ticket.recalls ? tn("recalled {n} time", "recalled {n} times", ticket.recalls) : t("not recalled yet")}</span></div>
    <div class="norm"><b .style=${`width:${percent(1 - left / whole)}`}></b>${recall === null ? nothing : html`<u .style=${`left:${place}`}></u>`}</div>
    <div class="scale num">${recall === null ? nothing : html`<span .style=${`left:${place};translate:-${place}`}>${t("recall in {seconds} s", {seconds: Math.max(0, Math.ceil(between(now, ticket.next_recall_at ?? now)))})}</span>`}</div>`;
}

/** @param {TicketNow} ticket @param {import("./types.js").Norm|null} norm @param {Date} now */
export function runningTime(ticket, norm, now) {
  const taken = ticket.started_at ? between(ticket.started_at, now) : 0;
  const time = html`<span class="t num">${running(taken)}</span>`;
  if (!norm) return html`<div class="run">${time}</div>`;
  const whole = Math.max(norm.usual_high, norm.norm) * 1.4; // room for what takes longer
  return html`<div class="run">${time}<span class="n num">${t("Most take {low}–{high}, norm {norm} min", {
    low: minutes(norm.usual_low),
    high: minutes(norm.usual_high),
    norm: minutes(norm.norm),
  })}</span></div>
    <div class="norm"><i .style=${`left:${percent(norm.usual_low / whole)};right:${percent(1 - norm.usual_high / whole)}`}></i>
      <b .style=${`width:${percent(taken / whole)}`}></b><u .style=${`left:${percent(norm.norm / whole)}`}></u></div>`;
}
