/** The start page's one way to the document. */
import {html, nothing, render as draw} from "/vendor/lit-html.js";
import {clock} from "/static/clock.js";
import {languageKeys} from "/static/reader.js";
import {pick, t} from "/static/words.js";
import {controls} from "./controls.js";
import {floor} from "./floor.js";
import {places} from "./places.js";
import {signIns, steps} from "./steps.js";

/**
 * @typedef {import("./types.js").View} View
 * @typedef {import("./types.js").Demo} Demo
 * @typedef {import("./types.js").Acts} Acts
 */

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone; // this page belongs to no hall: the reader's own clock

/** @param {Demo} demo @param {View} view @param {Acts} acts */
const demoPage = (demo, view, acts) => html`
  <main><div class="try">
    <div class="say"><div><p class="tag">${t("Demo with invented people")}</p>
      <h1>${t("A service hall, at work")}</h1>
      <p class="lead">${t("Be the customer, the clerk, or both. Everything works; only the people are invented.")}</p></div>
      ${steps(demo)}</div>
    <section class="hall" data-theme="dark" aria-label=${t("The hall now")}>${floor(demo, view.lost && clock(view.lost, ZONE))}${controls(demo, view.trouble, acts)}</section></div>
  <div class="more"><section><h2>${t("All screens")}</h2>${places({code: demo.hall, counters: demo.desks, kiosk: demo.kiosk_url, demo: true})}</section>
    <section><h2>${t("Sign-ins")}</h2>${signIns(demo.sign_ins)}</section></div></main>`;

/** @param {View} view */
const companyPage = view => html`
  <main class="where"><h1>${t("Where do you want to go?")}</h1>
    ${view.halls.map(hall => html`<section><h2>${pick(hall.name)}</h2>${places({code: hall.code, counters: hall.counters, kiosk: null, demo: false})}</section>`)}
    ${view.halls.length ? nothing : html`<section><p class="lead">${t("Sign in at the terminal or under “Screens and devices”; then this page also shows your hall's displays and signs.")}</p>${places({code: null, counters: [], kiosk: null, demo: false})}</section>`}
  </main>`;

/** @param {View} view */
const waitingPage =
  view => html`<main class="where"><h1>${view.lost ? t("The server does not answer") : t("One moment …")}</h1>
  ${view.lost ? html`<p class="lead">${t("This page tries again by itself.")}</p>` : nothing}</main>`;

/**
 * Draw the page.
 * @param {HTMLElement} root
 * @param {View} view
 * @param {Acts} acts
 */
export function render(root, view, acts) {
  draw(
    html`<header class="top"><p class="brand"><span class="plate">A001</span><span>servicefloor</span></p>${languageKeys(acts.speak)}</header>
    ${view.loading ? waitingPage(view) : view.demo ? demoPage(view.demo, view, acts) : companyPage(view)}`,
    root,
  );
}
