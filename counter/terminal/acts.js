/** Every act of the terminal: its key, its words, when it can be. One table for buttons and keyboard. */

import {isLong} from "/static/long.js";
import {clock} from "/static/clock.js";
import {plain} from "/static/marked.js";
import {pick, t} from "/static/words.js";
import {counting, switchAct} from "./by-itself.js";
import {className, numberOr, serviceName, serviceNames} from "./naming.js";

/** @typedef {import("./types.js").CounterView} CounterView */
/** @typedef {import("./types.js").Ui} Ui */
/**
 * @typedef {object} Act
 * @property {string} code
 * @property {string} key  KeyboardEvent.code
 * @property {string} cap  what stands on the key
 * @property {() => string} label
 * @property {(view: CounterView) => boolean} can
 * @property {"dialog"|"command"} does
 */

/** Whether the server says that one of these can be done now. @param {import("/static/views.d.ts").DeskAct} act @returns {(view: CounterView) => boolean} */
const open = act => view => view.acts.includes(act);

/** @type {Act} */
export const RETURN = {
  code: "return",
  key: "KeyK",
  cap: "K",
  label: () => t("Bring one back"),
  can: open("return"),
  does: "command",
};

/** Calls one of the pool, in any order. @type {Act} */
export const CALL_BACK = {
  code: "call-back",
  key: "KeyB",
  cap: "B",
  label: () => t("Call one back"),
  can: open("call-back"),
  does: "command",
};

/** @type {Act[]} */
export const TICKET_ACTS = [
  {code: "recall", key: "KeyR", cap: "R", label: () => t("Recall"), can: open("recall"), does: "command"},
  {code: "no-show", key: "KeyN", cap: "N", label: () => t("No-show"), can: open("no-show"), does: "command"},
  {code: "hold", key: "KeyH", cap: "H", label: () => t("Hold for later"), can: open("hold"), does: "dialog"},
  {code: "transfer", key: "KeyT", cap: "T", label: () => t("Transfer"), can: open("transfer"), does: "dialog"},
  {code: "visit", key: "KeyV", cap: "V", label: () => t("Services"), can: open("visit"), does: "dialog"},
  {code: "not-done", key: "KeyD", cap: "D", label: () => t("Finish, not done"), can: open("finish"), does: "command"},
  {code: "referred", key: "KeyE", cap: "E", label: () => t("Finish, referred"), can: open("finish"), does: "command"},
  {
    code: "finish-next",
    key: "KeyF",
    cap: "F",
    label: () => t("Finish, call next"),
    can: open("finish"),
    does: "command",
  },
  {
    code: "case",
    key: "KeyS",
    cap: "S",
    label: () => t("Case"),
    can: view => open("finish")(view) && view.ticket !== null && view.ticket.number !== "",
    does: "command",
  },
];

/** @type {Act[]} */
export const COUNTER_ACTS = [
  {code: "pause", key: "KeyP", cap: "P", label: () => t("Pause"), can: open("pause"), does: "dialog"},
  {code: "close", key: "KeyC", cap: "C", label: () => t("Close the counter"), can: open("close"), does: "command"},
  {code: "walk-in", key: "KeyW", cap: "W", label: () => t("Serve at once"), can: open("serve"), does: "dialog"},
  {
    code: "out-of-order",
    key: "KeyO",
    cap: "O",
    label: () => t("Call out of order"),
    can: open("call_one"),
    does: "dialog",
  },
  RETURN,
];

/** Numbers of a paper roll that people have torn off. @type {Act} */
export const ROLL = {
  code: "in-room",
  key: "KeyM",
  cap: "M",
  label: () => t("Numbers in the room"),
  can: view => view.roll !== null,
  does: "dialog",
};

/** Of one who asked to be called later: its button stands in the line. @type {Act} */
export const EARLY = {
  code: "early",
  key: "",
  cap: "",
  label: () => t("Here: call"),
  can: open("call_one"),
  does: "command",
};

/** @type {Act} */
export const UNDO = {code: "undo", key: "KeyU", cap: "U", label: () => t("Undo"), can: open("undo"), does: "command"};

/** What an incident asks of who sits here, and starting one. @type {Act[]} */
export const INCIDENT_ACTS = [
  {
    code: "confirm-step",
    key: "KeyY",
    cap: "Y",
    label: () => t("Confirm"),
    can: view => nextStep(view) !== null,
    does: "command",
  },
  {
    code: "take-back",
    key: "KeyZ",
    cap: "Z",
    label: () => t("Take the step back"),
    can: view => lastStep(view) !== null,
    does: "command",
  },
  {
    code: "raise",
    key: "KeyX",
    cap: "X",
    label: () => t("Emergency"),
    can: view => view.plans.length > 0,
    does: "dialog",
  },
];

/** The first step that who sits here is to confirm. @param {CounterView} view */
export function nextStep(view) {
  for (const incident of view.incidents) {
    const step = incident.steps.find(one => one.next);
    if (step) return {incident, step};
  }
  return null;
}

/** What who sits here confirmed last, while it can be taken back. @param {CounterView} view @param {number} [at] ms */
export function lastStep(view, at = 0) {
  for (const incident of view.incidents) {
    const step = incident.steps.findLast(({back_until}) => back_until !== null && Date.parse(back_until) > at);
    if (step) return {incident, step};
  }
  return null;
}

/** Whether the next one is called by itself: the switch, or going on after a stop. @type {Act} */
export const BY_ITSELF = {
  code: "by-itself",
  key: "KeyA",
  cap: "A",
  label: () => t("Call by itself"),
  can: view => switchAct(view) !== null,
  does: "command",
};

/** What is done at reception, for whoever stands there. @type {Act[]} */
export const RECEPTION_ACTS = [
  {code: "issue", key: "KeyG", cap: "G", label: () => t("Give out a number"), can: atWork, does: "dialog"},
  {code: "find", key: "KeyJ", cap: "J", label: () => t("Find a number"), can: () => true, does: "dialog"},
];

/** Whether numbers can be given out here: somebody sits here, and the issue goes on. @param {CounterView} view */
function atWork(view) {
  return view.clerk !== null && !view.issue_stopped;
}

export const ACTS = [
  ...TICKET_ACTS,
  ...COUNTER_ACTS,
  ...RECEPTION_ACTS,
  CALL_BACK,
  BY_ITSELF,
  ROLL,
  ...INCIDENT_ACTS,
  UNDO,
];

/** Whether an act can be now: never while another is in flight or the line is cut. @param {Act} act @param {CounterView} view @param {Ui} ui */
export function may(act, view, ui) {
  return ui.busy === null && ui.link.online && ui.waiting === null && act.can(view);
}

/**
 * The one act of the state, on Space.
 * @param {CounterView} view @param {Ui} ui
 * @returns {{code: string, title: string, sub: string, can: boolean, long?: boolean}}
 */
export function mainAct(view, ui) {
  const main = ofState(view, ui);
  const cut = !ui.link.online;
  if (ui.waiting) return {...main, sub: t("Kept here, sent when back online"), can: false};
  if (ui.old) return {...main, sub: t("Possible again when back online"), can: false};
  if (cut && main.code === "finish")
    return {...main, sub: t("Kept here, sent when back online"), can: ui.busy === null};
  if (cut) return {...main, sub: t("Possible again when back online"), can: false};
  return {...main, can: main.can && ui.busy === null};
}

/** The act of the large key: what is done with the ticket here, else opening, else the next call. @param {CounterView} view @param {Ui} ui */
function ofState(view, ui) {
  const number = numberOr(view.ticket?.number);
  switch (view.acts.find(act => act === "start" || act === "finish" || act === "open")) {
    case "start":
      return {code: "start", title: t("Start serving"), sub: t("Press when {number} is here", {number}), can: true};
    case "finish":
      return {
        code: "finish",
        title: t("Finish"),
        sub: afterwards(view),
        can: true,
        long: Boolean(view.ticket?.afterwards),
      };
    case "open":
      return view.pause
        ? {code: "open", title: t("Back, open"), sub: t("Opens the counter"), can: true}
        : {code: "open", title: t("Open counter"), sub: t("Then Space calls the first ticket"), can: true};
    default:
      return !view.next && open("roll")(view) ? nextOfRoll(view) : {...callNext(view, ui), can: open("call")(view)};
  }
}

/** Nobody is known to wait: the number after the last one is asked for. @param {CounterView} view */
const nextOfRoll = view => ({
  code: "roll",
  title: t("Call {number}", {number: view.roll?.next ?? ""}),
  sub: t("The next number of the roll"),
  can: true,
});

/** @param {CounterView} view @param {Ui} ui */
function callNext(view, ui) {
  if (view.held) return {code: "call", title: t("Calls are held"), sub: plain(pick(view.held))};
  if (!view.next) return {code: "call", title: t("Call"), sub: readyWhen(view)};
  const {ticket} = view.next,
    {number, service, priority} = ticket;
  const name = serviceName(view, service),
    long = isLong(serviceNames(view, service));
  return {
    code: "call",
    long,
    title: t("Call {number}", {number: numberOr(number)}),
    sub:
      counting(view, ui.now) ??
      (priority ? t("{service}, {kind}", {service: name, kind: className(view, ticket)}) : name),
  };
}

/** When there is somebody to call. @param {CounterView} view */
function readyWhen(view) {
  const [later] = view.line;
  return later?.not_before
    ? t("{number} comes from {time} on", {
        number: numberOr(later.number),
        time: clock(later.not_before, view.hall.timezone),
      })
    : t("Ready as soon as a ticket is taken");
}

/** @param {CounterView} view */
function afterwards(view) {
  const more = view.ticket?.afterwards;
  if (more)
    return more.here
      ? t("Then {service} here", {service: serviceName(view, more.service)})
      : t("Then on to {service}", {service: serviceName(view, more.service)});
  return view.next
    ? t("Then {number} is next", {number: numberOr(view.next.ticket.number)})
    : view.line.length
      ? t("Then nobody is to be called yet")
      : t("Then nobody is waiting");
}
