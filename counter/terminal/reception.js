/** At reception: a number is given out by keys, one is found and its customer told where to go, a wrong choice changed. */

import {html, nothing} from "/vendor/lit-html.js";
import {waitWords} from "/static/range.js";
import {language, listed, pick, t, tn} from "/static/words.js";
import {cards, question} from "./dialogs.js";
import {numberOr, serviceName} from "./naming.js";

/** @typedef {import("./types.js").CounterView} CounterView */
/** @typedef {import("./types.js").Dialog} Dialog */
/** @typedef {import("./types.js").NumberNow} NumberNow */

const TONGUES = {"zh-Hant": "繁體中文", "zh-Hans": "简体中文", en: "English"};

/** Who it is for: people, class, language. @param {CounterView} view @param {unknown} [beside] */
export function whoComes(view, beside = nothing) {
  const classes = [
    {value: "", label: t("Standard"), checked: true},
    ...view.classes.map(one => ({value: one.code, label: pick(one.name)})),
  ];
  const tongues = Object.entries(TONGUES).map(([value, label]) => ({
    value,
    label: html`<span lang=${value}>${label}</span>`,
    checked: value === language(),
  }));
  return html`<div class="pair"><label class="field"><span>${t("People")}</span><input class="num" type="number" name="party" min="1" max="20" .defaultValue=${"1"} required></label>
      ${view.classes.length === 1 ? html`<label class="tick"><input type="checkbox" name="priority"><span>${t("Priority")}</span></label>` : nothing}${beside}</div>
    ${view.classes.length > 1 ? cards(t("Class"), "priority_class", classes, "unnumbered three") : nothing}
    ${cards(t("Language"), "language", tongues, "unnumbered three")}`;
}

const FEW = 9; // services that have room for their waits

/** Which service (its letter is its key), for whom; each with what a number taken now would wait. @param {CounterView} view */
export function issueDialog(view) {
  const many = view.waits.length > FEW;
  const services = view.waits.map((wait, place) => ({
    value: wait.service,
    cap: wait.service,
    label: pick(wait.name),
    more: many ? undefined : html`<span class="num">${newWait(wait)}</span>`,
    checked: place === 0,
  }));
  return question(
    "issue",
    t("Give out a number"),
    html`${cards(t("Service"), "service", services, many ? "three compact" : "")}${whoComes(
      view,
      html`<label class="field"><span>${t("Or the code of an appointment")}</span><input class="num" type="text" name="appointment" inputmode="numeric" maxlength="12" autocomplete="off"></label>`,
    )}`,
    t("Give out the number"),
  );
}

/** @param {import("./types.js").HallWait} wait */
const newWait = ({wait, served}) => (wait ? waitWords(wait) : served ? t("unknown") : t("no counter open"));

/** What is said with a number that was just given out. @param {CounterView} view @param {Dialog} dialog */
export function issuedDialog(view, {issued}) {
  if (!issued) return nothing;
  const {ticket, ahead, wait, told} = issued;
  return html`<dialog data-dialog="issued" aria-labelledby="asked"><form method="dialog" data-form="issued">
    <h2 id="asked">${t("Tell the customer")}</h2>
    <p><span class="plate now num given">${numberOr(ticket.number)}</span></p>
    <p class="for">${serviceName(view, ticket.service)}</p>
    ${told ? html`<p>${pick(told)}</p>` : nothing}
    <p class="num">${tn("{n} person before", "{n} people before", ahead)} · ${wait ? waitWords(wait) : t("The wait is not known yet.")}</p>
    <p class="s">${t("Write the number down for them, or have them take a photo.")}</p>
    <footer><button class="act main" type="submit"><span>${t("Done")}</span><span class="key">↵</span></button></footer></form></dialog>`;
}

/** Which number. @param {Dialog} dialog */
export function findDialog({wrong, typed}) {
  return question(
    "find",
    t("Find a number"),
    html`<label class="field"><span>${t("Number on the slip")}</span><input class="num" type="text" name="number" required maxlength="8" autocomplete="off" autocapitalize="characters" spellcheck="false" data-begin .defaultValue=${typed ?? ""}></label>
    ${wrong ? html`<p class="wrong" role="alert">${wrong}</p>` : nothing}`,
    t("Find"),
  );
}

/** Where its customer is to go, and what can be done. @param {CounterView} view @param {Dialog} dialog */
export function foundDialog(view, {found}) {
  if (!found) return nothing;
  const change = found.acts.find(act => act.name === "change"),
    back = found.acts.find(act => act.name === "back");
  const {ticket} = found;
  const options = change?.needs[0]?.options.map(one => ({value: one.value, label: pick(one.label)})) ?? [];
  return html`<dialog data-dialog="found" aria-labelledby="asked"><form method="dialog" data-form=${change ? "change" : back ? "back" : "issued"}>
    <h2 id="asked"><span class="plate quiet num">${numberOr(ticket.number)}</span> ${serviceName(view, ticket.service)}</h2>
    <p class="for" role="status">${whereTo(found)}</p>
    ${ticket.state === "waiting" ? html`<p class="num">${tn("{n} person before", "{n} people before", found.ahead ?? 0)}${found.wait ? html` · ${waitWords(found.wait)}` : nothing}</p>` : nothing}
    ${change ? cards(t("They chose the wrong service: it is for"), "service", options) : nothing}
    <footer><button class="act" type="button" data-act="cancel"><span>${t("Close")}</span><span class="key">Esc</span></button>
      ${change || back ? html`<button class="act main" type="submit"><span>${pick((change ?? back)?.words)}</span><span class="key">↵</span></button>` : nothing}</footer></form></dialog>`;
}

/** The sentence that sends somebody on. @param {NumberNow} found */
export function whereTo({ticket, counters}) {
  const sides = {left: t("on the left"), right: t("on the right"), ahead: t("straight ahead")};
  const at = listed(
    counters.map(({counter, side}) => t("counter {counter}, {side}", {counter, side: sides[side] ?? ""})),
  );
  switch (ticket.state) {
    case "called":
      return t("Called: go at once to {at}.", {at});
    case "serving":
      return t("Is being served at {at}.", {at});
    case "held":
      return t("Set aside: back to {at} when ready.", {at});
    case "no_show":
      return t("Missed the call.");
    case "waiting":
      return counters.length ? t("Take a seat; it will be {at}.", {at}) : t("Take a seat; no counter serves it now.");
    default:
      return t("This number is over.");
  }
}
