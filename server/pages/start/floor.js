/** A live picture of the hall: its counters in a row, and each service's line as people. */
import {html, nothing} from "/vendor/lit-html.js";
import {desk as ring, plate} from "/static/signs.js";
import {pick, t, tn} from "/static/words.js";

/**
 * @typedef {import("./types.js").Demo} Demo
 * @typedef {import("./types.js").Desk} Desk
 * @typedef {import("./types.js").WaitingLine} WaitingLine
 */

const DOTS = 22; // people drawn one by one; more are a figure

/** @param {Desk} desk */
function stateName(desk) {
  switch (desk.state) {
    case "calling":
      return t("calling");
    case "serving":
      return t("serving");
    case "paused":
      return t("paused");
    case "open":
      return t("ready");
    default:
      return t("closed");
  }
}

/** @param {Desk} desk @param {string} hall */
function counter(desk, hall) {
  const who = desk.clerk ?? (desk.simulated ? t("by itself") : t("nobody yet")),
    person = desk.clerk !== null && !desk.simulated;
  return html`<li class=${desk.state} ?data-person=${person}><a href=${`/counter/?hall=${hall}&counter=${desk.code}`} target="_blank" title=${t("Sit down at counter {code}", {code: desk.code})}>
    ${ring(desk.code)}<span class="at">${desk.number ? plate(desk.number, desk.state === "calling" ? "now" : "") : nothing}</span><span class="doing">${stateName(desk)}</span><span class="clerk">${who}</span>${person ? html`<span class="person">${t("by hand")}</span>` : nothing}</a></li>`;
}

/** @param {WaitingLine} line */
function line({service, name, count}) {
  const drawn = Math.min(count, DOTS);
  return html`<li ?data-empty=${count === 0}><span class="letter">${service}</span><span class="name">${pick(name)}</span>
    <span class="people" aria-hidden="true">${Array.from({length: drawn}, () => html`<i></i>`)}${count > drawn ? html`<small>+${count - drawn}</small>` : nothing}</span><b>${t("{n} waiting", {n: count})}</b></li>`;
}

/** @param {Demo} demo @param {string|null} lost when the server was last heard, where it is not now */
export function floor(demo, lost) {
  const waiting = demo.waiting.reduce((sum, {count}) => sum + count, 0),
    staffed = demo.desks.filter(({state}) => state !== "closed" && state !== "paused").length;
  return html`<div class="now"><h2><b class="num">${waiting}</b> ${tn("person waits", "people wait", waiting)}</h2>
      <p class="num">${tn("{n} counter serves", "{n} counters serve", staffed)}</p>
      ${lost ? html`<p class="state watch" role="status">${t("No connection since {time}", {time: lost})}</p>` : demo.pace === 0 ? html`<p class="state watch">${t("No new customers")}</p>` : html`<p class="tag">${t("live")}</p>`}</div>
    <ul class="desks num" aria-label=${t("Counters")}>${demo.desks.map(desk => counter(desk, demo.hall))}</ul>
    <ul class="lines num" aria-label=${t("Who waits")}>${demo.waiting.map(line)}</ul>`;
}
