/** The other signature parts as templates; their looks are in signs.css. */

import {html} from "/vendor/lit-html.js";

/** A ticket's number. @param {string} number @param {"" | "now" | "quiet" | "bare"} [kind] */
export const plate = (number, kind = "") => html`<span class="plate ${kind}" translate="no">${number}</span>`;

/** A counter's number. @param {string} code */
export const desk = code => html`<span class="desk" translate="no">${code}</span>`;

/** A key of the keyboard, beside what it does. @param {string} name */
export const key = name => html`<kbd class="key" translate="no">${name}</kbd>`;

/** A state: its colour never stands without its word. @param {"calm" | "watch" | "crowded" | "danger"} level @param {string} word */
export const state = (level, word) => html`<span class="state ${level}">${word}</span>`;
