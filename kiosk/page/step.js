/** Where the customer is, and what the screen shows for it: pure, values in and values out. */

import {INTAKE, saidAnything} from "/static/intake.js";

/** @typedef {import("/pages/kiosk/page/agent.js").Told} Told */
/** @typedef {import("/pages/kiosk/page/agent.js").Taken} Taken */
/** @typedef {import("/pages/kiosk/page/agent.js").Receipt} Receipt */
/** @typedef {import("/live/command.js").Problem} Problem */
/** @typedef {"loading" | "pairing" | "turned" | "away" | "closed" | "stopped" | "emergency" | "home" | "priority" | "party" | "booked" | "needs" | "opinion" | "thanks" | "wrong" | "refused" | "taken" | "photo" | "unconfirmed" | "fault"} Screen */
/** @typedef {Steps & import("/static/intake.js").Intake} Page */
/**
 * @typedef {object} Steps
 * @property {"home" | "priority" | "party" | "booked" | "needs" | "opinion" | "thanks" | "wrong" | "change"} step
 * @property {string | null} service chosen
 * @property {string | null} looked the service of which the customer reads what it asks for
 * @property {string[] | null} several services that are chosen for one number, in order; null: one is enough
 * @property {string | null} group of services, chosen where there are many
 * @property {number} sheet which page of them, from 0
 * @property {boolean} low everything to touch lies in the lowest 40 % of the screen
 * @property {boolean} larger
 * @property {boolean} spoke the customer chose a language
 * @property {string | null} id of the number being taken; the same on every try
 * @property {number} askedAt ms when the number was first asked for
 * @property {boolean} busy
 * @property {Taken | null} taken
 * @property {boolean | null} holds whether the customer holds the slip, where we had to ask
 * @property {Problem | null} problem
 * @property {boolean} fault the page itself failed
 * @property {Draft} draft the opinion that is being written; it is nowhere but here
 * @property {boolean} aloud what is shown is spoken
 * @property {string | null} given the number that was given back, to choose anew
 * @property {string} code of an appointment, as far as it is typed
 * @property {Problem | null} wrongCode why it opened nothing
 * @property {"contact" | null} field that the keyboard on the screen writes into
 * @property {Receipt | null} receipt of the opinion that was sent
 */
/** @typedef {{kind: string, words: string, contact: string, id: string | null, trouble: Problem | null}} Draft `id`: of a try whose answer never came */

/** @type {Draft} */
export const NOTHING_SAID = Object.freeze({kind: "idea", words: "", contact: "", id: null, trouble: null});

/** @type {Page} */
export const START = Object.freeze({
  ...INTAKE,
  step: "home",
  service: null,
  several: null,
  looked: null,
  group: null,
  sheet: 0,
  low: false,
  larger: false,
  spoke: false,
  id: null,
  askedAt: 0,
  busy: false,
  taken: null,
  holds: null,
  problem: null,
  fault: false,
  draft: NOTHING_SAID,
  receipt: null,
  aloud: false,
  given: null,
  field: null,
  code: "",
  wrongCode: null,
});

const SHOWN = Object.freeze({taken: 10, photo: 60, unconfirmed: 60, refused: 60, thanks: 30}); // seconds until the next customer's turn
const STARTING = 5_000; // ms until a machine that knows no hall yet says that it is cut off
const IDLE = 60; // seconds without a touch until we ask
const ASKED = ["home", "priority", "party", "booked", "needs", "opinion", "wrong"];
const SAYING = ["opinion", "thanks"]; // goes on when numbers are stopped or the hall closes meanwhile
const WARNING = 20; // seconds to answer (WCAG 2.2.1 wants at least 20)

/** Return what the printer did with this customer's slip. @param {Page} page @param {Told} told */
export function printOf(page, told) {
  const ids = [page.id, page.taken?.ticket.id];
  return told.print && ids.includes(told.print.id) ? told.print.state : null;
}

/** Return the screen. @param {Page} page @param {Told | null} told @param {number} now ms @returns {Screen} */
export function screenOf(page, told, now) {
  if (page.fault) return "fault";
  if (told === null) return "loading";
  if (page.taken && page.step === "change") return "home"; // another service than was touched
  if (page.taken) return page.step === "wrong" ? "wrong" : slipOf(page, told);
  if (told.pairing) return "pairing";
  if (told.refusal) return "turned";
  if (told.view === null) return told.link.online || now - Date.parse(told.link.since) < STARTING ? "loading" : "away";
  if (told.view.emergency) return "emergency";
  if (page.problem) return "refused";
  return told.view.state === "open" || SAYING.includes(page.step)
    ? page.step === "change"
      ? "home"
      : page.step
    : told.view.state;
}

/** Return how the customer gets the number: on paper, from the screen, or we must ask. @param {Page} page @param {Told} told @returns {Screen} */
function slipOf(page, told) {
  const print = printOf(page, told);
  if (print === "printed") return "taken";
  if (page.holds === false || print === "failed" || print === "shown" || told.printer.kind === "none") return "photo";
  if (print === "unconfirmed") return "unconfirmed";
  return ["paper_out", "off"].includes(told.printer.state) ? "photo" : "taken";
}

/** Return whether a customer has begun something that the next one must not find. @param {Page} page */
export function begun(page) {
  return (
    page.step !== "home" ||
    page.group !== null ||
    page.several !== null ||
    page.sheet > 0 ||
    saidAnything(page) ||
    page.low ||
    page.larger ||
    page.spoke ||
    page.aloud ||
    page.given !== null ||
    page.problem !== null
  );
}

/**
 * Return the seconds left on this screen, of how many, and whether we ask for a touch meanwhile; null: the screen stays.
 * @param {Page} page @param {Screen} screen @param {number} quiet seconds since the last touch or change
 * @returns {{left: number, of: number, asking: boolean} | null}
 */
export function timeLeft(page, screen, quiet) {
  if (page.busy) return null;
  const shown = /** @type {{[screen: string]: number}} */ (SHOWN)[screen];
  if (shown) return {left: Math.max(0, Math.ceil(shown - quiet)), of: shown, asking: false};
  if (!begun(page) || quiet < IDLE || screen === "fault") return null;
  if (!ASKED.includes(screen)) return {left: 0, of: IDLE, asking: false}; // nobody chooses here: forget what was begun
  return {left: Math.max(0, Math.ceil(IDLE + WARNING - quiet)), of: WARNING, asking: true};
}

/**
 * Return whether numbers can be taken now, of a service or of any: also of a machine that is cut off and has its own.
 * @param {Told} told @param {boolean} alive the agent is heard @param {string} [service]
 */
export function giving(told, alive, service) {
  if (!alive || told.link.online) return alive;
  const left = told.alone?.left ?? {};
  return service === undefined ? Object.values(left).some(n => n > 0) : (left[service] ?? 0) > 0;
}
