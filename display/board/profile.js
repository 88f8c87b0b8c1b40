/**
 * The work profile that holds, and choosing another one: P opens the list, a digit chooses, Escape leaves it.
 * @import {OpenAct, Screen} from "./view.d.ts"
 * @import {Reader} from "/static/acts.js"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {clock} from "/static/clock.js";
import {key} from "/static/signs.js";
import {pick, t} from "/static/words.js";
import {theirs} from "/static/acts.js";

const KEYS = 9; // digits that choose; more profiles are pressed

/** What can be chosen by the reader, in its order. @param {{acts: OpenAct[]}} view @param {Reader} me */
export const choices = ({acts}, me) => theirs(acts, me).filter(act => act.name === "profile");

/** What opens the list, and which profile holds. @param {Screen} screen */
export function profile({view, me, press, link, choosing}) {
  const held = view.profile;
  if (!held) return nothing;
  const said = html`${t("Profile")} <b>${pick(held.name)}</b>`;
  return choices(view, me).length
    ? html`<button class="plain prof" type="button" aria-expanded=${choosing} ?disabled=${!link.online} @click=${() => press("profile")}><span>${said}</span> ${key("P")}</button>`
    : html`<p class="prof q">${said}</p>`;
}

/** The list, above the row of what the hand can do. @param {Screen} screen */
export function profileList({view, me, press, choosing}) {
  if (!choosing) return nothing;
  const until = view.profile?.until && clock(view.profile.until, view.hall.timezone);
  return html`<section class="pick" role="group" aria-label=${t("Work profiles")}><p class="s">${t("Whoever is called or served stays; it holds from the next call on.")}${until ? html` ${t("The clock switches at {time}.", {time: until})}` : nothing}</p>
    ${choices(view, me).map(
      (act, nth) =>
        html`<button class="act" type="button" @click=${() => press(`profile ${nth + 1}`)}><span><b>${pick(act.words)}</b>${act.stands.map(one => html`<span class="state watch">${pick(one.text)}</span>`)}</span>${nth < KEYS ? key(`${nth + 1}`) : nothing}</button>`,
    )}</section>`;
}
