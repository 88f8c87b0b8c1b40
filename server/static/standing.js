/**
 * Keys that confirm: what a key stands for must have stood beside it for a while, and the hand must have rested as long,
 * so that a key pressed again and again confirms one thing and not whatever comes next.
 */

const STOOD = 1500; // ms

/** @param {() => number} [now] ms on any clock that does not run back */
export function openStanding(now = () => performance.now()) {
  /** When each thing came into its place. @type {Map<string, number>} */
  const since = new Map();
  let pressed = -Infinity;
  const stood = (/** @type {string} */ what) => now() - (since.get(what) ?? Infinity) >= STOOD;
  return {
    /** Say what is shown now. @param {string[]} all */
    shown(all) {
      for (const what of since.keys()) if (!all.includes(what)) since.delete(what);
      for (const what of all) if (!since.has(what)) since.set(what, now());
    },
    stood,
    /** Take a press, and say whether it can be meant: an impatient one begins the wait anew. @param {string} what */
    meant(what) {
      const rested = now() - pressed >= STOOD;
      pressed = now();
      return stood(what) && rested;
    },
  };
}
