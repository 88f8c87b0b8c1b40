/** The clerk's terminal: signs in, sits down at a counter, then shows its view and sends its acts. */

import {openWire} from "/live/wire.js";
import {keepLanguage, readersLanguage} from "/static/reader.js";
import {setLanguage, t} from "/static/words.js";
import {faultText, openCommands} from "./commands.js";
import {openDesk} from "./desk.js";
import {listen} from "./listen.js";
import {remember, remembered} from "./remembered.js";
import {render} from "./render.js";
import {openSeats} from "./seat.js";
import {hallOf, isDemo, signIn, signOut, whoIsHere} from "./session.js";
import {openStore} from "./store.js";
import {firstCame, softTone} from "./tone.js";

/** @typedef {import("./types.js").CounterView} CounterView */

const SETTLE = 400;      // ms after a change of state in which Space does nothing: it was meant for the state before
const UNTIL_SHOWN = 1500; // ms that a button waits for the view its command made
const TICK = 250;        // ms between two draws of what runs
const LOOK_AGAIN = 5000; // ms between two looks at the hall while choosing

/** @param {HTMLElement} root */
export async function mount(root) {
  const kept = remembered();
  /** @type {CounterView|null} */
  let view = null;
  /** @type {ReturnType<typeof openWire>|null} */
  let wire = null;
  let changedAt = 0, mine = false;
  let unwatch = () => {};
  /** @type {Set<() => void>} */
  const waitingForView = new Set();

  const store = openStore({theme: kept.theme ?? "light", letters: kept.letters ?? true, remembered: kept.counter ?? null},
    () => render(root, view, store.ui));
  const {ui, set} = store;
  const run = openCommands(store, (method, path, body, options) => /** @type {NonNullable<typeof wire>} */ (wire).command(method, path, body, options), {signedOut, shown});
  const desk = openDesk(store, () => view, run);
  const seats = openSeats(store, {enter, signedOut});

  function shown() {
    return new Promise((/** @type {(value: void) => void} */ resolve) => {
      waitingForView.add(resolve);
      setTimeout(resolve, UNTIL_SHOWN);
    });
  }

  /** @param {CounterView} newer */
  function draw(newer) {
    const before = view;
    if (before?.state !== newer.state || before.ticket?.id !== newer.ticket?.id) changedAt = performance.now();
    view = newer;
    for (const resolve of waitingForView) resolve();
    waitingForView.clear();
    if (firstCame(before, newer)) softTone();
    if (newer.clerk && newer.clerk.id !== ui.person?.id) return lost(newer.clerk.name);
    mine ||= newer.clerk !== null;
    set({});
  }

  /** Somebody else sits here now. @param {string} name */
  function lost(name) {
    const note = mine ? t("{name} has taken over counter {counter}", {name, counter: ui.counter ?? ""}) : null;
    void choose(note);
  }

  /** @param {string} counter */
  function enter(counter) {
    leave();
    const open = wire = openWire();
    open.onRefused = () => void start();
    open.onLink((link) => {
      set({link, now: open.now()});
      if (link.online) void desk.backOnline();
    });
    unwatch = open.watch(ui.hall?.code ?? "main", `counter:${counter}`, draw);
    set({screen: "terminal", counter, fault: null, note: null, dialog: null});
  }

  function leave() {
    unwatch();
    wire?.close();
    unwatch = () => {};
    wire = view = null;
    mine = false;
    set({link: {online: true, since: null}, waiting: null});
  }

  /** @param {string|null} [note] */
  async function choose(note = null) {
    leave();
    set({screen: "choose", counter: null, dialog: null, note});
    await lookAtHall();
  }

  async function lookAtHall() {
    if (!ui.person) return;
    try {
      set({hall: await hallOf(ui.person)});
    } catch (problem) {
      const known = /** @type {import("./commands.js").Problem} */ (problem);
      if (known.status === 401) return signedOut();
      set({fault: {text: faultText(known), retry: null}});
    }
  }

  function signedOut() {
    leave();
    set({screen: "sign-in", person: null, dialog: null, busy: null});
  }

  /** Go where this machine left off: the counter where this person sits, else the choice. */
  async function start() {
    leave();
    try {
      const [person, demo] = await Promise.all([whoIsHere(), isDemo()]);
      set({person, demo});
      if (!person) return signedOut();
      await choose();
      const seat = ui.hall?.counters.find((one) => one.clerk?.id === person.id);
      if (seat) enter(seat.code);
    } catch (problem) {
      set({screen: "starting", fault: {text: faultText(/** @type {any} */ (problem)), retry: null}});
      setTimeout(() => void start(), LOOK_AGAIN);
    }
  }

  /** @param {FormData} said */
  async function enterName(said) {
    set({busy: "sign-in", fault: null});
    try {
      set({person: await signIn(String(said.get("username")).trim(), String(said.get("password")))});
      set({busy: null});
      await start();
    } catch (problem) {
      set({fault: {text: faultText(/** @type {any} */ (problem)), retry: null}});
    } finally {
      set({busy: null});
    }
  }

  /** @param {string} act @param {DOMStringMap} data */
  function act(act, data) {
    switch (act) {
      case "theme": return theme(ui.theme === "dark" ? "light" : "dark");
      case "letters": remember({letters: !ui.letters}); return set({letters: !ui.letters});
      case "keys": return set({dialog: {kind: "keys"}});
      case "cancel": return set({dialog: null});
      case "dismiss": return set({fault: null});
      case "retry": { const again = ui.fault?.retry; if (again) void run(again); return; }
      case "leave": return void choose();
      case "sign-out": return void signOut().catch(() => null).then(signedOut);
      case "sit": return void seats.sit(data.counter ?? "");
      case "main": if (performance.now() - changedAt < SETTLE) return; return desk.act("main");
      default: return desk.act(act, {ticket: data.ticket});
    }
  }

  /** @param {string} theme */
  function theme(theme) {
    remember({theme});
    set({theme});
  }

  /** @param {string} form @param {FormData} said */
  function answer(form, said) {
    const {dialog} = ui;
    if (form === "sign-in") return void enterName(said);
    if (form === "take-over") return void seats.sit(dialog?.counter ?? "", true);
    if (form === "elsewhere") return void seats.change(dialog?.by ?? "", dialog?.counter ?? "");
    desk.answer(form, said);
  }

  /** @param {string} code */
  async function speak(code) {
    await setLanguage(/** @type {"en"} */ (code), "zh-Hant", "zh-Hans", "en");
    keepLanguage(code);
    set({});
  }

  listen(root, ui, {act, answer, speak});
  await setLanguage(/** @type {"en"} */ (readersLanguage()), "zh-Hant", "zh-Hans", "en");
  setInterval(() => set({now: wire?.now() ?? new Date()}), TICK);
  setInterval(() => { if (ui.screen === "choose" && !ui.busy && !ui.dialog) void lookAtHall(); }, LOOK_AGAIN);
  await start();
}

void mount(document.body);
