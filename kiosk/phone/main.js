/** The phone page: one ticket, followed by whoever holds its slip. */
import "/static/broken.js";
import {openWire} from "/live/wire.js";
import {keepLanguage, mayBeTranslated, readersLanguage} from "/static/reader.js";
import {setLanguage} from "/static/words.js";
import {follow} from "./follow.js";
import {newsOf} from "./news.js";
import {makeBell, nudgeFor} from "./nudge.js";
import {render} from "./render.js";
import {nothingSaid, saidAlready, sayingOf} from "./saying.js";
import {steps} from "./steps.js";
import {visitOf} from "./visit.js";

const LOOK_AT = ["called", "held"]; // a recall, and the end of a hold, do not show in the shared line
const LOOK_EVERY = 10_000; // ms
const CLOCK_EVERY = 5_000; // ms: times that pass by themselves

/**
 * Make what the reader's touches do.
 * @param {import("./render.js").View} view
 * @param {ReturnType<typeof follow>} ticket
 * @param {ReturnType<typeof makeBell>} bell
 * @param {() => void} draw
 * @param {string} address of the ticket's own answer
 * @returns {import("./render.js").Acts}
 */
function actsOf(view, ticket, bell, draw, address) {
  /** Send a wish, then show what came of it. @param {string} what @param {object} [body] @param {typeof view.question} [then] */
  const wish = async (what, body, then = null) => {
    Object.assign(view, {busy: true, trouble: null, wrong: null});
    draw();
    let done = false;
    try {
      await ticket.wish(what, body);
      done = true;
    } catch (problem) {
      const {said = "", errors = []} = /** @type {Partial<import("/live/wire.js").Problem>} */ (problem);
      if (["contact", "email", "phone"].includes(errors[0]?.field))
        view.wrong = said; // told where it was typed
      else view.trouble = said;
    }
    view.busy = false;
    await ticket.look();
    if (done) view.question = then;
    draw();
    /** @type {HTMLElement|null} */ (document.querySelector("[aria-invalid=true]"))?.focus();
    document.querySelector(".trouble")?.scrollIntoView({block: "nearest"});
  };
  const visit = visitOf(view, wish, draw);
  return {
    ...sayingOf(view, wish, draw),
    news: newsOf(view, address, wish, draw),
    visit,
    async ask(question) {
      Object.assign(view, {question, trouble: null, wrong: null});
      if (question === "visit") visit.open();
      draw();
      if (question !== "second" || view.qr) return;
      view.qr = await ticket.qr();
      draw();
    },
    later: minutes => void wish("later", {minutes}),
    cancel: () => void wish("cancel"),
    back: () => void wish("back"),
    nudge: async on => {
      await bell.set(on);
      draw();
    },
    speak: async language => {
      keepLanguage(language);
      await setLanguage(language);
      draw();
    },
    again: () => location.reload(),
  };
}

/**
 * Show the ticket of this secret, and keep showing it.
 * @param {HTMLElement} root
 * @param {ReturnType<typeof openWire>} wire
 * @param {string} secret
 * @param {import("./follow.js").First|null} first
 */
async function mount(root, wire, secret, first) {
  const bell = makeBell();
  /** @type {import("./render.js").View} */
  const view = {
    track: null,
    gone: false,
    early: /^\d+\.k\./.test(secret),
    told: null,
    question: null,
    plan: null,
    following: null,
    qr: null,
    said: nothingSaid(),
    trouble: null,
    wrong: null,
    typed: null,
    busy: false,
    link: {online: true, since: new Date()},
    bell: bell.state(),
    at: new Date(),
  };
  let question = view.question;
  const step = steps(asked => void acts.ask(asked));
  view.question = step.open(); // loaded again, or come back to

  const draw = () => {
    const before = view.track,
      track = ticket.track();
    Object.assign(view, {
      track,
      gone: ticket.gone(),
      told: ticket.told(),
      at: view.link.online ? wire.now() : view.link.since,
      bell: bell.state(),
    });
    const nudge = track && nudgeFor(before, track);
    if (nudge === "called" || (track && !view.busy && saidAlready(view.question, track))) view.question = null;
    if (nudge) bell.ring(nudge);
    render(root, view, acts);
    if (view.question !== question) root.querySelector("h1")?.focus();
    question = view.question;
    step.show(question);
  };
  const address = `/api/v1/track/${encodeURIComponent(secret)}`,
    ticket = follow(wire, address, first, draw),
    acts = actsOf(view, ticket, bell, draw, address);

  mayBeTranslated();
  await setLanguage(readersLanguage());
  root.replaceChildren(); // the server drew it meanwhile; the same comes in its place at once
  draw();
  for (const arrival of root.getAnimations({subtree: true})) arrival.finish();
  wire.onRefused = () => {
    if (!view.gone) void ticket.look();
  }; // its day may be over: the answer says so
  wire.onLink(link => {
    const back = link.online && !view.link.online;
    view.link = link;
    if (back) void ticket.look();
    else draw();
  });
  addEventListener("pointerdown", async ({target}) => {
    if (bell.state() !== "touch" || /** @type {Element} */ (target).closest(".switch")) return;
    await bell.unlock();
    draw();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      void ticket.look();
      void bell.unlock();
    }
  });
  setInterval(draw, CLOCK_EVERY);
  setInterval(() => {
    if (
      (!view.gone || view.early) &&
      (!view.track || LOOK_AT.includes(view.track.state) || view.track.visit.length > 1)
    )
      void ticket.look();
  }, LOOK_EVERY);
  await ticket.look();
  void acts.news.load();
  if (view.question) await acts.ask(view.question); // what it needs is fetched
}

const secret = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const first = document.querySelector("#first")?.textContent;
void mount(document.body, openWire({ticket: secret}), secret, first ? JSON.parse(first) : null);
