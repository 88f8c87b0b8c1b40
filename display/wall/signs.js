/** The plate, the desk and the arrow as the screens on the walls draw them: they know their length, so that CSS and `fit` can size them. */

import {html} from "/vendor/lit-html.js";

/** A ticket's number in a room that it must not leave. @param {string} number */
export const number = number =>
  html`<span class="room" data-n=${number.length}><b class="num" translate="no">${number}</b></span>`;

/** A counter's number. @param {string} code */
export const desk = code => html`<span class="desk" translate="no" data-n=${code.length}>${code}</span>`;

/** The way to go. @param {string} to left | right | ahead */
export const arrow = to =>
  html`<svg class="arrow" data-to=${to} viewBox="0 0 64 64" aria-hidden="true"><path d="M4 32H56M35 10 57 32 35 54"/></svg>`;

/** The sign that stands beside whatever is said of a cut line. */
export const warning = html`<svg class="warning" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2 23 22H1z"/></svg>`;
