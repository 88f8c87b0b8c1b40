/**
 * The plan's steps by role: only a role's next open step has a button, a late one is a filled row with who it went to.
 * @import {Role, Screen, Task} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {clockSeconds} from "/static/clock.js";
import {key} from "/static/signs.js";
import {listed, pick, t, tn} from "/static/words.js";
import {conditions} from "/static/acts.js";
import {idOf, mine, named as act} from "./acts.js";
import {asked, button} from "./forms.js";

const DENSE = 17; // steps that stand under each other in full height

/** @param {Screen} screen */
export function steps(screen) {
  const {incident} = screen.view,
    own = mine(incident, screen.acts).map(({id}) => id);
  const roles = incident.roles
    .map(role => ({role, tasks: incident.tasks.filter(task => task.role === role.code)}))
    .filter(({tasks}) => tasks.length);
  return html`<div class="steps num ${incident.tasks.length > DENSE ? "dense" : ""}">${roles.map(
    ({role, tasks}) => html`<section class="role">${whose(screen, role)}
    <ol>${tasks.map(task => step(screen, task, own.indexOf(task.id) + 1))}</ol></section>`,
  )}</div>`;
}

/** A role and who has it just now. @param {Screen} screen @param {Role} role */
function whose(screen, role) {
  const give = act(screen.acts, `give ${role.code}`),
    asks = asked(screen, give);
  return html`<div class="who"><h2>${pick(role.name)}</h2><p class="s">${named(role) ?? t("every {role}", {role: roleName(role.who)})}</p>${role.about && !role.holders.length ? html`<p class="q">${pick(role.about)}</p>` : nothing}
    ${button(screen, give, {look: "no", about: pick(role.name)})}</div>
    ${asks === nothing ? nothing : html`<div class="asked"><p class="q">${t("Nothing ticked: whom the plan says.")}</p>${asks}</div>`}`;
}

/** The counters and people that have a role just now; null: everyone of its sign-in. @param {Role} role */
function named({holders: all}) {
  const at = all.flatMap(({counter}) => counter ?? []),
    people = all.filter(({staff}) => staff !== null).map(({name}) => name);
  return all.length
    ? listed([...(at.length ? [tn("counter {all}", "counters {all}", at.length, {all: listed(at)})] : []), ...people])
    : null;
}

/** For whom a step waits. @param {Screen["view"]["incident"]} incident @param {Task} task */
function awaited({roles}, task) {
  const role = roles.find(({code}) => code === task.role);
  return t("waits for {role}", {role: (task.late === 0 && role ? named(role) : null) ?? roleName(task.holder)});
}

/** @param {Screen} screen @param {Task} task @param {number} nth */
function step(screen, task, nth) {
  const {
      view: {hall, incident},
      at,
      acts,
      asking,
      moved,
    } = screen,
    own = nth ? act(acts, `confirm ${task.id}`) : undefined,
    out = act(acts, `waive ${task.id}`);
  const done = task.state === "done" || task.state === "waived",
    late = task.state === "open" && task.late > 0;
  const does = [
    ...task.ends.map(one => t("ends: {measure}", {measure: pick(one)})),
    ...task.takes.map(one => t("takes: {measure}", {measure: pick(one)})),
  ];
  return html`<li class="st ${task.state} ${late ? "late" : ""}"><span class="box ${task.state === "done" ? "on" : ""}" aria-hidden="true">${task.state === "done" ? "✓" : task.state === "waived" ? "–" : nothing}</span><span class="w">${pick(task.text)}${counted(task)}</span><span class="by">${late ? "■ " : nothing}${byWhen(task, late)}</span>
    <span class="t">${done && task.settled_at ? clockSeconds(task.settled_at, hall.timezone) : task.state === "open" && task.due_at ? left(Date.parse(task.due_at) - at) : nothing}</span>
    <span class="do">${own ? button(screen, own, {sign: html` <span class="digit ${moved.has(task.id) ? "moved" : ""}">${key(String(nth))}</span>`}) : html`<span class="conf">${task.by ?? (task.ahead ? tn("{n} step before it", "{n} steps before it", task.ahead) : task.state === "open" && task.next ? awaited(incident, task) : nothing)}</span>`}
      ${button(screen, out, {look: "no", label: t("Not needed: {step}", {step: pick(task.text)})})}</span>
    ${task.answer.length ? html`<p class="more">${listed(task.answer.map(one => pick(one)))}</p>` : nothing}
    ${own && (does.length || own.stands.length) && asking !== idOf(own) ? html`<div class="more">${does.length ? html`<p>${listed(does)}</p>` : nothing}${conditions(own.stands)}</div>` : nothing}
    ${asked(screen, out)}${asked(screen, own)}</li>`;
}

/** How many counters of how many have confirmed it. @param {Task} task */
const counted = ({done, of}) =>
  done !== null && of !== null ? html` <b class="of">${t("{done} of {of}", {done, of})}</b>` : nothing;

/** By when a step is to be done, or how long it took. @param {Task} task @param {boolean} late */
function byWhen(task, late) {
  if (task.state === "waived") return t("not needed");
  if (late) return t("late, went up to {role}", {role: roleName(task.holder)});
  const n = task.limit ? Math.ceil(task.limit / 60) : null,
    time = task.state === "done" && task.took !== null ? timed(task.took * 1000) : null;
  if (n !== null && time !== null) return t("within {n} min, took {time}", {n, time});
  return n !== null ? t("within {n} min", {n}) : time !== null ? t("took {time}", {time}) : "";
}

/** @param {string} role */
const roleName = role =>
  ({clerk: t("Clerk"), reviewer: t("Reviewer"), supervisor: t("Supervisor"), manager: t("Manager")})[role] ??
  t("somebody else");

/** @param {number} ms */
export const timed = ms =>
  `${Math.floor(Math.max(0, ms) / 60_000)}:${String(Math.floor(Math.max(0, ms) / 1000) % 60).padStart(2, "0")}`;

/** @param {number} ms */
const left = ms => (ms < 0 ? `−${timed(-ms)}` : timed(ms));
