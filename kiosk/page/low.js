/** For who sits or is small: above one reads, in the lowest 40 % of the screen one touches. */

import {html} from "/vendor/lit-html.js";
import {axis, range, waitWords} from "/static/range.js";
import {plate} from "/static/signs.js";
import {pick, t} from "/static/words.js";
import {arrow, cutSince, languages, notice, top} from "/pages/kiosk/page/frame.js";
import {keys, opening, row, turnOf, unknown} from "/pages/kiosk/page/home.js";
import {tell} from "/pages/kiosk/page/opinion.js";
import {properties} from "/static/properties.js";

/** @typedef {import("/pages/kiosk/page/render.js").Model} Model */
/** @typedef {import("/pages/kiosk/page/agent.js").Service} Service */

const UP = "M12 21V5M5 12l7-7 7 7";

/** @param {Model} model */
export function low(model) {
  const services = model.told?.view?.services ?? [];
  const cut = cutSince(model) !== null;
  const half = properties({half: Math.ceil(services.length / 2)});
  return html`
    <div class="screen low">
      ${top(model)}
      ${notice(model)}
      <main class="board">
        <div class="head"><h1 tabindex="-1">${t("All keys are below")}</h1>${cut ? "" : axis()}</div>
        <ul .style=${half}>${services.map((service) => line(model, service, cut))}</ul>
      </main>
      <footer class="reach">
        ${languages(model)}
        <div class="pick" .style=${half}>${services.map((service) => row(model, service, html`
          ${plate(service.code, service.open ? "" : "quiet")}<span class="name plain">${pick(service.name)}</span>`))}</div>
        <div class="keys">${keys(model)}<button class="act" @click=${model.act.low}>${arrow(UP)}<span>${t("Move up")}</span></button>${tell(model)}</div>
      </footer>
    </div>`;
}

/** @param {Model} model @param {Service} service @param {boolean} cut */
function line(model, service, cut) {
  const words = html`${plate(service.code, service.open ? "" : "quiet")}<span class="name plain">${pick(service.name)}</span>`;
  if (!service.open) return html`<li class="off">${words}<span class="mins span num">${opening(model, service)}</span></li>`;
  const {wait} = turnOf(model, service);
  if (cut || wait === null) return html`<li>${words}<span class="mins span dim">${cut ? t("wait unknown") : unknown(model, service)}</span></li>`;
  return html`<li>${words}<span class="mins num">${waitWords(wait)}</span>${range(wait)}</li>`;
}
