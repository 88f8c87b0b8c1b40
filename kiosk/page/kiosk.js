/** What a touch does. The page's own state is one value; each change of it, each word of the agent and each second is one render. */

import {Problem, newKey} from "/live/command.js";
import {serverClock} from "/live/server_clock.js";
import {takenDown} from "/static/intake.js";
import {steady} from "/static/steady.js";
import {known, language, setLanguage} from "/static/words.js";
import {canSpeak, headphones, readFocus, say, saidBy} from "/pages/kiosk/page/aloud.js";
import {arriving} from "/pages/kiosk/page/booked.js";
import {keypad} from "/pages/kiosk/page/keypad.js";
import {render} from "/pages/kiosk/page/render.js";
import {saying} from "/pages/kiosk/page/saying.js";
import {choosing, toggled} from "/pages/kiosk/page/several.js";
import {START, giving, screenOf, timeLeft} from "/pages/kiosk/page/step.js";
import {touch} from "/pages/kiosk/page/touch.js";
import {typed} from "/pages/kiosk/page/typing.js";

/** @typedef {import("/pages/kiosk/page/agent.js").Told} Told */
/** @typedef {import("/pages/kiosk/page/step.js").Page} Page */
/** @typedef {import("/static/words.js").Language} Language */

const SAME = 15_000; // ms in which another try is the same wish; the agent hands a number back that nobody asked for again in 20 s
const LONGEST = 120; // letters of a contact
const DUMB = 3_000; // ms without the agent until we say so
const RELOAD = 20_000; // ms until a page that failed starts anew

/** Show the kiosk in `root`. @param {HTMLElement} root @param {ReturnType<typeof import("/pages/kiosk/page/agent.js").openAgent>} agent */
export function mount(root, agent) {
  /** @type {Page} */
  let page = START;
  /** @type {Told | null} */
  let told = null;
  let lostAt = 0,
    touchedAt = Date.now(),
    place = "",
    spoken = "";
  const time = serverClock(),
    shows = steady(document);

  const alive = () => lostAt === 0 || Date.now() - lostAt < DUMB;
  const change = (/** @type {Partial<Page>} */ part) => {
    page = {...page, ...part};
    draw();
  };

  function draw() {
    const screen = screenOf(page, told, time.now().getTime());
    const here = `${screen} ${told?.print?.state}`;
    if (here !== place) touchedAt = Date.now(); // what has just appeared has its whole time
    const turned = here.split(" ")[0] !== place.split(" ")[0];
    place = here;
    const left = timeLeft(page, screen, (Date.now() - touchedAt) / 1000);
    if (left?.left === 0) return reset();
    const shown = [
      screen,
      language(),
      page.larger,
      page.low,
      page.group,
      page.sheet,
      page.field,
      page.looked,
      left?.asking,
    ].join();
    shows(shown);
    render(root, {page, told, screen, left, alive: alive(), lostAt, most: 1, now: time.now(), act});
    if (turned) root.querySelector("h1")?.focus({preventScroll: true}); // a screen reader says where we are
    if (`${page.aloud} ${shown}` !== spoken && (page.aloud || spoken.startsWith("true")))
      say(page.aloud ? saidBy(root) : "");
    spoken = `${page.aloud} ${shown}`;
    if (left?.asking && !root.querySelector("[role=alertdialog]")?.contains(document.activeElement)) {
      /** @type {HTMLElement | null} */ (root.querySelector("[role=alertdialog] button"))?.focus();
    }
  }

  function reset() {
    page = START;
    place = "";
    touchedAt = Date.now();
    const first = known(told?.view?.hall.languages ?? [])[0];
    if (first && first !== language()) void speak(first);
    draw();
  }

  /** @param {Language} first @param {...Language} more */
  const speak = (first, ...more) => setLanguage(first, ...more).then(draw, fail);

  async function take() {
    if (page.busy || !page.service) return; // a second touch is the same wish
    const again = page.id !== null && Date.now() - page.askedAt < SAME;
    const id = page.id && again ? page.id : newKey();
    change({busy: true, id, askedAt: again ? page.askedAt : Date.now(), problem: null});
    try {
      const taken = await agent.take(id, {
        ...takenDown(page),
        service: page.service,
        ...(page.several && page.several.length > 1 && {further: page.several.slice(1)}),
        language: language(),
      });
      change({busy: false, taken, step: "home"});
    } catch (error) {
      if (!(error instanceof Problem)) return fail(error);
      const unknown = error.status === 0 || error.status >= 500; // perhaps a number was taken: the next try must be the same one
      change({busy: false, problem: error, id: unknown ? id : null, step: "home"});
    }
  }

  /** Ask how many come, where the hall wants it; then take a number. @param {string | null} service */
  function askThenTake(service) {
    change({service, id: null});
    if (told?.view?.ask_party) change({step: "party"});
    else void take();
  }

  const act = {
    speak(/** @type {Language} */ code) {
      page = {...page, spoke: true};
      void speak(code);
    },
    larger: () => change({larger: !page.larger}),
    low: () => change({low: !page.low}),
    askPriority: () => change({step: "priority"}),
    priority: (/** @type {string | null} */ code) =>
      change({priority: code !== null, priority_class: code, step: "home"}),
    group: (/** @type {string | null} */ group) => change({group, sheet: 0}),
    sheet: (/** @type {number} */ sheet) => change({sheet}),
    service(/** @type {string} */ service) {
      if (page.busy || !told?.view || !giving(told, alive(), service)) return;
      if (page.taken) return act.changeTo(service);
      if (page.several) return change({several: toggled(page.several, service), id: null});
      askThenTake(service);
    },
    takeWith(/** @type {Partial<import("/static/intake.js").Intake>} */ answer) {
      if (page.busy) return;
      page = {...page, ...answer};
      void take();
    },
    ...saying(
      agent,
      () => page,
      change,
      error => fail(error),
    ),
    ...arriving(
      agent,
      () => page,
      change,
      error => fail(error),
    ),
    ...choosing(
      agent,
      () => page,
      change,
      () => askThenTake(page.several?.[0] ?? null),
      error => fail(error),
    ),
    again: () => void take(),
    needs: () => change({step: "needs", looked: null}),
    looked: (/** @type {string} */ looked) => change({looked}),
    back: () => change({step: page.looked ? "needs" : "home", looked: null, service: null, field: null}),
    stay() {
      touchedAt = Date.now();
      draw();
    },
    home: reset,
    aloud: () => change({aloud: !page.aloud}),
    field: (/** @type {Page["field"]} */ field) => page.field !== field && change({field}),
    type(/** @type {string} */ key) {
      const {draft, field} = page;
      if (field) act.say({[field]: typed(draft[field], key).slice(0, LONGEST)});
    },
    wrong: () => change({step: "wrong", problem: null}),
    keep: () => change({step: "home", problem: null}),
    other: () => change({step: "change", problem: null, sheet: 0, group: null}),
    async giveBack() {
      if (page.busy || !page.id || !page.taken) return;
      const {
        larger,
        low,
        spoke,
        aloud,
        id,
        taken: {ticket},
      } = page;
      change({busy: true, problem: null});
      try {
        await agent.cancel(id, language());
        page = {...START, larger, low, spoke, aloud, given: ticket.number};
        draw();
      } catch (error) {
        if (!(error instanceof Problem)) return fail(error);
        change({busy: false, problem: error});
      }
    },
    copy() {
      if (page.id) agent.copy(page.id).catch(quiet);
    },
    holds(/** @type {boolean} */ printed) {
      if (page.id) agent.seen(page.id, printed).catch(quiet);
      if (printed) reset();
      else change({holds: false});
    },
    /** Start the page anew, once there is somebody to serve it: a browser's own error page would stay. @returns {Promise<unknown>} */
    reload: () =>
      fetch("/kiosk/", {cache: "no-store"}).then(
        () => location.reload(),
        () => setTimeout(act.reload, RELOAD),
      ),
  };

  /** The number stands; only what is known of its slip is lost. @param {unknown} error */
  const quiet = error => console.error(error);

  /** @param {unknown} error */
  function fail(error) {
    console.error(error);
    if (page.fault) return;
    change({fault: true});
    setTimeout(act.reload, RELOAD);
  }

  touch(document, () => {
    if (!root.querySelector("[role=alertdialog]")) touchedAt = Date.now(); // there, the panel itself gives more time
  });
  readFocus(document, () => page.aloud);
  headphones(plugged => change({aloud: plugged && canSpeak()}));
  window.speechSynthesis?.addEventListener?.("voiceschanged", draw); // some come late
  keypad(document, () => {
    if (page.step !== "home") act.back();
    else if (page.sheet > 0) act.sheet(page.sheet - 1);
    else if (page.group) act.group(null);
    else act.stay();
  });
  setInterval(draw, 1_000);
  window.addEventListener("resize", draw); // another window has room for more, or for less
  window.addEventListener("error", event => fail(event.error));
  window.addEventListener("unhandledrejection", event => fail(event.reason));

  agent.watch(
    now => {
      const first = told?.view == null && now.view != null;
      told = now;
      lostAt = 0;
      time.learn(now.now);
      if (now.view?.hall.accent) document.documentElement.style.setProperty("--accent", now.view.hall.accent);
      const [home, ...more] = known(now.view?.hall.languages ?? []);
      if (first && home) void speak(home, ...more);
      else draw();
    },
    () => {
      lostAt ||= Date.now();
      draw();
    },
  );
  void speak("zh-Hant", "zh-Hans", "en");
}
