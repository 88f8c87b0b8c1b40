/**
 * The clock and the day of a wall.
 * @import {Screen, WallView} from "./view.d.ts"
 */

import {html} from "/vendor/lit-html.js";
import {clock} from "/static/clock.js";
import {today} from "./times.js";

/** Draw the hall's time, large, and its day in the hall's languages. @param {Screen<WallView>} screen */
export function time({view: {hall}, at, say}) {
  const day = say.both(language => today(at, hall.timezone, language));
  return html`<div class="clock"><time class="num">${clock(at, hall.timezone)}</time><div class="date">${day}</div></div>`;
}
