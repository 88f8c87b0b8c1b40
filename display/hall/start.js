/**
 * How a screen on a wall begins: theme, words, leave to see its view; then its page mounts.
 * @import {HallSign, Say} from "./view.d.ts"
 * @import {Device} from "/static/pairing.js"
 */

import {html, render} from "/vendor/lit-html.js";
import {openWire} from "/live/wire.js";
import {enter} from "/static/pairing.js";
import {t} from "/static/words.js";
import {speech} from "./speech.js";

const BEFORE = ["zh-Hant", "en"]; // until the view tells the hall's own languages
const AGAIN = 60_000; // ms: what could not be let in tries again, since its hall may be set up meanwhile
const LEAVE = 5000; // ms before a screen that lost its leave asks anew

/**
 * Show what is being waited for until the server lets this screen in, then mount its page.
 * @param {Device} device
 * @param {string} view
 * @param {(root: HTMLElement, wire: ReturnType<typeof openWire>) => void} mount
 */
export async function start(device, view, mount) {
  const root = document.body;
  const theme = new URLSearchParams(location.search).get("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const say = await speech(BEFORE);
  /** @param {string} sentence @param {unknown} [large] */
  const show = (sentence, large) => render(waiting(say, sentence, large), root);
  show("Connecting");
  if (!(await enter(device, view, code => show("A supervisor enters this code to let the screen in", halves(code))))) {
    show("This screen can't be let in. Check its address.", device.counter ?? device.hall);
    setTimeout(() => location.reload(), AGAIN);
    return;
  }
  show("Connecting");
  const wire = openWire({base: "", token: null});
  wire.onRefused = () => setTimeout(() => location.reload(), LEAVE); // its leave was taken back: pair again
  mount(root, wire);
}

/** Six signs are read and typed as two times three. @param {string} code */
const halves = code => html`${code.slice(0, 3)}<i></i>${code.slice(3)}`;

/** @param {Say} say @param {string} sentence @param {unknown} large */
function waiting(say, sentence, large) {
  return html`<main class="waiting"><div role="status">${large ? html`<p class="code num">${large}</p>` : html`<p class="dots" aria-hidden="true"><i></i><i></i><i></i></p>`}
    <h1>${say.both(language => t.in(language, sentence))}</h1></div></main>`;
}

/**
 * Wear the hall's accent. On dark ground the same hue is lightened by CSS.
 * @param {HallSign} hall
 */
export function wear({accent}) {
  const {dataset, style} = document.documentElement;
  if (accent) dataset.accent = "own";
  else delete dataset.accent;
  style.setProperty("--hall", accent ?? "");
}
