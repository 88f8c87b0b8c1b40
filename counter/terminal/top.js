/** The top row and the strip under it: where I am, who I am, and whether all is well. */

import {html, nothing} from "/vendor/lit-html.js";
import {isLong} from "/static/long.js";
import {language, pick, t, tn} from "/static/words.js";
import {clock} from "/static/clock.js";
import {plain} from "/static/marked.js";
import {lastStep, nextStep, RECEPTION_ACTS} from "./acts.js";
import {kindName, stateName} from "./naming.js";
import {minutes} from "./durations.js";

/** @typedef {import("./types.js").CounterView} CounterView */
/** @typedef {import("./types.js").Ui} Ui */

const LANGUAGES = [
  ["zh-Hant", "繁", "繁體中文"],
  ["zh-Hans", "简", "简体中文"],
  ["en", "EN", "English"],
];

/** @param {Ui} ui */
export function choices(ui) {
  return html`<div class="choices">
    <div class="tongues" role="group" aria-label=${t("Language")}>
      ${LANGUAGES.map(
        ([code, short, name]) => html`<button type="button" data-language=${code} lang=${code} title=${name}
        aria-pressed=${language() === code}><span aria-hidden="true">${short}</span><span class="unseen">${name}</span></button>`,
      )}
    </div>
    <button class="tool" type="button" data-act="theme" aria-label=${ui.theme === "dark" ? t("Light screen") : t("Dark screen")}
      title=${ui.theme === "dark" ? t("Light screen") : t("Dark screen")}><span aria-hidden="true">${ui.theme === "dark" ? "☀" : "☾"}</span></button>
  </div>`;
}

/** @param {CounterView} view @param {Ui} ui */
export function top(view, ui) {
  const {online, since} = ui.link;
  const zone = view.hall.timezone;
  return html`<header class="top">
    <div><span class="desk num">${view.counter.code}</span><h1 class="what" aria-live="polite">${stateName(view)}</h1><span class="q">${kindName(view.counter.kind)}</span></div>
    <div><span class="clock num">${clock(ui.now.toISOString(), zone)}</span><span class="s ${isLong(view.hall.name) ? "long" : ""}">${pick(view.hall.name)}</span>
      <span class=${online ? "link" : "link off"}>${online ? t("Online") : t("Cut off since {time}", {time: since ? clock(since.toISOString(), zone) : "–"})}</span></div>
    <div><span class="me"><b class="clip">${ui.person?.name ?? ""}</b></span>${choices(ui)}
      <button class="tool" type="button" data-act="keys" aria-label=${t("Keys")} title=${t("Keys")}><span class="key">?</span></button>
      <button class="tool word" type="button" data-act="leave">${t("Change counter")}</button></div>
  </header>`;
}

/** The 40 px that are always there, so that nothing shifts. @param {CounterView} view @param {Ui} ui */
export function strip(view, ui) {
  if (ui.fault) return faultLine(ui.fault);
  if (!ui.link.online) return cutOffLine(view, ui);
  if (view.incidents.length) return incidentLine(view, ui);
  return html`<div class="strip num" role="status">
    ${ui.note ? html`<b>${ui.note}</b>` : view.directed ? directedLine(view.directed) : todays(view)}
    ${view.issue_stopped ? html`<span class="end stopped">▲ ${t("No new tickets: issue is stopped")}</span>` : view.counter.kind === "reception" ? html`<span class="end"></span>` : demoHint(view)}${receptionKeys(view, ui)}${emergencyKey(view, ui)}
  </div>`;
}

/** What who leads the floor did here, and how to go on. @param {import("/static/views.d.ts").Directed} done */
function directedLine({what, by, number}) {
  const name = by,
    ticket = number ?? t("The customer");
  return html`<b>${
    what === "closed"
      ? t("{name} closed this counter. Ask them, or open it to go on.", {name})
      : what === "finished"
        ? t("{name} ended {ticket} here as served. Call the next to go on.", {name, ticket})
        : t("{name} put {ticket} back into the line. Call the next to go on.", {name, ticket})
  }</b>`;
}

/** An incident goes on: what it is, and what who sits here is to do next. @param {CounterView} view @param {Ui} ui */
function incidentLine(view, ui) {
  const next = nextStep(view),
    last = lastStep(view, ui.now.getTime()),
    [first] = view.incidents,
    incident = next?.incident ?? first;
  const stage = incident.stages[incident.stage - 1],
    worse = incident.stage > 1;
  return html`<div class="strip incident num ${incident.drill ? "drill" : ""} ${worse ? "danger" : ""}" role="status"><b>${incident.drill ? html`${t("DRILL")} ` : nothing}${worse ? "■" : "◆"} ${pick(incident.name)}</b>
    ${ui.note ? html`<b class="clip">${ui.note}</b>` : view.directed ? directedLine(view.directed) : last ? takenBack(last, ui) : nothing}
    ${
      next
        ? html`<span class="clip"><b>${pick(next.step.text)}</b>${next.step.done !== null ? html` ${t("{done} of {of}", {done: next.step.done, of: next.step.of ?? 0})}` : nothing}${next.step.due_at ? html` <span class=${next.step.late ? "late" : ""}>${t("by {time}", {time: clock(next.step.due_at, view.hall.timezone)})}</span>` : nothing}</span>
      <button class="act small end" type="button" data-act="confirm-step" aria-busy=${ui.busy === "confirm-step"}>${t("Confirm")} <span class="key">Y</span></button>${emergencyKey(view, ui, false)}`
        : html`<span class="clip">${view.held ? plain(pick(view.held)) : stage ? pick(stage) : nothing}</span>${emergencyKey(view, ui)}`
    }</div>`;
}

/** What was just confirmed, and taking it back. @param {NonNullable<ReturnType<typeof lastStep>>} last @param {Ui} ui */
function takenBack({step}, ui) {
  const left = Math.ceil((Date.parse(step.back_until ?? "") - ui.now.getTime()) / 1000);
  return html`<span class="clip">${t("Done: {step}", {step: pick(step.text)})}</span><button class="act small" type="button" data-act="take-back">${t("Take back")} ${t("{seconds} s", {seconds: left})} <span class="key">Z</span></button>`;
}

/** What reception does, where the counter is one; elsewhere by its keys. @param {CounterView} view @param {Ui} ui */
function receptionKeys(view, ui) {
  if (view.counter.kind !== "reception" || !ui.link.online) return nothing;
  return RECEPTION_ACTS.map(
    act =>
      html`<button class="tool word" type="button" data-act=${act.code} ?disabled=${!act.can(view)} aria-keyshortcuts=${ui.letters ? act.cap : nothing}>${act.label()} <span class="key">${act.cap}</span></button>`,
  );
}

/** Starting a plan by hand. @param {CounterView} view @param {Ui} ui @param {boolean} [alone] */
function emergencyKey(view, ui, alone = view.incidents.length > 0) {
  return view.plans.length && ui.link.online
    ? html`<button class="tool word ${alone ? "end" : ""}" type="button" data-act="raise">${t("Emergency")} <span class="key">X</span></button>`
    : nothing;
}

/** @param {import("./types.js").Fault} fault */
export function faultLine(fault) {
  return html`<div class="stale strip" role="alert"><span class="clip">${fault.text}</span>
    ${fault.retry ? html`<button class="act small end" type="button" data-act="retry">${t("Try again")}</button>` : nothing}
    <button class=${fault.retry ? "act small" : "act small end"} type="button" data-act="dismiss">${t("Close")}</button></div>`;
}

/** @param {CounterView} view @param {Ui} ui */
function cutOffLine(view, ui) {
  const time = ui.link.since ? clock(ui.link.since.toISOString(), view.hall.timezone) : "–";
  return html`<div class="stale strip" role="status"><span class="first">${t("No server since {time}", {time})}</span>
    <span class="clip">${
      ui.old
        ? t("This page was loaded without it and shows {time}. Go on by the list on paper.", {time})
        : t("The right side shows {time}. Finish this ticket as usual, it is sent later; the usher calls the next.", {
            time,
          })
    }</span><button class="act small end" type="button" data-act="print">${t("Print the list")}</button></div>`;
}

/** @param {CounterView} view */
function todays(view) {
  const {served, average, no_shows: missed} = view.today;
  return html`<span>${
    average === null || served === 0
      ? tn("This counter today: {n} ticket", "This counter today: {n} tickets", served)
      : tn(
          "This counter today: {n} ticket, {minutes} min on average",
          "This counter today: {n} tickets, {minutes} min on average",
          served,
          {minutes: minutes(average)},
        )
  }</span>
    <span>${tn("{n} no-show", "{n} no-shows", missed)}</span>`;
}

/** @param {CounterView} view */
function demoHint(view) {
  return view.hall.demo
    ? html`<span class="end q">${t("Demo: invented people, every password is “demo”")}</span>`
    : nothing;
}
