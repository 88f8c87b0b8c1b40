/** The plate, the desk and the arrow as the screens on the walls draw them: they know their length, so that CSS and `fit` can size them. */

import {html, nothing} from "/vendor/lit-html.js";

/** A ticket's number in a room that it must not leave; `mark`: of its priority class, where the hall shows that. @param {string} number @param {string} [mark] */
export const number = (number, mark = "") =>
  html`<span class="room" data-n=${number.length + (mark ? 1 : 0)}><b class="num" translate="no">${number}${mark ? html`<i class="mark">${mark}</i>` : nothing}</b></span>`;

/** A counter's number. @param {string} code */
export const desk = code => html`<span class="desk" translate="no" data-n=${code.length}>${code}</span>`;

/** The way to go. @param {string} to left | right | ahead */
export const arrow = to =>
  html`<svg class="arrow" data-to=${to} viewBox="0 0 64 64" aria-hidden="true"><path d="M4 32H56M35 10 57 32 35 54"/></svg>`;

/** The sign that stands beside whatever is said of a cut line. */
export const warning = html`<svg class="warning" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2 23 22H1z"/></svg>`;
