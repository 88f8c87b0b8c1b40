/** The whole page from the view and the page's own state: the only place that touches the document. */

import {html, nothing, render as draw} from "/vendor/lit-html.js";
import {t} from "/static/words.js";
import {actsColumn} from "./acts-column.js";
import {chooseCounter, signIn} from "./arrival.js";
import {casePanel} from "./case-panel.js";
import {terminalDialog} from "./dialogs.js";
import {lineColumn} from "./line-column.js";
import {nowColumn} from "./now.js";
import {paper} from "./paper.js";
import {strip, top} from "./top.js";

/** @typedef {import("./types.js").CounterView} CounterView */
/** @typedef {import("./types.js").Ui} Ui */

/** @typedef {ReturnType<typeof import("./case-desk.js").openCases>} Cases */

/** @param {HTMLElement} root @param {CounterView|null} view @param {Ui} ui @param {Cases} cases @param {import("/static/views.d.ts").PaperLine|null} [line] */
export function render(root, view, ui, cases, line = null) {
  draw(page(view, ui, cases, line), root);
  const page_ = document.documentElement;
  page_.dataset.theme = ui.theme;
  page_.dataset.link = ui.link.online ? "on" : "off";
  if (view?.hall.accent && ui.theme === "light") page_.style.setProperty("--accent", view.hall.accent);
  else page_.style.removeProperty("--accent");
  document.title =
    ui.screen === "terminal" && ui.counter ? t("Counter {code}", {code: ui.counter}) : t("Counter terminal");
  showDialog(root);
  keepInSight(root, ui.case?.at ?? -1);
  beginAt(root, ui.screen);
}

/** @param {CounterView|null} view @param {Ui} ui @param {Cases} cases @param {import("/static/views.d.ts").PaperLine|null} line */
function page(view, ui, cases, line) {
  if (ui.screen === "sign-in") return signIn(ui);
  if (ui.screen === "choose") return chooseCounter(ui);
  if (ui.screen === "terminal" && view) {
    return html`${top(view, ui)}${strip(view, ui)}<main class="desk-work">${nowColumn(view, ui)}${actsColumn(view, ui)}${ui.case ? casePanel(view, ui, cases) : lineColumn(view, ui)}</main>${terminalDialog(view, ui)}${paper(view, ui, line)}`;
  }
  return html`<main class="arrival"><p class="s" role="status">${ui.fault ? ui.fault.text : t("One moment…")}</p></main>${nothing}`;
}

/** Where a dialog begins, the first of these that it has. */
const FIRST = ["[data-begin]", "fieldset input:checked", "fieldset input:enabled", "[type=submit]", "footer button"];

let begun = "";

/** A screen that has just come puts the keyboard where it is wanted. @param {HTMLElement} root @param {string} screen */
function beginAt(root, screen) {
  if (screen === begun) return;
  if (screen === "terminal") begun = screen;
  const first = root.querySelector("[data-first]");
  if (!(first instanceof HTMLElement)) return;
  first.focus();
  if (document.activeElement === first) begun = screen; // a button that is still sending takes no focus: once more then
}

let meant = -1;

/** The material that the keys mean stays in sight. @param {HTMLElement} root @param {number} at */
function keepInSight(root, at) {
  if (at !== meant) root.querySelector(".materials .here")?.scrollIntoView({block: "nearest"});
  meant = at;
}

/** A dialog that was just drawn is opened as one: it takes the focus and keeps it. @param {HTMLElement} root */
function showDialog(root) {
  const dialog = root.querySelector("dialog");
  if (!dialog || dialog.open) return;
  dialog.showModal();
  const first = FIRST.map(place => dialog.querySelector(place)).find(Boolean);
  if (first instanceof HTMLElement) first.focus();
}
