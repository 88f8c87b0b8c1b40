/** One screen from one state; the only place that writes into the page. */

import {html, nothing, render as draw} from "/vendor/lit-html.js";
import {properties} from "/static/properties.js";
import {language, t} from "/static/words.js";
import {fitEntries, fitPhrases, fitTicket} from "/pages/kiosk/page/fit.js";
import {booked} from "/pages/kiosk/page/booked.js";
import {home} from "/pages/kiosk/page/home.js";
import {low} from "/pages/kiosk/page/low.js";
import {away, closed, emergency, fault, loading, pairing, refused, stopped, turned} from "/pages/kiosk/page/message.js";
import {needs} from "/pages/kiosk/page/needs.js";
import {opinion, thanks} from "/pages/kiosk/page/opinion.js";
import {party, priority} from "/pages/kiosk/page/question.js";
import {photo, taken, unconfirmed, wrong} from "/pages/kiosk/page/ticket.js";

/** @typedef {import("/pages/kiosk/page/step.js").Screen} Screen */
/**
 * @typedef {object} Model
 * @property {import("/pages/kiosk/page/step.js").Page} page
 * @property {import("/pages/kiosk/page/agent.js").Told | null} told
 * @property {Screen} screen
 * @property {{left: number, of: number, asking: boolean} | null} left
 * @property {boolean} alive the agent is heard
 * @property {number} lostAt since when it is not
 * @property {Date} now
 * @property {number} most entries that have room on the first screen
 * @property {any} act what a touch does (kiosk.js)
 */

/** @type {{[screen in Screen]: (model: any) => unknown}} */
const SCREENS = {
  home: model => (model.page.low ? low(model) : home(model)),
  loading,
  pairing,
  turned,
  away,
  closed,
  stopped,
  emergency,
  priority,
  party,
  booked,
  needs,
  opinion,
  thanks,
  wrong,
  refused,
  taken,
  photo,
  unconfirmed,
  fault,
};

/** Show a state. @param {HTMLElement} root @param {Model} model */
export function render(root, model) {
  document.documentElement.classList.toggle("larger", model.page.larger);
  const asking = model.left?.asking ?? false;
  const paint = (/** @type {number} */ most) =>
    draw(
      html`<div class="screen-of-${model.screen}" ?inert=${asking}>${SCREENS[model.screen]({...model, most})}</div>${asking ? idle(model) : nothing}`,
      root,
    );
  fitEntries(root, roomOf(model), paint);
  fitTicket(root);
  fitPhrases(root);
}

/** Return all that the room for entries depends on. @param {Model} model */
function roomOf({page, screen, told}) {
  const names =
    told?.view?.services.map(({name, about, open}) => `${name[language()]}${about[language()]}${open}`) ?? [];
  return [
    screen,
    language(),
    page.larger,
    page.low,
    page.group,
    innerWidth,
    innerHeight,
    document.fonts.status,
    ...names,
  ].join();
}

/** Ask whether somebody is still there: any touch anywhere gives more time. @param {Model} model */
function idle({left, act}) {
  const seconds = left?.left ?? 0;
  return html`
    <div class="scrim" role="alertdialog" aria-modal="true" aria-labelledby="still" aria-describedby="touch" @click=${act.stay}>
      <div class="panel">
        <div><h2 id="still">${t("Do you need more time?")}</h2><p id="touch">${t("Touch anywhere to continue. Otherwise this screen goes back to the start.")}</p></div>
        <p class="secs" role="timer">${seconds}<small>${t("s")}</small></p>
        <div class="left"><i .style=${properties({part: (100 * seconds) / (left?.of ?? 1)})}></i></div>
        <div class="both">
          <button class="act main">${t("Go on")}</button>
          <button class="act" @click=${(/** @type {Event} */ event) => {
            event.stopPropagation();
            act.home();
          }}>${t("Start again")}</button>
        </div>
      </div>
    </div>`;
}
