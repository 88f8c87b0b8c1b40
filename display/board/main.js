/**
 * The supervisor's board, /board/{hall}: watches `board`, draws, and acts in two presses.
 * @import {BoardView, Hand, Link} from "./view.d.ts"
 */

import {openWire} from "/live/wire.js";
import {readerOf, whyNot} from "/static/acts.js";
import {keepLanguage, readersLanguage} from "/static/reader.js";
import {keepAtHand} from "/static/at-hand.js";
import {pick, setLanguage, t} from "/static/words.js";
import {openAlarm} from "./alarm.js";
import {LOW, armedBy, fewer, loud, ofHall, placesOf, rows} from "./acts.js";
import {choices} from "./profile.js";
import {render, waiting} from "./render.js";
import {openWhatIf} from "./whatif.js";

const hall = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const ARMED = 6000; // ms in which the second press must come
const NOTED = 10_000; // ms that an undo is offered
const THEME = "board-theme";

/** @param {HTMLElement} root */
export async function mount(root) {
  await setLanguage(/** @type {any} */ (readersLanguage()));
  keepAtHand([readersLanguage()]);
  wear(localStorage.getItem(THEME));
  const reader = await readerOf(hall);
  if (!reader) {
    location.replace(`/office/sign-in?${new URLSearchParams({next: location.pathname})}`);
    return;
  }
  const me = reader,
    called = me.rights.includes("LEAD_INCIDENT"); // whom an alarm is to reach
  const wire = openWire({base: "", token: null});
  /** @type {BoardView | null} */
  let view = null;
  /** @type {Link} */
  let link = {online: true, since: null};
  /** @type {Hand} */
  let hand = {armed: null, done: null, fault: null};
  let forget = 0,
    counting = false,
    choosing = false,
    room = 0,
    until = t("Connecting"); // what is said until there is something to show
  const alarm = openAlarm();
  const whatIf = openWhatIf(hall, () => view);

  const draw = () => {
    if (view && called) alarm.follow(view);
    const held = document.activeElement;
    if (view) fitted(view);
    else waiting(root, until);
    // whoever goes by Tab stays where they were when their button is gone
    if (held instanceof HTMLButtonElement && !held.isConnected)
      /** @type {HTMLElement | null} */ (root.querySelector(".iv button"))?.focus();
  };
  /** Draw, with as many rows of what is to do as fit whole: the office lists the others. @param {BoardView} view */
  const fitted = view => {
    const low = innerHeight < LOW,
      at = wire.now().getTime(),
      muted = called && alarm.muted();
    for (room = rows(view, low); ; room = fewer(room)) {
      render(root, {view, link, at, hand, press, me, low, room, counting: counting && counted, choosing, muted});
      const list = root.querySelector(".todo");
      if (!list || list.scrollHeight <= list.clientHeight || fewer(room) === room) return;
    }
  };
  /** @param {Partial<Hand>} change @param {number} [lasts] */
  const tell = (change, lasts = 0) => {
    clearTimeout(forget);
    hand = {armed: null, done: null, fault: null, ...change};
    if (lasts) forget = window.setTimeout(() => tell({}), lasts);
    draw();
  };
  /** Press a button or its key: the first arms it, the second does it; a way elsewhere opens at the first click. @param {string} what @param {boolean} [clicked] */
  async function press(what, clicked = false) {
    if (what === "what-if") return whatIf.open();
    if (what === "theme") return wear(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
    if (what === "language") return language();
    if (!view || !link.online) return;
    if (what === "count") {
      counting = ofHall(view, me, "count") !== undefined;
      tell({});
      return void (/** @type {HTMLInputElement | null} */ (root.querySelector("#inside"))?.focus());
    }
    if (what === "profile") {
      choosing = !choosing && choices(view, me).length > 0;
      return tell({});
    }
    if (what.startsWith("profile ")) return void hold(choices(view, me)[Number(what.slice(8)) - 1]);
    if (what === "undo") {
      const undo = hand.done?.undo;
      return undo ? undo() : undefined;
    }
    const one = placesOf(view, me, room).find(({id}) => id === what);
    if (!one) return;
    if (one.to && (clicked || hand.armed === armedBy(one))) return void location.assign(one.to);
    if (hand.armed !== armedBy(one)) return tell({armed: armedBy(one)}, ARMED);
    tell({});
    const {act} = one;
    if (act) await done(act);
  }
  /** Do what an act says, and offer its way back. @param {import("./view.d.ts").OpenAct} act */
  async function done(act) {
    try {
      await wire.command("POST", `/api/v1/halls/${encodeURIComponent(hall)}/${act.path}`, act.body);
      const back = act.undo;
      if (act.onward) return void location.assign(act.onward);
      tell({done: {text: pick(act.done), undo: back ? () => void takeBack(back) : null}}, NOTED);
    } catch (problem) {
      tell({fault: whyNot(problem)}, NOTED);
    }
  }
  /** Have a work profile hold: one press in its list. @param {import("./view.d.ts").OpenAct | undefined} act */
  async function hold(act) {
    if (!act) return;
    choosing = false;
    tell({});
    await done(act);
  }
  /** Send a count of all inside; what is no number is said and stays to be mended. @param {string} inside */
  async function counted(inside) {
    if (!/^\d+$/.test(inside)) return tell({fault: t("Enter how many people are inside, in digits.")}, NOTED);
    const act = view && ofHall(view, me, "count");
    if (!act) return;
    try {
      const {used} = await wire.command("POST", `/api/v1/halls/${encodeURIComponent(hall)}/${act.path}`, {
        ...act.body,
        inside: Number(inside),
      });
      counting = !used;
      if (used) tell({done: {text: t("{n} people were entered.", {n: Number(inside)}), undo: null}}, NOTED);
      else tell({fault: t("So many people cannot be here; count again.")}, NOTED);
    } catch (problem) {
      tell({fault: whyNot(problem)}, NOTED);
    }
  }
  /** @param {{path: string, body: object}} back */
  async function takeBack({path, body}) {
    try {
      await wire.command("POST", `/api/v1/halls/${encodeURIComponent(hall)}/${path}`, body);
      tell({done: {text: t("Undone."), undo: null}}, NOTED);
    } catch {
      tell({fault: t("That did not work. Please try again.")}, NOTED);
    }
  }
  async function language() {
    const order = /** @type {const} */ (["zh-Hant", "zh-Hans", "en"]);
    const next = order[(order.indexOf(/** @type {any} */ (readersLanguage())) + 1) % order.length] ?? "en";
    keepLanguage(next);
    await setLanguage(next);
    draw();
  }

  wire.onRefused = () => {
    view = null;
    until = t("Your sign-in does not allow this. Ask your supervisor.");
    draw();
  };
  wire.onLink((/** @type {Link} */ now) => {
    link = now;
    draw();
  });
  wire.watch(hall, "board", (/** @type {BoardView} */ next) => {
    view = next;
    link = {online: true, since: null};
    const first = loud(next);
    document.title = first ? `■ ${pick(first.text)}` : `${t("Board")} · ${pick(next.hall.name)}`;
    draw();
  });
  addEventListener("keydown", event => {
    if (whatIf.isOpen()) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === "Escape") {
      counting = choosing = false;
      return tell({});
    }
    if (event.target instanceof HTMLInputElement) return;
    const what = keyed(event.code)?.replace("todo", choosing ? "profile" : "todo");
    if (what === "count") event.preventDefault(); // else its letter is typed into the field
    if (what) void press(what);
  });
  addEventListener("resize", draw);
  setInterval(draw, 1000);
  draw();
}

/** What a key stands for; by its place, since input methods change what it writes. @param {string} code */
function keyed(code) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code);
  if (digit) return `todo ${digit[1]}`;
  return (
    {
      KeyS: "stop",
      KeyU: "undo",
      KeyT: "theme",
      KeyI: "incident",
      KeyC: "count",
      KeyP: "profile",
      KeyG: "language",
      KeyW: "what-if",
    }[code] ?? null
  );
}

/** @param {string | null | undefined} theme */
function wear(theme) {
  if (theme !== "light" && theme !== "dark") return;
  document.documentElement.dataset.theme = theme;
  localStorage.setItem(THEME, theme);
}

await mount(document.body);
