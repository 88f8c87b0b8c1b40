/**
 * Calls: the last one large, six more, and the whole screen for a new one.
 * @import {Call, DisplayView, Place, Say, Screen} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {arrow, desk, number} from "/pages/display/wall/signs.js";
import {clock} from "/static/clock.js";
import {isLong} from "/static/long.js";
import {pick, t} from "/static/words.js";
import {latest} from "./newcalls.js";

/** @param {DisplayView} view @param {string} counter */
const side = (view, counter) => view.counters.find(({code}) => code === counter)?.side ?? "ahead";

/** @param {DisplayView} view @param {string} service @param {string} language */
const named = (view, service, language) => pick.in(language, namesOf(view, service));

/** @param {DisplayView} view @param {string} service */
const namesOf = (view, service) => view.waiting.find(row => row.service === service)?.name;

/** The last call. @param {Screen<DisplayView>} screen @param {{past?: boolean}} [options] `past`: with its time */
export function lastCall({view, say}, {past = false} = {}) {
  const [call] = view.calls;
  return html`<section class="call" ?data-long=${isLong(namesOf(view, call.service))}>
    <div class="what fits">${say.both(language => named(view, call.service, language))}${
      past ? html`<time class="num">${clock(call.at, view.hall.timezone)}</time>` : nothing
    }</div>
    ${number(call.number, call.mark)}
    <div class="go"><div class="way">${arrow(side(view, call.counter))}<div>${say.both(language => t.in(language, "Counter"))}</div></div>${desk(call.counter)}</div>
  </section>`;
}

/** The six before it: newest top left, down, then the second column. @param {Screen<DisplayView>} screen */
export function lastSix({view}) {
  const row = (/** @type {Call} */ call) =>
    html`<li><div>${number(call.number, call.mark)}<div class="of num"><b class="fits" data-least=".8">${pick(
      view.waiting.find(({service}) => service === call.service)?.name,
    )}</b>${clock(call.at, view.hall.timezone)}</div></div>${desk(call.counter)}</li>`;
  return html`<ol class="last" data-together>${view.calls.slice(1, 7).map(row)}</ol>`;
}

/** The six in one column, where something else stands in their place. @param {Screen<DisplayView>} screen */
export function sixAside({view}) {
  return html`<ol class="six" data-together>${view.calls.slice(1, 7).map(call => html`<li>${number(call.number)}${desk(call.counter)}</li>`)}</ol>`;
}

/** New calls: all of the screen but a strip. @param {Screen<DisplayView>} screen @param {Place[]} places */
export function fresh({view, say}, places) {
  const shown = new Set(places.map(({call}) => call.ticket)),
    now = latest(places);
  const others = view.calls.filter(({ticket}) => !shown.has(ticket)).slice(0, 6);
  return html`<div class="fresh ${view.flash ? "flash" : ""}">
    <div class="field ${["alone", "two", "three"][places.length - 1]}" data-together role="status">${places.map(place => big(view, say, place, place === now))}</div>
    <ol class="strip" data-together>${others.map(call => html`<li>${number(call.number, call.mark)}${desk(call.counter)}</li>`)}</ol>
  </div>`;
}

/** @param {DisplayView} view @param {Say} say @param {Place} place @param {boolean} now */
function big(view, say, {call, turn}, now) {
  const to = side(view, call.counter);
  return html`<section class="big ${now ? "now" : ""}" data-turn=${turn % 2}>${number(call.number, call.mark)}<div class="way" data-to=${to}>
    <div class="word">${say.both(language => t.in(language, "Please go to counter"))}</div>${arrow(to)}${desk(call.counter)}</div></section>`;
}
