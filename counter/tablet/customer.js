/** What the touches of the customer before the tablet do. */
import {setLanguage, t} from "/static/words.js";
import {forget, keep} from "./drafts.js";
import {begun, longEnough, news, scoreOf} from "./state.js";

const OVER = ["already_rated", "rating_token_old", "not_served"]; // nothing can be done about these on the tablet

/**
 * @param {ReturnType<typeof import("/live/wire.js").openWire>} wire
 * @param {string} address of the hall's ratings
 * @param {() => import("./state.js").Shown} now
 * @param {() => void} draw
 * @returns {import("./render.js").Acts}
 */
export function customer(wire, address, now, draw) {
  /**
   * Send something of this customer; what came of it is shown, unless another one stands there by then.
   * @param {number} busy @param {string} path @param {object} body @param {(mine: import("./state.js").Mine) => void} done
   */
  async function say(busy, path, body, done) {
    const {mine} = now();
    if (mine.busy !== null) return;
    Object.assign(mine, {busy, trouble: null});
    draw();
    try {
      await wire.command("POST", path, body);
      done(mine);
    } catch (problem) {
      const {code, said} = /** @type {import("/live/wire.js").Problem} */ (problem);
      mine.trouble = said || t("That did not work. Please try again.");
      if (OVER.includes(code) && mine.score !== null) mine.over = wire.now().getTime(); // the rating itself is kept
    }
    mine.busy = null;
    draw();
  }

  /** @param {object} [said] */
  function close(said = {}) {
    const {view} = now();
    void say(0, `${address}/${view.ticket}/details`, {token: view.token, ...said}, done);
  }

  /** @param {import("./state.js").Mine} mine */
  const done = mine => {
    mine.over = wire.now().getTime();
    forget();
  };

  /**
   * Send what a customer has begun and not sent: they have left, or the tablet was cut off meanwhile. A contact that reaches nobody is left out.
   * @param {Pick<import("./state.js").Shown, "view"|"mine">} left
   */
  async function sendBegun({view: {ticket}, mine: {token, reasons, words, contact}}) {
    const path = `${address}/${ticket}/details`,
      said = {token, reasons: [...reasons], comment: words.trim()};
    await wire
      .command("POST", path, {...said, contact: contact?.trim() ?? ""})
      .catch(({errors}) => (errors?.length ? wire.command("POST", path, said) : null));
  }

  return {
    rate(score) {
      const {view, mine} = now(),
        before = scoreOf(now());
      const took = (/** @type {import("./state.js").Mine} */ one) =>
        Object.assign(one, {
          score,
          changing: false,
          reasons: before === null || score === before ? one.reasons : new Set(),
        });
      if (before === null) return void say(score, address, {ticket: view.ticket, token: view.token, score}, took);
      if (score === before) {
        took(mine);
        return draw();
      }
      void say(score, `${address}/${view.ticket}/correct`, {token: view.token, score}, took);
    },
    decline() {
      const {view} = now();
      void say(0, `${address}/decline`, {ticket: view.ticket, token: view.token}, mine => {
        mine.declined = true;
      });
    },
    change() {
      Object.assign(now().mine, {changing: true, trouble: null});
      draw();
    },
    reason(code) {
      const {mine} = now();
      if (!mine.reasons.delete(code)) mine.reasons.add(code);
      keep(mine);
      draw();
    },
    words(text) {
      now().mine.words = text;
      keep(now().mine);
    },
    contact(text) {
      const {mine} = now(),
        asks = mine.contact === null;
      Object.assign(mine, {contact: text, trouble: null});
      keep(mine);
      draw();
      if (asks) /** @type {HTMLElement|null} */ (document.querySelector(".contact input"))?.focus();
    },
    pass: () => close(),
    send() {
      const {mine} = now(),
        contact = mine.contact?.trim();
      if (contact === "") {
        mine.trouble = t("Please enter a phone number or an e-mail address.");
        return draw();
      }
      close({reasons: [...mine.reasons], comment: mine.words.trim(), contact: contact ?? ""});
    },
    async speak(code) {
      await setLanguage(code);
      draw();
    },
    async silent() {
      const shown = now(),
        {mine} = shown;
      if (mine.busy !== null) return;
      if (scoreOf(shown) === null) return this.decline();
      if (!begun(shown)) return close();
      mine.busy = 0;
      await sendBegun(shown).then(
        () => done(mine),
        () => {
          mine.touched = wire.now().getTime();
        },
      ); // tried again when it was silent as long once more
      mine.busy = null;
      draw();
    },
    stands() {
      const {view, mine, at} = now(),
        told = news(mine, at);
      if (!told || mine.busy !== null) return;
      Object.assign(mine, {told: at, usable: mine.usable || longEnough(mine)});
      void wire.command("POST", `${address}/${view.ticket}/here`, {token: view.token, ...told}).catch(() => {}); // it only wants to be known
    },
    left(before) {
      forget();
      if (begun(before)) void sendBegun(before).catch(() => {});
    },
  };
}
