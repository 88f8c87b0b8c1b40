/**
 * What the tablet shows, and what follows from it. Pure: no clock, no document.
 *
 * @typedef {import("/static/views.d.ts").Words} Words
 * @typedef {import("/static/views.d.ts").ReasonSign} Reason
 * @typedef {import("/static/views.d.ts").TabletView} TabletView
 *
 * @typedef {object} Mine what the customer before the tablet has done so far; a new one with each token
 * @property {string|null} token
 * @property {number|null} score touched, and taken by the server
 * @property {Set<string>} reasons
 * @property {string} words
 * @property {string|null} contact null: does not want to be contacted
 * @property {number} touched ms, the last touch
 * @property {number} told ms, when the server last heard of this customer
 * @property {number} stood ms that it has been asked so far
 * @property {boolean} usable it was asked long enough, and the server knows
 * @property {boolean} changing chooses another level
 * @property {number|null} over ms, when all was said
 * @property {boolean} declined
 * @property {number|null} busy the level on its way; 0: something else is
 * @property {string|null} trouble
 *
 * @typedef {{view: TabletView, mine: Mine, link: {online: boolean, since: Date|null}, at: number}} Shown
 */

export const CLOSES = 60_000; // ms without a touch
export const THANKS = 10_000; // ms
const USABLE = 20_000; // ms that one needs at least to see it, read and touch
const TELLS = 15_000; // ms between two words to the server that somebody touches
const FAIR = 3; // whoever finds it no better than this is asked what could be better
const LOW = 2; // and whoever finds it as bad as this may be contacted

/** @param {string|null} token @param {number} at @returns {Mine} */
export const nobody = (token, at) => ({
  token,
  score: null,
  reasons: new Set(),
  words: "",
  contact: null,
  touched: at,
  told: at,
  stood: 0,
  usable: false,
  changing: false,
  over: null,
  declined: false,
  busy: null,
  trouble: null,
});

/** Name the screen. @param {Shown} shown @returns {"alarm"|"cut"|"idle"|"rate"|"reasons"|"thanks"} */
export function screenOf({view, mine, link, at}) {
  if (view.emergency) return "alarm"; // cut off, too: what everyone is to do holds until it is ended
  if (!link.online) return "cut";
  if (mine.over !== null) return at < mine.over + THANKS ? "thanks" : "idle";
  if (mine.declined || view.state === "idle") return "idle";
  if (view.state === "thanks" && !view.token) return at < Date.parse(view.since ?? "") + THANKS ? "thanks" : "idle";
  if (mine.changing) return "rate";
  return scoreOf({view, mine}) === null ? "rate" : "reasons";
}

/** @param {Pick<Shown, "view"|"mine">} shown */
export const scoreOf = ({view, mine}) => mine.score ?? (view.state === "thanks" ? view.score : null);

/** Return whether the customer is asked something just now. @param {string} screen */
export const asks = screen => screen === "rate" || screen === "reasons";

/** Return whether nobody has touched the tablet for so long that whoever stood there has left. @param {Shown} shown */
export const silent = ({mine, at}) => mine.busy === null && at > mine.touched + CLOSES;

/** Return whether something was entered that the server does not have. @param {Pick<Shown, "view"|"mine">} shown */
export const begun = ({view, mine}) =>
  mine.over === null &&
  scoreOf({view, mine}) !== null &&
  (mine.reasons.size > 0 || mine.words.trim() !== "" || Boolean(mine.contact?.trim()));

/** @param {Mine} mine */
export const longEnough = ({stood}) => stood >= USABLE;

/** Return what the server is to hear of a customer who stands there; null: nothing new. @param {Mine} mine @param {number} at */
export function news(mine, at) {
  const usable = !mine.usable && longEnough(mine),
    touched = mine.touched > mine.told && at >= mine.told + TELLS;
  return usable || touched ? {stood: Math.floor(mine.stood / 1000), touched: mine.touched > mine.told} : null;
}

/** @param {number} score */
export const wantsBetter = score => score <= FAIR;

/** @param {number} score */
export const mayBeContacted = score => score <= LOW;
