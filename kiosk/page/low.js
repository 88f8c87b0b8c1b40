/** For who sits or is small: above one reads, in the lowest 40 % of the screen one touches. */

import {html} from "/vendor/lit-html.js";
import {axis, range, waitWords} from "/static/range.js";
import {plate} from "/static/signs.js";
import {pick, t, tn} from "/static/words.js";
import {choice} from "/pages/kiosk/page/choice.js";
import {arrow, cutSince, languages, notice, top} from "/pages/kiosk/page/frame.js";
import {aloud, keys, opening, row, sheets, turnOf, unknown} from "/pages/kiosk/page/home.js";
import {asksFor} from "/pages/kiosk/page/needs.js";
import {tell} from "/pages/kiosk/page/opinion.js";
import {choosingKeys, choosingNow, heading, severalKey} from "/pages/kiosk/page/several.js";
import {properties} from "/static/properties.js";

/** @typedef {import("/pages/kiosk/page/render.js").Model} Model */
/** @typedef {import("/pages/kiosk/page/agent.js").Service} Service */
/** @typedef {import("/pages/kiosk/page/agent.js").Group} Group */

const UP = "M12 21V5M5 12l7-7 7 7";

/** @param {Model} model */
export function low(model) {
  const shown = choice(model.told?.view, model.page, model.most);
  const cut = cutSince(model) !== null;
  const half = properties({half: Math.ceil(shown.entries.length / 2)});
  return html`
    <div class="screen low">
      ${top(model)}
      ${notice(model)}
      <main class="board">
        <div class="head"><h1 tabindex="-1">${shown.group ? pick(shown.group.name) : (heading(model.page) ?? t("All keys are below"))}</h1>${cut ? "" : axis()}</div>
        <ul .style=${half}>${shown.entries.map(entry => ("group" in entry ? groupLine(entry.group) : line(model, entry.service, cut)))}</ul>
      </main>
      <footer class="reach">
        <div class="line">${languages(model)}${sheets(model, shown)}</div>
        <div class="pick" .style=${half}>${shown.entries.map(entry => ("group" in entry ? groupKey(model, entry.group) : serviceKey(model, entry.service)))}</div>
        <div class="keys ${choosingNow(model.page) ? "choosing" : ""}">${choosingNow(model.page) ? choosingKeys(model) : html`${keys(model)}<button class="act" @click=${model.act.low}>${arrow(UP)}<span>${t("Move up")}</span></button><div class="quiet-keys">${severalKey(model)}${asksFor(model)}${tell(model)}${aloud(model)}</div>`}</div>
      </footer>
    </div>`;
}

/** @param {Model} model @param {Service} service */
const serviceKey = (model, service) =>
  row(
    model,
    service,
    html`
  ${plate(service.code, service.open ? "" : "quiet")}<span class="name plain">${pick(service.name)}</span>`,
  );

/** @param {Model} model @param {Group & {services: Service[]}} group */
const groupKey = ({act}, {code, name}) =>
  html`<button class="row group" data-group=${code} @click=${() => act.group(code)}><span class="name plain">${pick(name)}</span></button>`;

/** @param {Group & {services: Service[]}} group */
const groupLine = ({name, services}) =>
  html`<li class="group"><span class="name plain">${pick(name)}</span><span class="mins span dim num">${tn("{n} service", "{n} services", services.length)}</span></li>`;

/** @param {Model} model @param {Service} service @param {boolean} cut */
function line(model, service, cut) {
  const words = html`${plate(service.code, service.open ? "" : "quiet")}<span class="name plain">${pick(service.name)}</span>`;
  if (!service.open)
    return html`<li class="off">${words}<span class="mins span num">${opening(model, service)}</span></li>`;
  const {wait} = turnOf(model, service);
  if (cut || wait === null)
    return html`<li>${words}<span class="mins span dim">${cut ? t("wait unknown") : unknown(model, service)}</span></li>`;
  return html`<li>${words}<span class="mins num">${waitWords(wait)}</span>${range(wait)}</li>`;
}
