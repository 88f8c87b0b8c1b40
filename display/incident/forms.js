/**
 * An act's button and, where it asks something, its form in its place.
 * @import {AskedField, OpenAct, Screen} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {form, mark} from "/static/acts.js";
import {key} from "/static/signs.js";
import {pick} from "/static/words.js";
import {KEYS, idOf} from "./acts.js";

/** @param {Screen} screen @param {OpenAct | undefined} act @param {{look?: string, about?: unknown, sign?: unknown, label?: string}} [more] how it looks, what it is about for whoever does not see where it stands, the key on it */
export function button({armed, asking, press, link}, act, {look = "act", about, sign, label} = {}) {
  if (!act) return nothing;
  const waits = act.twice !== null && armed === mark(act),
    cap = KEYS[act.name];
  return html`<button class="${look} ${waits ? "armed" : ""}" type="button" aria-label=${label ?? nothing} aria-expanded=${act.needs.length ? String(asking === idOf(act)) : nothing} ?disabled=${!link.online} @click=${() => press(idOf(act))}>${waits && act.twice ? pick(act.twice) : pick(act.words)}${about ? html`<span class="unseen"> ${about}</span>` : nothing}${sign ?? (cap ? html` ${key(cap)}` : nothing)}</button>`;
}

/** What an act asks, while it is asked. @param {Screen} screen @param {OpenAct | undefined} act */
export const asked = (screen, act) =>
  act && screen.asking === idOf(act) ? form(act, screen.send, () => screen.ask(null), among(screen)) : nothing;

/** Who can have a role: counters that are open or have it, and everybody who may. @param {Screen} screen */
const among =
  ({view: {counters, people}}) =>
  (/** @type {AskedField} */ {kind, chosen}) =>
    kind === "counters"
      ? counters
          .filter(({open, code}) => open || chosen.includes(code))
          .map(({code, name}) => ({
            value: code,
            label: html`${code} ${name ?? nothing}`,
            chosen: chosen.includes(code),
          }))
      : people.map(({id, name}) => ({value: id, label: name, chosen: chosen.includes(id)}));
