/** The range: a wait as a band with its likeliest point, on one axis of 60 minutes for all ranges of a screen. */

import {html, nothing} from "/vendor/lit-html.js";
import {waitSpan} from "/static/clock.js";
import {properties} from "/static/properties.js";
import {language, t} from "/static/words.js";

/** @typedef {import("/static/clock.js").WaitRange} WaitRange */

const AXIS = 3600; // seconds

/** @param {number} seconds */
const percent = seconds => Math.round(1000 * Math.min(1, Math.max(0, seconds / AXIS))) / 10;

/** Say a wait: "12–25 min", "1–4½ h". @param {WaitRange} wait @param {string} [code] the language, else the reader's */
export function waitWords(wait, code = language()) {
  const {unit, low, high} = waitSpan(wait);
  return unit === "h" ? t.in(code, "{low}–{high} h", {low, high}) : t.in(code, "{low}–{high} min", {low, high});
}

/**
 * Draw a wait. The same is always said in words beside it, so that it is silent for screen readers.
 * @param {WaitRange} wait seconds @param {{target?: number}} [options] target in seconds, for staff only
 */
export function range({low, likely, high}, {target} = {}) {
  const places = {low: percent(low), likely: percent(likely), high: percent(high)};
  const values = target === undefined ? places : {...places, target: percent(target)};
  return html`<span class="range" aria-hidden="true" ?data-over=${high > AXIS} .style=${properties(values)}><i></i>${likely > AXIS ? nothing : html`<b></b>`}${target === undefined ? nothing : html`<u></u>`}</span>`;
}

/** Draw the axis under or over ranges, once a screen; without its unit where a narrow column's words say it. @param {string} [start] @param {boolean} [unit] */
export function axis(start = "0", unit = true) {
  return html`<span class="axis" aria-hidden="true"><span>${start}</span><span>30</span><span>${unit ? t("60 min") : "60"}</span></span>`;
}
