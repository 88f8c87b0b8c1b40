/** The number is taken: it is the screen. On paper, or large to be photographed, or we ask whether the slip came out. */

import {html, nothing} from "/vendor/lit-html.js";
import {calledBetween, clock} from "/static/clock.js";
import {width} from "/static/long.js";
import {properties} from "/static/properties.js";
import {axis, range, waitWords} from "/static/range.js";
import {listed, pick, t, tn} from "/static/words.js";
import {className} from "/pages/kiosk/page/classes.js";
import {chosen, notice, top, zone} from "/pages/kiosk/page/frame.js";
import {furtherOf} from "/pages/kiosk/page/several.js";
import {printOf} from "/pages/kiosk/page/step.js";

/** @typedef {import("/pages/kiosk/page/render.js").Model} Model */
/** @typedef {import("/pages/kiosk/page/agent.js").Taken} Taken */

const LONG = 30; // letters: a longer list is set smaller, in either type

/** @param {Model} model */
const got = ({page}) => /** @type {Taken} */ (page.taken);

/** The slip is on its way. @param {Model} model */
export function taken(model) {
  const printed = model.told && printOf(model.page, model.told) === "printed";
  return html`
    <div class="screen taken">
      ${top(model)}${notice(model)}
      <main class="ticket">${number(model)}${lines(model, true)}${phone(model)}</main>
      <footer class="foot">
        <div class="also"><button class="act" @click=${model.act.wrong}>${t("Wrong choice")}</button>
          <button class="act" aria-disabled=${!again(model)} @click=${() => again(model) && model.act.copy()}>${t("Print again")}</button></div>
        <div class="slot"><div class="paper">${down()}<b class="plain" role="status">${printed ? t("Please take your slip") : t("Your slip is being printed")}</b></div></div>
        <div class="done">${closes(model)}<button class="act" @click=${model.act.home}>${t("Done")}</button></div>
      </footer>
    </div>`;
}

/** No slip: the screen itself is the slip. @param {Model} model */
export function photo(model) {
  const printer = model.told?.printer;
  const printing = model.told !== null && printOf(model.page, model.told) === "printing";
  const can = printer?.kind !== "none" && printer?.state === "ready";
  return html`
    <div class="screen photo-of">
      ${top(model)}${notice(model)}
      <main class="ticket">
        ${number(model)}
        <div class="photo">${code(model)}
          <div>${trouble(model)}<h2>${t("Please photograph this number")}</h2>${
            reach(model)
              ? html`<p class="second">${t("Or scan the code with your phone. The number counts without paper too.")}</p>`
              : html`<p class="second">${t("Or just remember the number: it is valid without paper too.")}</p>`
          }${onlyHere(model)}</div></div>
        ${lines(model, false)}
      </main>
      <footer class="wide">${closes(model)}
        ${can ? html`<button class="act" ?disabled=${printing} @click=${model.act.copy}>${printing ? t("Your slip is being printed") : t("Print again")}</button>` : nothing}
        <button class="act" @click=${model.act.wrong}>${t("Wrong choice")}</button>
        <button class="act main" @click=${model.act.home}>${t("I have it")}</button></footer>
    </div>`;
}

/** Whether the slip can be printed once more: it came out, or will not. @param {Model} model */
const again = ({page, told}) =>
  told !== null && told.printer.state === "ready" && ["printed", "failed"].includes(printOf(page, told) ?? "");

/** Not what was meant: another service for the same number, or it is given back; a machine that is cut off can only give it back. @param {Model} model */
export function wrong(model) {
  const {page, act} = model,
    {ticket} = got(model),
    changes = !got(model).alone;
  return html`
    <div class="screen one answers">
      ${top(model)}${notice(model)}
      <main>
        ${chosen(model, ticket.service)}
        <h1 tabindex="-1">${changes ? t("Another service for {number}?", {number: ticket.number}) : t("Give {number} back and choose again?", {number: ticket.number})}</h1>
        <p class="big" role="alert">${page.problem ? page.problem.detail || t("No answer came. Please try again, or ask our staff.") : changes ? t("Your number and your place in the line stay; you get a new slip.") : t("Its place in the line goes with it. Then you choose another service.")}</p>
      </main>
      <footer class="answer">
        <button class="act main" @click=${act.keep}>${t("Keep {number}", {number: ticket.number})}</button>
        ${changes ? html`<button class="act" data-other @click=${act.other}>${t("Choose another service")}</button>` : html`<button class="act" aria-busy=${page.busy} @click=${act.giveBack}>${t("Give it back")}</button>`}
      </footer>
    </div>`;
}

/** The printer did not say: ask kindly. @param {Model} model */
export function unconfirmed(model) {
  return html`
    <div class="screen asks">
      ${top(model)}${notice(model)}
      <main class="ticket">${number(model)}${lines(model, true)}</main>
      <footer class="answer">
        <div class="asked"><h2>${t("Did your slip come out?")}</h2>${closes(model)}</div>
        <button class="act main" @click=${() => model.act.holds(true)}>${t("Yes, I have it")}</button>
        <button class="act" @click=${() => model.act.holds(false)}>${t("No slip came")}</button>
      </footer>
    </div>`;
}

/** @param {Model} model */
function number(model) {
  const {ticket} = got(model);
  const service = model.told?.view?.services.find(({code: own}) => own === ticket.service);
  return html`
    <div class="number">
      <div class="what"><h1 tabindex="-1">${t("Your number")}</h1><span>${ticket.service} ${pick(service?.name)}${ticket.priority ? html` · ${className(model, ticket.priority_class)}` : nothing}</span></div>
      <div class="plate huge" .style=${properties({n: ticket.number.length})}>${ticket.number}</div>
    </div>${furtherOf(model)}${alone(model)}`;
}

/** That it was given while the line was cut. @param {Model} model */
const alone = model =>
  got(model).alone
    ? html`<p class="second">${t("This machine is cut off just now. The number counts like any other.")}</p>`
    : nothing;

/** People ahead, the wait, what to bring. @param {Model} model @param {boolean} scale whether there is room for the band */
function lines(model, scale) {
  const {ahead, wait, ticket} = got(model);
  const services = model.told?.view?.services ?? [],
    service = services.find(({code: own}) => own === ticket.service);
  const visit = [ticket.service, ...(ticket.further ?? [])].flatMap(
    code => services.find(one => one.code === code)?.bring ?? [],
  );
  const bring = listed([...new Set(visit.map(pick))]),
    told = got(model).told;
  const unknown = html`<dd class="dim">${t("not known now")}</dd>`,
    unserved = got(model).served === false;
  return html`
    <dl class="lines num ${scale ? "" : "short"}">
      ${told ? html`<div><dt>${t("Appointment")}</dt><dd class="plain long">${pick(told)}</dd></div>` : nothing}
      <div><dt>${t("Ahead")}</dt>${ahead === null ? unknown : html`<dd>${ahead === 0 ? t("nobody") : tn("{n} person", "{n} people", ahead)}</dd>`}</div>
      <div><dt>${t("Wait")}</dt>${
        wait === null
          ? unserved
            ? html`<dd class="dim">${nobody(model)}</dd>`
            : unknown
          : html`
        <dd>${waiting(model, wait)}${aim(service?.target)}</dd>${scale ? html`<dd class="scale">${range(wait)}${axis(t("now"))}</dd>` : nothing}`
      }</div>
      ${bring ? html`<div class="bring"><dt>${t("Have ready")}</dt><dd class="plain ${width(bring) > LONG ? "long" : ""}">${bring}</dd></div>` : nothing}
      ${service?.fee ? html`<div class="fee"><dt>${t("Fee")}</dt><dd class="plain ${width(pick(service.fee)) > LONG ? "long" : ""}">${pick(service.fee)}</dd></div>` : nothing}
    </dl>`;
}

/** @param {Model} model @param {import("/static/clock.js").WaitRange} wait */
function waiting(model, wait) {
  return html`<span>${waitWords(wait)}</span><small>${t("called about {times}", {times: calledBetween(wait, takenAt(model), zone(model))})}</small>`;
}

/** What the hall promises of every wait, where it says so. @param {number | null | undefined} target */
const aim = target =>
  target ? html` <small class="aim">${t("our target: within {n} min", {n: target})}</small>` : nothing;

/** No counter is open for it. @param {Model} model */
function nobody(model) {
  const at = got(model).served_at;
  return at ? t("counter opens {time}", {time: clock(at, zone(model))}) : t("no counter open");
}

/** When it was taken: the times called must not wander while the slip is shown. @param {Model} model */
const takenAt = model => /** @type {any} */ (got(model).ticket).issued_at ?? model.now;

/** Whether a phone can follow: there is a code, and its address can be reached (the demo shows it anyway). @param {Model} model */
function reach(model) {
  const view = model.told?.view;
  return got(model).qr !== null && (!view || view.reachable || view.hall.demo);
}

/** The code to scan. @param {Model} model */
function code(model) {
  const {qr} = got(model);
  if (!qr || !reach(model)) return nothing;
  return html`<div class="qr"><svg viewBox="-2 -2 ${qr.size + 4} ${qr.size + 4}" role="img" aria-label=${t("QR code of your phone page")} shape-rendering="crispEdges"><path d=${qr.path}/></svg></div>`;
}

/** Follow the line on a phone. @param {Model} model */
function phone(model) {
  if (!reach(model)) return nothing;
  return html`<div class="carry">${code(model)}<div><h2>${t("Follow on your phone")}</h2>
    <p>${got(model).alone ? t("The page opens as soon as this machine is connected again.") : got(model).soon ? t("Please stay in the hall: it is nearly your turn.") : t("Scan, and you may go for a walk. We tell you when it is nearly your turn.")}</p>${onlyHere(model)}</div></div>`;
}

/** In a demo on one machine no phone reaches the address: open it here. @param {Model} model */
function onlyHere(model) {
  const view = model.told?.view;
  if (!view?.hall.demo || view.reachable) return nothing;
  return html`<p class="here"><a href=${got(model).track_url} target="_blank" rel="noopener">${t("Demo: open the phone page on this machine")}</a></p>`;
}

/** Say what is wrong with the printer, where something is. @param {Model} model */
function trouble({told}) {
  if (!told || told.printer.kind === "none") return nothing;
  const word = {
    paper_out: t("Out of paper"),
    off: t("The printer is off"),
    unknown: t("The printer does not answer"),
    ready: t("The slip was not printed"),
  };
  return html`<span class="state watch">${word[told.printer.state]}</span>`;
}

/** @param {Model} model */
export function closes({left}) {
  if (!left) return nothing;
  return html`<div class="closes"><span>${t("Closes in {n} s", {n: left.left})}</span><div class="left"><i .style=${properties({part: (100 * left.left) / left.of})}></i></div></div>`;
}

const down = () =>
  html`<svg viewBox="0 0 80 120" aria-hidden="true"><path d="M40 4v104M8 76l32 32 32-32" fill="none" stroke="currentColor" stroke-width="11"/></svg>`;
