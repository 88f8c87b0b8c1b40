/** Names that are too long to stand beside a number: they get lines of their own, or leave it to their letter. */

const LONG = 34; // letters; a Han character is two
const WIDE = /[\u1100-\uffe6]/g;

/** Return how wide a text is, in letters. @param {string} text */
export const width = text => text.length + (text.match(WIDE)?.length ?? 0);

/** Return whether a name is long in any of its languages. @param {{[language: string]: string} | undefined} name */
export const isLong = name => Object.values(name ?? {}).some(text => width(text) > LONG);
