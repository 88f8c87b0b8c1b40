/** Several services on one number, and another one than was touched: for who wants it, nobody is asked. */

import {html, nothing} from "/vendor/lit-html.js";
import {Problem} from "/live/command.js";
import {language, pick, t, tn} from "/static/words.js";
import {cutSince} from "/pages/kiosk/page/frame.js";

/** @typedef {import("/pages/kiosk/page/render.js").Model} Model */
/** @typedef {import("/pages/kiosk/page/step.js").Page} Page */

const MOST = 5; // services of one visit
const FEW = 2; // with fewer there is nothing to choose

/** The key that begins it. @param {Model} model */
export function severalKey(model) {
  const open = model.told?.view?.services.filter(one => one.open).length ?? 0;
  if (model.page.taken || open < FEW || cutSince(model) !== null) return nothing;
  return html`<button class="tell" data-several @click=${model.act.several}>${t("Several services")}</button>`;
}

/** Whether several are being chosen, or another one. @param {Page} page */
export const choosingNow = ({taken, several}) => taken !== null || several !== null;

/** Where a service stands among those that are chosen, from 1; 0: it is not. @param {Page} page @param {string} code */
export const nthOf = ({several, taken}, code) => (taken ? 0 : (several?.indexOf(code) ?? -1) + 1);

/** Whether the number that was taken is for this service later: it cannot be it now. @param {Page} page @param {string} code */
export const comesLater = ({taken}, code) => taken?.ticket.further?.includes(code) ?? false;

/** Touch a service: chosen last, or not any more. @param {string[]} several @param {string} code */
export function toggled(several, code) {
  if (several.includes(code)) return several.filter(one => one !== code);
  return several.length < MOST ? [...several, code] : several;
}

/** The heading of the first screen while one chooses. @param {Page} page */
export function heading({several, taken}) {
  if (taken) return t("Which service did you mean?");
  return several ? t("Touch all that you need") : null;
}

/** The keys below while one chooses. @param {Model} model */
export function choosingKeys({page, act}) {
  if (page.taken) {
    const {number} = page.taken.ticket;
    return html`<button class="act" @click=${act.giveBack} aria-busy=${page.busy}>${t("Give it back")}</button>
      <button class="act main" @click=${act.keep}>${t("Keep {number}", {number})}</button>`;
  }
  const n = page.several?.length ?? 0;
  return html`<button class="act" @click=${act.one}>${t("Only one service")}</button>
    <button class="act main" data-take aria-busy=${page.busy} aria-disabled=${n === 0} @click=${() => n && act.takeSeveral()}>${n ? tn("One number for {n} service", "One number for {n} services", n) : t("One number for all of them")}</button>`;
}

/** What the visit is for, on the screen of its number. @param {Model} model */
export function furtherOf({page, told}) {
  const taken = /** @type {NonNullable<Page["taken"]>} */ (page.taken),
    names = new Map(told?.view?.services.map(({code, name}) => [code, name]));
  const further = taken.ticket.further ?? [];
  if (further.length)
    return html`<p class="second" data-further>${t("Then: {services}", {services: further.map(code => `${code} ${pick(names.get(code))}`).join(" · ")})}</p>`;
  return taken.alone && page.several && page.several.length > 1
    ? html`<p class="second">${t("Cut off, this machine can give a number for one service only. Our staff add the others at the counter.")}</p>`
    : nothing;
}

/**
 * What touches do here.
 * @param {Pick<ReturnType<typeof import("/pages/kiosk/page/agent.js").openAgent>, "change">} agent
 * @param {() => Page} page @param {(part: Partial<Page>) => void} change @param {() => void} take @param {(error: unknown) => void} fail
 */
export function choosing(agent, page, change, take, fail) {
  return {
    several: () => change({several: []}),
    one: () => change({several: null}),
    takeSeveral: () => page().several?.length && take(),
    /** Another service for the number that was taken: it stays, and its hour. @param {string} service */
    async changeTo(service) {
      const {busy, id, taken} = page();
      if (busy || !id || !taken) return;
      if (service === taken.ticket.service) return change({step: "home", problem: null});
      change({busy: true, problem: null, service});
      try {
        change({busy: false, taken: await agent.change(id, service, language()), step: "home", holds: null});
      } catch (error) {
        if (!(error instanceof Problem)) return fail(error);
        change({busy: false, problem: error, step: "wrong"});
      }
    },
  };
}
