/** Sitting down at a counter: a free one at once, one of the demo's clerks at once, a colleague's only when confirmed. */

import {send} from "/live/command.js";
import {faultText} from "./commands.js";
import {remember} from "./remembered.js";

/** @typedef {import("./commands.js").Store} Store */
/** @typedef {import("./commands.js").Problem} Problem */

/**
 * @param {Store} store
 * @param {{enter: (counter: string) => void, signedOut: () => void}} page
 */
export function openSeats({ui, set}, page) {
  const path = (/** @type {string} */ counter) =>
    `/api/v1/halls/${ui.hall?.code}/counters/${encodeURIComponent(counter)}`;

  /** @param {string} counter @param {boolean} [takeOver]  confirmed: a colleague leaves it, or this clerk leaves another one */
  async function sit(counter, takeOver = false) {
    if (ui.busy) return;
    const clerk = ui.hall?.counters.find(one => one.code === counter)?.clerk;
    if (clerk && clerk.id === ui.person?.id) return arrive(counter);
    set({busy: `sit:${counter}`, fault: null, note: null, dialog: null});
    try {
      await send("POST", `${path(counter)}/open`, takeOver ? {take_over: true} : {});
      arrive(counter);
    } catch (problem) {
      refused(/** @type {Problem} */ (problem), counter, clerk?.name ?? "");
    } finally {
      set({busy: null});
    }
  }

  /** @param {string} counter */
  function arrive(counter) {
    remember({counter});
    set({remembered: counter});
    page.enter(counter);
  }

  /** @param {Problem} problem @param {string} counter @param {string} name */
  function refused(problem, counter, name) {
    if (problem.status === 401) return page.signedOut();
    if (problem.code === "counter_taken")
      return set({dialog: {kind: "take-over", counter, by: problem.extra.by ?? name}});
    if (problem.code === "clerk_elsewhere")
      return set({dialog: {kind: "elsewhere", counter, by: problem.extra.counter}});
    set({fault: {text: faultText(problem), retry: null}});
  }
  return {sit};
}
