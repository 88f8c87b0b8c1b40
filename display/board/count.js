/**
 * A count of people by hand, in the row of what the hand can do: C opens it, Enter sends it, Escape leaves it.
 * @import {Screen} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {key} from "/static/signs.js";
import {t} from "/static/words.js";

const MOST = 6; // digits

/** What opens it. @param {Screen} screen */
export const counts = ({press, may, link}) =>
  may
    ? html`<button class="plain" type="button" ?disabled=${!link.online} @click=${() => press("count")}>${t("Count people")} ${key("C")}</button>`
    : nothing;

/** The field. @param {(inside: string) => void} counting */
export function count(counting) {
  return html`<form class="count" @submit=${(/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const field = /** @type {HTMLFormElement} */ (event.currentTarget).elements.namedItem("inside");
    counting(field instanceof HTMLInputElement ? field.value.trim() : "");
  }}><label for="inside">${t("People inside, all of them")}</label><input id="inside" name="inside" class="num" inputmode="numeric" autocomplete="off" maxlength=${MOST}>
    <button class="act" type="submit">${t("Enter the count")}</button></form>`;
}
