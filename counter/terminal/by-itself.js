/** The next one called by itself: its switch, its countdown, and stopping it. The server counts and calls. */

import {html, nothing} from "/vendor/lit-html.js";
import {t} from "/static/words.js";
import {between} from "./durations.js";

/** @typedef {import("./types.js").CounterView} CounterView */
/** @typedef {import("/static/views.d.ts").OpenAct} OpenAct */

/** @param {CounterView} view @param {string} name @returns {OpenAct|null} */
const named = (view, name) => view.by_itself?.acts.find(act => act.name === name) ?? null;

/** What the switch's key does: after a stop it goes on, else it is turned on or off. @param {CounterView} view */
export const switchAct = view => (view.by_itself?.stopped ? named(view, "countdown") : named(view, "by-itself"));

/** Stops the countdown that runs; it never begins one. @param {CounterView} view */
export const stopAct = view => (view.by_itself?.due_at ? named(view, "countdown") : null);

/** What is said of the next call; null: nothing is to be said. @param {CounterView} view @param {Date} now */
export function counting(view, now) {
  const {due_at: due, stopped, unanswered} = view.by_itself ?? {};
  if (due) {
    const seconds = Math.max(0, Math.ceil(between(now, due)));
    return t("By itself in {seconds} s; Esc stops it", {seconds});
  }
  if (unanswered) return t("Nobody came, and no key was pressed. A: go on by itself");
  return stopped ? t("Not by itself this time. A: go on by itself") : null;
}

/** How far the countdown is, drawn in the large key; said once to who does not see it. @param {CounterView} view @param {Date} now */
export function countdownBar(view, now) {
  const {due_at: due, seconds = 1} = view.by_itself ?? {};
  if (!due) return nothing;
  const left = Math.min(1, Math.max(0, between(now, due) / seconds));
  return html`<i class="counts" .style=${`transform:scaleX(${left.toFixed(3)})`}></i>
    <span class="unseen" role="status">${t("The next one is called by itself in a few seconds. Escape stops it.")}</span>`;
}

/** The switch among the counter's acts. @param {CounterView} view @param {{busy: string|null, link: {online: boolean}, letters: boolean}} ui */
export function byItselfSwitch(view, ui) {
  if (!view.by_itself) return nothing;
  const {wanted, stopped} = view.by_itself;
  const said = stopped ? t("stopped") : wanted ? t("on") : t("off");
  return html`<button class="a" type="button" data-act="by-itself" ?disabled=${!switchAct(view) || ui.busy !== null || !ui.link.online} aria-pressed=${wanted && !stopped}
    aria-keyshortcuts=${ui.letters ? "A" : nothing}><span>${t("Call by itself")}</span><em>${said}</em><span class="key">A</span></button>`;
}
