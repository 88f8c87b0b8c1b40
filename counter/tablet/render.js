/** The tablet's one way to the document. */
import {html, nothing, render as draw} from "/vendor/lit-html.js";
import {fitBox} from "/pages/display/wall/fit.js";
import {warning} from "/pages/display/wall/signs.js";
import {clock} from "/static/clock.js";
import {pick, t} from "/static/words.js";
import {alarm} from "./alarm.js";
import {face} from "/static/faces.js";
import {head, heading, quiet} from "./frame.js";
import {reasons} from "./reasons.js";
import {screenOf} from "./state.js";

/**
 * @typedef {import("./state.js").Shown} Shown
 * @typedef {object} Acts
 * @property {(score: number) => void} rate
 * @property {() => void} decline
 * @property {() => void} change
 * @property {(code: string) => void} reason
 * @property {(text: string) => void} words
 * @property {(text: string|null) => void} contact
 * @property {() => void} pass
 * @property {() => void} send
 * @property {(language: import("/static/words.js").Language) => void} speak
 * @property {() => Promise<void>|void} silent nobody has touched it for long: what was begun is sent
 * @property {() => void} stands tell the server that a customer is asked
 * @property {(before: Pick<Shown, "view"|"mine">) => void} left another customer's turn has come
 */

/** @param {Shown} shown @param {Acts} acts */
function rate(shown, acts) {
  const {view, mine} = shown;
  return html`<main class="page rate">${head(shown, acts)}
    <div class="body"><div class="ask">${heading(t("How satisfied are you with this service?"))}<p>${t("One touch is enough.")}</p></div>
      <div class="five">${view.choices.levels.map(({score, name}) => html`<button type="button" data-score=${score} aria-busy=${String(mine.busy === score)} @click=${() => acts.rate(score)}>${face(score)}<b>${pick(name)}</b></button>`)}</div></div>
    <div class="foot">${mine.trouble === null ? html`<span>${t("The clerk does not see your rating.")}</span>` : html`<span class="trouble" role="alert">${mine.trouble}</span>`}
      ${mine.changing ? nothing : html`<button type="button" class="act plain" @click=${acts.decline}>${t("No rating")}</button>`}</div></main>`;
}

/** @param {Shown} shown @param {Acts} acts */
const thanks = (shown, acts) => html`<main class="page still">${head(shown, acts)}
  <div class="body">${heading(t("Thank you"))}<p>${t("Please take your papers with you.")}</p></div><div class="foot"><span>${t("Closes in 10 seconds")}</span></div></main>`;

/** @param {Shown} shown */
function who({view: {clerk, counter, post}}) {
  return {name: clerk ?? t("Counter {code}", {code: counter}), post: pick(post)};
}

/** @param {Shown} shown @param {Acts} acts */
function idle(shown, acts) {
  const {name, post} = who(shown),
    {hall} = shown.view;
  return quiet(
    shown,
    acts,
    name,
    post,
    html`<span>${t("You can rate the service here when it ends.")}</span>${hall.demo ? html`<span>${t("Demo")}</span>` : nothing}<span class="num">${clock(shown.at, hall.timezone)}</span>`,
  );
}

/** @param {Shown} shown @param {Acts} acts */
function cut(shown, acts) {
  const {name, post} = who(shown),
    {hall} = shown.view,
    since = shown.link.since;
  return html`<div class="stale" role="status">${warning}${since ? t("No connection since {time}", {time: clock(since, hall.timezone)}) : t("No connection")}</div>
    ${quiet(shown, acts, t("Rating is not possible now"), t("Scan the QR code on your slip with your phone; it is good all day."), html`<span>${name}　${post}</span><span class="num">${clock(shown.at, hall.timezone)}</span>`)}`;
}

const SCREENS = {alarm, cut, idle, rate, reasons, thanks};

/**
 * Draw what the customer needs now.
 * @param {HTMLElement} root
 * @param {Shown} shown
 * @param {Acts} acts
 */
export function render(root, shown, acts) {
  const screen = screenOf(shown);
  root.classList.toggle("cut", screen === "cut");
  draw(SCREENS[screen](shown, acts), root);
  fitBox(root.querySelector(".order"));
}
