/** Every act of the terminal: its key, its words, when it can be. One table for buttons and keyboard. */

import {isLong} from "/static/long.js";
import {clock} from "/static/clock.js";
import {plain} from "/static/marked.js";
import {pick, t} from "/static/words.js";
import {numberOr, serviceName, serviceNames} from "./naming.js";

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

const called = (/** @type {CounterView} */ view) => view.state === "calling";
const serving = (/** @type {CounterView} */ view) => view.state === "serving";
const atHand = (/** @type {CounterView} */ view) => called(view) || serving(view);
const free = (/** @type {CounterView} */ view) => view.state === "open";

/** @type {Act} */
export const RETURN = {
  code: "return",
  key: "KeyK",
  cap: "K",
  label: () => t("Bring one back"),
  can: view => view.kept.length > 0 && view.state !== "closed",
  does: "command",
};

/** @type {Act[]} */
export const TICKET_ACTS = [
  {
    code: "recall",
    key: "KeyR",
    cap: "R",
    label: () => t("Recall"),
    can: view => called(view) && view.held === null,
    does: "command",
  },
  {
    code: "no-show",
    key: "KeyN",
    cap: "N",
    label: () => t("No-show"),
    can: view => called(view) && view.held === null,
    does: "command",
  },
  {code: "hold", key: "KeyH", cap: "H", label: () => t("Hold for later"), can: atHand, does: "dialog"},
  {code: "transfer", key: "KeyT", cap: "T", label: () => t("Transfer"), can: atHand, does: "dialog"},
  {code: "not-done", key: "KeyD", cap: "D", label: () => t("Finish, not done"), can: serving, does: "command"},
  {code: "referred", key: "KeyE", cap: "E", label: () => t("Finish, referred"), can: serving, does: "command"},
  {code: "finish-next", key: "KeyF", cap: "F", label: () => t("Finish, call next"), can: serving, does: "command"},
  RETURN,
];

/** @type {Act[]} */
export const COUNTER_ACTS = [
  {code: "pause", key: "KeyP", cap: "P", label: () => t("Pause"), can: free, does: "dialog"},
  {
    code: "close",
    key: "KeyC",
    cap: "C",
    label: () => t("Close the counter"),
    can: view => free(view) || view.state === "paused",
    does: "command",
  },
  {code: "walk-in", key: "KeyW", cap: "W", label: () => t("Serve at once"), can: free, does: "dialog"},
  {
    code: "out-of-order",
    key: "KeyO",
    cap: "O",
    label: () => t("Call out of order"),
    can: view => free(view) && view.held === null && view.line.length > 0,
    does: "dialog",
  },
];

/** Of one who asked to be called later: its button stands in the line. @type {Act} */
export const EARLY = {code: "early", key: "", cap: "", label: () => t("Here: call"), can: free, does: "command"};

/** @type {Act} */
export const UNDO = {
  code: "undo",
  key: "KeyU",
  cap: "U",
  label: () => t("Undo"),
  can: view => view.undo !== null,
  does: "command",
};

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

/** The first step that who sits here is to confirm; while it is for real, no drill asks for anything. @param {CounterView} view */
export function nextStep(view) {
  const real = view.incidents.filter(({drill}) => !drill);
  for (const incident of real.length ? real : view.incidents) {
    const step = incident.steps.find(one => one.state === "open" && one.next);
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

export const ACTS = [...TICKET_ACTS, ...COUNTER_ACTS, ...INCIDENT_ACTS, UNDO];

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
  const main = ofState(view);
  const cut = !ui.link.online;
  if (ui.waiting) return {...main, sub: t("Kept here, sent when back online"), can: false};
  if (cut && main.code === "finish")
    return {...main, sub: t("Kept here, sent when back online"), can: ui.busy === null};
  if (cut) return {...main, sub: t("Possible again when back online"), can: false};
  return {...main, can: main.can && ui.busy === null};
}

/** @param {CounterView} view */
function ofState(view) {
  const number = numberOr(view.ticket?.number);
  switch (view.state) {
    case "calling":
      return {code: "start", title: t("Start serving"), sub: t("Press when {number} is here", {number}), can: true};
    case "serving":
      return {code: "finish", title: t("Finish"), sub: afterwards(view), can: true};
    case "paused":
      return {code: "open", title: t("Back, open"), sub: t("Opens the counter"), can: true};
    case "closed":
      return {code: "open", title: t("Open counter"), sub: t("Then Space calls the first ticket"), can: true};
    default:
      return callNext(view);
  }
}

/** @param {CounterView} view */
function callNext(view) {
  if (view.held) return {code: "call", title: t("Calls are held"), sub: plain(pick(view.held)), can: false};
  if (!view.next) return {code: "call", title: t("Call"), sub: readyWhen(view), can: false};
  const {number, service, priority} = view.next.ticket;
  const name = serviceName(view, service),
    long = isLong(serviceNames(view, service));
  return {
    code: "call",
    long,
    title: t("Call {number}", {number: numberOr(number)}),
    sub: priority ? t("{service}, priority", {service: name}) : name,
    can: true,
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
  return view.next
    ? t("Then {number} is next", {number: numberOr(view.next.ticket.number)})
    : view.line.length
      ? t("Then nobody is to be called yet")
      : t("Then nobody is waiting");
}
