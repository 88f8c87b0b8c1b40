/** How it was: one touch counts; then, for whoever likes, another level, reasons and words. */
import {html, nothing} from "/vendor/lit-html.js";
import {face} from "/static/faces.js";
import {pick, t} from "/static/words.js";
import {heading} from "./parts.js";

/**
 * @typedef {import("./render.js").Shown} Shown
 * @typedef {import("./render.js").Acts} Acts
 */

const FAIR = 3,
  LOW = 2; // up to these one is asked what could be better, and may be contacted

/** @param {Shown} view @param {(score: number) => void} press */
function five({track, busy}, press) {
  const {choices, rating} = track.feedback;
  return html`<div class="five">${(choices?.levels ?? []).map(
    ({score, name}) => html`<button type="button" data-score=${score} ?disabled=${busy}
    aria-pressed=${String(rating?.score === score)} @click=${() => press(score)}>${face(score)}<span>${pick(name)}</span></button>`,
  )}</div>`;
}

/** What was done, where. @param {Shown} view */
const what = ({track}) =>
  html`<p class="small">${pick(track.service_name)}${track.counter ? ` · ${t("Counter {code}", {code: track.counter})}` : ""} · ${t("the clerk does not see it")}</p>`;

/** @param {Shown} view @param {Acts} acts */
export function rate(view, acts) {
  return html`<section><div class="read"><div>${heading(t("How was it today?"))}${what(view)}</div>${five(view, acts.rate)}</div>
    <div class="acts"><button type="button" class="act plain" @click=${() => acts.ask(null)}>${t("Not now")}</button></div></section>`;
}

/** @param {Shown} view @param {Acts} acts */
function contact({said, wrong}, acts) {
  const hint = t("Phone number or e-mail");
  return html`<label class="field"><span>${t("Please contact me within one working day")}</span><input type="text" inputmode="email" maxlength="120" placeholder=${hint} .value=${said.contact}
    aria-invalid=${String(wrong !== null)} aria-describedby=${wrong === null ? nothing : "wrong"} @input=${(/** @type {{target: HTMLInputElement}} */ {target}) => acts.say({contact: target.value})}></label>
    ${wrong === null ? nothing : html`<p class="trouble" id="wrong" role="alert">${wrong}</p>`}`;
}

/** @param {Shown} view @param {Acts} acts */
export function why(view, acts) {
  const {track, said, busy} = view,
    {choices, rating} = track.feedback,
    score = rating?.score ?? 0,
    better = score <= FAIR;
  const press = (/** @type {string} */ code) =>
    acts.say({
      reasons: said.reasons.includes(code) ? said.reasons.filter(one => one !== code) : [...said.reasons, code],
    });
  return html`<section class="picked"><div class="read"><div>${heading(t("Thank you, we have it"))}${what(view)}</div>${five(view, acts.correct)}
      <div><h2>${better ? t("What could be better?") : t("What was good?")} <small>${t("as many as you like, or none")}</small></h2>
        <div class="why">${(better ? choices?.better : choices?.good)?.map(({code, name}) => html`<button type="button" class="act" data-reason=${code} aria-pressed=${String(said.reasons.includes(code))} @click=${() => press(code)}>${pick(name)}</button>`)}</div></div>
      <label class="field"><span>${t("In your words (optional)")}</span><textarea rows="3" maxlength="1000" .value=${said.words} @input=${(/** @type {{target: HTMLTextAreaElement}} */ {target}) => acts.say({words: target.value})}></textarea></label>
      ${score <= LOW ? contact(view, acts) : nothing}</div>
    <div class="acts"><button type="button" class="act main" ?disabled=${busy} @click=${acts.explain}>${t("Send")}</button>
      <button type="button" class="act plain" @click=${() => acts.ask(null)}>${t("Not now")}</button></div></section>`;
}

/** How it was rated, from whichever phone or tablet. @param {Shown} view */
export function rated({
  track: {
    feedback: {rating},
  },
}) {
  return rating
    ? html`<p class="rated">${face(rating.score)}<span>${t("Your rating: {level}", {level: pick(rating.name)})}</span></p>`
    : nothing;
}

/** What one can still say of the visit. @param {Shown} view @param {Acts} acts */
export function invitation({track}, acts) {
  const {may_rate: may, rating} = track.feedback;
  if (may)
    return html`<button type="button" class="act main" @click=${() => acts.ask("rate")}>${t("Rate this visit")}</button>`;
  return rating && !rating.explained
    ? html`<button type="button" class="act" @click=${() => acts.ask("why")}>${t("Say why")}</button>`
    : nothing;
}
