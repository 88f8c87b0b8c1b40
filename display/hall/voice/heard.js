/**
 * Which calls are still to be spoken. Pure: a view, what was heard, and the time in; values out.
 * @import {Call, DisplayView} from "../view.d.ts"
 */

export const FRESH = 60_000; // ms: an older call is not spoken any more

/** A call is spoken once, and once more for each recall. @param {Call} call */
export const keyOf = call => `${call.ticket} ${call.at}`;

/**
 * Return the calls to speak, the oldest first, and what counts as heard from now on: all that the view holds.
 * A page that was just loaded speaks no call of before; one that was cut off speaks what it missed of the last minute.
 * @param {Set<string> | null} heard null: just loaded
 * @param {DisplayView} view
 * @param {number} at ms
 * @returns {{calls: Call[], heard: Set<string>}}
 */
export function toSpeak(heard, view, at) {
  const known = new Set(view.calls.map(keyOf));
  if (heard === null) return {calls: [], heard: known};
  const calls = view.calls.filter(call => call.now && !heard.has(keyOf(call)) && isFresh(call, at)).reverse();
  return {calls, heard: known};
}

/** @param {Call} call @param {number} at ms */
export const isFresh = (call, at) => at - Date.parse(call.at) <= FRESH;
