/**
 * What can be done from the board now. Pure: a view in, acts out.
 * @import {BoardView} from "./view.d.ts"
 * @typedef {{id: string, key: string, label: string, again: string, done: string, path: string, body: object,
 *   undo: {path: string, body: object} | null, to: string | null, onward?: string}} Act
 */

import {t} from "/static/words.js";

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

/** @type {Act} */
const GO = {id: "", key: "", label: "", again: "", done: "", path: "", body: {}, undo: null, to: null};
const STOP = {path: "issue", body: {stopped: true}},
  RESUME = {path: "issue", body: {stopped: false}};

/** @param {BoardView} view @param {boolean} may whoever only reads has no acts @param {number} [room] rows that are seen: what is not has no key @returns {Act[]} */
export function actsOf(view, may, room = rows(view, false)) {
  /** @type {Act[]} */
  const acts = view.todo.slice(0, room).flatMap((todo, nth) => {
    const id = `todo ${nth + 1}`,
      key = `${nth + 1}`;
    if (todo.to) return [{...GO, id, key, label: t("Go there"), again: t("Press again to go there"), to: todo.to}];
    if (!may) return [];
    if (todo.act === "lead") return [{...lead(todo.subject ?? 0, view), id, key}];
    if (todo.act === "acknowledge") return [{...acknowledge(todo.subject ?? 0), id, key}];
    if (todo.act === "raise") return [{...raise(), id, key}];
    return todo.act === "resume" ? [{...goOn(view), id, key}] : [];
  });
  const [first] = view.incidents;
  if (first)
    acts.push({
      ...GO,
      id: "incident",
      key: "I",
      label: t("Incident room"),
      again: t("Press again to go there"),
      to: `/board/${view.hall.code}/incident/${first.id}`,
    });
  return may ? [...acts, {...(view.state === "stopped" ? goOn(view) : stop()), id: "stop", key: "S"}] : acts;
}

/** What a first press arms: this very act. Behind the same key stands another one as soon as the hall has moved on. @param {Act} act */
export const mark = ({id, path, body, to}) => `${id} ${path} ${to} ${JSON.stringify(body)}`;

/** @returns {Act} */
const stop = () => ({
  ...GO,
  ...STOP,
  label: t("Stop giving out numbers"),
  again: t("Press again to stop"),
  done: t("No numbers are given out."),
  undo: RESUME,
});
/** @returns {Act} */
const resume = () => ({
  ...GO,
  ...RESUME,
  label: t("Give out numbers again"),
  again: t("Press again to go on"),
  done: t("Numbers are given out again."),
  undo: STOP,
});
/** Numbers again: what an incident stopped goes on when that measure ends, not by hand; while there is no room yet, in its room. @param {BoardView} view @returns {Act} */
function goOn({held, hall}) {
  if (!held) return resume();
  if (!held.clear)
    return {
      ...GO,
      label: t("Incident room"),
      again: t("Press again to go there"),
      to: `/board/${hall.code}/incident/${held.incident}`,
    };
  return {
    ...resume(),
    path: `incidents/${held.incident}/measures/${held.measure}/end`,
    body: {},
    done: t("The incident no longer stops them."),
    undo: {path: `incidents/${held.incident}/measures`, body: {code: held.code}},
  };
}
/** Take the lead, and be where it is led. @param {number} incident @param {BoardView} view @returns {Act} */
const lead = (incident, {hall}) => ({
  ...GO,
  path: `incidents/${incident}/moves/acknowledge`,
  label: t("Take the lead"),
  again: t("Press again to take the lead"),
  done: t("You lead it."),
  onward: `/board/${hall.code}/incident/${incident}`,
});
/** @returns {Act} */
const raise = () => ({
  ...GO,
  path: "incidents",
  body: {kind: "crowding"},
  label: t("Start the plan"),
  again: t("Press again to start it"),
  done: t("The plan has started."),
});
/** @param {number} alert @returns {Act} */
const acknowledge = alert => ({
  ...GO,
  path: `alerts/${alert}/acknowledge`,
  label: t("Take note"),
  again: t("Press again to take note"),
  done: t("Taken note of."),
});
