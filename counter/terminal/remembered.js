/** What this machine keeps between two sittings: theme, the last counter, letter keys. The language is kept for all pages by reader.js. */

const PLACE = "floor.terminal";

/** @returns {{theme?: string, counter?: string, letters?: boolean}} */
export function remembered() {
  try {
    return JSON.parse(localStorage.getItem(PLACE) ?? "{}");
  } catch {
    return {};
  }
}

/** @param {{theme?: string, counter?: string, letters?: boolean}} more */
export function remember(more) {
  try {
    localStorage.setItem(PLACE, JSON.stringify({...remembered(), ...more}));
  } catch {
    // a browser that keeps nothing still works
  }
}
