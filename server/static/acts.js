/**
 * What can be done, as the server says it: which of it is the reader's, what is asked with it, how it is sent. A page
 * draws these acts in their places and on its keys; who may do what in which state is no page's to know.
 * @import {AskedField, Condition, OpenAct} from "/static/views.d.ts"
 * @typedef {{id: number, rights: string[]}} Reader
 * @typedef {{value: string | number, label: unknown, chosen?: boolean}} Option
 */

import {html, nothing} from "/vendor/lit-html.js";
import {pick, t} from "/static/words.js";

/** Who reads this page of a hall; null: nobody is signed in. @param {string} hall @returns {Promise<Reader | null>} */
export async function readerOf(hall) {
  const {person} = await (await fetch("/api/v1/session")).json();
  return person && {id: person.id, rights: person.rights[hall] ?? []};
}

/** The acts that are the reader's at a moment (ms). @param {(OpenAct | null)[]} acts @param {Reader} me @param {number} [at] @returns {OpenAct[]} */
export const theirs = (acts, {id, rights}, at = -Infinity) =>
  acts
    .filter(act => act !== null)
    .filter(
      act =>
        act.rights.every(one => rights.includes(one)) &&
        (act.only === null || act.only.includes(id)) &&
        (act.until === null || Date.parse(act.until) >= at),
    );

/** What a first press arms: this very act. Behind the same key stands another one as soon as the hall has moved on. @param {OpenAct} act */
export const mark = ({name, of, path, body, onward}) => JSON.stringify([name, of, path, body, onward]);

/** What is sent with an act: its own, and what was given. @param {OpenAct} act @param {FormData} [form] @returns {Record<string, unknown>} */
export function bodyOf(act, form) {
  /** @type {Record<string, any>} */
  const body = structuredClone(act.body);
  for (const field of form ? act.needs : []) {
    const [last = "", ...outer] = field.name.split(".").reverse();
    let into = body;
    for (const part of outer.reverse()) into = into[part] ??= {};
    into[last] = given(field, /** @type {FormData} */ (form));
  }
  return body;
}

/** @param {AskedField} field @param {FormData} form */
function given({name, kind}, form) {
  const text = String(form.get(name) ?? "").trim();
  if (kind === "tick") return form.has(name);
  if (kind === "counters") return form.getAll(name);
  if (kind === "people") return form.getAll(name).map(Number);
  if (kind === "lines")
    return text
      .split("\n")
      .map(line => line.trim())
      .filter(Boolean);
  const digits = text.normalize("NFKC");
  return kind === "number" && /^\d+$/.test(digits) ? Number(digits) : text;
}

/** Why it was not done, as a sentence. @param {unknown} problem */
export function whyNot(problem) {
  const {detail, errors} = /** @type {{detail?: string, errors?: {message: string}[]}} */ (problem ?? {});
  return errors?.[0]?.message || detail || t("That did not work. Please try again.");
}

/** What should be so before it, each with its figures. @param {Condition[]} all */
export const conditions = all =>
  all.length
    ? html`<ul class="crit">${all.map(({met, text}) => html`<li class=${met ? "met" : "unmet"}><span aria-hidden="true">${met ? "✓" : "■"}</span> <span class="unseen">${met ? t("met:") : t("not met:")}</span>${pick(text)}</li>`)}</ul>`
    : nothing;

/**
 * What an act asks, as a form in its place.
 * @param {OpenAct} act @param {(event: SubmitEvent, act: OpenAct) => void} send @param {() => void} [leave] nothing to leave: it always stands there
 * @param {(field: AskedField) => Option[]} [among] what the view lists, to choose from
 */
export const form = (act, send, leave, among = () => []) =>
  html`<form class=${leave ? "why" : `asked ${act.name}`} @submit=${(/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    send(event, act);
  }}>${conditions(act.stands)}${act.needs.map(field => input(field, among))}<span class="go"><button class="act main" type="submit">${pick(act.sends ?? act.words)}</button>${leave ? html`<button class="act" type="button" @click=${leave}>${t("Cancel")}</button>` : nothing}</span></form>`;

/** @param {AskedField} field @param {(field: AskedField) => Option[]} among */
function input(field, among) {
  const {name, kind, label, needed, options, draft, most} = field,
    value = draft ? pick(draft) : "",
    said = pick(label),
    length = most ?? 2000;
  switch (kind) {
    case "choice":
      return options.length <= 3
        ? html`<fieldset class="choice"><legend>${said}</legend>${options.map(one => html`<label><input type="radio" name=${name} value=${one.value} ?required=${needed}> ${pick(one.label)}</label>`)}</fieldset>`
        : html`<label>${said} <select name=${name} ?required=${needed}><option value=""></option>${options.map(one => html`<option value=${one.value}>${pick(one.label)}</option>`)}</select></label>`;
    case "counters":
    case "people":
      return html`<fieldset class="choice"><legend>${said}</legend>${among(field).map(one => html`<label><input type="checkbox" name=${name} value=${one.value} .checked=${one.chosen ?? false}> ${one.label}</label>`)}</fieldset>`;
    case "tick":
      return html`<label class="tick"><input type="checkbox" name=${name} .defaultChecked=${field.chosen.length > 0}> ${said}</label>`;
    case "line":
      return html`<label class="wide">${said} <input name=${name} ?required=${needed} maxlength=${length} autocomplete="off" .defaultValue=${value}></label>`;
    case "text":
    case "lines":
      return html`<label class="wide" lang=${name.startsWith("text.") ? name.slice(5) : nothing}>${said}${needed ? nothing : html` <span class="q">${t("if there is something to say")}</span>`} <textarea name=${name} rows=${value || kind === "lines" || name.startsWith("text.") ? 2 : 1} maxlength=${length} ?required=${needed} .defaultValue=${value}></textarea></label>`;
    default:
      return html`<label>${said} <input name=${name} inputmode=${kind === "number" ? "numeric" : "text"} autocomplete="off" size="7" ?required=${needed} .defaultValue=${value}></label>`;
  }
}
