/**
 * How a screen on a wall begins: it says what is being waited for until the server lets it in.
 * @import {Device} from "/static/pairing.js"
 */

import {html, nothing, render} from "/vendor/lit-html.js";
import {enter} from "/static/pairing.js";
import {t} from "/static/words.js";
import {speech} from "./speech.js";

const BEFORE = ["zh-Hant", "en"]; // until the view tells the hall's own languages
const AGAIN = 60_000; // ms: what could not be let in tries again, since its hall may be set up meanwhile

/**
 * Show what is being waited for: the connection, or the code that a supervisor enters.
 * @param {HTMLElement} root
 * @param {Device} device
 * @param {string} view
 * @returns {Promise<boolean>} false: it can't be let in, and tries again by itself
 */
export async function enterHall(root, device, view) {
  const theme = new URLSearchParams(location.search).get("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const say = await speech(BEFORE);
  /** @param {string} sentence @param {unknown} [large] */
  const show = (sentence, large) => {
    const title = say.both(language => t.in(language, sentence));
    render(waiting(title, {above: large ? html`<p class="code num">${large}</p>` : DOTS}), root);
  };
  show("Connecting");
  if (await enter(device, view, code => show("A supervisor enters this code to let the screen in", halves(code)))) {
    show("Connecting");
    return true;
  }
  show("This screen can't be let in. Check its address.", device.counter ?? device.hall);
  setTimeout(() => location.reload(), AGAIN);
  return false;
}

/** Six signs are read and typed as two times three. @param {string} code */
const halves = code => html`${code.slice(0, 3)}<i></i>${code.slice(3)}`;

const DOTS = html`<p class="dots" aria-hidden="true"><i></i><i></i><i></i></p>`;

/** Draw the page of a screen that has nothing to show yet. @param {unknown} title @param {{above?: unknown, below?: unknown}} [more] */
export const waiting = (title, {above = nothing, below = nothing} = {}) =>
  html`<main class="waiting"><div role="status">${above}<h1>${title}</h1></div>${below}</main>`;
