/** The phone page: one ticket, followed by whoever holds its slip. */
import {openWire} from "/live/wire.js";
import {keepLanguage, readersLanguage} from "/static/reader.js";
import {setLanguage} from "/static/words.js";
import {makeBell, nudgeFor} from "./nudge.js";
import {render} from "./render.js";
import {moved, placed} from "./track.js";

const LOOK_AT = ["called", "held"]; // a recall, and the end of a hold, do not show in the shared line
const LOOK_EVERY = 10_000; // ms
const CLOCK_EVERY = 5_000; // ms: times that pass by themselves

/**
 * Show the ticket of this secret, and keep showing it.
 * @param {HTMLElement} root
 * @param {ReturnType<typeof openWire>} wire
 * @param {string} secret
 */
async function mount(root, wire, secret) {
  const bell = makeBell(), address = `/api/v1/track/${encodeURIComponent(secret)}`;
  /** @type {import("./render.js").View} */
  const view = {track: null, gone: false, question: null, qr: null, trouble: null, busy: false, link: {online: true, since: new Date()}, bell: bell.state(), at: new Date()};
  /** @type {import("./track.js").Line|null} */ let line = null;
  /** @type {import("./track.js").Track|null} */ let own = null;
  let watching = false, shownQuestion = /** @type {string|null} */ (null);

  const draw = () => {
    const before = view.track;
    view.track = own && placed(own, line);
    view.at = view.link.online ? wire.now() : view.link.since;
    view.bell = bell.state();
    const nudge = view.track && nudgeFor(before, view.track);
    if (nudge === "called") view.question = null;
    if (nudge) bell.ring(nudge);
    render(root, view, acts);
    if (view.question !== shownQuestion) root.querySelector("h1")?.focus();
    shownQuestion = view.question;
  };

  const look = async () => {
    const answer = await fetch(address, {cache: "no-store"}).catch(() => null);
    if (answer?.ok) {
      own = await answer.json();
      view.gone = false;
      if (own && !watching) { watching = true; wire.watch(own.hall.code, "line", heard); }
    } else if (answer?.status === 404 || answer?.status === 410) {
      own = null;
      view.gone = true;
    }
    draw();
  };

  /** @param {unknown} data */
  const heard = (data) => {
    line = /** @type {import("./track.js").Line} */ (data);
    if (own && moved(own, line)) look(); else draw();
  };

  /** Send a wish, then show what came of it. @param {string} what @param {object} [body] */
  const wish = async (what, body = {}) => {
    view.busy = true;
    view.trouble = null;
    draw();
    try {
      await wire.command("POST", `${address}/${what}`, body);
      view.question = null;
    } catch (problem) {
      view.trouble = /** @type {{detail?: string}} */ (problem).detail ?? "";
    }
    view.busy = false;
    await look();
  };

  const acts = {
    /** @param {"cancel"|"later"|"second"|null} question */
    async ask(question) {
      view.question = question;
      view.trouble = null;
      draw();
      if (question !== "second" || view.qr) return;
      const answer = await fetch(`${address}/qr`).catch(() => null);
      view.qr = answer?.ok ? await answer.json() : null;
      draw();
    },
    /** @param {number} minutes */
    later: (minutes) => wish("later", {minutes}),
    cancel: () => wish("cancel"),
    back: () => wish("back"),
    /** @param {boolean} on */
    nudge: async (on) => { await bell.set(on); draw(); },
    /** @param {import("/static/words.js").Language} language */
    speak: async (language) => { keepLanguage(language); await setLanguage(language); draw(); },
    again: () => location.reload(),
  };

  await setLanguage(readersLanguage());
  draw();
  wire.onLink((link) => {
    const back = link.online && !view.link.online;
    view.link = link;
    if (back) look(); else draw();
  });
  addEventListener("pointerdown", async () => { if (bell.state() === "touch") { await bell.unlock(); draw(); } });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { look(); bell.unlock(); } });
  setInterval(draw, CLOCK_EVERY);
  setInterval(() => { if (!view.gone && (!own || LOOK_AT.includes(own.state))) look(); }, LOOK_EVERY);
  await look();
}

const secret = decodeURIComponent(location.pathname.split("/")[2] ?? "");
mount(document.body, openWire({ticket: secret}), secret);
