/**
 * What is asked in its place: what a step leaves behind, why all the same, a text written anew, who has a role.
 * @import {Field, Offer, Role, Screen, Standing, Task} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {NAMES, pick, t} from "/static/words.js";
import {standings} from "./acts.js";

/** The criteria before a move, each with its figures. @param {Standing[]} all */
export const criteria = all =>
  all.length
    ? html`<ul class="crit">${all.map(({met, text}) => html`<li class=${met ? "met" : "unmet"}><span aria-hidden="true">${met ? "✓" : "■"}</span> <span class="unseen">${met ? t("met:") : t("not met:")}</span>${pick(text)}</li>`)}</ul>`
    : nothing;

/** @param {FormData} form */
const texts = form => Object.fromEntries([...form].map(([name, text]) => [name, String(text).trim()]));

/** @param {Field} field */
function input({name, kind, label, needed, options, draft}) {
  const value = draft ? pick(draft) : "";
  if (kind === "choice" && options.length <= 3)
    return html`<fieldset class="choice"><legend>${pick(label)}</legend>${options.map(one => html`<label><input type="radio" name=${name} value=${one.value} ?required=${needed}> ${pick(one.label)}</label>`)}</fieldset>`;
  if (kind === "choice")
    return html`<label>${pick(label)} <select name=${name} ?required=${needed}><option value=""></option>${options.map(one => html`<option value=${one.value}>${pick(one.label)}</option>`)}</select></label>`;
  if (kind === "text")
    return html`<label class="wide">${pick(label)}${needed ? nothing : html` <span class="q">${t("if there is something to say")}</span>`} <textarea name=${name} rows=${value ? 4 : 1} maxlength="2000" ?required=${needed} .defaultValue=${value}></textarea></label>`;
  return html`<label>${pick(label)} <input name=${name} inputmode=${kind === "number" ? "numeric" : "text"} autocomplete="off" size="7" ?required=${needed} .defaultValue=${value}></label>`;
}

/** Why all the same: asked only while a criterion speaks against it. @param {Standing[]} all */
export const reason = all =>
  all.some(({met}) => !met)
    ? html`<label class="wide">${t("Go on all the same, because")} <input name="reason" required maxlength="400" autocomplete="off"></label>`
    : nothing;

/** What a step asks of whoever confirms it. @param {Screen} screen @param {Task} task */
export function answer({view: {incident}, send, ask}, task) {
  const stands = standings(incident, task);
  const body = (/** @type {FormData} */ form) => {
    const {reason: why = "", ...fields} = texts(form);
    return {fields, reason: why};
  };
  return html`<form class="why" @submit=${(/** @type {SubmitEvent} */ event) => send(event, `tasks/${task.id}/confirm`, body, t("Done, and in the log."))}>
    ${task.fields.map(input)}${reason(stands)}${buttons(task.fields.length ? t("Done") : t("Go on"), ask)}</form>`;
}

/** Why a step is not needed: asked, for it is not done. @param {Screen} screen @param {Task} task */
export function waive({send, ask}, task) {
  return html`<form class="why" @submit=${(/** @type {SubmitEvent} */ event) => send(event, `tasks/${task.id}/waive`, texts, t("In the log."))}>
    <label class="wide">${t("Not needed, because")} <input name="why" required maxlength="400" autocomplete="off"></label>${buttons(t("Leave it out"), ask, t("Keep it"))}</form>`;
}

/** Why numbers or calls go on, or a stage goes down, all the same. @param {Screen} screen @param {string} path @param {object} more @param {Standing[]} all */
export function against({send, ask}, path, more, all) {
  return html`<form class="why" @submit=${(/** @type {SubmitEvent} */ event) => send(event, path, form => ({...more, ...texts(form)}), t("Done, and in the log."))}>
    ${criteria(all)}${reason(all)}${buttons(t("Go on"), ask)}</form>`;
}

/** The text of an announcement, in each language of the hall. @param {Screen} screen @param {Offer | null} offer @param {Record<string, string>} text */
export function wording({view: {hall, incident}, send, ask}, offer, text) {
  const body = (/** @type {FormData} */ form) => ({
    ...(offer ? {code: offer.code} : {spoken: form.has("spoken")}),
    text: Object.fromEntries(hall.languages.map(language => [language, String(form.get(language) ?? "").trim()])),
  });
  return html`<form class="why" @submit=${(/** @type {SubmitEvent} */ event) => send(event, "measures", body, t("It is shown now."))}>
    ${hall.languages.map(language => html`<label class="wide" lang=${language}>${NAMES[/** @type {import("/static/words.js").Language} */ (language)]} <textarea name=${language} rows="2" required maxlength="400" .defaultValue=${(text[language] ?? "").replaceAll("<wbr>", "")}></textarea></label>`)}
    ${offer ? nothing : html`<label class="tick"><input type="checkbox" name="spoken" checked> ${t("The hall display says it aloud")}</label>`}
    ${buttons(offer?.holds ? t("Show the new text") : incident.drill ? t("Show it (drill)") : t("Show it to everyone"), ask)}</form>`;
}

/** Who has a role: open counters and people by name; none ticked, whom the plan says. @param {Screen} screen @param {Role} role */
export function holders({view: {counters, people}, send, ask}, role) {
  const at = new Set(role.named ? role.holders.map(({counter}) => counter) : []),
    named = new Set(role.named ? role.holders.map(({staff}) => staff) : []);
  const body = (/** @type {FormData} */ form) => ({
    counters: form.getAll("counter"),
    staff: form.getAll("staff").map(Number),
  });
  return html`<form class="why" @submit=${(/** @type {SubmitEvent} */ event) => send(event, `roles/${role.code}`, body, t("In the log."))}>
    <fieldset class="choice"><legend>${t("Counters")}</legend>${counters.filter(({open, code}) => open || at.has(code)).map(one => html`<label><input type="checkbox" name="counter" value=${one.code} .checked=${at.has(one.code)}> ${one.code} ${one.name ?? nothing}</label>`)}</fieldset>
    <fieldset class="choice"><legend>${t("People")}</legend>${people.map(one => html`<label><input type="checkbox" name="staff" value=${one.id} .checked=${named.has(one.id)}> ${one.name}</label>`)}</fieldset>
    <p class="q">${t("Nothing ticked: whom the plan says.")}</p>${buttons(t("Give the role"), ask)}</form>`;
}

/** @param {string} go @param {(what: null) => void} ask @param {string} [leave] */
const buttons = (go, ask, leave = t("Cancel")) =>
  html`<span class="go"><button class="act main" type="submit">${go}</button><button class="act" type="button" @click=${() => ask(null)}>${leave}</button></span>`;
