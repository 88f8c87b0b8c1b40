/**
 * Which sources rest: one that failed twice in a row is left out for some minutes, so that no call waits for it. Pure: times in, values out.
 *
 * @typedef {"clips" | "browser" | "server"} Kind
 * @typedef {Map<string, {kind: Kind, failed: number, until: number}>} Rests by the source's name
 */

export const REST = 300_000; // ms
const MOST = 2; // failures in a row

/**
 * Note how a source did.
 * @param {Rests} rests @param {{name: string, kind: Kind}} source @param {boolean} well @param {number} at ms
 */
export function noted(rests, {name, kind}, well, at) {
  if (well) return void rests.delete(name);
  const failed = (rests.get(name)?.failed ?? 0) + 1;
  rests.set(name, {kind, failed, until: failed >= MOST ? at + REST : 0});
}

/** @param {Rests} rests @param {string} name @param {number} at ms */
const resting = (rests, name, at) => (rests.get(name)?.until ?? 0) > at;

/**
 * Return sources in the order in which they are tried: those that rest come last, since a call that nothing else speaks is worth the wait.
 * @template {{name: string}} S
 * @param {Rests} rests @param {S[]} sources @param {number} at ms @returns {S[]}
 */
export function inTurn(rests, sources, at) {
  return [
    ...sources.filter(({name}) => !resting(rests, name, at)),
    ...sources.filter(({name}) => resting(rests, name, at)),
  ];
}

/** Return what kind of source rests, the hall's own recordings first; null: none does. @param {Rests} rests @param {number} at ms @returns {Kind | null} */
export function whatRests(rests, at) {
  const kinds = [...rests.values()].filter(({until}) => until > at).map(({kind}) => kind);
  return /** @type {Kind[]} */ (["clips", "browser", "server"]).find(kind => kinds.includes(kind)) ?? null;
}

const LEAST = 4000; // ms: a voice takes its time to begin
const SIGN = 300,
  LETTER = 110; // ms that a Han sign or a digit takes, and a letter; a slow voice is well within

/** Return how long a text takes a slow voice that has begun. @param {string} text @returns {number} ms */
export function lengthOf(text) {
  const signs = text.match(/[\p{Script=Han}\d]/gu)?.length ?? 0;
  return signs * SIGN + (text.replaceAll(/\s/g, "").length - signs) * LETTER;
}

/** Return how long a text may take before whoever speaks it is given up. @param {string} text @returns {number} ms */
export const longest = text => LEAST + lengthOf(text);
