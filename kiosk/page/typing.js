/** A keyboard of our own, where the kiosk asks for text: digits, Latin letters, and what addresses are made of. */

import {html} from "/vendor/lit-html.js";
import {t} from "/static/words.js";

const ROWS = ["1234567890", "qwertyuiop", "asdfghjkl@", "zxcvbnm.-_"];

/** @typedef {import("/pages/kiosk/page/render.js").Model} Model */

/** Return a text after one key. @param {string} text @param {string} key a sign, or "" to take the last one back */
export const typed = (text, key) => (key ? text + key : [...text].slice(0, -1).join(""));

/** @param {Model} model */
export function keyboard({act}) {
  return html`<div class="typing" role="group" aria-label=${t("Keyboard")} data-quick>
    ${ROWS.map(row => html`<div>${[...row].map(key => html`<button class="act" data-key=${key} @click=${() => act.type(key)}>${key}</button>`)}</div>`)}
    <div class="wide-keys"><button class="act" data-key="back" @click=${() => act.type("")}>${t("Delete")}</button>
      <button class="act" data-key="space" @click=${() => act.type(" ")}>${t("Space")}</button>
      <button class="act main" data-key="done" @click=${() => act.field(null)}>${t("Done")}</button></div></div>`;
}
