/** Sends what a key or a button asks: one command at a time, its state on the button, its failure in the strip. */

import {newKey} from "/live/wire.js";
import {t} from "/static/words.js";

/** @typedef {import("./types.js").Command} Command */
/** @typedef {import("./types.js").Ui} Ui */
/** @typedef {{status: number, code: string, title: string, detail: string, errors?: {field: string, message: string}[], extra: Record<string, any>}} Problem */
/** @typedef {{ui: Ui, set: (change: Partial<Ui>) => void}} Store */

/** Refusals that only say that the state has moved on: the pushed view is the answer. */
const MOVED_ON = new Set([
  "nobody_waiting",
  "still_serving",
  "counter_not_open",
  "no_ticket_here",
  "not_waiting",
  "too_late_to_undo",
]);

/**
 * @param {string} act  the button that shows it
 * @param {string} path  below the counter, or with a slash below the hall
 * @param {object} [body]
 * @returns {Command}
 */
export const command = (act, path, body = {}) => ({act, path, body, key: newKey()});

/**
 * @param {Store} store
 * @param {{post: (path: string, body: object, key: string) => Promise<any>, shown: () => Promise<void>}} wire
 * @param {() => void} signedOut
 */
export function openCommands({ui, set}, wire, signedOut) {
  /** @param {Command} order @param {(answer: any) => void} [told]  hears the answer @returns {Promise<boolean>} whether it was done */
  return async function run(order, told) {
    if (ui.busy) return false;
    set({busy: order.act, fault: null, note: null});
    const shown = wire.shown(); // asked for before sending: the view may come before the answer
    try {
      const answer = await wire.post(
        `/api/v1/halls/${ui.hall?.code}${order.path.startsWith("/") ? order.path : `/counters/${ui.counter}/${order.path}`}`,
        order.body,
        order.key,
      );
      told?.(answer);
      await shown;
      return true;
    } catch (problem) {
      refused(/** @type {Problem} */ (problem), order);
      return false;
    } finally {
      set({busy: null});
    }
  };

  /** @param {Problem} problem @param {Command} order */
  function refused(problem, order) {
    if (problem.status === 401) return signedOut();
    const now = problem.extra?.now;
    if (problem.status === 409 && (now || MOVED_ON.has(problem.code))) return set({note: meanwhile(problem, now)});
    set({fault: {text: faultText(problem), retry: retriable(problem) ? order : null}});
  }
}

/** A refusal of the request itself is not mended by sending it again. @param {Problem} problem */
const retriable = ({status}) => !status || status >= 500 || status === 429;

/** What went wrong, and what to do. @param {Problem} problem */
export function faultText(problem) {
  if (!problem.status || problem.status >= 500)
    return t("The server did not answer. Nothing may have changed: try again, it counts only once.");
  return problem.errors?.[0]?.message ?? (problem.detail || problem.title || t("This could not be done."));
}

/** What happened meanwhile, in one quiet line. @param {Problem} problem @param {any} now */
function meanwhile(problem, now) {
  const number = now?.number ?? problem.extra?.number;
  const {counter, state} = now ?? {};
  if (number && typeof counter === "string" && (state === "called" || state === "serving")) {
    return t("{number} was called at counter {counter} meanwhile", {number, counter});
  }
  return problem.detail || problem.title || t("That has changed meanwhile. This is how it is now.");
}
