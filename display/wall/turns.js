/** What has no room beside each other takes turns by the clock, so that all screens of a hall turn together. */

export const READ = 12_000; // ms: two lines in two languages, read twice

/**
 * Choose whose turn it is.
 * @template T
 * @param {readonly T[]} things @param {number} at ms by the server's clock @param {number} [each] ms
 * @returns {T}
 */
export const turn = (things, at, each = READ) => things[Math.floor(at / each) % things.length];
