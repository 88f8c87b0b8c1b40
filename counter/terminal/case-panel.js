/** The case beside the line, where the line stands otherwise: its materials, its form, what is missing, what can be done. */

import {html, nothing} from "/vendor/lit-html.js";
import {form} from "/static/acts.js";
import {pick, t} from "/static/words.js";
import {numberOr, serviceName} from "./naming.js";

/** @typedef {import("./types.js").CounterView} CounterView */
/** @typedef {import("./types.js").Ui} Ui */
/** @typedef {import("./types.js").CaseShown} CaseShown */
/** @typedef {import("./types.js").CaseOpen} CaseOpen */
/** @typedef {ReturnType<typeof import("./case-desk.js").openCases>} Cases */

/** @param {CounterView} view @param {Ui} ui @param {Cases} cases */
export function casePanel(view, ui, cases) {
  const open = /** @type {CaseOpen} */ (ui.case);
  return html`<section class="side case" aria-label=${t("Case")}>
    <header><h2>${open.shown ? t("Case {number}", {number: open.shown.number}) : t("Cases of this number")}</h2>
      <button class="act" type="button" @click=${cases.leave}><span>${t("Back to the line")}</span><span class="key">Esc</span></button></header>
    ${open.said ? html`<p class="wrong" role="alert">${open.said}</p>` : nothing}
    <div class="rolls" tabindex="-1">${open.shown ? whole(open, open.shown, cases) : choice(view, cases)}${others(view, open, cases)}</div>
    ${open.shown ? acts(ui.hall?.code ?? "main", open, open.shown, cases) : nothing}</section>`;
}

/** @param {CounterView} view @param {Cases} cases */
function choice(view, cases) {
  if (!view.cases.length) return html`<p class="prose">${t("One moment…")}</p>`;
  return html`<ul class="choose">${view.cases.map(
    one =>
      html`<li><button class="act" type="button" @click=${() => cases.look(one.id)}><span><b class="num">${one.number}</b> ${one.service} · ${pick(one.state_name)}</span></button></li>`,
  )}</ul>`;
}

/** One number may have several cases. @param {CounterView} view @param {CaseOpen} open @param {Cases} cases */
function others(view, open, cases) {
  if (!view.ticket) return nothing;
  const rest = view.cases.filter(one => one.id !== open.id);
  const services = view.counter.services;
  return html`<footer class="more-cases">${rest.length ? rest.map(one => html`<button class="act" type="button" @click=${() => cases.look(one.id)}><span class="num">${one.number}</span></button>`) : nothing}
    <details><summary>${t("Another case")}</summary>${services.map(code => html`<button class="act" type="button" @click=${() => cases.another(code)}><span><b>${code}</b> ${serviceName(view, code)}</span></button>`)}</details>
    <form @submit=${(/** @type {SubmitEvent} */ event) => brought(event, cases)}><input name="code" aria-label=${t("Code of a notice")} placeholder=${t("Code of a notice")} maxlength="200" autocomplete="off" required></form>
    <span class="small q num">${numberOr(view.ticket.number)}</span></footer>`;
}

/** A notice that a customer brought was scanned, or its code typed. @param {SubmitEvent} event @param {Cases} cases */
function brought(event, cases) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  void cases.found(String(new FormData(form).get("code")).trim());
  form.reset();
}

/** @param {CaseOpen} open @param {CaseShown} one @param {Cases} cases */
function whole(open, one, cases) {
  const done = one.materials.filter(({check}) => check !== null).length;
  return html`<p class="small q">${one.service} ${pick(one.service_name)} · <b>${pick(one.state_name)}</b>${one.holder_name ? html` · ${one.holder_name}` : nothing}
      · <span class="num">${t("Looked at: {done} of {all}", {done, all: one.materials.length})}</span></p>
    ${one.hard.length ? html`<p class="small">${t("To the supervisor, never decided alone:")} ${one.hard.map(pick).join(" · ")}</p>` : nothing}
    <ol class="materials">${one.materials.map((material, at) => row(open, material, at, cases))}</ol>
    ${one.materials.length ? html`<p class="small q">${t("↑ ↓ choose · Enter all right · 0 missing · 1 2 3 marks · Esc back to the line")}</p>` : nothing}
    ${one.fields.length ? html`<div class="entered">${one.fields.map(field => input(open, field, cases))}</div>` : nothing}
    ${wrongs(open, one, cases)}`;
}

/** @param {CaseOpen} open @param {CaseShown["materials"][number]} one @param {number} at @param {Cases} cases */
function row(open, one, at, cases) {
  const {check} = one,
    state = check === null ? "" : check.complete && check.correct && check.compliant ? "good" : "bad";
  const turn = (
    /** @type {"complete"|"correct"|"compliant"} */ what,
    /** @type {string} */ label,
    /** @type {string} */ key,
  ) =>
    html`<button class="turn" type="button" aria-pressed=${check?.[what] ?? false} @click=${() => cases.mark(at, what)}><span aria-hidden="true">${check === null ? "·" : check[what] ? "✓" : "✕"}</span> ${label}<span class="key" aria-hidden="true">${key}</span></button>`;
  const here = at === open.at;
  return html`<li class="${state} ${here ? "here" : ""}" aria-current=${here ? "true" : nothing}
      @click=${() => cases.go(at - open.at)} @dragover=${(/** @type {DragEvent} */ event) => event.preventDefault()} @drop=${(/** @type {DragEvent} */ event) => dropped(event, at, cases)}>
    <p class="what"><span><b>${at + 1} · ${pick(one.name)}</b> <span class="small q">${copiesOf(one)}</span></span>${here ? nothing : html`<span class="found">${foundOf(check)}</span>`}</p>
    ${
      here
        ? html`${one.checks ? html`<p class="small">${pick(one.checks)}</p>` : nothing}
    <div class="turns">${turn("complete", t("Complete"), "1")}${turn("correct", t("Correct"), "2")}${turn("compliant", t("Compliant"), "3")}
      <label class="scan">${t("Add a scan")}${one.files.length ? html` <b class="num">${one.files.length}</b>` : nothing}<input class="unseen" type="file" accept="image/jpeg,image/png,image/webp,application/pdf" @change=${(/** @type {Event} */ event) => chosen(event, at, cases)}></label></div>`
        : nothing
    }</li>`;
}

/** What was found of a material, in a word. @param {CaseShown["materials"][number]["check"]} check */
function foundOf(check) {
  if (check === null) return html`<span class="q">${t("not looked at yet")}</span>`;
  if (!check.complete) return html`<b>✕ ${t("missing")}</b>`;
  if (!check.correct) return html`<b>✕ ${t("not correct")}</b>`;
  return check.compliant ? html`✓ ${t("all right")}` : html`<b>✕ ${t("not compliant")}</b>`;
}

/** Original or copy, and how many. @param {CaseShown["materials"][number]} one */
function copiesOf({copies, number, weight}) {
  const of = copies === "copy" ? t("a copy") : copies === "both" ? t("original and copy") : t("the original");
  return html`${of}${number > 1 ? html` × ${number}` : nothing}${weight === "secondary" ? html` · ${t("may follow")}` : nothing}`;
}

/** @param {DragEvent} event @param {number} at @param {Cases} cases */
function dropped(event, at, cases) {
  event.preventDefault();
  const [file] = event.dataTransfer?.files ?? [];
  if (file) void cases.scan(at, file);
}

/** @param {Event} event @param {number} at @param {Cases} cases */
function chosen(event, at, cases) {
  const field = /** @type {HTMLInputElement} */ (event.target);
  const [file] = field.files ?? [];
  if (file) void cases.scan(at, file);
  field.value = "";
}

/** @param {CaseOpen} open @param {CaseShown["fields"][number]} one @param {Cases} cases */
function input(open, one, cases) {
  const mine = one.code in open.typed ? open.typed[one.code] : one.value;
  const fault = one.fault_text && open.shown?.form ? html`<span class="fault">${pick(one.fault_text)}</span>` : nothing;
  return html`<label class="field"><span>${pick(one.name)}${one.needed ? nothing : html` <span class="q">${t("optional")}</span>`}</span>${control(one, mine, cases)}
    ${one.about ? html`<span class="small q">${pick(one.about)}</span>` : nothing}${open.theirs[one.code] ? both(one, cases) : fault}</label>`;
}

/** @param {CaseShown["fields"][number]} one @param {string|number|boolean|null} value @param {Cases} cases */
function control(one, value, cases) {
  const said = (/** @type {Event} */ event) => {
    if (event instanceof InputEvent && event.isComposing) return;
    cases.typing(one.code, meant(one.kind, /** @type {HTMLInputElement} */ (event.target)));
    if (event.type === "change") void cases.fill(one.code);
  };
  const text = value === null ? "" : String(value);
  if (one.kind === "tick")
    return html`<input type="checkbox" data-field=${one.code} .checked=${value === true} @change=${said}>`;
  if (one.kind === "lines")
    return html`<textarea data-field=${one.code} rows="2" maxlength="2000" .value=${text} @input=${said} @change=${said}></textarea>`;
  if (one.kind === "one_of")
    return html`<select data-field=${one.code} @change=${said}><option value="" ?selected=${text === ""}>${t("choose")}</option>${one.options.map((words, place) => html`<option value=${place} ?selected=${text === String(place)}>${pick(words)}</option>`)}</select>`;
  const type = one.kind === "day" ? "date" : "text";
  return html`<input data-field=${one.code} type=${type} inputmode=${one.kind === "number" ? "decimal" : one.kind === "phone" ? "tel" : nothing} maxlength="200" autocomplete="off" .value=${text} @input=${said} @change=${said}>`;
}

/** What a control says, as the form keeps it. @param {string} kind @param {HTMLInputElement} field */
function meant(kind, field) {
  if (kind === "tick") return field.checked;
  const text = kind === "number" ? field.value.trim() : field.value;
  const number = Number(text.normalize("NFKC").replace(",", "."));
  return kind === "number" && text && !Number.isNaN(number) ? number : text;
}

/** Somebody else was faster: both are there, and the reader chooses. @param {CaseShown["fields"][number]} one @param {Cases} cases */
function both(one, cases) {
  return html`<span class="both" role="alert">${t("Somebody else entered: {value}", {value: String(one.value ?? "—")})}
    <button class="act" type="button" @click=${() => cases.fill(one.code, one.form)}><span>${t("Keep mine")}</span></button>
    <button class="act" type="button" @click=${() => cases.forget(one.code)}><span>${t("Take theirs")}</span></button></span>`;
}

/** Everything that is missing or wrong; a notice may say more of each, in the customer's language. @param {CaseOpen} open @param {CaseShown} one @param {Cases} cases */
function wrongs(open, one, cases) {
  if (!one.wrong.length) return nothing;
  const remark = (/** @type {string} */ of, /** @type {string} */ name) =>
    html`<input class="remark" aria-label=${t("More about {name}, for the customer", {name})} placeholder=${t("more, for the customer")} maxlength="300" autocomplete="off" .value=${open.remarks[of] ?? ""} @change=${(/** @type {Event} */ event) => cases.remark(of, /** @type {HTMLInputElement} */ (event.target).value)}>`;
  const notice = one.acts.some(({name}) => name === "give_notice" || name === "give_further_notice");
  return html`<div class="missing"><h3>${t("Missing or wrong")}</h3><ul>${one.wrong.map(({part, code, name, text}) => html`<li><b>${pick(name)}</b> ${pick(text)}${notice ? remark(`${part}:${code}`, pick(name)) : nothing}</li>`)}</ul></div>`;
}

/** @param {string} hall @param {CaseOpen} open @param {CaseShown} one @param {Cases} cases */
function acts(hall, open, one, cases) {
  const asked = one.acts.find(({name}) => name === open.asks);
  const notice = one.notices_given.length
    ? html`<a class="act" href="/office/${hall}/cases/${one.id}/notice" target="_blank">${t("Print on A4")}</a>`
    : nothing;
  if (asked)
    return form(
      asked,
      (event, act) => cases.move(act, new FormData(/** @type {HTMLFormElement} */ (event.target))),
      cases.cancel,
    );
  const main = cases.onward();
  const button = (/** @type {import("/static/views.d.ts").OpenAct} */ act) =>
    html`<button class="act ${act === main ? "main" : ""}" type="button" ?disabled=${open.busy} @click=${() => cases.move(act)}><span>${pick(act.words)}</span>${act === main ? html`<span class="key">⇧↵</span>` : nothing}</button>`;
  const others = one.acts.filter(act => act !== main);
  return html`<div class="moves">${main ? button(main) : nothing}${notice}${others.length ? html`<details><summary>${t("More")}</summary>${others.map(button)}</details>` : nothing}</div>`;
}
