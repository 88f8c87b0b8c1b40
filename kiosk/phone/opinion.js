/** An opinion in one's own words, and what the hall answered. */
import {html, nothing} from "/vendor/lit-html.js";
import {date} from "/static/clock.js";
import {t} from "/static/words.js";
import {heading} from "./parts.js";

/**
 * @typedef {import("./render.js").Shown} Shown
 * @typedef {import("./render.js").Acts} Acts
 */

/** @returns {[string, string][]} */
const kinds = () => [
  ["praise", t("Praise")],
  ["idea", t("An idea")],
  ["problem", t("A problem")],
  ["question", t("A question")],
];

/** @param {Shown} view @param {Acts} acts */
export function opinion({said, busy}, acts) {
  return html`<section><div class="read">${heading(t("Tell us what you think"))}
      <div class="why" role="group" aria-label=${t("What is it?")}>${kinds().map(([kind, name]) => html`<button type="button" class="act" data-kind=${kind} aria-pressed=${String(said.kind === kind)} @click=${() => acts.say({kind})}>${name}</button>`)}</div>
      <label class="field"><span>${t("In your words")}</span><textarea rows="6" maxlength="1000" .value=${said.opinion} @input=${(/** @type {{target: HTMLTextAreaElement}} */ {target}) => acts.say({opinion: target.value})}></textarea></label>
      <p class="say">${t("We read it and answer on this page.")}</p></div>
    <div class="acts"><button type="button" class="act main" ?disabled=${busy || !said.opinion.trim()} @click=${acts.opinion}>${t("Send")}</button>
      <button type="button" class="act plain" @click=${() => acts.ask(null)}>${t("Not now")}</button></div></section>`;
}

/** What was written and answered. @param {Shown} view */
export function opinions({track}) {
  const {opinions: own} = track.feedback,
    {timezone} = track.hall;
  if (!own.length) return nothing;
  return html`<div class="opinions"><h2>${t("Your opinions")}</h2>${own.map(
    ({words, given_at: given, answer, answered_at: answered}) => html`<article>
    <p><small>${t("You wrote on {date}", {date: date(given, timezone)})}</small>${words}</p>
    ${answer && answered ? html`<p class="answer"><small>${t("Our answer of {date}", {date: date(answered, timezone)})}</small>${answer}</p>` : html`<p><small>${t("Not answered yet")}</small></p>`}</article>`,
  )}</div>`;
}

/** @param {Acts} acts */
export const tell = acts =>
  html`<button type="button" class="act plain" @click=${() => acts.ask("opinion")}>${t("Leave an opinion")}</button>`;
