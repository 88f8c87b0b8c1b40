/** The demo hall's controls: how fast customers come, what day it is, who serves. */
import {html, nothing} from "/vendor/lit-html.js";
import {t} from "/static/words.js";

/**
 * @typedef {import("./types.js").Demo} Demo
 * @typedef {import("./types.js").Acts} Acts
 * @typedef {import("./types.js").Settings} Settings
 */

/**
 * @template {keyof Settings} Name
 * @param {string} legend
 * @param {Name} name
 * @param {[Settings[Name], string][]} choices
 * @param {Demo} demo
 * @param {Acts} acts
 */
function choice(legend, name, choices, demo, acts) {
  return html`<div class="choice" role="group" aria-label=${legend}><span>${legend}</span><div>${choices.map(
    ([value, word]) =>
      html`<button type="button" aria-pressed=${String(demo[name] === value)} @click=${() => acts.set({[name]: value})}>${word}</button>`,
  )}</div></div>`;
}

/** @param {Demo} demo @param {string|null} trouble @param {Acts} acts */
export const controls = (demo, trouble, acts) => html`<div class="controls">
  ${choice(
    t("Customers"),
    "pace",
    [
      [0, t("stopped")],
      [1, t("real time")],
      [5, "×5"],
      [20, "×20"],
    ],
    demo,
    acts,
  )}
  ${choice(
    t("The day"),
    "day",
    [
      ["quiet", t("quiet")],
      ["busy", t("busy")],
      ["rush", t("rush")],
    ],
    demo,
    acts,
  )}
  ${choice(
    t("Counters serve"),
    "counters",
    [
      ["served", t("by themselves")],
      ["manual", t("by hand")],
    ],
    demo,
    acts,
  )}
  ${trouble === null ? nothing : html`<p role="alert">${trouble || t("That did not work. Please try again.")}</p>`}</div>`;
