/**
 * What a shared screen says, it says in two of the hall's languages at once: the first large, another small.
 * @import {Say} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {known, need, setLanguage, tag} from "/static/words.js";

/**
 * Load the hall's languages and return how to speak them. The small one is the next that other people read: 简体中文
 * beside 繁體中文 would help nobody who can't read the first, so English goes before it.
 * @param {string[]} codes in the hall's order
 * @param {boolean} [shown] whether the first is the page's own from now on
 * @returns {Promise<Say>}
 */
export async function speech(codes, shown = true) {
  const [first = "en", ...others] = known(codes);
  const family = first.split("-")[0];
  const second = others.find(code => code.split("-")[0] !== family) ?? others[0] ?? null;
  const also = second ? [second] : [];
  await (shown ? setLanguage(first, ...also) : need([first, ...also]));
  return saying(first, second);
}

/** @param {string} first @param {string | null} second @returns {Say} */
function saying(first, second) {
  /** @type {Say["small"]} */
  const small = of => (second ? html`<span class="s" lang=${tag(second)}>${of(second)}</span>` : nothing);
  return {first, second, small, both: of => html`<span class="p">${of(first)}</span>${small(of)}`};
}
