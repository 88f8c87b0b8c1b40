/**
 * The plan's steps by role: only a role's next open step has a button, a late one is a filled row with who it went to.
 * @import {Screen, Task} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {clockSeconds} from "/static/clock.js";
import {key} from "/static/signs.js";
import {pick, t, tn} from "/static/words.js";
import {LEADING, before, leads, mine, running} from "./acts.js";

const DENSE = 17; // steps that stand under each other in full height

/** @param {Screen} screen */
export function steps(screen) {
  const {incident} = screen.view, own = mine(screen.view, screen.role).map(({id}) => id);
  const roles = incident.roles.map(role => ({role, tasks: incident.tasks.filter(task => task.role === role.code)})).filter(({tasks}) => tasks.length);
  return html`<div class="steps num ${incident.tasks.length > DENSE ? "dense" : ""}">${roles.map(({role, tasks}) => html`<section class="role"><div class="who"><h2>${pick(role.name)}</h2><p class="q">${role.about ? pick(role.about) : nothing}</p></div>
    <ol>${tasks.map(task => step(screen, task, own.indexOf(task.id) + 1))}</ol></section>`)}</div>`;
}

/** @param {Screen} screen @param {Task} task @param {number} nth */
function step(screen, task, nth) {
  const {view: {hall, incident}, at, press, link, role, waiving, waive, moved, armed} = screen, ahead = before(incident, task);
  const done = task.state === "done" || task.state === "waived", late = task.state === "open" && task.late > 0;
  const may = task.state === "open" && leads(role) && !LEADING.includes(task.code) && running(incident);
  return html`<li class="st ${task.state} ${late ? "late" : ""}"><span class="box ${task.state === "done" ? "on" : ""}" aria-hidden="true">${task.state === "done" ? "✓" : task.state === "waived" ? "–" : nothing}</span><span class="w">${pick(task.text)}</span><span class="by">${late ? "■ " : nothing}${byWhen(task, late)}</span>
    <span class="t">${done && task.settled_at ? clockSeconds(task.settled_at, hall.timezone) : task.state === "open" && task.due_at ? left(Date.parse(task.due_at) - at) : nothing}</span>
    <span class="do">${nth ? html`<button class="act ${armed === `task ${task.id}` ? "armed" : ""}" type="button" ?disabled=${!link.online} @click=${() => press(`task ${task.id}`)}>${armed === `task ${task.id}` ? t("Press again") : t("Confirm")} <span class="digit ${moved.has(task.id) ? "moved" : ""}">${key(String(nth))}</span></button>` : html`<span class="conf">${task.by ?? (task.state === "open" && ahead ? tn("{n} step before it", "{n} steps before it", ahead) : task.state === "open" && task.next ? t("waits for {role}", {role: roleName(task.holder)}) : nothing)}</span>`}
      ${may ? html`<button class="no" type="button" aria-label=${t("Not needed: {step}", {step: pick(task.text)})} aria-expanded=${waiving === task.id} @click=${() => waive(waiving === task.id ? null : task.id)}>${t("Not needed")}</button>` : nothing}</span>
    ${waiving === task.id ? why(screen, task) : nothing}</li>`;
}

/** Why a step is not needed: asked, for it is not done. @param {Screen} screen @param {Task} task */
function why({send, waive}, task) {
  return html`<form class="why" @submit=${(/** @type {SubmitEvent} */ event) => send(event, `tasks/${task.id}/waive`, fields => fields, t("In the log."))} @keydown=${(/** @type {KeyboardEvent} */ event) => event.key === "Escape" && waive(null)}>
    <label>${t("Not needed, because")} <input name="why" required maxlength="400" autocomplete="off"></label><button class="act" type="submit">${t("Leave it out")}</button><button class="act" type="button" @click=${() => waive(null)}>${t("Keep it")}</button></form>`;
}

/** By when a step is to be done, or how long it took. @param {Task} task @param {boolean} late */
function byWhen(task, late) {
  if (task.state === "waived") return t("not needed");
  if (late) return t("late, went up to {role}", {role: roleName(task.holder)});
  const n = task.limit ? Math.ceil(task.limit / 60) : null, time = task.state === "done" && task.took !== null ? timed(task.took * 1000) : null;
  if (n !== null && time !== null) return t("within {n} min, took {time}", {n, time});
  return n !== null ? t("within {n} min", {n}) : time !== null ? t("took {time}", {time}) : "";
}

/** @param {string} role */
const roleName = role => ({clerk: t("Clerk"), reviewer: t("Reviewer"), supervisor: t("Supervisor"), manager: t("Manager")})[role] ?? role;

/** @param {number} ms */
export const timed = ms => `${Math.floor(Math.max(0, ms) / 60_000)}:${String(Math.floor(Math.max(0, ms) / 1000) % 60).padStart(2, "0")}`;

/** @param {number} ms */
const left = ms => (ms < 0 ? `−${timed(-ms)}` : timed(ms));
