/**
 * From a call to the hall's own recordings. Pure.
 *
 * A language is recorded when every sign of a number is there: `before` (“Number”), A–Z, 0–9, `between` (“please come to
 * counter”), and, where the language ends so, `after`. Counters may have recordings of their own: 10, 11, 12.
 */

/**
 * Return the recordings of a call in their order; null where one lacks.
 * @param {string} number @param {string} counter @param {string[]} names what is there
 * @returns {string[] | null}
 */
export function clipsOf(number, counter, names) {
  const there = new Set(names);
  const desk = there.has(counter) ? [counter] : [...counter];
  const wanted = ["before", ...number, "between", ...desk];
  if (!wanted.every(name => there.has(name))) return null;
  return there.has("after") ? [...wanted, "after"] : wanted;
}
