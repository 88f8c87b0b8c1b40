/**
 * Which calls are new, and which of them have the screen. Pure: views and times in, values out.
 * @import {Call, DisplayView, Place, Stage} from "./view.d.ts"
 */

export const HOLD = 8000; // ms that a new call has the screen
export const PLACES = 3; // more in one look are not read from the seats

/** @type {Stage} */
export const NOBODY = {places: [], queue: []};

/**
 * Tell which calls of a view are new, oldest first; a recall is one. Whoever has come already is not called any more.
 * @param {DisplayView | null} last null after (re)connecting: then only what was called within the last 8 s is new
 * @param {DisplayView} next
 * @param {number} at ms
 * @returns {Call[]}
 */
export function newCalls(last, next, at) {
  const known = new Map(last?.calls.map(call => [call.ticket, call.at]));
  const recent = (/** @type {Call} */ call) => last !== null || at - Date.parse(call.at) <= HOLD;
  return next.calls.filter(call => call.now && known.get(call.ticket) !== call.at && recent(call)).reverse();
}

/**
 * Take in a newer view: new calls queue, a recall starts again in its own place, what was taken back leaves.
 * @param {Stage} stage
 * @param {DisplayView | null} last
 * @param {DisplayView} next
 * @param {number} at ms
 * @returns {Stage}
 */
export function take(stage, last, next, at) {
  const present = new Map(next.calls.map(call => [call.ticket, call]));
  const fresh = newCalls(last, next, at);
  const again = new Set(fresh.map(call => call.ticket));
  const places = stage.places.flatMap(place => {
    const call = present.get(place.call.ticket);
    if (!call) return [];
    return [again.delete(call.ticket) ? {call, begun: at, turn: place.turn + 1} : {...place, call}];
  });
  const queue = stage.queue.filter(({ticket}) => present.get(ticket)?.now && !again.has(ticket));
  return settle({places, queue: [...queue, ...fresh.filter(({ticket}) => again.has(ticket))]}, at);
}

/**
 * Give the screen to who waits for it, and back when each call had its 8 s.
 * A call keeps its place as long as any other has the screen, so that nothing jumps; only one that had its time gives its place away.
 * @param {Stage} stage
 * @param {number} at ms
 * @returns {Stage}
 */
export function settle({places, queue}, at) {
  const over = (/** @type {Place} */ place) => at - place.begun >= HOLD;
  const shown = places.every(over) ? [] : [...places];
  const waiting = [...queue];
  while (waiting.length) {
    const free = shown.findIndex(over);
    if (free < 0 && shown.length === PLACES) break;
    const call = /** @type {Call} */ (waiting.shift());
    if (free < 0) shown.push({call, begun: at, turn: 0});
    else shown[free] = {call, begun: at, turn: shown[free].turn + 1};
  }
  return {places: shown, queue: waiting};
}

/**
 * Say when the stage changes next by itself: ms, Infinity if never.
 * @param {Stage} stage
 * @param {number} at ms
 */
export function changesAt({places}, at) {
  return Math.min(...places.map(({begun}) => begun + HOLD).filter(due => due > at));
}

/**
 * Find who is being called now: the latest to get a place.
 * @param {Place[]} places
 */
export function latest(places) {
  const key = (/** @type {Place} */ {begun, call}) => [begun, Date.parse(call.at)];
  return places.reduce((a, b) => {
    const [[begunA, atA], [begunB, atB]] = [key(a), key(b)];
    return begunB > begunA || (begunB === begunA && atB >= atA) ? b : a;
  });
}
