/**
 * An emergency has the whole screen: one sentence, one sign, the languages in turn by a cut.
 * @import {Screen, WallView} from "./view.d.ts"
 * @import {Instruction} from "/static/views.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {clock} from "/static/clock.js";
import {marked} from "/static/marked.js";
import {NAMES, known, pick, t, tag} from "/static/words.js";
import {turn} from "./turns.js";

const TURN = 6000; // ms for each language

/** Somebody on the way out. */
const man = html`<svg class="man" viewBox="0 0 136 120" aria-hidden="true"><g fill="none" stroke="#fff"><path stroke-width="8" d="M96 118V6h34v112"/><g stroke-width="12" stroke-linecap="round" stroke-linejoin="round"><path stroke-width="17" d="M50 44 42 66"/><path d="M52 42 64 55 76 50M46 41 28 44 19 58M44 70 60 80 56 106M39 70 30 92 8 94"/></g></g><circle cx="57" cy="20" r="11" fill="#fff"/></svg>`;

/** The way out, or, where everyone stays, the sign that something is the matter. @param {string | null} way */
export const way = way =>
  way === null || way === "stay"
    ? html`<svg class="arrow" viewBox="0 0 64 64" aria-hidden="true"><path d="M32 6V40M32 52V58"/></svg>`
    : html`<svg class="arrow" data-way=${way} viewBox="0 0 64 64" aria-hidden="true"><path d="M4 32H56M35 10 57 32 35 54"/></svg>`;

/** @param {Screen<WallView>} screen @param {Instruction} emergency */
export function alarm({view: {hall}, at}, emergency) {
  const codes = known(hall.languages),
    here = turn(codes, at, TURN) ?? "en";
  const leaves = emergency.way !== null && emergency.way !== "stay";
  return html`<div class="alarm whole" role="alert" lang=${tag(here)}><header><span>${t.in(here, "Emergency")}</span><span class="num">${clock(new Date(at).toISOString(), hall.timezone)}</span></header>
    <div class="sign ${leaves ? "leaves" : "stays"}">${leaves ? man : nothing}${way(emergency.way)}</div>
    <div class="order"><p class="h1">${marked(pick.in(here, emergency.text))}</p>${emergency.more ? html`<p class="more">${marked(pick.in(here, emergency.more))}</p>` : nothing}</div>
    <footer>${codes.map(code => html`<span class=${code === here ? "on" : ""} lang=${tag(code)}>${NAMES[code]}</span>`)}</footer></div>`;
}
