/** The server's clock, learned from its pulses: a screen's own clock may be minutes off. */

const KEPT = 8; // pulses; the one that travelled fastest says the offset best

/** Follow the server's clock. */
export function serverClock() {
  /** @type {number[]} */
  let offsets = [];
  return {
    /** Learn from a time that the server just sent. @param {string} at */
    learn(at) {
      const offset = Date.parse(at) - Date.now();
      if (Number.isFinite(offset)) offsets = [...offsets, offset].slice(-KEPT);
    },
    /** Return the time by the server's clock. */
    now: () => new Date(Date.now() + (offsets.length ? Math.max(...offsets) : 0)),
  };
}
