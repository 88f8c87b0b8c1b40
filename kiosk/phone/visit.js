/** A visit for several services: what is done, now and next; and what it is for, changed by its holder. */
import {html, nothing} from "/vendor/lit-html.js";
import {pick, t} from "/static/words.js";
import {heading, timeOf, who} from "./parts.js";

/**
 * @typedef {import("./render.js").Shown} Shown
 * @typedef {import("./render.js").View} View
 * @typedef {import("./render.js").Acts} Acts
 * @typedef {import("./track.js").Track} Track
 * @typedef {Track["visit"][number]} Part
 * @typedef {{services: string[], in_order: boolean}} Plan what is to be done from now on, the first one first
 */

const MOST = 5; // services of one visit, those that are done among them

/** What is still to be done as the server has it. @param {Track} track @returns {Plan} */
export const planOf = ({visit, in_order}) => ({
  services: visit.filter(({state}) => state !== "done").map(({service}) => service),
  in_order,
});

/** Touch a service: chosen last, or not wanted any more; what a counter has stays, and one stays. @param {Plan} plan @param {string} code @param {string | null} kept @returns {Plan} */
export function touched(plan, code, kept) {
  if (code === kept) return plan;
  const {services} = plan;
  return {...plan, services: services.includes(code) ? services.filter(one => one !== code) : [...services, code]};
}

/** How a plan is sent: one service for one other is a wrong choice, which is told as such. @param {Track} track @param {Plan} plan @returns {[string, object] | null} */
export function sent(track, plan) {
  const before = planOf(track),
    [only] = plan.services;
  if (!plan.services.length) return null;
  if (plan.services.join() === before.services.join() && plan.in_order === before.in_order) return null;
  const one = before.services.length === 1 && plan.services.length === 1;
  return one && track.may_change ? ["change", {service: only}] : ["visit", plan];
}

/** What a counter has cannot be changed here. @param {Track} track */
const keptOf = ({state, visit}) =>
  state === "waiting" || state === "held" ? null : (visit.find(part => part.state === "now")?.service ?? null);

/**
 * What the reader's touches do here.
 * @param {View} view
 * @param {(what: string, body?: object) => Promise<void>} wish
 * @param {() => void} draw
 */
export function visitOf(view, wish, draw) {
  const change = (/** @type {Plan} */ plan) => {
    view.plan = plan;
    draw();
  };
  return {
    open: () => {
      if (view.track) view.plan = planOf(view.track);
    },
    /** @param {string} code */
    touch: code => view.plan && view.track && change(touched(view.plan, code, keptOf(view.track))),
    order: () => view.plan && change({...view.plan, in_order: !view.plan.in_order}),
    save: () => {
      const order = view.track && view.plan && sent(view.track, view.plan);
      return order ? wish(...order) : change(planOf(/** @type {Track} */ (view.track)));
    },
  };
}

/** When, and more of it. @param {Part} part @param {Track} track @returns {[string, string]} */
function moment({state, ended_at, counter, begins, latest}, track) {
  if (state === "done") return [timeOf(ended_at, track), t("done at counter {counter}", {counter: counter ?? ""})];
  if (state === "now") return [t("now"), track.state === "serving" ? t("being served") : t("waiting")];
  return [t("then"), begins ? t("about {times}", {times: `${timeOf(begins, track)}–${timeOf(latest, track)}`}) : ""];
}

/** All of a visit: nothing for whoever came for one thing. @param {Shown} view */
export function visitList({track}) {
  const {visit, in_order, state} = track;
  if (visit.length < 2) return nothing;
  const free = !in_order && state === "waiting" && visit[visit.length - 2].state !== "done";
  return html`<dl class="steps num" aria-label=${t("Your visit")}>${visit.map(part => {
    const [when, more] = moment(part, track);
    return html`<div><dt>${when}</dt><dd>${pick(part.name)}<small>${more}</small></dd></div>`;
  })}</dl>${free ? html`<p>${t("You wait for all of them at once: whichever counter is free first calls you.")}</p>` : nothing}`;
}

/** The way to the question. @param {Shown} view @param {Acts} acts */
export const visitKey = ({track, busy}, acts) =>
  track.may_plan && (track.offered.length || track.visit.length > 1)
    ? html`<button type="button" class="act plain" ?disabled=${busy} @click=${() => acts.ask("visit")}>${track.may_change ? t("Change or add a service") : t("Add a service")}</button>`
    : nothing;

/** Which services, in which order. @param {Shown} view @param {Acts} acts */
export function visitQuestion(view, acts) {
  const {track, busy} = view,
    plan = view.plan ?? planOf(track),
    kept = keptOf(track);
  const done = track.visit.filter(({state}) => state === "done").length,
    full = plan.services.length + done >= MOST;
  const names = new Map([
    ...track.visit.map(part => /** @type {const} */ ([part.service, part.name])),
    ...track.offered.map(one => /** @type {const} */ ([one.code, one.name])),
  ]);
  const codes = [...planOf(track).services, ...track.offered.map(({code}) => code)];
  return html`<section>
    <div class="read">${who(track)}${heading(t("What did you come for?"))}
      <p class="say">${t("Touch what you want to do, in your order. Your number and your place stay.")}</p>
      <div class="choices">${codes.map(code => {
        const nth = plan.services.indexOf(code);
        return html`<button type="button" class="act" aria-pressed=${String(nth >= 0)} ?disabled=${busy || code === kept || (nth < 0 && full)} @click=${() => acts.visit.touch(code)}><span>${pick(names.get(code))}</span><b class="num">${nth < 0 ? "+" : nth + 1}</b></button>`;
      })}</div>
      ${
        plan.services.length > 1
          ? html`<button type="button" class="switch" role="switch" aria-checked=${String(plan.in_order)} @click=${() => acts.visit.order()}>
        <span><b>${t("Only in this order")}</b><small>${t("Else whichever counter is free first calls you.")}</small></span><em aria-hidden="true">${plan.in_order ? t("On") : t("Off")}</em></button>`
          : nothing
      }</div>
    <div class="acts"><button type="button" class="act main" ?disabled=${busy || !sent(track, plan)} @click=${() => acts.visit.save()}>${t("Save")}</button>
      <button type="button" class="act" @click=${() => acts.ask(null)}>${t("Back")}</button></div></section>`;
}
