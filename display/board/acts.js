/**
 * What can be done from the board now. Pure: a view in, acts out.
 * @import {BoardView} from "./view.d.ts"
 * @typedef {{id: string, key: string, label: string, again: string, done: string, path: string, body: object,
 *   undo: {path: string, body: object} | null, to: string | null}} Act
 */

import {t} from "/static/words.js";

const ROWS = 6, LEAST = 2; // of what is to do that have room; the office lists all

/** What is to do as far as there is room for it beside the incidents: what is not seen has no key. @param {BoardView} view */
export const seen = ({todo, incidents}) => todo.slice(0, Math.max(LEAST, ROWS - incidents.length));

/** @type {Act} */
const GO = {id: "", key: "", label: "", again: "", done: "", path: "", body: {}, undo: null, to: null};
const STOP = {path: "issue", body: {stopped: true}}, RESUME = {path: "issue", body: {stopped: false}};

/** @param {BoardView} view @param {boolean} may whoever only reads has no acts @returns {Act[]} */
export function actsOf(view, may) {
  /** @type {Act[]} */
  const acts = seen(view).flatMap((todo, nth) => {
    const id = `todo ${nth + 1}`, key = `${nth + 1}`;
    if (todo.to) return [{...GO, id, key, label: t("Go there"), again: t("Press again to go there"), to: todo.to}];
    if (!may) return [];
    if (todo.act === "acknowledge") return [{...acknowledge(todo.subject ?? 0), id, key}];
    return todo.act === "resume" ? [{...goOn(view), id, key}] : [];
  });
  return may ? [...acts, {...view.state === "stopped" ? goOn(view) : stop(), id: "stop", key: "S"}] : acts;
}

/** What a first press arms: this very act. Behind the same key stands another one as soon as the hall has moved on. @param {Act} act */
export const mark = ({id, path, body, to}) => `${id} ${path} ${to} ${JSON.stringify(body)}`;

/** @returns {Act} */
const stop = () => ({...GO, ...STOP, label: t("Stop giving out numbers"), again: t("Press again to stop"), done: t("No numbers are given out."), undo: RESUME});
/** @returns {Act} */
const resume = () => ({...GO, ...RESUME, label: t("Give out numbers again"), again: t("Press again to go on"), done: t("Numbers are given out again."), undo: STOP});
/** Numbers again: what an incident stopped goes on when that measure ends, not by hand. @param {BoardView} view @returns {Act} */
const goOn = ({held}) => held ? {...resume(), path: `incidents/${held.incident}/measures/${held.measure}/end`, body: {}, done: t("The incident no longer stops them."),
  undo: {path: `incidents/${held.incident}/measures`, body: {code: held.code}}} : resume();
/** @param {number} alert @returns {Act} */
const acknowledge = alert => ({...GO, path: `alerts/${alert}/acknowledge`, label: t("Take note"), again: t("Press again to take note"), done: t("Taken note of.")});
