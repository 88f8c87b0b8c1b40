/**
 * Where in the room the reader's acts stand: the server says which they are, the page which key and which place.
 * @import {OpenAct, RoomView, Task} from "./view.d.ts"
 */

/** What single keys mean; digits confirm one's own steps. */
export const KEYS = /** @type {Record<string, string>} */ ({up: "U", down: "D", stays: "S", back: "Z"});

/** An act's name in the page: what it is, and to what it is done. @param {OpenAct} act */
export const idOf = ({name, of}) => (of === null ? name : `${name} ${of}`);

/** @param {OpenAct[]} acts @param {string} id */
export const named = (acts, id) => acts.find(act => idOf(act) === id);

/** The steps that the reader is to confirm, from the top down, each with its digit. @param {RoomView["incident"]} incident @param {OpenAct[]} acts @returns {Task[]} */
export const mine = ({roles, tasks}, acts) =>
  roles
    .flatMap(({code}) => tasks.filter(task => task.role === code))
    .filter(({id}) => named(acts, `confirm ${id}`))
    .slice(0, 9);

const PLACED = new Set(
  "confirm back waive give measure write end announce exits note up down stays close review".split(" "),
);

/** What has no place of its own, and is no step of the reader's: it moves the whole incident. @param {RoomView["incident"]} incident @param {OpenAct[]} acts */
export const onward = (incident, acts) => {
  const steps = new Set(mine(incident, acts).map(({code}) => code));
  return acts.filter(({name}) => !PLACED.has(name) && !steps.has(name));
};

/** The act of a key. @param {RoomView["incident"]} incident @param {OpenAct[]} acts @param {string} key */
export function keyed(incident, acts, key) {
  const step = mine(incident, acts)[Number(key) - 1];
  return step ? named(acts, `confirm ${step.id}`) : acts.find(({name}) => KEYS[name] === key);
}
