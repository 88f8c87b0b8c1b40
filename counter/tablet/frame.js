/** What the tablet's screens have in common: the head with the languages, a heading, the quiet screen. */
import {html, nothing} from "/vendor/lit-html.js";
import {desk, plate} from "/static/signs.js";
import {NAMES, known, language, pick, t, tag} from "/static/words.js";

/**
 * @typedef {import("./state.js").Shown} Shown
 * @typedef {import("./render.js").Acts} Acts
 */

/** A heading that is read out when the screen changes. @param {unknown} words */
export const heading = words => html`<h1 tabindex="-1">${words}</h1>`;

/** @param {Shown} shown @param {Acts} acts @param {unknown} [where] */
export function head({view}, acts, where) {
  const {counter, number, service_name: service} = view;
  return html`<header><div class="where">${where ?? html`${t("Counter")} ${desk(counter)} ${number ? plate(number) : nothing} ${service ? pick(service) : nothing}`}</div>
    <div class="langs" role="group" aria-label="語言 · 语言 · Language">${known(view.hall.languages).map(code => html`<button type="button" lang=${tag(code)} aria-pressed=${String(code === language())} @click=${() => acts.speak(code)}><span>${NAMES[code]}</span></button>`)}</div></header>`;
}

/** A screen on which there is nothing to do. @param {Shown} shown @param {Acts} acts @param {unknown} title @param {unknown} text @param {unknown} foot */
export const quiet = (
  shown,
  acts,
  title,
  text,
  foot,
) => html`<main class="page quiet">${head(shown, acts, pick(shown.view.hall.name))}
  <div class="body">${desk(shown.view.counter)}<div>${heading(title)}<p>${text}</p></div></div><div class="foot">${foot}</div></main>`;
