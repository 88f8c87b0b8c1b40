/** The doors of a hall: each screen with what it is for. */
import {html, nothing} from "/vendor/lit-html.js";
import {desk} from "/static/signs.js";
import {t} from "/static/words.js";

/**
 * @typedef {{code: string|null, counters: readonly {code: string}[], kiosk: string|null, demo: boolean}} Doors
 */

/** @param {string} href @param {string} name @param {string} use @param {boolean} apart */
const door = (href, name, use, apart) =>
  html`<li><a href=${href} target=${apart ? "_blank" : "_self"}><b>${name}</b><span>${use}</span></a></li>`;

/** The kiosk's page on its own machine. @param {string|null} kiosk the agent's address */
export const kioskPage = kiosk => new URL("/kiosk/", kiosk ?? location.href).href;

/**
 * One small door a counter. @param {Doors} doors @param {string} title @param {string} path @param {(code: string) => string} name
 */
function atCounters({code, counters}, title, path, name) {
  if (!code || !counters.length) return nothing;
  return html`<li class="signs"><b>${title}</b><span>${counters.map(
    counter =>
      html`<a href=${`/${path}/${encodeURIComponent(code)}/${encodeURIComponent(counter.code)}`} target="_blank" aria-label=${name(counter.code)}>${desk(counter.code)}</a>`,
  )}</span></li>`;
}

/** @param {Doors} doors */
export function places(doors) {
  const {code, kiosk, demo} = doors,
    hall = code && encodeURIComponent(code);
  return html`<ul class="doors">
    ${kiosk ? door(kioskPage(kiosk), t("Kiosk"), t("Customers take a number"), demo) : nothing}
    ${hall ? door(`/book/${hall}`, t("Appointments"), t("Customers book a time ahead"), true) : nothing}
    ${hall ? door(`/display/${hall}`, t("Hall display"), t("Who is called, and how long it takes"), true) : nothing}
    ${atCounters(doors, t("Signs over the counters"), "sign", counter => t("Sign of counter {code}", {code: counter}))}
    ${atCounters(doors, t("Rating tablets"), "tablet", counter => t("Tablet of counter {code}", {code: counter}))}
    ${door("/counter/", t("Counter terminal"), t("Clerks call and serve"), demo)}
    ${hall ? door(`/board/${hall}`, t("Board"), t("A supervisor sees lines, crowd and what to do now"), demo) : nothing}
    ${door("/office/", t("Office"), t("Today's tasks, settings, journal"), demo)}
    ${door("/pair/", t("Screens and devices"), t("A supervisor lets a new screen in"), demo)}
    ${door("/openapi", t("For programmers"), t("The public interface"), demo)}
    ${kiosk || demo ? nothing : html`<li class="note"><b>${t("Kiosk")}</b><span>${t("On the kiosk machine itself: http://127.0.0.1:8001/kiosk/ unless another port was chosen.")}</span></li>`}</ul>`;
}
