/** What a service asks for, what it costs and how long it takes, before a number is taken: a touch away from the first screen. */

import {html, nothing} from "/vendor/lit-html.js";
import {plate} from "/static/signs.js";
import {pick, t} from "/static/words.js";
import {chosen, notice, top} from "/pages/kiosk/page/frame.js";
import {giving} from "/pages/kiosk/page/step.js";

/** @typedef {import("/pages/kiosk/page/render.js").Model} Model */
/** @typedef {import("/pages/kiosk/page/agent.js").Service} Service */

/** Whether there is anything to say of a service. @param {Service} service */
const says = service => service.bring.length > 0 || Boolean(service.fee) || Boolean(service.takes);

/** The quiet way in, below the keys; none where no service says anything. @param {Model} model */
export const asksFor = ({told, act}) =>
  told?.view?.services.some(says)
    ? html`<button class="tell" data-needs @click=${() => act.needs()}>${t("What to bring")}</button>`
    : nothing;

/** The services, then what the one that was touched asks for. @param {Model} model */
export function needs(model) {
  const one = model.told?.view?.services.find(({code}) => code === model.page.looked);
  return one ? details(model, one) : list(model);
}

/** @param {Model} model */
function list(model) {
  const services = model.told?.view?.services.filter(says) ?? [];
  return html`
    <div class="screen ask needs">
      ${top(model, {choose: true})}${notice(model)}
      <main><h1 tabindex="-1">${t("What do you come for?")}</h1></main>
      <footer class="answer">
        <div class="looks" tabindex="-1">${services.map(
          ({code, name}) =>
            html`<button class="act" data-looked=${code} @click=${() => model.act.looked(code)}>${plate(code, "quiet")}<span class="plain">${pick(name)}</span></button>`,
        )}</div>
        <button class="act word" @click=${model.act.back}>${t("Back")}</button>
      </footer>
    </div>`;
}

/** @param {Model} model @param {Service} service */
function details(model, service) {
  const {told, alive, act} = model,
    none = told === null || !service.open || !giving(told, alive, service.code);
  return html`
    <div class="screen ask needs">
      ${top(model, {choose: true})}${notice(model)}
      <main>
        ${chosen(model, service.code)}
        <h1 tabindex="-1">${t("What to bring")}</h1>
        ${service.bring.length ? html`<ul class="who pieces" tabindex="0" aria-label=${t("What to bring")}>${service.bring.map(one => html`<li>${pick(one)}</li>`)}</ul>` : html`<p class="big">${t("Nothing has to be brought.")}</p>`}
        <dl class="terms">${term(t("Fee"), service.fee)}${term(t("How long it takes"), service.takes)}</dl>
      </main>
      <footer class="answer">
        <button class="act main" aria-disabled=${none} aria-busy=${model.page.busy} @click=${() => none || act.service(service.code)}>${t("Take a number")}</button>
        <button class="act" @click=${act.back}>${t("Back")}</button>
      </footer>
    </div>`;
}

/** @param {string} name @param {import("/static/views.d.ts").Words | null | undefined} said */
const term = (name, said) => (said ? html`<div><dt>${name}</dt><dd class="plain">${pick(said)}</dd></div>` : nothing);
