/**
 * What to do now, how the devices do, what customers say.
 * @import {BoardView, Device, Incident, Screen} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {clockOn} from "/static/clock.js";
import {desk, key, state} from "/static/signs.js";
import {pick, t, tn} from "/static/words.js";
import {armedBy, loud, placesOf} from "./acts.js";
import {profile} from "./profile.js";

/** What comes before everything: on the whole width, with its act. @param {Screen} screen */
export function shout(screen) {
  const {view, muted} = screen,
    first = loud(view);
  return first
    ? html`<section class="loud" role="alert"><span class="sign" aria-hidden="true">■</span><div><p class="what">${pick(first.text)}</p><p>${pick(first.why)}${muted ? html` <b>${t("Sound is off: press any key.")}</b>` : nothing}</p></div>${button(screen, 0)}</section>`
    : nothing;
}

/** The act of what stands in a row, on its key. @param {Screen} screen @param {number} nth */
function button({view, hand, press, link, me, room}, nth) {
  const one = placesOf(view, me, room).find(({id}) => id === `todo ${nth + 1}`),
    armed = one && hand.armed === armedBy(one);
  return one
    ? html`<button class="act ${nth ? "" : "main"} ${armed ? "armed" : ""}" type="button" ?disabled=${!link.online} @click=${() => press(one.id, true)}>${said(one, armed)} ${key(one.key)}</button>`
    : nothing;
}

/** What a place's button says. @param {import("./acts.js").Place} one @param {boolean} [armed] */
export function said({act}, armed = false) {
  if (!act) return armed ? t("Press again to go there") : t("Go there");
  return pick((armed && act.twice) || act.words);
}

/** @param {Screen} screen */
export function todo(screen) {
  const {view, at, room} = screen,
    shown = view.todo.slice(0, room),
    skip = loud(view) ? 1 : 0,
    more = view.todo.length - shown.length;
  const calm = view.todo.length === 0 && view.incidents.length === 0;
  return html`<section class="todo"><div class="head"><h2>${t("What to do now")}</h2>${profile(screen)}${more > 0 ? html`<a class="q" href="/office/${view.hall.code}/">${tn("{n} more in the office", "{n} more in the office", more)}</a>` : nothing}</div>
    ${view.incidents.map((one, nth) => incident(one, screen, at, nth))}
    ${
      calm
        ? html`<p class="calm0">${t("Nothing needs doing now.")}</p>`
        : html`<ol>${shown.map((one, nth) =>
            nth < skip
              ? nothing
              : html`<li class="adv ${nth ? "" : "first"} of-${one.kind}"><div><p class="what">${pick(one.text)}</p><p class="s">${pick(one.why)}</p></div>
        ${button(screen, nth)}</li>`,
          )}</ol>`
    }</section>`;
}

/** An incident: how far it is, who leads, and who is to do what by when; of several fewer steps each. @param {Incident} one @param {Screen} screen @param {number} at @param {number} nth */
function incident(one, {view: {hall, incidents}, hand, low}, at, nth) {
  const steps = one.next.slice(0, low ? 2 : ([4, 4, 2][incidents.length] ?? 1)),
    armed = nth === 0 && hand.armed?.startsWith("incident ");
  return html`<div class="inc ${one.drill ? "drill" : ""} ${one.grave && !one.drill ? "grave" : ""}"><div class="head"><p><b>${pick(one.name)}</b> ${one.counter ? html`<span class="at">${t("Counter")} ${desk(one.counter)}</span> ` : nothing}${state(one.grave ? "danger" : "crowded", pick(one.stage))}${one.drill ? html` <strong>${t("DRILL")}</strong>` : nothing}${one.silent ? html` <span class="q">${t("raised silently")}</span>` : nothing}</p>
    <a class="act ${armed ? "armed" : ""}" href="/board/${hall.code}/incident/${one.id}">${armed ? t("Press again to go there") : t("Incident room")} ${nth ? nothing : key("I")}</a></div>
    <p class="s num">${one.led_by ? t("{name} leads", {name: one.led_by}) : html`<b class="none">${t("nobody leads it yet")}</b>`} · ${t("since {time}; {done} of {steps} steps done, {late} late", {time: clockOn(one.raised_at, at, hall.timezone), done: one.done, steps: one.steps, late: one.late})}</p>
    <ul class="num">${steps.map(step => html`<li class="step ${step.late ? "late" : ""}"><span class="t">${step.due_at ? left(Date.parse(step.due_at) - at) : "–"}</span><span>${pick(step.text)}</span><span class="q">${pick(step.role)}</span></li>`)}</ul></div>`;
}

/** Time left, or beyond. @param {number} ms */
function left(ms) {
  const seconds = Math.abs(Math.round(ms / 1000));
  return `${ms < 0 ? "−" : ""}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** @param {Device} device */
const word = device =>
  ({
    gone: t("offline"),
    blocked: t("sound blocked"),
    no_voice: t("no voice"),
    failed: t("sound failed"),
    silent: t("silent"),
    no_clips: t("recordings failed"),
    no_browser: t("browser voice failed"),
    no_server: t("server voice failed"),
    paper_low: t("paper low"),
    paper_out: t("no paper"),
    off: t("printer off"),
    unconfirmed: t("printer silent"),
    disk_full: t("disk full"),
  })[device.why] ?? t("needs a look");

/** @param {Screen} screen */
export function devices({view, at}) {
  return html`<section class="dev"><div class="head"><h2>${t("Devices")}</h2><span class="q">${tn("{n} is in order", "{n} are in order", view.devices_well)}</span></div>
    ${
      view.devices.length
        ? html`<ul class="num">${view.devices.slice(0, 7).map(
            one => html`<li class=${one.state}><span>${one.state === "lost" ? "■" : "▲"} <b>${pick(one.name)}</b></span><span>${word(one)}</span>
      <span class="q">${one.seen_at ? clockOn(one.seen_at, at, view.hall.timezone) : "–"}</span></li>`,
          )}${view.devices.length > 7 ? html`<li class="q">+${view.devices.length - 7}</li>` : nothing}</ul>`
        : html`<p class="s">${view.devices_well ? t("Every device is online and reports no fault.") : t("No device has been let in yet.")}</p>`
    }</section>`;
}

/** @param {BoardView} view */
export function ratings({ratings: told}) {
  const names = {
    5: t("Very satisfied"),
    4: t("Satisfied"),
    3: t("Fair"),
    2: t("Dissatisfied"),
    1: t("Very dissatisfied"),
  };
  const scores = /** @type {const} */ ([5, 4, 3, 2, 1]),
    most = Math.max(1, ...scores.map(score => told.by_score[score] ?? 0));
  return html`<section class="rat"><div class="head"><h2>${t("Ratings today")}</h2><span class="q">${t("{n} not rated", {n: told.not_rated})}</span></div>
    ${told.tablet.of ? html`<p class="q num">${t("Tablet usable: {share} % of {n} services", {share: Math.round((100 * told.tablet.kept) / told.tablet.of), n: told.tablet.of})}</p>` : nothing}
    <ul class="num">${scores.map(score => html`<li data-score=${score}><span>${names[score]}</span><meter min="0" max=${most} value=${told.by_score[score] ?? 0} aria-hidden="true"></meter><b>${told.by_score[score] ?? 0}</b></li>`)}</ul></section>`;
}
