/**
 * The plan's steps by role: only a role's next open step has a button, a late one is a filled row with who it went to.
 * @import {Screen, Task} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {clockSeconds} from "/static/clock.js";
import {key} from "/static/signs.js";
import {pick, t} from "/static/words.js";
import {mine} from "./acts.js";

/** @param {Screen} screen */
export function steps(screen) {
  const {incident} = screen.view, own = mine(screen.view, screen.role).map(({id}) => id);
  const roles = incident.roles.map(role => ({role, tasks: incident.tasks.filter(task => task.role === role.code)})).filter(({tasks}) => tasks.length);
  return html`<div class="steps num">${roles.map(({role, tasks}) => html`<section class="role"><div class="who"><h2>${pick(role.name)}</h2><p class="q">${role.about ? pick(role.about) : nothing}</p></div>
    <ol>${tasks.map(task => step(screen, task, own.indexOf(task.id) + 1))}</ol></section>`)}</div>`;
}

/** @param {Screen} screen @param {Task} task @param {number} nth */
function step({view: {hall}, at, press, link}, task, nth) {
  const done = task.state === "done" || task.state === "waived", late = task.state === "open" && task.late > 0;
  const limit = task.limit ? t("within {n} min", {n: Math.ceil(task.limit / 60)}) : "";
  const by = done ? [limit, task.took === null ? "" : t("took {time}", {time: timed(task.took * 1000)})].filter(Boolean).join(", ") : late ? t("late, went up to {role}", {role: roleName(task.holder)}) : limit;
  return html`<li class="st ${task.state} ${late ? "late" : ""}"><span class="box ${done ? "on" : ""}" aria-hidden="true">${done ? "✓" : nothing}</span><span class="w">${pick(task.text)}</span><span class="by">${late ? "■ " : nothing}${by}</span>
    <span class="t">${done && task.settled_at ? clockSeconds(task.settled_at, hall.timezone) : task.state === "open" && task.due_at ? left(Date.parse(task.due_at) - at) : nothing}</span>
    ${nth ? html`<button class="act" type="button" ?disabled=${!link.online} @click=${() => press(`task ${task.id}`)}>${t("Confirm")} ${key(String(nth))}</button>` : html`<span class="conf">${task.by ?? (task.state === "open" && task.next ? t("waits for {role}", {role: roleName(task.holder)}) : nothing)}</span>`}</li>`;
}

/** @param {string} role */
const roleName = role => ({clerk: t("Clerk"), reviewer: t("Reviewer"), supervisor: t("Supervisor"), manager: t("Manager")})[role] ?? role;

/** @param {number} ms */
export const timed = ms => `${Math.floor(Math.max(0, ms) / 60_000)}:${String(Math.floor(Math.max(0, ms) / 1000) % 60).padStart(2, "0")}`;

/** @param {number} ms */
const left = ms => (ms < 0 ? `−${timed(-ms)}` : timed(ms));
