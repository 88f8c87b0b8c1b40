/**
 * The board: a pure function of its view, the line's state and the clock.
 * @import {Screen} from "./view.d.ts"
 */

import {html, nothing, render as draw} from "/vendor/lit-html.js";
import {clock} from "/static/clock.js";
import {key} from "/static/signs.js";
import {pick, t} from "/static/words.js";
import {armedBy, placesOf} from "./acts.js";
import {count, counts} from "./count.js";
import {ahead} from "./ahead.js";
import {desks, lines} from "./plan.js";
import {profileList} from "./profile.js";
import {devices, ratings, said, shout, todo} from "./side.js";
import {strip} from "./strip.js";
import {waits} from "./waits.js";

/** @param {HTMLElement} root @param {Screen} screen */
export function render(root, screen) {
  const {view, link} = screen;
  draw(
    html`${link.online ? nothing : cut(screen)}${shout(screen)}${strip(screen)}
    <main class=${link.online ? "" : "past"}><h1 class="unseen">${t("Board of {hall}", {hall: pick(view.hall.name)})}</h1>
      <div class="left"><div class="plan">${desks(screen)}${lines(view)}</div>${ahead(screen)}${waits(view)}</div>
      <div class="right">${todo(screen)}<div class="under">${devices(screen)}${ratings(view)}</div>${profileList(screen)}${hands(screen)}</div>
    </main>`,
    root,
  );
}

/** @param {HTMLElement} root @param {string} sentence */
export function waiting(root, sentence) {
  draw(html`<main class="alone"><h1 role="status">${sentence}</h1></main>`, root);
}

/** What is shown is of before. @param {Screen} screen */
function cut({view, link}) {
  const since = link.since ? clock(link.since.toISOString(), view.hall.timezone) : "";
  return html`<p class="cut" role="status"><strong>${t("Cut off")}</strong> <span>${t("You see it as it was at {time}.", {time: since})}</span></p>`;
}

/** What the hand can do: two presses, and undo. @param {Screen} screen */
function hands(screen) {
  const {view, hand, press, link, me, room} = screen;
  const stop = placesOf(view, me, room).find(({id}) => id === "stop");
  const armed = stop && hand.armed === armedBy(stop);
  const note =
    hand.fault ??
    hand.done?.text ??
    (stop ? t("Two presses act. Ten seconds to undo.") : t("You can look; a supervisor acts."));
  if (screen.counting)
    return html`<footer class="iv"><p class=${hand.fault ? "fault" : "q"} role="status">${hand.fault}</p>${count(screen, screen.counting)}</footer>`;
  return html`<footer class="iv"><p class=${hand.fault ? "fault" : hand.done ? "noted" : "q"} role="status">${note}</p>
    ${hand.done?.undo ? html`<button class="act" type="button" @click=${() => press("undo")}>${t("Undo")} ${key("U")}</button>` : nothing}
    ${stop ? html`<button class="act ${armed ? "armed" : ""}" type="button" ?disabled=${!link.online} @click=${() => press("stop")}>${said(stop, armed)} ${key("S")}</button>` : nothing}
    ${counts(screen)}
    <button class="plain" type="button" @click=${() => press("language")}>${t("Language")} ${key("G")}</button>
    <button class="plain" type="button" @click=${() => press("theme")}>${t("Light or dark")} ${key("T")}</button></footer>`;
}
