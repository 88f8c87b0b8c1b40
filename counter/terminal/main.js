/** The clerk's terminal: signs in, sits down at a counter, then shows its view and sends its acts. */

import {keepLanguage, readersLanguage} from "/static/reader.js";
import {keepAtHand} from "/static/at-hand.js";
import {language, setLanguage, t} from "/static/words.js";
import {openCases} from "./case-desk.js";
import {caseKey} from "./case-keys.js";
import {faultText, openCommands} from "./commands.js";
import {openDesk} from "./desk.js";
import {listen} from "./listen.js";
import {keepPages, openPaper} from "./paper.js";
import {remember, remembered} from "./remembered.js";
import {render} from "./render.js";
import {openSeats} from "./seat.js";
import {hallOf, isDemo, signIn, signOut, whoIsHere} from "./session.js";
import {openStore} from "./store.js";
import {awayForLong, softTone} from "./tone.js";
import {openWatching} from "./watching.js";

const TICK = 250; // ms between two draws of what runs
const NOTE_STAYS = 10_000; // ms
const LOOK_AGAIN = 5000; // ms between two looks at the hall while choosing

/** Return the counter that the link which led here names. */
const asked = () => new URLSearchParams(location.search).get("counter");

/** @param {HTMLElement} root */
export async function mount(root) {
  const kept = remembered();
  const store = openStore(
    {theme: kept.theme ?? "light", letters: kept.letters ?? true, remembered: asked() ?? kept.counter ?? null},
    () => render(root, watching.view(), store.ui, cases, paper.line()),
  );
  const {ui, set} = store;
  const watching = openWatching(store, {
    lost,
    closed,
    cut,
    refused: () => void start(),
    online: () => void desk.backOnline(),
    shown: (view, at) => ui.person && ui.counter && paper.shown(view, ui.person, ui.counter, at),
  });
  const paper = openPaper();
  const run = openCommands(store, watching, ended);
  const cases = openCases(store, watching.view);
  const desk = openDesk(store, watching.view, run, cases);
  const seats = openSeats(store, {enter, signedOut: ended});

  /** @param {string} counter */
  function enter(counter) {
    watching.enter(counter);
    set({screen: "terminal", counter, fault: null, note: null, dialog: null});
  }

  /** Somebody else sits here now. @param {string} name @param {boolean} mine */
  function lost(name, mine) {
    void choose(
      mine
        ? t("{name} has taken over counter {counter}, with whoever was there. Choose another counter to go on.", {
            name,
            counter: ui.counter ?? "",
          })
        : null,
    );
  }

  /** @param {string|null} [note] */
  async function choose(note = null) {
    watching.leave();
    set({screen: "choose", counter: null, dialog: null, note});
    await lookAtHall();
  }

  async function lookAtHall() {
    if (!ui.person) return;
    try {
      set({hall: await hallOf(ui.person)});
    } catch (problem) {
      failed(problem);
    }
  }

  function signedOut() {
    watching.leave();
    paper.forget();
    set({screen: "sign-in", person: null, dialog: null, busy: null});
  }

  /** Their sign-in was ended elsewhere: nothing waits to be sent, and nothing will be. */
  function ended() {
    signedOut();
    set({
      fault: {
        text: t(
          "Your sign-in here has ended: the office ended it, or it was not used for long. Nothing more can be sent from here; what you did before is kept.",
        ),
        retry: null,
      },
    });
  }

  /** The line is gone: ask whether it is the line, or this sign-in. */
  function cut() {
    void whoIsHere().then(
      person => {
        if (!person && ui.person) ended();
      },
      () => null,
    );
  }

  /** Nobody closed this counter: its day is over, or what its clerk may do was changed. */
  function closed() {
    set({
      note: t("Counter {counter} was closed by itself: its day has ended, or your work here has. Open it to go on.", {
        counter: ui.counter ?? "",
      }),
    });
  }

  /** @param {any} problem */
  function failed(problem) {
    if (problem.status === 401 && ui.screen !== "sign-in") return ended();
    set({fault: {text: faultText(problem), retry: null}});
  }

  /** Go where this machine left off: the counter where this person sits, else the choice. */
  async function start() {
    if (!ui.old) watching.leave();
    try {
      const [person, demo] = await Promise.all([whoIsHere(), isDemo()]);
      set({old: false});
      const left = ui.person !== null && !person;
      set({person, demo, fault: null});
      if (!person) return left ? ended() : signedOut();
      await choose();
      const seat = ui.hall?.counters.find(one => one.clerk?.id === person.id);
      if (seat) enter(seat.code);
    } catch (problem) {
      if (!recalled(/** @type {any} */ (problem))) failed(problem);
      setTimeout(() => void start(), LOOK_AGAIN);
    }
  }

  /** Nobody answers: show what this machine showed last, and say so. @param {{status: number}} problem */
  function recalled({status}) {
    const last = status && status < 500 ? null : paper.last();
    if (!last || (ui.screen !== "starting" && !ui.old)) return false;
    const {view, person, counter, at} = last;
    if (!ui.old) watching.recall(view, new Date(at));
    set({screen: "terminal", person, counter, old: true});
    return true;
  }

  /** @param {FormData} said */
  async function nameGiven(said) {
    set({busy: "sign-in", fault: null});
    try {
      await signIn(String(said.get("username")).trim(), String(said.get("password")));
      await start();
    } catch (problem) {
      failed(problem);
    } finally {
      set({busy: null});
    }
  }

  /** @param {string} act @param {DOMStringMap} data */
  function act(act, data) {
    switch (act) {
      case "theme":
        return keep({theme: ui.theme === "dark" ? "light" : "dark"});
      case "letters":
        return keep({letters: !ui.letters});
      case "keys":
        return set({dialog: {kind: "keys"}});
      case "print":
        return print();
      case "cancel":
        return set({dialog: null});
      case "dismiss":
        return set({fault: null});
      case "retry":
        return void (ui.fault?.retry && run(ui.fault.retry));
      case "leave":
        return void choose();
      case "sign-out":
        return void signOut()
          .catch(() => null)
          .then(signedOut);
      case "sit":
        return void seats.sit(data.counter ?? "");
      case "main":
        return watching.settled() ? desk.act("main") : undefined;
      default:
        return desk.act(act, {ticket: data.ticket});
    }
  }

  /** @param {{theme?: string, letters?: boolean}} choice */
  function keep(choice) {
    remember(choice);
    set(choice);
  }

  /** @param {string} form @param {FormData} said */
  function answer(form, said) {
    const {dialog} = ui;
    if (form === "sign-in") return void nameGiven(said);
    if (form === "take-over" || form === "elsewhere") return void seats.sit(dialog?.counter ?? "", true);
    desk.answer(form, said);
  }

  /** @param {string} code */
  async function speak(code) {
    const chosen = /** @type {import("/static/words.js").Language} */ (code);
    await setLanguage(chosen, "zh-Hant", "zh-Hans", "en");
    keepAtHand([chosen]);
    keepLanguage(chosen);
    set({});
  }

  /** What runs by itself: times, and a note that has been read. */
  function tick() {
    const read = ui.notedAt !== null && performance.now() - ui.notedAt > NOTE_STAYS && ui.screen === "terminal";
    desk.shown();
    reminded();
    set({now: watching.now(), ...(read && {note: null})});
  }

  let away = 0;

  /** Somebody who was set aside has been away for long: one tone, and the row says it. */
  function reminded() {
    const now = awayForLong(ui.screen === "terminal" ? watching.view() : null, ui.now);
    if (now > away) softTone();
    away = now;
  }

  listen(root, ui, {
    act,
    answer,
    speak,
    mine: event => ui.screen === "terminal" && !ui.dialog && caseKey(event, ui.case, cases),
  });
  await setLanguage(readersLanguage(), "zh-Hant", "zh-Hans", "en");
  keepAtHand([language()]);
  setInterval(tick, TICK);
  setInterval(() => {
    if (ui.screen === "choose" && !ui.busy && !ui.dialog) void lookAtHall();
  }, LOOK_AGAIN);
  await start();
  void keepPages();
}

void mount(document.body);
