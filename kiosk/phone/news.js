/** Being told by message, also while the page is closed: by e-mail, or by the phone's own push service. */
import {html, nothing} from "/vendor/lit-html.js";
import {language, t} from "/static/words.js";
import {heading, who} from "./parts.js";

/**
 * @typedef {import("./render.js").Shown} Shown
 * @typedef {import("./render.js").View} View
 * @typedef {import("./render.js").Acts} Acts
 * @typedef {{id: number, name: string, country: string}} Way
 * @typedef {{channels: string[], push_key: string|null, gateways: Way[], followers: {id: number, channel: string, where: string}[], most: number}} Following
 */

/**
 * Say why this browser cannot be told while its page is closed; null where it can.
 * @param {{secure: boolean, able: boolean}} browser
 * @returns {"insecure"|"unable"|null}
 */
export const keptFrom = ({secure, able}) => (!secure ? "insecure" : able ? null : "unable");

const browser = () => ({secure: isSecureContext, able: "serviceWorker" in navigator && "PushManager" in window});

/** @type {Following} */
const NOBODY = {channels: [], push_key: null, gateways: [], followers: [], most: 0};

const WHY = {
  insecure: () => t("This phone can only be told with the page open: the page is not on https. Please ask the hall."),
  unable: () => t("This browser does not let pages tell you anything while they are closed."),
};

/** @param {string} key the server's, as base64url */
export function bytesOf(key) {
  const text = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, sign => sign.charCodeAt(0));
}

/** Ask the browser for its push address; the reader is asked whether the page may. @param {string} key */
async function subscription(key) {
  if ((await Notification.requestPermission()) !== "granted")
    throw new Error(
      t("You did not allow notices for this page. Allow them in the browser's settings, then try again."),
    );
  await navigator.serviceWorker.register("/told.js");
  const registration = await navigator.serviceWorker.ready;
  const given = await registration.pushManager
    .subscribe({userVisibleOnly: true, applicationServerKey: bytesOf(key)})
    .catch(() => {
      throw new Error(t("The phone's push service does not answer. Please try again, or choose e-mail."));
    });
  const {endpoint, keys} = given.toJSON();
  return {endpoint, keys: {p256dh: keys?.p256dh, auth: keys?.auth}};
}

/**
 * What the reader's touches do here.
 * @param {View} view
 * @param {string} address of the ticket's own answer
 * @param {(what: string, body: object, then: View["question"]) => Promise<void>} wish
 * @param {() => void} draw
 */
export function newsOf(view, address, wish, draw) {
  const load = async () => {
    const answer = await fetch(`${address}/follow`, {cache: "no-store"}).catch(() => null);
    if (answer?.ok) view.following = await answer.json().catch(() => view.following);
    draw();
  };
  const then = async (/** @type {string} */ what, /** @type {object} */ body) => {
    await wish(what, body, "news");
    await load();
  };
  return {
    load,
    /** @param {string} email */
    email: email => then("follow/email", {language: language(), email: email.trim()}),
    /** @param {number} gateway @param {string} phone */
    number: (gateway, phone) => then("follow/number", {language: language(), gateway, phone: phone.trim()}),
    async push() {
      view.trouble = null;
      try {
        const given = await subscription(view.following?.push_key ?? "");
        await then("follow/phone", {language: language(), subscription: given});
      } catch (error) {
        view.trouble = /** @type {Error} */ (error).message;
        draw();
      }
    },
    /** @param {number} id */
    stop: id => then(`follow/${id}/end`, {}),
  };
}

/** @param {Following["followers"][number]} one */
const called = one => (one.channel === "push" ? t("Phone ({service})", {service: one.where}) : one.where);

/**
 * The field of a number, and a key for each way to it.
 * @param {Shown} view @param {Acts} acts @param {Way[]} ways
 */
function byNumber(view, acts, ways) {
  const send = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const {phone} = /** @type {any} */ (event.target).elements,
      gateway = Number(/** @type {HTMLButtonElement|null} */ (event.submitter)?.value ?? ways[0].id);
    view.typed = "number";
    void acts.news.number(gateway, phone.value).then(() => {
      if (!view.wrong && !view.trouble) phone.value = "";
    });
  };
  const wrong = view.typed === "number" ? view.wrong : null;
  return html`<form class="mailbox" novalidate @submit=${send}><label class="field"><span>${t("Phone number")}</span><input name="phone" type="tel" autocomplete="tel" inputmode="tel" maxlength="24" aria-invalid=${wrong ? "true" : nothing} aria-describedby=${wrong ? "wrong" : nothing}></label>
    ${wrong ? html`<p class="trouble" id="wrong" role="alert">${wrong}</p>` : nothing}
    <p class="say">${t("By sending it you agree to these few messages. It is kept encrypted, and erased with your number.")}</p>
    ${ways.map(way => html`<button class="act" name="gateway" value=${way.id} ?disabled=${view.busy}>${t("Tell me by {name}", {name: way.name})}</button>`)}</form>`;
}

/** The key that leads here, and who is told already. @param {Shown} view @param {Acts} acts */
export function newsKey({following}, acts) {
  if (!following || !(following.channels.length + following.gateways.length)) return nothing;
  const told = following.followers.map(called).join(", ");
  return html`<button type="button" class="act plain" @click=${() => acts.ask("news")}>${told ? t("Told by message: {who}", {who: told}) : t("Tell me by message")}</button>`;
}

/** @param {Shown} view @param {Acts} acts */
export function newsQuestion(view, acts) {
  const {track, following, busy} = view;
  const {channels, gateways, followers, most} = following ?? NOBODY;
  const why = keptFrom(browser()),
    room = followers.length < most;
  const send = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const {email} = /** @type {any} */ (event.target).elements;
    view.typed = "email";
    void acts.news.email(email.value).then(() => {
      if (!view.wrong && !view.trouble) email.value = "";
    });
  };
  const wrong = view.typed === "email" ? view.wrong : null;
  return html`<section>
    <div class="read">${who(track)}${heading(t("How shall we tell you?"))}
      <p class="say">${t("You are told when your turn is near and when you are called, also with this page closed. What you give us is erased with your number.")}</p>
      ${followers.map(one => html`<p class="follower"><span>${called(one)}</span><button type="button" class="act" ?disabled=${busy} @click=${() => acts.news.stop(one.id)}>${t("Stop")}</button></p>`)}
      ${room && channels.includes("push") ? (why ? html`<p class="say">${WHY[why]()}</p>` : html`<button type="button" class="act main" ?disabled=${busy} @click=${acts.news.push}>${t("This phone, even when it is locked")}</button>`) : nothing}
      ${room && gateways.length ? byNumber(view, acts, gateways) : nothing}
      ${
        room && channels.includes("email")
          ? html`<form class="mailbox" novalidate @submit=${send}><label class="field"><span>${t("E-mail address")}</span><input name="email" type="email" autocomplete="email" inputmode="email" maxlength="254" aria-invalid=${wrong ? "true" : nothing} aria-describedby=${wrong ? "wrong" : nothing}></label>
        ${wrong ? html`<p class="trouble" id="wrong" role="alert">${wrong}</p>` : nothing}
        <button class="act" ?disabled=${busy}>${t("Tell this mailbox")}</button></form>`
          : nothing
      }</div>
    <div class="acts"><button type="button" class="act" @click=${() => acts.ask(null)}>${t("Back")}</button></div></section>`;
}
