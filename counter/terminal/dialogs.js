/** The questions an act may ask first. Digits choose, Enter sends, Esc leaves. */

import {html, nothing} from "/vendor/lit-html.js";
import {pick, t} from "/static/words.js";
import {clock} from "/static/clock.js";
import {counterState, numberOr, reasonName, serviceName, standing} from "./naming.js";
import {keysDialog} from "./keys-dialog.js";
import {since} from "./pool.js";
import {findDialog, foundDialog, issueDialog, issuedDialog, whoComes} from "./reception.js";

/** @typedef {import("./types.js").CounterView} CounterView */
/** @typedef {import("./types.js").Ui} Ui */
/** @typedef {import("./types.js").Dialog} Dialog */

/** @param {CounterView} view @param {Ui} ui */
export function terminalDialog(view, ui) {
  const {dialog} = ui;
  switch (dialog?.kind) {
    case "hold":
      return hold(view);
    case "transfer":
      return transfer(view);
    case "visit":
      return visit(view);
    case "pause":
      return pause();
    case "walk-in":
      return walkIn(view);
    case "in-room":
      return inRoom(view);
    case "out-of-order":
      return outOfOrder(view, dialog);
    case "return":
      return comeBack(view, dialog);
    case "call-back":
      return callBack(view, dialog);
    case "issue":
      return issueDialog(view);
    case "issued":
      return issuedDialog(view, dialog);
    case "find":
      return findDialog(dialog);
    case "found":
      return foundDialog(view, dialog);
    case "raise":
      return raise(view);
    case "step":
      return dialog.doing ? step(dialog.doing) : nothing;
    case "keys":
      return keysDialog(ui);
    default:
      return nothing;
  }
}

/**
 * One dialog: a title, its questions, the act and the way out.
 * @param {string} name @param {string} title @param {unknown} body @param {string} send
 */
export function question(name, title, body, send) {
  return html`<dialog data-dialog=${name} aria-labelledby="asked"><form method="dialog" data-form=${name}>
    <h2 id="asked">${title}</h2>${body}
    <footer><button class="act" type="button" data-act="cancel"><span>${t("Cancel")}</span><span class="key">Esc</span></button>
      <button class="act main" type="submit"><span>${send}</span><span class="key">↵</span></button></footer></form></dialog>`;
}

/**
 * Choices as cards; the first group of a dialog is chosen by digits.
 * @param {string} legend @param {string} name
 * @param {{value: string, label: unknown, more?: unknown, checked?: boolean, disabled?: boolean, cap?: string}[]} options @param {string} [look]
 */
export function cards(legend, name, options, look = "") {
  return html`<fieldset class="cards ${look}"><legend>${legend}</legend>${options.map(
    (option, place) => html`<label class="card">
    <input type="radio" name=${name} value=${option.value} .defaultChecked=${option.checked ?? false} ?disabled=${option.disabled ?? false} required>
    <span class="key" aria-hidden="true">${option.cap ?? place + 1}</span><span class="clip">${option.label}</span>${option.more ? html`<small>${option.more}</small>` : nothing}</label>`,
  )}</fieldset>`;
}

/** Which plan, and what has happened in a few words. @param {CounterView} view */
function raise(view) {
  const plans = view.plans.map(plan => ({
    value: plan.kind,
    label: html`<b>${pick(plan.name)}</b>`,
    more: pick(plan.about),
  }));
  return question(
    "raise",
    t("Start a plan"),
    html`${cards(t("What has happened?"), "plan", plans)}
    <label class="field">${t("In a few words, if there is time")}<input type="text" name="note" maxlength="300" autocomplete="off"></label>`,
    t("Start it now"),
  );
}

/** What a step leaves behind. @param {NonNullable<Dialog["doing"]>} doing */
function step({step: {text, fields}}) {
  return question("step", pick(text), html`${fields.map(field)}`, t("Done"));
}

/** @param {import("./types.js").Field} asked */
function field({name, kind, label, needed, options, draft}) {
  const value = draft ? pick(draft) : "";
  if (kind === "choice")
    return cards(
      pick(label),
      name,
      options.map(one => ({value: one.value, label: pick(one.label)})),
    );
  if (kind === "text")
    return html`<label class="field"><span>${pick(label)}</span><textarea name=${name} rows="3" maxlength="2000" ?required=${needed} .defaultValue=${value}></textarea></label>`;
  return html`<label class="field"><span>${pick(label)}</span><input type="text" name=${name} inputmode=${kind === "number" ? "numeric" : "text"} maxlength="8" autocomplete="off" ?required=${needed} .defaultValue=${value}></label>`;
}

/** @param {CounterView} view */
function hold(view) {
  const number = numberOr(view.ticket?.number);
  return question(
    "hold",
    t("Hold {number} for later?", {number}),
    html`<p>${t("It leaves the desk and stands under “Kept”, to be called back in any order.")}</p>
    ${cards(t("For whom"), "whose", [
      {value: "counter", label: t("Kept for this counter"), checked: true},
      {value: "mine", label: t("For me, wherever I sit")},
    ])}
    ${cards(t("Remind me"), "remind", reminders(), "unnumbered three")}`,
    t("Hold"),
  );
}

/** When the terminal is to say that they have been away for long. */
function reminders() {
  const minutes = [5, 10, 20, 30].map(n => ({value: String(n), label: t("in {n} min", {n})}));
  return [{value: "", label: t("As usual here"), checked: true}, ...minutes, {value: "0", label: t("Not at all")}];
}

/** @param {CounterView} view */
function transfer(view) {
  const number = numberOr(view.ticket?.number);
  const services = view.waits
    .filter(wait => wait.service !== view.ticket?.service)
    .map(wait => ({
      value: `service:${wait.service}`,
      label: html`<b>${wait.service}</b> ${serviceName(view, wait.service)}`,
      more: html`<span class="num">${t("{n} waiting", {n: wait.count})}</span>`,
    }));
  const able = view.others.filter(other => other.services.includes(view.ticket?.service ?? ""));
  const counters = able.map(other => ({
    value: `counter:${other.code}`,
    label: html`<span class="desk num">${other.code}</span> ${other.services.join(" ")}`,
    more: counterState(other.state),
    disabled: !other.takes,
  }));
  return question(
    "transfer",
    t("Transfer {number}", {number}),
    html`${cards(t("To another service"), "to", services)}
    ${counters.length ? cards(t("Or to a counter, for the same service"), "to", counters, "unnumbered") : nothing}
    <label class="tick"><input type="checkbox" name="keep_place" .defaultChecked=${true}><span>${t("Keeps its place: nobody queues twice")}</span></label>`,
    t("Transfer"),
  );
}

/** What whom we have came for: another service than was taken, further ones, or fewer. @param {CounterView} view */
function visit(view) {
  const {ticket, counter, waits} = view;
  const now = ticket?.service ?? "",
    further = ticket?.further ?? [];
  const here = [now, ...counter.services.filter(code => code !== now)].map(code => ({
    value: code,
    label: html`<b>${code}</b> ${serviceName(view, code)}`,
    checked: code === now,
  }));
  const rest = [...further, ...waits.map(({service}) => service).filter(code => !further.includes(code))];
  return question(
    "visit",
    t("What {number} is here for", {number: numberOr(ticket?.number)}),
    html`${cards(t("Now"), "service", here)}
    <fieldset><legend>${t("And afterwards")}</legend><div class="ticks">${rest
      .filter(code => code !== now)
      .map(
        code =>
          html`<label class="tick"><input type="checkbox" name="further" value=${code} .defaultChecked=${further.includes(code)}><span><b>${code}</b> ${serviceName(view, code)}</span></label>`,
      )}</div></fieldset>
    <p>${t("The number and the hour of arrival stay. Nobody queues twice.")}</p>`,
    t("Save"),
  );
}

function pause() {
  const reasons = ["break", "lunch", "meeting", "other"].map((value, place) => ({
    value,
    label: reasonName(value),
    checked: place === 0,
  }));
  const lengths = [5, 10, 15, 30, 60].map(n => ({value: String(n), label: t("{n} min", {n}), checked: n === 10}));
  return question(
    "pause",
    t("Pause the counter"),
    html`${cards(t("Reason"), "reason", reasons)}
    ${cards(t("How long"), "minutes", [...lengths, {value: "", label: t("Open end")}], "unnumbered three")}`,
    t("Pause"),
  );
}

/** @param {CounterView} view */
function walkIn(view) {
  const services = view.counter.services.map((code, place) => ({
    value: code,
    label: html`<b>${code}</b> ${serviceName(view, code)}`,
    checked: place === 0,
  }));
  return question(
    "walk-in",
    t("Serve at once, without a ticket"),
    html`${cards(t("Service"), "service", services)}${whoComes(view)}`,
    t("Start serving"),
  );
}

/** Which numbers of the paper roll people have in their hands. @param {CounterView} view */
function inRoom({roll}) {
  return question(
    "in-room",
    t("Numbers in the room"),
    html`<p>${roll?.next ? t("The next number is {number}.", {number: roll.next}) : t("Nobody has said yet where the roll begins.")}</p>
    <input type="hidden" name="service" value=${roll?.service ?? ""}>
    <label class="field"><span>${t("The last number that somebody has")}</span><input class="num" type="text" inputmode="numeric" name="up_to" required pattern="[0-9]{1,5}" maxlength="5" autocomplete="off"></label>
    <label class="field"><span>${t("From which on, where it is another roll")}</span><input class="num" type="text" inputmode="numeric" name="first" pattern="[0-9]{0,5}" maxlength="5" autocomplete="off"></label>`,
    t("Into the line"),
  );
}

/** @param {CounterView} view @param {Dialog} dialog */
function outOfOrder(view, dialog) {
  const tickets = (dialog.line ?? []).map((ticket, place) => ({
    value: String(ticket.id),
    checked: dialog.chosen ? ticket.id === dialog.chosen : place === 1 || dialog.line?.length === 1,
    label: html`<span class="plate quiet num">${numberOr(ticket.number)}</span> ${serviceName(view, ticket.service)}`,
    more: html`<span class="num">${standing(view, ticket)} · ${clock(ticket.issued_at, view.hall.timezone)}</span>`,
  }));
  return question(
    "out-of-order",
    t("Call out of order"),
    html`<p>${t("The supervisor and the auditor see the call with its reason.")}</p>
    ${cards(t("Which ticket"), "ticket", tickets)}
    <label class="field"><span>${t("Reason")}</span><input type="text" name="reason" required minlength="3" maxlength="200" autocomplete="off"></label>`,
    t("Call"),
  );
}

/** @param {CounterView} view @param {Dialog} dialog */
function comeBack(view, dialog) {
  return question("return", t("Who is back?"), cards(t("Kept"), "ticket", keptCards(view, dialog)), t("Return"));
}

/** @param {CounterView} view @param {Dialog} dialog */
function callBack(view, dialog) {
  return question("call-back", t("Call whom back?"), cards(t("Kept"), "ticket", keptCards(view, dialog)), t("Call"));
}

/** @param {CounterView} view @param {Dialog} dialog */
function keptCards(view, dialog) {
  return (dialog.kept ?? []).map((ticket, place) => ({
    value: String(ticket.id),
    checked: place === 0,
    label: html`<span class="plate quiet num">${numberOr(ticket.number)}</span> ${serviceName(view, ticket.service)}`,
    more: html`<span class="num">${since(ticket, view.hall.timezone, new Date())}</span>`,
  }));
}
