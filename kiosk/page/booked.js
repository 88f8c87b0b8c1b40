/** Who has an appointment: the code is typed below or read from its QR code, and a number comes for it. */

import {html} from "/vendor/lit-html.js";
import {Problem, newKey} from "/live/command.js";
import {language, t} from "/static/words.js";
import {cutSince, notice, top} from "/pages/kiosk/page/frame.js";
import {lost} from "/pages/kiosk/page/saying.js";

/** @typedef {import("/pages/kiosk/page/render.js").Model} Model */
/** @typedef {import("/pages/kiosk/page/step.js").Page} Page */

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9],
  LENGTH = 6, // of a code
  LONGEST = 300; // of an address that a reader of QR codes types

/** @param {Model} model */
export function booked(model) {
  const {page, act} = model,
    joins = model.told?.view?.joins ?? false,
    ready = page.code.length >= LENGTH && cutSince(model) === null;
  const press = (/** @type {string} */ code) => page.busy || act.code(code);
  return html`
    <div class="screen ask booked">
      ${top(model)}${notice(model)}
      <main>
        <h1 tabindex="-1">${joins ? t("Tell us that you are here") : t("Your appointment")}</h1>
        <label class="own code"><span>${joins ? t("The code of {n} digits, or hold the QR code of its page to the reader", {n: LENGTH}) : t("The code of {n} digits from our e-mail, or hold its QR code to the reader", {n: LENGTH})}</span>
          <input type="text" inputmode="none" autocomplete="off" spellcheck="false" maxlength=${LONGEST} .value=${page.code}
            aria-invalid=${page.wrongCode !== null} aria-describedby="code-state"
            @keydown=${(/** @type {KeyboardEvent} */ {key}) => key === "Enter" && ready && act.checkIn()}
            @input=${(/** @type {{target: HTMLInputElement}} */ {target}) => press(target.value)}></label>
        <p class="big state-of ${page.wrongCode ? "" : "calm"}" id="code-state" role="alert">${state(model)}</p>
      </main>
      <footer class="digits num" data-quick>
        ${DIGITS.map(n => html`<button class="act" data-key=${n} @click=${() => press(page.code + n)}>${n}</button>`)}
        <button class="act word" @click=${act.back}>${t("Back")}</button>
        <button class="act" data-key="0" @click=${() => press(`${page.code}0`)}>0</button>
        <button class="act word" data-key="back" aria-disabled=${page.code === ""} @click=${() => press(page.code.slice(0, -1))}>${t("Delete")}</button>
        <button class="act main" aria-busy=${page.busy} aria-disabled=${!ready} @click=${() => ready && act.checkIn()}>${t("Check in")}</button>
      </footer>
    </div>`;
}

/** What is wrong with the code, or what to do where there is none. @param {Model} model */
function state({page, told}) {
  const joins = told?.view?.joins ?? false;
  const {wrongCode} = page;
  if (wrongCode) return lost(wrongCode) ? t("No answer came. Please try again, or ask our staff.") : wrongCode.detail;
  return joins
    ? t("No code at hand? Please ask our staff.")
    : t("No code at hand? Our staff find your appointment, too.");
}

/**
 * What touches on this screen do. What is typed is in the page's state alone, and going home forgets it.
 * @param {Pick<ReturnType<typeof import("/pages/kiosk/page/agent.js").openAgent>, "take">} agent
 * @param {() => Page} page @param {(part: Partial<Page>) => void} change @param {(error: unknown) => void} fail
 */
export function arriving(agent, page, change, fail) {
  return {
    booked() {
      change({step: "booked", code: "", wrongCode: null, id: null});
      /** @type {HTMLElement | null} */ (document.querySelector(".code input"))?.focus(); // a reader types into it
    },
    /** Another code is another wish: the next try gets a key of its own. @param {string} code */
    code: code => change({code: code.slice(0, LONGEST), wrongCode: null, id: null}),
    async checkIn() {
      const {busy, code, priority, priority_class} = page();
      if (busy || !code) return;
      const id = page().id ?? newKey();
      change({busy: true, id, wrongCode: null});
      const here = () => page().id === id; // else the customer has gone home meanwhile
      try {
        const taken = await agent.take(id, {appointment: code, priority, priority_class, language: language()});
        if (here()) change({busy: false, taken, step: "home", code: ""});
      } catch (error) {
        if (!(error instanceof Problem)) return fail(error);
        if (here()) change({busy: false, id: lost(error) ? id : null, code: lost(error) ? code : "", wrongCode: error});
      }
    },
  };
}
