/** Before the terminal: sign in, then choose a counter. */

import {html, nothing} from "/vendor/lit-html.js";
import {isLong} from "/static/long.js";
import {pick, t} from "/static/words.js";
import {counterState, kindName} from "./naming.js";
import {choices, faultLine} from "./top.js";
import {question} from "./dialogs.js";

/** @typedef {import("./types.js").Ui} Ui */
/** @typedef {import("./types.js").HallCounter} HallCounter */

const FEW = 4; // services that have room under a counter by their names

/** @param {Ui} ui */
export function signIn(ui) {
  return html`${plainTop(ui, nothing)}<main class="arrival"><form class="sign-in" data-form="sign-in">
    <h1>${t("Counter terminal")}</h1><p class="s">${t("Sign in to open a counter.")}</p>
    ${ui.fault ? html`<p class="wrong" role="alert">${ui.fault.text}</p>` : nothing}
    <label class="field"><span>${t("User name")}</span><input type="text" name="username" data-first required autocomplete="username" autocapitalize="none" spellcheck="false"></label>
    <label class="field"><span>${t("Password")}</span><input type="password" name="password" required autocomplete="current-password"></label>
    <button class="act main wide" type="submit" ?disabled=${ui.busy !== null}><span>${ui.busy ? t("Sending…") : t("Sign in")}</span><span class="key">↵</span></button>
    ${ui.demo ? html`<p class="demo">${t("This is a demo with invented people. Sign in as clerk1 to clerk8; the password is “demo”.")}</p>` : nothing}
  </form></main>`;
}

/** @param {Ui} ui */
export function chooseCounter(ui) {
  const leave = html`<button class="tool word" type="button" data-act="sign-out">${t("Sign out")}</button>`;
  return html`${plainTop(ui, leave)}<main class="arrival"><div class="choose">
    <h1>${t("Which counter?")}</h1><p class="s">${ui.note ?? (ui.hall ? pick(ui.hall.name) : "")}</p>
    <div class="desks">${ui.hall?.counters.map((counter, place) => desk(counter, place, ui))}</div>
    ${ui.demo ? html`<p class="demo">${t("Counters that the demo serves by itself are given to whoever sits down.")}</p>` : nothing}
  </div></main>${takeOver(ui)}`;
}

/** @param {Ui} ui @param {unknown} leave */
function plainTop(ui, leave) {
  return html`<header class="top plain"><div><b>${t("Counter terminal")}</b></div><div>${ui.person ? html`<span class="me"><b>${ui.person.name}</b></span>` : nothing}${choices(ui)}${leave}</div></header>
    ${ui.screen === "choose" && ui.fault ? faultLine(ui.fault) : html`<div class="strip"></div>`}`;
}

/** @param {HallCounter} counter @param {number} place @param {Ui} ui */
function desk(counter, place, ui) {
  const first = ui.remembered ?? ui.hall?.counters.find(one => !one.clerk)?.code;
  const mine = counter.clerk?.id === ui.person?.id && counter.clerk !== null;
  const name = (/** @type {string} */ code) => ui.hall?.services.find(service => service.code === code)?.name;
  const letters = counter.services.length > FEW || counter.services.some(code => isLong(name(code)));
  const names = letters
    ? html`<b>${counter.services.join(" ")}</b>`
    : counter.services.map(code => html`<span><b>${code}</b> ${pick(name(code))}</span>`);
  return html`<button class=${mine ? "seat mine" : "seat"} type="button" data-act="sit" data-counter=${counter.code} ?data-last=${counter.code === ui.remembered} ?data-first=${counter.code === first}
      ?disabled=${ui.busy !== null} aria-busy=${ui.busy === `sit:${counter.code}`}>
    <span class="row"><span class="desk num">${counter.code}</span><span><b>${kindName(counter.kind)}</b><br><span class="s">${counterState(counter.state)}</span></span>
      ${place < 9 ? html`<span class="key">${place + 1}</span>` : nothing}</span>
    <span class="can">${names}</span><span class="who">${whoSits(counter, mine, ui)}</span></button>`;
}

/** @param {HallCounter} counter @param {boolean} mine @param {Ui} ui */
function whoSits(counter, mine, ui) {
  if (ui.busy === `sit:${counter.code}`) return t("Sending…");
  if (mine) return html`<b>${t("You sit here")}</b>`;
  if (!counter.clerk) return counter.code === ui.remembered ? html`<b>${t("Free, yours last time")}</b>` : t("Free");
  if (!counter.clerk.simulated) return counter.clerk.name;
  return counter.clerk.name ? t("{name}, by the demo", {name: counter.clerk.name}) : t("Served by the demo");
}

/** @param {Ui} ui */
function takeOver({dialog}) {
  if (dialog?.kind === "take-over") {
    return question(
      "take-over",
      t("Take over counter {counter}?", {counter: dialog.counter ?? ""}),
      html`<p>${t("{name} sits there now and is signed off that counter. A ticket at the desk stays with you.", {name: dialog.by ?? ""})}</p>`,
      t("Take over"),
    );
  }
  if (dialog?.kind === "elsewhere") {
    return question(
      "elsewhere",
      t("You still sit at counter {counter}", {counter: dialog.by ?? ""}),
      html`<p>${t("A clerk sits at one counter at a time. Counter {counter} is closed when you change.", {counter: dialog.by ?? ""})}</p>`,
      t("Close counter {from}, open {to}", {from: dialog.by ?? "", to: dialog.counter ?? ""}),
    );
  }
  return nothing;
}
