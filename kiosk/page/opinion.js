/** An opinion, without a number: above one reads and writes, below one touches; then its reference. */

import {html, nothing} from "/vendor/lit-html.js";
import {date} from "/static/clock.js";
import {t} from "/static/words.js";
import {cutSince, notice, top, zone} from "/pages/kiosk/page/frame.js";
import {lost, says} from "/pages/kiosk/page/saying.js";
import {closes} from "/pages/kiosk/page/ticket.js";
import {keyboard} from "/pages/kiosk/page/typing.js";

/** @typedef {import("/pages/kiosk/page/render.js").Model} Model */
/** @typedef {{target: HTMLInputElement | HTMLTextAreaElement}} Typed */

/** @returns {[string, string][]} */
const kinds = () => [
  ["praise", t("Praise")],
  ["idea", t("An idea")],
  ["problem", t("A problem")],
  ["question", t("A question")],
];

/** Ready phrases: an opinion is possible without a keyboard. @param {string} kind @returns {string[]} */
function phrases(kind) {
  if (kind === "praise")
    return [
      t("The staff were friendly."),
      t("It was quick."),
      t("Everything was explained clearly."),
      t("The hall is pleasant."),
    ];
  if (kind === "problem")
    return [
      t("The wait was too long."),
      t("The explanation was not clear."),
      t("I was sent to the wrong place."),
      t("Something here is broken."),
    ];
  if (kind === "question")
    return [
      t("Which papers do I need?"),
      t("When is it quiet here?"),
      t("Where do I go with my matter?"),
      t("Can I do this online?"),
    ];
  return [
    t("More seats, please."),
    t("Longer opening hours, please."),
    t("Clearer signs, please."),
    t("Drinking water, please."),
  ];
}

/** The quiet way in, below the keys. @param {Model} model */
export const tell = model => html`
  <button class="tell" data-tell aria-disabled=${cutSince(model) !== null} @click=${() => cutSince(model) === null && model.act.tell()}>${t("Leave an opinion")}</button>`;

/** @param {Model} model */
export function opinion(model) {
  const {page, act} = model,
    {draft, busy} = page;
  const ready = draft.words.trim() !== "" && cutSince(model) === null;
  return html`
    <div class="screen opine">
      ${top(model)}${notice(model)}
      <main>
        <div class="write">
          <h1 tabindex="-1">${t("Tell us what you think")}</h1>
          <label class="own"><span>${t("In your words, or touch what fits")}</span>
            <textarea rows="5" maxlength="1000" autocomplete="off" spellcheck="false" .value=${draft.words}
              @input=${(/** @type {Typed} */ {target}) => act.say({words: target.value})}></textarea></label>
          <label class="own" data-now=${page.field === "contact"}><span>${t("Phone number or e-mail, if you want an answer")}</span>
            <input type="text" inputmode="none" maxlength="120" autocomplete="off" spellcheck="false" aria-invalid=${wrong(draft.trouble)} .value=${draft.contact} @click=${() => act.field("contact")}
                @keydown=${(/** @type {KeyboardEvent} */ {key}) => key === "Enter" && act.field("contact")}
              @input=${(/** @type {Typed} */ {target}) => act.say({contact: target.value})}></label>
        </div>
        ${
          page.field
            ? keyboard(model)
            : html`<div class="choose">
          <div class="kinds" role="group" aria-label=${t("What is it?")}>${kinds().map(
            ([kind, name]) => html`
            <button class="act" data-kind=${kind} aria-pressed=${draft.kind === kind} @click=${() => act.say({kind})}>${name}</button>`,
          )}</div>
          <div class="phrases" role="group" aria-label=${t("Ready phrases")}>${phrases(draft.kind).map(
            phrase => html`
            <button class="act" aria-pressed=${says(draft, phrase)} @click=${() => act.phrase(phrase)}>${phrase}</button>`,
          )}</div>
        </div>`
        }
      </main>
      <footer class="send">
        ${state(model)}
        <button class="act" ?disabled=${busy} @click=${act.home}>${t("Not now")}</button>
        <button class="act main" aria-busy=${busy} aria-disabled=${!ready} @click=${() => ready && act.opine()}>${t("Send")}</button>
      </footer>
    </div>`;
}

/** Return whether the contact was refused. @param {import("/live/command.js").Problem | null} trouble */
const wrong = trouble => String(trouble?.errors[0]?.field === "contact");

/** What becomes of the words: sent, or not, and never kept here. @param {Model} model */
function state(model) {
  const {trouble} = model.page.draft;
  if (trouble)
    return html`<p class="state-of" role="alert">${lost(trouble) ? t("It was not sent: no answer came. Please try again.") : trouble.said}</p>`;
  if (cutSince(model) !== null)
    return html`<p class="state-of" role="alert">${t("It can't be sent just now. Nothing of it is kept on this machine.")}</p>`;
  return html`<p class="state-of calm">${t("It goes to the hall's supervisor. Nothing of it is kept on this machine.")}</p>`;
}

/** It is in the register: what the customer keeps. @param {Model} model */
export function thanks(model) {
  const receipt = model.page.receipt;
  if (!receipt) return nothing;
  const day = receipt.answer_by ? date(Date.parse(receipt.answer_by) - 1, zone(model)) : ""; // midnight ends the day before
  return html`
    <div class="screen one answers thanks">
      ${top(model)}${notice(model)}
      <main>
        <h1 tabindex="-1">${t("Thank you, we have it")}</h1>
        <div class="rule"><p class="big">${t("Your reference")}</p><p class="when num">${receipt.id}</p></div>
        <p class="big">${
          receipt.wants_answer
            ? t("We will answer by {day}, at the phone number or e-mail address you left.", {day})
            : t("We answer by {day}. If you want to know it, ask at a counter with this reference.", {day})
        }</p>
      </main>
      <footer class="answer">${closes(model)}<button class="act main" @click=${model.act.home}>${t("Done")}</button></footer>
    </div>`;
}
