/**
 * What is still to be spoken. Pure: a view, what was heard, and the time in; values out.
 * @import {Call, DisplayView, Spoken} from "../view.d.ts"
 */

export const FRESH = 60_000; // ms: what is older is not spoken any more

/** A call is spoken once, and once more for each recall. @param {Call} call @returns {Spoken} */
const ofCall = call => ({key: `call ${call.ticket} ${call.at}`, at: call.at, call, said: null});

/** What everyone is told, or is to do now. @param {{id: number, text: Record<string, string>, at: string}} said @returns {Spoken} */
const ofSaid = said => ({key: `said ${said.id}`, at: said.at, call: null, said: {id: said.id, text: said.text}});

/** All that a view has to say, the oldest first. @param {DisplayView} view @returns {Spoken[]} */
function sayings({calls, announcements, emergency}) {
  const said = [...announcements, ...(emergency ? [emergency] : [])].filter(({say}) => say).map(ofSaid);
  return [...said, ...calls.filter(({now}) => now).map(ofCall)].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/**
 * Return what to speak, and what counts as heard from now on: all that the view holds.
 * A page that was just loaded speaks nothing of before; one that was cut off speaks what it missed of the last minute.
 * @param {Set<string> | null} heard null: just loaded
 * @param {DisplayView} view
 * @param {number} at ms
 * @returns {{calls: Spoken[], said: Spoken[], heard: Set<string>}} what everyone is told goes before the calls
 */
export function toSpeak(heard, view, at) {
  const all = sayings(view),
    known = new Set(all.map(({key}) => key));
  const fresh = heard === null ? [] : all.filter(one => !heard.has(one.key) && isFresh(one, at));
  return {calls: fresh.filter(({call}) => call), said: fresh.filter(({said}) => said), heard: known};
}

/** @param {Spoken} one @param {number} at ms */
export const isFresh = (one, at) => at - Date.parse(one.at) <= FRESH;

/** Return what a view still wants spoken. @param {DisplayView} view */
export const wanted = view => new Set(sayings(view).map(({key}) => key));
