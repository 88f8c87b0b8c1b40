/** The middle column: the one big act, all others in their fixed places, and what can be taken back. */

import {html, nothing} from "/vendor/lit-html.js";
import {width} from "/static/long.js";
import {t} from "/static/words.js";
import {clockSeconds} from "/static/clock.js";
import {COUNTER_ACTS, mainAct, may, ROLL, TICKET_ACTS} from "./acts.js";
import {byItselfSwitch, countdownBar} from "./by-itself.js";
import {deedName, numberOr} from "./naming.js";
import {between} from "./durations.js";

/** @typedef {import("./types.js").CounterView} CounterView */
/** @typedef {import("./types.js").Ui} Ui */

const SHORT = 12; // letters that have room beside the key cap at full size

/** @param {CounterView} view @param {Ui} ui */
export function actsColumn(view, ui) {
  return html`<section class="mid" aria-label=${t("Acts")}>${big(view, ui)}
    <div class="acts"><h2>${t("This ticket")}</h2>${TICKET_ACTS.map(act => button(act, view, ui))}
      <h2>${t("Counter")}</h2>${COUNTER_ACTS.map(act => button(act, view, ui))}${view.roll ? button(ROLL, view, ui) : nothing}${byItselfSwitch(view, ui)}</div>
    ${undoBar(view, ui) ?? lastLine(view)}</section>`;
}

/** @param {CounterView} view @param {Ui} ui */
function big(view, ui) {
  const main = mainAct(view, ui);
  const busy = ui.busy === "main";
  return html`<button class="big" type="button" data-act="main" ?disabled=${!main.can && !busy} aria-busy=${busy} aria-keyshortcuts="Space">
    <span><strong class=${width(main.title) > SHORT ? "long" : ""}>${main.title}</strong><span class="sub ${main.long ? "long" : ""}">${busy ? t("Sending…") : main.sub}</span></span><span class="key">${t("Space")}</span>${main.code === "call" ? countdownBar(view, ui.now) : nothing}</button>`;
}

/** @param {import("./acts.js").Act} act @param {CounterView} view @param {Ui} ui */
function button(act, view, ui) {
  const busy = ui.busy === act.code;
  return html`<button class="a" type="button" data-act=${act.code} ?disabled=${!busy && !may(act, view, ui)} aria-busy=${busy}
    aria-keyshortcuts=${ui.letters ? act.cap : nothing}><span>${act.label()}</span>${busy ? html`<em>${t("Sending…")}</em>` : nothing}<span class="key">${act.cap}</span></button>`;
}

/** @param {CounterView} view */
function lastLine(view) {
  const {last} = view;
  return html`<div class="last num">${
    last
      ? html`<span>${t("Last")}</span><span>${clockSeconds(last.at, view.hall.timezone)}</span><span class="clip">${deedName(last.what, last.number, view.counter.code)}</span>`
      : html`<span>${t("Nothing done at this counter yet today")}</span>`
  }</div>`;
}

/** @param {CounterView} view @param {Ui} ui */
function undoBar(view, ui) {
  if (!view.undo) return null;
  const left = between(ui.now, view.undo.until);
  if (left <= 0) return null;
  const number = numberOr(view.undo.number);
  const [done, back] = undoWords(view.undo.what, number);
  return html`<div class="undo"><i .style=${`transform:scaleX(${Math.min(1, left / 10).toFixed(3)})`}></i>
    <span role="status"><b>${done}</b><br><span class="small">${back}</span></span>
    <button class="act" type="button" data-act="undo" ?disabled=${ui.busy !== null || !ui.link.online} aria-busy=${ui.busy === "undo"}><span>${t("Undo")}</span><span class="key">U</span></button>
    <span class="t num">${t("{seconds} s", {seconds: Math.ceil(left)})}</span></div>`;
}

/** @param {string} what @param {string} number */
function undoWords(what, number) {
  switch (what) {
    case "called":
      return [t("{number} called", {number}), t("It goes back to its place in the line")];
    case "no_show":
      return [t("{number} counted as no-show", {number}), t("It goes back to calling")];
    default:
      return [t("{number} finished", {number}), t("It goes back to serving")];
  }
}
