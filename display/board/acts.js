/**
 * Where on the board the reader's acts stand, and on which keys. Pure: a view and a reader in, places out.
 * @import {BoardView, OpenAct} from "./view.d.ts"
 * @import {Reader} from "/static/acts.js"
 * @typedef {{id: string, key: string, act: OpenAct | null, to: string | null}} Place  to: the page that it opens
 */

import {mark, theirs} from "/static/acts.js";

const LEAST = 2; // of what is to do that always have room; the office lists all
const LOUD = ["threat", "alert", "crowded"]; // stand above everything, on the whole width

/** How low a window is in which an incident takes the room of two rows. */
export const LOW = 800;
const ROWS = 6; // of what is to do that are shown at most

/** How many rows of what is to do are tried beside the incidents; the page shows fewer where they do not fit. @param {BoardView} view @param {boolean} low */
export const rows = ({todo, incidents}, low) =>
  Math.min(todo.length, Math.max(LEAST, ROWS - incidents.length * (low ? 2 : 1)));

/** One row fewer, as long as some are left that always have room. @param {number} room */
export const fewer = room => Math.max(LEAST, room - 1);

/** What is said before everything else, where there is such a thing. @param {BoardView} view */
export const loud = ({todo: [first]}) => (first && LOUD.includes(first.kind) ? first : null);

/** An act of the whole hall, if it is the reader's. @param {BoardView} view @param {Reader} me @param {string} name */
export const ofHall = ({acts}, me, name) => theirs(acts, me).find(act => act.name === name);

/** @param {BoardView} view @param {Reader} me @param {number} [room] rows that are seen: what is not has no key @returns {Place[]} */
export function placesOf(view, me, room = rows(view, false)) {
  const [first] = view.incidents,
    numbers = ofHall(view, me, "numbers");
  const places = view.todo.slice(0, room).flatMap(({act, to}, nth) => {
    const [own] = theirs([act], me);
    return own || to ? [place(`todo ${nth + 1}`, `${nth + 1}`, own, to)] : [];
  });
  if (first) places.push(place("incident", "I", undefined, `/board/${view.hall.code}/incident/${first.id}`));
  return numbers ? [...places, place("stop", "S", numbers, null)] : places;
}

/** @param {string} id @param {string} key @param {OpenAct | undefined} act @param {string | null} to @returns {Place} */
const place = (id, key, act, to) => ({id, key, act: act ?? null, to: act ? (act.path ? null : act.onward) : to});

/** What a first press arms, behind this key. @param {Place} one */
export const armedBy = ({id, act, to}) => `${id} ${act ? mark(act) : to}`;
