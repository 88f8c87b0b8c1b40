/** The pairing page's one way to the document. */
import {html, nothing, render as draw} from "/vendor/lit-html.js";
import {languageKeys} from "/static/reader.js";
import {pick, t} from "/static/words.js";
import {deviceList, question} from "./devices.js";

/**
 * @typedef {import("./types.js").View} View
 * @typedef {import("./types.js").Acts} Acts
 */

/** @param {View} view @param {Acts} acts */
const signIn = (
  view,
  acts,
) => html`<h1>${t("Screens and devices")}</h1><p class="lead">${t("A supervisor signs in here to let a new screen into the hall.")}</p>
  <form class="sheet" @submit=${acts.signIn}>
    <label>${t("User name")}<input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required></label>
    <label>${t("Password")}<input name="password" type="password" autocomplete="current-password" required></label>
    <button class="act main" ?disabled=${view.busy}>${t("Sign in")}</button></form>
  ${view.demo ? html`<p class="hint">${t("In this demo:")} <kbd>supervisor</kbd> ${t("password")} <kbd>demo</kbd></p>` : nothing}`;

/** @param {View} view @param {Acts} acts */
const mayNot = (view, acts) => html`<h1>${t("This needs a supervisor")}</h1>
  <p class="lead">${t("{name} cannot let screens in. Please sign out and let a supervisor sign in.", {name: view.person?.name ?? ""})}</p>
  <p><button type="button" class="act" @click=${acts.signOut}>${t("Sign out")}</button></p>`;

/** @param {View} view @param {Acts} acts */
function hallChoice(view, acts) {
  if (view.halls.length < 2) return nothing;
  return html`<label class="halls">${t("Hall")}<select @change=${(/** @type {Event} */ event) => acts.choose(/** @type {HTMLSelectElement} */ (event.target).value)}>${view.halls.map(
    ({code, name}) => html`<option value=${code} ?selected=${code === view.hall}>${pick(name)}</option>`,
  )}</select></label>`;
}

/** @param {View} view @param {Acts} acts */
const desk = (view, acts) => html`<div class="two"><section><h1>${t("Let a screen in")}</h1>
    <p class="lead">${t("Open its page on the new screen; it shows a code.")}</p>${hallChoice(view, acts)}
    <form class="sheet" @submit=${acts.approve}>
      <label>${t("Code on the screen")}<input class="code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="9" required placeholder="K7P2M4"></label>
      <label>${t("Name of the screen")}<small>${t("where it stands, so that it can be found")}</small><input name="name" autocomplete="off" maxlength="60" required></label>
      <button class="act main" ?disabled=${view.busy}>${t("Let it in")}</button></form></section>
  <section><h2>${t("In this hall")}</h2>${deviceList(view, acts)}</section></div>`;

/**
 * Draw the page.
 * @param {HTMLElement} root
 * @param {View} view
 * @param {Acts} acts
 */
export function render(root, view, acts) {
  const {person, done, trouble} = view,
    hall = view.halls.find(({code}) => code === view.hall);
  document.title = t("Screens and devices");
  draw(
    html`<header class="top"><p class="brand"><a href="/">servicefloor</a>${hall ? html`<span>${pick(hall.name)}</span>` : nothing}</p>
      ${person ? html`<p class="me">${person.name} <button type="button" @click=${acts.signOut}>${t("Sign out")}</button></p>` : nothing}${languageKeys(acts.speak)}</header>
    <main>${trouble ? html`<p class="told trouble" role="alert">${trouble}</p>` : nothing}${done ? html`<p class="told" role="status">${done}</p>` : nothing}
      ${view.loading ? html`<h1>${t("One moment …")}</h1>` : !person ? signIn(view, acts) : view.hall ? desk(view, acts) : mayNot(view, acts)}</main>${question(view.asks, acts)}`,
    root,
  );
}
