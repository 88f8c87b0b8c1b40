/** Draws the set-up page: what stands, what can be chosen, and beside it the slip as it would be printed. */

import {html, nothing, render as draw} from "/vendor/lit-html.js";
import {languageKeys} from "/static/reader.js";
import {NAMES, language, pick, t} from "/static/words.js";
import {order} from "./order.js";
import {address} from "./printers.js";
import {standing} from "./standing.js";

/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Acts} Acts */

/** @param {HTMLElement} root @param {View} view @param {Acts} acts */
export function render(root, view, acts) {
  document.title = `${t("Set up this kiosk")} · servicefloor`;
  draw(
    html`
    <header class="top"><p class="brand"><a href="/kiosk/">servicefloor</a>${pick(view.present?.hall?.name)}</p>${languageKeys(acts.speak)}</header>
    <main>
      <h1>${t("Set up this kiosk")}</h1>
      ${
        view.locked
          ? locked(view, acts)
          : view.present
            ? html`<div class="two"><div class="steps">
        ${standing(view)} ${printer(view, acts)} ${paper(view, acts)} ${languages(view, acts)} ${fonts(view, acts)}
        <div class="keep">
          <button class="act main" ?disabled=${view.busy !== null} @click=${acts.save}>${t("Save")}</button>
          <p role="status" class="told" ?hidden=${!view.done}>${view.done}</p>
          <p role="alert" class="told trouble" ?hidden=${!view.trouble}>${view.trouble}</p>
        </div>
      </div>${preview(view)}</div>`
            : html`<p role="status" class="lead">${view.trouble ?? t("Asking the agent …")}</p>`
      }
    </main>`,
    root,
  );
}

/** Ask for the code: everybody in the hall stands at this machine. @param {View} view @param {Acts} acts */
function locked({busy, trouble}, acts) {
  return html`<form class="lock" @submit=${(/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    acts.unlock(String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("code") ?? ""));
  }}>
    <p class="lead">${t("A code opens this page for ten minutes. The office shows it under Devices, beside this kiosk.")}</p>
    <label class="field">${t("Set-up code")}<input name="code" type="text" inputmode="numeric" autocomplete="off" spellcheck="false" maxlength="12" required autofocus></label>
    <button class="act main" ?disabled=${busy !== null}>${t("Open the page")}</button>
    <p role="alert" class="told trouble" ?hidden=${!trouble}>${trouble}</p>
    <p class="hint">${t("A kiosk that was not let in yet has its code in the log of its agent:")} <code>journalctl -u servicefloor-kiosk | grep set-up</code></p>
  </form>`;
}

/** @param {View} view @param {Acts} acts */
function printer(view, acts) {
  const {usb, kind, busy, draft} = view,
    ready = address(view) !== null && busy === null;
  /** @param {View["kind"]} value @param {unknown} words @param {string | null} [url] */
  const choice = (
    value,
    words,
    url = null,
  ) => html`<label class="choice"><input type="radio" name="printer" .checked=${kind === value && (value !== "usb" || draft.printer === url)}
    @change=${() => {
      if (url) acts.choose({printer: url});
      acts.set({kind: value});
    }}><span>${words}</span></label>`;
  return html`<section>
    <h2>${t("Printer")}</h2>
    <div class="choices" role="radiogroup" aria-label=${t("Printer")}>
      ${choice("none", html`<b>${t("None")}</b> <small>${t("the page shows number and QR code")}</small>`)}
      ${choice("network", html`<b>${t("On the network")}</b>`)}
      <label class="field" ?hidden=${kind !== "network"}>${t("Address of the printer")}
        <input type="text" inputmode="url" placeholder="192.168.1.50" spellcheck="false" autocomplete="off" .value=${view.network}
          @input=${(/** @type {InputEvent} */ event) => acts.set({network: /** @type {HTMLInputElement} */ (event.target).value})}>
        <small>${t("Port 9100, unless you add another after a colon.")}</small></label>
      ${(usb?.items ?? []).map(({url, name}) => choice("usb", html`<b>USB</b> ${name} <small class="num">${url.slice(6)}</small>`, url))}
      ${kind === "usb" && usb && !usb.items.some(({url}) => url === draft.printer) ? choice("usb", html`<b>USB</b> ${draft.printer?.slice(6)} <small>${t("not plugged in")}</small>`, draft.printer) : nothing}
      ${kind === "other" ? choice("other", html`<b class="num">${draft.printer}</b>`) : nothing}
    </div>
    <p class="hint">${found(usb)} <button type="button" class="plainly" ?disabled=${busy !== null} @click=${acts.look}>${t("Look again")}</button></p>
    <div class="keys">
      <button type="button" class="act" ?disabled=${!ready} @click=${acts.attempt}>${busy === "try" ? t("Asking …") : t("Ask the printer")}</button>
      <button type="button" class="act" ?disabled=${!ready} @click=${acts.test}>${busy === "test" ? t("Printing …") : t("Print a test slip")}</button>
    </div>
    <p role="status">${result(view.result)}</p>
  </section>`;
}

/** @param {import("./types.js").Usb | null} usb */
function found(usb) {
  if (!usb) return t("Looking for USB printers …");
  if (!usb.available) return t("USB can't be searched here: {reason}", {reason: usb.reason});
  return usb.items.length > 0
    ? t("USB printers that are plugged in are listed above.")
    : t("No USB printer is plugged in.");
}

/** @param {import("./types.js").Result | null} came */
function result(came) {
  if (!came) return nothing;
  const [mood, words] = outcome(came);
  return html`<span class="state ${mood}">${words}</span> <small class="hint">${came.detail}</small>`;
}

/** Return how a trial went, as a state and its words. @param {import("./types.js").Result} came @returns {[string, string]} */
function outcome({outcome: printed, state}) {
  if (state === "paper_out") return ["danger", t("The printer is out of paper")];
  if (state === "off") return ["danger", t("The printer does not answer: is it on, and is the address right?")];
  if (printed === "printed") return ["calm", t("Printed, and confirmed by the printer")];
  if (printed === "unconfirmed")
    return ["watch", t("Sent, but the printer does not say whether it printed: each customer will be asked")];
  if (printed === "failed") return ["danger", t("Not printed")];
  return state === "ready"
    ? ["calm", t("Ready, with paper")]
    : ["watch", t("It is there, but does not report its state")];
}

/** @param {View} view @param {Acts} acts */
function paper(view, acts) {
  /** @type {{[dots: number]: string}} */
  const named = {576: t("80 mm"), 512: t("80 mm, narrow print"), 384: t("58 mm")};
  return html`<section><h2>${t("Paper")}</h2><div class="choices across" role="radiogroup" aria-label=${t("Paper")}>
    ${view.present?.widths.map(
      dots => html`<label class="choice"><input type="radio" name="width" .checked=${view.draft.width === dots}
      @change=${() => acts.choose({width: dots})}><span><b>${named[dots]}</b> <small class="num">${t("{n} dots", {n: dots})}</small></span></label>`,
    )}
  </div></section>`;
}

/** @param {View} view @param {Acts} acts */
function languages(view, acts) {
  const now = order(view),
    rest = (view.present?.languages ?? []).filter(code => !now.includes(code));
  return html`<section><h2>${t("Languages, in order")}</h2><ol class="order">
    ${[...now, ...rest].map(
      (
        code,
        at,
      ) => html`<li><label class="choice"><input type="checkbox" .checked=${now.includes(code)} ?disabled=${now.length === 1 && now.includes(code)}
      @change=${() => acts.toggle(code)}><span lang=${code}><b>${NAMES[code]}</b></span></label>
      <button type="button" class="act" ?disabled=${at === 0 || !now.includes(code)} aria-label=${t("{language}: one place up", {language: NAMES[code]})} @click=${() => acts.lift(code)}>↑</button></li>`,
    )}
  </ol>
  <p class="hint">${view.draft.languages.length > 0 ? html`<button type="button" class="plainly" @click=${() => acts.choose({languages: []})}>${t("Use the hall's own order")}</button>` : t("This is the hall's own order.")}</p></section>`;
}

/** @param {View} view @param {Acts} acts */
function fonts(view, acts) {
  const font = view.present?.font;
  return html`<section><h2>${t("Letters of the slip")}</h2>
    <p>${font?.han ? html`<span class="state calm">${font.source}</span>` : html`<span class="state danger">${t("No font with Chinese letters was found")}</span>`}</p>
    <p class="hint" ?hidden=${font?.han}>${t("Slips in Chinese would show question marks. Run make install, or install fonts-noto-cjk, or choose a font file.")}</p>
    <label class="field">${t("Another font file (optional)")}
      <select .value=${view.draft.font ?? ""} @change=${(/** @type {Event} */ event) => acts.choose({font: /** @type {HTMLSelectElement} */ (event.target).value || null})}>
        <option value="">${t("none")}</option>
        ${[...new Set([...(view.present?.fonts ?? []), ...(view.draft.font ? [view.draft.font] : [])])].map(path => html`<option value=${path} ?selected=${path === view.draft.font}>${path.slice(path.lastIndexOf("/") + 1)}</option>`)}
      </select></label></section>`;
}

/** @param {View} view */
function preview({draft, present}) {
  const query = new URLSearchParams({
    width: String(draft.width),
    language: language(),
    of: present?.choices.font ?? "",
  });
  return html`<figure class="slip" data-width=${draft.width}><img src="/agent/setup/slip.png?${query}" alt=${t("The test slip as it would be printed")}><figcaption>${t("The test slip as it would be printed")}</figcaption></figure>`;
}
