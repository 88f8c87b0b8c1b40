/**
 * The hall display: a pure function of its view, the line's state, the clock and who has the screen.
 * @import {DisplayView, Screen, Sound, Stage} from "./view.d.ts"
 */

import {html, nothing, render as draw} from "/vendor/lit-html.js";
import {alarm} from "/pages/display/wall/alarm.js";
import {time} from "/pages/display/wall/clock.js";
import {fitAll} from "/pages/display/wall/fit.js";
import {pick, t} from "/static/words.js";
import {fresh, lastCall, lastSix, sixAside} from "./calls.js";
import {closed, cutBand, idle, kept, keptLarge, lastOrders, noCalls, stopped} from "./says.js";
import {side, waits} from "./side.js";

/** @param {HTMLElement} root @param {Screen<DisplayView>} screen @param {Stage} stage @param {Sound} sound */
export function render(root, screen, stage, sound) {
  draw(
    html`<main class=${sound.speaking ? "speaking" : ""}><h1 class="unseen">${pick(screen.view.hall.name)}</h1>${body(screen, stage)}</main>${sound.blocked ? hush(screen) : nothing}`,
    root,
  );
  fitAll(root);
}

/** The browser lets no page sound that was never touched. @param {Screen<DisplayView>} screen */
const hush = ({say}) =>
  html`<p class="hush" role="status">${say.both(language => t.in(language, "Touch the screen for sound"))}</p>`;

/** @param {Screen<DisplayView>} screen @param {Stage} stage */
function body(screen, {places}) {
  const {view, link} = screen;
  if (view.emergency) return alarm(screen, view.emergency); // cut off, too: what everyone is to do holds until it is ended
  if (!link.online) return past(screen);
  if (places.length) return fresh(screen, places);
  if (view.state === "closed") return shut(screen);
  const calls = view.calls.length > 0;
  if (view.state !== "stopped")
    return html`<div class="screen">${calls ? html`${lastCall(screen)}${lastSix(screen)}` : idle(screen)}${side(screen, waits(screen))}</div>`;
  return html`<div class="screen">${calls ? lastCall(screen) : noCalls(screen)}${stopped(screen)}<aside class="side">${time(screen)}${calls ? sixAside(screen) : waits(screen)}</aside></div>`;
}

/** Closed; but who has a number is served to the end, and sees the calls till then. @param {Screen<DisplayView>} screen */
function shut(screen) {
  const {
    view: {calls, waiting},
  } = screen;
  const going = calls.length > 0 && (waiting.some(({count}) => count > 0) || calls.some(({now}) => now));
  if (!going) return html`<div class="screen">${closed(screen)}${side(screen, html`<div></div>`)}</div>`;
  return html`<div class="screen">${lastCall(screen)}${lastSix(screen)}<aside class="side">${time(screen)}${waits(screen)}${lastOrders(screen)}</aside></div>`;
}

/** Cut off: the clock runs, the calls are hollow with their times, the waits are gone. @param {Screen<DisplayView>} screen */
function past(screen) {
  const calls = screen.view.calls.length > 0;
  return html`${cutBand(screen)}<div class="screen past">${calls ? html`${lastCall(screen, {past: true})}${lastSix(screen)}` : keptLarge(screen)}
    <aside class="side">${time(screen)}${calls ? kept(screen) : html`<div></div>`}</aside></div>`;
}
