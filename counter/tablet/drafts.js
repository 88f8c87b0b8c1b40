/** What a customer entered and has not sent outlives a reload of the page: in this tab alone, for that customer alone. */

const KEPT = "floor.tablet";

/** @param {import("./state.js").Mine} mine */
export function keep({token, reasons, words, contact}) {
  sessionStorage.setItem(KEPT, JSON.stringify({token, reasons: [...reasons], words, contact}));
}

export const forget = () => sessionStorage.removeItem(KEPT);

/** Return what was kept of the customer of a token. @param {string|null} token @returns {Partial<import("./state.js").Mine>} */
export function kept(token) {
  const draft = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (token === null || draft?.token !== token) return {};
  return {reasons: new Set(draft.reasons), words: draft.words, contact: draft.contact};
}
