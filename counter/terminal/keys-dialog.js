/** All keys on one sheet, and the switch for single letters (WCAG 2.1.4). */

import {html} from "/vendor/lit-html.js";
import {t} from "/static/words.js";
import {ACTS} from "./acts.js";

/** @param {import("./types.js").Ui} ui */
export function keysDialog(ui) {
  const rows = [
    [t("Space"), t("The large button: call, start, finish, open")],
    ...ACTS.map(act => [act.code === "undo" ? "U, Ctrl+Z" : act.cap, act.label()]),
    ["L", t("Light or dark screen")],
    ["1 – 9", t("Choose in a list")],
    ["Esc", t("Close a question, stop a countdown")],
    ["?", t("This sheet")],
  ];
  return html`<dialog data-dialog="keys" aria-labelledby="asked"><form method="dialog" data-form="keys">
    <h2 id="asked">${t("Keys")}</h2>
    <dl class="sheet">${rows.map(([cap, label]) => html`<div><dt><span class="key">${cap}</span></dt><dd>${label}</dd></div>`)}</dl>
    <label class="tick"><input type="checkbox" data-act="letters" .checked=${ui.letters}><span>${t("Single letters act (Space always does)")}</span></label>
    <footer><button class="act main" type="button" data-act="cancel"><span>${t("Close")}</span><span class="key">Esc</span></button></footer></form></dialog>`;
}
