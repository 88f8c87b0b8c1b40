/**
 * What every wall says alike: the instruction in an emergency, and since when it is cut off.
 * @import {Screen, WallView} from "./view.d.ts"
 */

import {html, nothing, render} from "/vendor/lit-html.js";
import {clock} from "/static/clock.js";
import {t} from "/static/words.js";
import {alarm} from "./alarm.js";
import {fitAll} from "./fit.js";
import {warning} from "./signs.js";

/**
 * Return how a page is drawn that leaves instructions and cut lines to the wall.
 * @template {WallView} V
 * @param {((screen: Screen<V>) => unknown) | undefined} page
 * @returns {(root: HTMLElement, screen: Screen<V>) => void}
 */
export const plain = page => (root, screen) => {
  const {view, link} = screen;
  const cut = link.online ? nothing : stale(screen);
  render(view.emergency ? alarm(screen, view.emergency) : html`${cut}${page?.(screen)}`, root);
  fitAll(root);
};

/**
 * Say since when what stands below is the past.
 * @param {Screen<WallView>} screen
 * @param {string} [sentence] with the time in it
 */
export function stale({view: {hall}, link: {since}, say}, sentence = "No connection since {time}") {
  const time = since && clock(since, hall.timezone);
  const words = say.both(language => (time ? t.in(language, sentence, {time}) : t.in(language, "No connection")));
  return html`<div class="stale" role="status">${warning}<div>${words}</div></div>`;
}
