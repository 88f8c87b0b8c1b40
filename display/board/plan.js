/**
 * The hall as a plan: counters with who sits there and whom they serve; under them the services' lines, a dot a ticket.
 * @import {BoardView, Counter, Screen} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {clock} from "/static/clock.js";
import {isLong} from "/static/long.js";
import {properties} from "/static/properties.js";
import {waitWords} from "/static/range.js";
import {desk, plate} from "/static/signs.js";
import {pick, t} from "/static/words.js";
import {ofHall} from "./acts.js";

const MANY = 12; // counters, or services: of more, those that are not open share one row, and lines are figures in the table
const FEW = 8; // services whose waits have room under their lines; of more they stand in the table
const DRAWN = 16; // dots of a line; more are a number

/** @param {Counter["state"]} state */
const word = state =>
  ({closed: t("Not open"), open: t("Idle"), calling: t("Calling"), serving: t("Serving"), paused: t("Paused")})[state];

/** @param {Screen} screen */
export function desks({view, at, me}) {
  const shut = view.counters.length > MANY ? view.counters.filter(one => one.state === "closed" && !one.alarm) : [];
  const look = ofHall(view, me, "desks");
  const sign = (/** @type {Counter} */ {code}) =>
    look?.onward
      ? html`<a href=${`${look.onward}#d${code}`} title=${t("What can be done at counter {counter}", {counter: code})}>${desk(code)}</a>`
      : desk(code);
  return html`<div><ul class="desks num" aria-label=${t("Counters")}>${view.counters
    .filter(one => !shut.includes(one))
    .map(
      one => html`<li class="d ${one.state} ${one.alarm ? "alarm" : ""}">
    <div class="h">${sign(one)}<span>${one.alarm ? html`<b>■ ${t("Alarm")}</b>` : word(one.state)}</span></div>
    <div class="n">${one.number ? plate(one.number, one.state === "calling" ? "quiet" : "now") : one.state === "paused" && one.until ? back(one.until, at, view.hall.timezone) : "–"}</div>
    <div class="who">${one.clerk ?? nothing}</div>${runs(one, at)}
    <div class="sk">${one.services.join(" ")}</div></li>`,
    )}</ul>
    ${shut.length ? html`<div class="shut num"><span>${t("Not open")}</span><ul>${shut.map(one => html`<li>${sign(one)}</li>`)}</ul></div>` : nothing}</div>`;
}

/** How long it has gone on, against what is usual. @param {Counter} counter @param {number} at */
function runs({state, since, norm}, at) {
  if (!since || state === "closed" || state === "open") return html`<div class="tm"></div><div class="bar"></div>`;
  const seconds = Math.max(0, Math.floor((at - Date.parse(since)) / 1000));
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const share = norm ? Math.min(100, (100 * seconds) / norm) : 0;
  return html`<div class="tm"><b>${text}</b><span class="q">${norm ? t("usual {n}", {n: Math.round(norm / 60)}) : nothing}</span></div>
    <div class="bar"><i .style=${properties({to: `${share}%`})}></i></div>`;
}

/** @param {BoardView} view */
export function lines(view) {
  if (view.services.length > MANY) return nothing;
  const waiting = view.services.some(one => one.waiting > 0),
    letters = view.services.length > FEW || view.services.some(({name}) => isLong(name));
  return html`<div class="floor num">${waiting ? nothing : html`<p class="nobody">${t("Nobody is waiting.")}</p>`}
    <ul class=${view.services.length > FEW ? "lines many" : "lines"} aria-label=${t("Lines")}>${view.services.map(
      one => html`<li><p class="q"><b>${one.code}</b> ${letters ? nothing : pick(one.name)}</p>
      <p class="dots" aria-hidden="true">${[...one.dots.slice(0, DRAWN)].map(sign => html`<i class=${{o: "o", p: "p", l: "l"}[sign] ?? "o"}></i>`)}${one.waiting > DRAWN ? html`<span class="q">+${one.waiting - DRAWN}</span>` : nothing}</p>
      <p class="tip"><span class="cnt">${one.waiting}</span> ${one.wait ? html`<span class=${one.wait.likely > one.target ? "over" : "s"}>${waitWords(one.wait)}</span>` : nothing}</p></li>`,
    )}</ul>
    <p class="legend q"><i class="o"></i> ${t("a number")} <i class="p"></i> ${t("priority")} <i class="l"></i> ${t("over its target")}${view.crowd.area ? html`<span>${t("{area} m² of waiting floor, {each} m² each", {area: view.crowd.area, each: each(view.crowd.area, view.crowd.people)})}</span>` : nothing}</p></div>`;
}

/** @param {number} area @param {number} people */
const each = (area, people) => (people ? (area / people).toFixed(1) : "–");

/** When a pause ends, or since when it should have. @param {string} until @param {number} at @param {string} timezone */
function back(until, at, timezone) {
  const time = clock(until, timezone);
  return Date.parse(until) > at ? t("until {time}", {time}) : t("overdue since {time}", {time});
}
