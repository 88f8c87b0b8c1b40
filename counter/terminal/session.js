/** Who is at this machine, and what the hall looks like before a counter is chosen. */

import {send} from "/live/command.js";

/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./types.js").Hall} Hall */

/** @returns {Promise<Person|null>} null: nobody is signed in */
export const whoIsHere = async () => (await send("GET", "/api/v1/session")).person;

/** @param {string} username @param {string} password @returns {Promise<Person>} */
export const signIn = async (username, password) =>
  (await send("POST", "/api/v1/session", {username, password})).person;

export const signOut = () => send("DELETE", "/api/v1/session");

/** @param {Person} person @returns {Promise<Hall>} */
export const hallOf = person => send("GET", `/api/v1/halls/${encodeURIComponent(person.halls[0] ?? "main")}`);

/** Whether this server is the demo, where the password may be told. */
export async function isDemo() {
  return send("GET", "/api/v1/session").then(
    here => here.demo,
    () => false,
  );
}
