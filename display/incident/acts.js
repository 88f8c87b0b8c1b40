/**
 * What the reader can do in the room now. Pure: a view and a role in, acts out.
 * @import {RoomView, Task} from "./view.d.ts"
 * @typedef {{id: string, key: string, path: string, body: object, twice: boolean}} Act
 */

export const LEADING = ["acknowledge", "stabilise", "recover"]; // steps that move the incident on: only done, never left out

export const leads = (/** @type {string} */ role) => ["supervisor", "manager"].includes(role);

/** @param {RoomView["incident"]} incident */
export const running = ({state}) => !["closed", "reviewed"].includes(state);

/** How many steps are to be settled before one can be confirmed that moves the incident on. @param {RoomView["incident"]} incident @param {Task} task */
export const before = ({tasks}, task) => task.code === "stabilise" ? tasks.filter(({code, phase, state}) => phase !== "recovery" && !LEADING.includes(code) && ["open", "later"].includes(state)).length : 0;

/** The steps that the reader is to confirm, from the top down, each with its key. @param {RoomView} view @param {string} role @returns {Task[]} */
export const mine = ({incident}, role) => incident.roles.flatMap(({code}) => incident.tasks.filter(task => task.role === code))
  .filter(task => task.state === "open" && task.next && [task.who, task.holder].includes(role) && !before(incident, task)).slice(0, 9);

/** @param {RoomView} view @param {string} role @returns {Act[]} */
export function actsOf(view, role) {
  const {incident} = view, at = `incidents/${incident.id}`;
  const confirms = mine(view, role).map((task, nth) => ({id: `task ${task.id}`, key: `${nth + 1}`, path: `${at}/tasks/${task.id}/confirm`, body: {}, twice: ["stabilise", "recover"].includes(task.code)}));
  if (!running(incident) || !leads(role)) return confirms;
  const measures = incident.offers.map(({code, holds}) => ({
    id: `measure ${code}`, key: "", path: holds === null ? `${at}/measures` : `${at}/measures/${holds}/end`, body: holds === null ? {code} : {}, twice: true,
  }));
  const own = incident.measures.filter(({code, ended_at}) => code === null && ended_at === null)
    .map(({id}) => ({id: `end ${id}`, key: "", path: `${at}/measures/${id}/end`, body: {}, twice: true}));
  /** @param {string} id @param {string} key @param {number} stage */
  const stage = (id, key, stage) => ({id, key, path: `${at}/stage`, body: {stage}, twice: true});
  return [...confirms, ...measures, ...own, {id: "stays", key: "S", path: `${at}/stage`, body: {stage: incident.stage}, twice: false},
    ...incident.stage < incident.stages.length ? [stage("up", "U", incident.stage + 1)] : [],
    ...incident.stage > 1 ? [stage("down", "D", incident.stage - 1)] : []];
}
