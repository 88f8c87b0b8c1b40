/** The phone page's one way to the document. */
import {html, nothing, render as draw} from "/vendor/lit-html.js";
import {clock} from "/static/clock.js";
import {plain} from "/static/marked.js";
import {languageKeys} from "/static/reader.js";
import {pick, t} from "/static/words.js";
import {called, held, kept, next, serving} from "./moments.js";
import {cancelled, early, ended, gone, lapsed, loading, missed} from "./endings.js";
import {newsQuestion} from "./news.js";
import {opinion} from "./opinion.js";
import {rate, why} from "./rating.js";
import {cancelQuestion, laterQuestion, secondPhone} from "./questions.js";
import {screenOf} from "./track.js";
import {visitQuestion} from "./visit.js";
import {waiting} from "./waiting.js";

/**
 * @typedef {import("./track.js").Track} Track
 * @typedef {{text: import("./track.js").Words, kind: "order"|"held"|"news"}} Told what to do now, why nobody is called, news
 * @typedef {object} View
 * @property {Track|null} track
 * @property {boolean} gone no such ticket, or its link is over
 * @property {boolean} early a kiosk that was cut off gave the number: it may only not be handed in yet
 * @property {Told|null} told what everyone in the hall is told just now
 * @property {"cancel"|"later"|"second"|"rate"|"why"|"opinion"|"news"|"visit"|null} question
 * @property {import("./visit.js").Plan|null} plan what the reader is choosing
 * @property {import("./news.js").Following|null} following who is told by message
 * @property {{size: number, path: string}|null} qr
 * @property {import("./saying.js").Said} said
 * @property {string|null} trouble what kept the last wish from being done
 * @property {string|null} wrong what the contact that was typed must be
 * @property {"email"|"number"|null} typed which field that was
 * @property {boolean} busy
 * @property {{online: boolean, since: Date}} link
 * @property {"off"|"on"|"touch"} bell
 * @property {Date} at the moment that is shown: now, or when we were cut off
 *
 * @typedef {ReturnType<typeof import("./saying.js").sayingOf> & OwnActs} Acts
 * @typedef {object} OwnActs
 * @property {(question: View["question"]) => void} ask
 * @property {(minutes: number) => void} later 0 takes it back
 * @property {() => void} cancel
 * @property {() => void} back
 * @property {(on: boolean) => void} nudge
 * @property {(language: import("/static/words.js").Language) => void} speak
 * @property {() => void} again
 * @property {ReturnType<typeof import("./news.js").newsOf>} news
 * @property {ReturnType<typeof import("./visit.js").visitOf>} visit
 *
 * @typedef {View & {track: Track}} Shown
 */

const SCREENS = {waiting, next, called, kept, serving, held, missed, lapsed, ended, cancelled};
const OVER = ["lapsed", "ended", "cancelled"]; // nothing of these can grow old
const QUESTIONS = {
  cancel: cancelQuestion,
  later: laterQuestion,
  second: secondPhone,
  news: newsQuestion,
  visit: visitQuestion,
  rate,
  why,
  opinion,
};
const AFTERWARDS = ["rate", "why", "opinion"]; // asked of a visit that is over

/** Whom what everyone is told concerns: whoever is to come, or has come, is not told where one may wait. @param {View} view @param {string} screen */
function concerns({told, track}, screen) {
  if (!told || OVER.includes(screen)) return false;
  if (told.kind === "order") return true;
  if (told.kind === "held") return ["waiting", "next", "held", "missed"].includes(screen);
  return ["held", "missed"].includes(screen) || (screen === "waiting" && !track?.soon);
}

/** @param {View} view */
function title(view, screen = "") {
  if (!view.track) return "servicefloor";
  const {number, ahead, counter} = view.track;
  if (screen === "called") return `● ${number} → ${counter}`;
  if (screen === "next") return `● ${number} · ${t("You are next")}`;
  return screen === "waiting" ? `${ahead} · ${number}` : number;
}

/** @param {View} view */
function stale(view) {
  const time = view.track ? clock(view.at.toISOString(), view.track.hall.timezone) : "";
  return html`<p class="stale" role="status">${t("No connection since {time}. This is how it was then; please watch the hall display.", {time})}</p>`;
}

/**
 * Draw what the reader needs now.
 * @param {HTMLElement} root
 * @param {View} view
 * @param {Acts} acts
 */
export function render(root, view, acts) {
  const {track} = view,
    own = track ? screenOf(track, view.at) : view.gone ? "gone" : "loading";
  const screen = view.told?.kind === "order" && ["waiting", "next", "called", "missed"].includes(own) ? "kept" : own; // nobody is sent to a counter then
  const asks = track && view.question && OVER.includes(screen) === AFTERWARDS.includes(view.question);
  const cut = !view.link.online && !OVER.includes(screen) && screen !== "gone";
  root.className = [asks ? "asks" : screen, cut ? "cutoff" : ""].join(" ").trim();
  document.title = title(view, screen);
  if (track?.hall.accent) document.documentElement.style.setProperty("--accent", track.hall.accent);
  draw(
    html`
    <header class="bar"><p>${track ? pick(track.hall.name) : nothing}</p>${languageKeys(acts.speak)}</header>
    <div class="notes">${cut ? stale(view) : nothing}${concerns(view, screen) ? html`<p class=${view.told?.kind === "order" ? "told grave" : "told"} role="status">${plain(pick(view.told?.text))}</p>` : nothing}${view.trouble === null ? nothing : html`<p class="trouble" role="alert">${view.trouble || t("That did not work. Please try again.")}</p>`}</div>
    <main>${track ? (asks && view.question ? QUESTIONS[view.question] : SCREENS[/** @type {keyof typeof SCREENS} */ (screen)])(/** @type {Shown} */ (view), acts) : view.gone ? (view.early ? early : gone)(acts) : loading()}</main>
    ${track?.hall.demo ? html`<footer class="demo">${t("Demo: the people and numbers here are invented.")}</footer>` : nothing}`,
    root,
  );
}
