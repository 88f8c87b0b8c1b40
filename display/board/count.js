/**
 * A count of people by hand, in the row of what the hand can do: C opens it, Enter sends it, Escape leaves it.
 * @import {Screen} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {key} from "/static/signs.js";
import {pick} from "/static/words.js";
import {ofHall} from "./acts.js";

/** What opens it. @param {Screen} screen */
export const counts = ({view, me, press, link}) => {
  const act = ofHall(view, me, "count");
  return act
    ? html`<button class="plain" type="button" ?disabled=${!link.online} @click=${() => press("count")}>${pick(act.words)} ${key("C")}</button>`
    : nothing;
};

/** What is asked. @param {Screen} screen @param {(inside: string) => void} counting */
export function count({view, me}, counting) {
  const act = ofHall(view, me, "count");
  return html`<form class="count" @submit=${(/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const field = /** @type {HTMLFormElement} */ (event.currentTarget).elements.item(0);
    counting(field instanceof HTMLInputElement ? field.value.trim() : "");
  }}>${act?.needs.map(({name, label, most}) => html`<label for=${name}>${pick(label)}</label><input id=${name} name=${name} class="num" inputmode="numeric" autocomplete="off" maxlength=${String(most).length}>`)}
    <button class="act" type="submit">${act ? pick(act.sends ?? act.words) : nothing}</button></form>`;
}
