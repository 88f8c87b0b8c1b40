/** After the touch: the rating is kept, and whoever likes says why. */
import {html, nothing} from "/vendor/lit-html.js";
import {pick, t} from "/static/words.js";
import {face} from "/static/faces.js";
import {head, heading} from "./frame.js";
import {mayBeContacted, scoreOf, wantsBetter} from "./state.js";

/**
 * @typedef {import("./state.js").Shown} Shown
 * @typedef {import("./render.js").Acts} Acts
 */

const MOST_WORDS = 1000,
  MOST_CONTACT = 120; // characters

/** @param {unknown} words @param {boolean} on @param {() => void} press @param {string} code */
const chip = (
  words,
  on,
  press,
  code,
) => html`<button type="button" class="chip" data-reason=${code} aria-pressed=${String(on)} @click=${press}>
  <svg viewBox="0 0 28 28" aria-hidden="true"><rect x="2" y="2" width="24" height="24" rx="5"/><path d="M7 14.5 12 19.5 21 8.5"/></svg>${words}</button>`;

/** @param {Shown} shown @param {Acts} acts */
function contact({mine}, acts) {
  const hint = t("Phone number or e-mail");
  return html`<div class="contact">${chip(t("Please contact me within one working day"), mine.contact !== null, () => acts.contact(mine.contact === null ? "" : null), "contact")}
    ${
      mine.contact === null
        ? nothing
        : html`<input type="text" inputmode="email" autocomplete="off" maxlength=${MOST_CONTACT} placeholder=${hint} aria-label=${hint} .value=${mine.contact}
      @input=${(/** @type {{target: HTMLInputElement}} */ {target}) => acts.contact(target.value)}>`
    }</div>`;
}

/** @param {Shown} shown @param {Acts} acts */
export function reasons(shown, acts) {
  const {view, mine} = shown,
    score = scoreOf(shown) ?? 0,
    better = wantsBetter(score),
    words = t("In your words (optional)");
  const level = view.choices.levels.find(one => one.score === score);
  return html`<main class="page why">${head(shown, acts)}
    <div class="body"><section class="mine">${face(score)}<b>${level ? pick(level.name) : nothing}</b><p role="status">${t("Your rating is recorded")}</p><button type="button" @click=${acts.change}>${t("Change")}</button></section>
      <section>${heading(html`${better ? t("What could be better?") : t("What was good?")}<small>${t("as many as you like, or none")}</small>`)}
        <div class="chips">${(better ? view.choices.better : view.choices.good).map(({code, name}) => chip(pick(name), mine.reasons.has(code), () => acts.reason(code), code))}</div>
        <label class="words"><textarea maxlength=${MOST_WORDS} placeholder=${words} aria-label=${words} .value=${mine.words}
          @input=${(/** @type {{target: HTMLTextAreaElement}} */ {target}) => acts.words(target.value)}></textarea></label>
        ${mayBeContacted(score) ? contact(shown, acts) : nothing}</section></div>
    <div class="foot">${mine.trouble === null ? html`<span class="num">${t("Closes after 60 seconds without a touch; what you entered is kept.")}</span>` : html`<span class="trouble" role="alert">${mine.trouble}</span>`}
      <div><button type="button" class="act" ?disabled=${mine.busy !== null} @click=${acts.pass}>${t("Skip")}</button><button type="button" class="act main" ?disabled=${mine.busy !== null} @click=${acts.send}>${t("Send")}</button></div></div></main>`;
}
