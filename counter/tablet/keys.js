/** The keyboard on the tablet: arrows go from card to card, Escape passes; Tab and Enter do what they always do. */

const CARDS = ".five button, .chip";

/**
 * Move the focus among the cards by an arrow.
 * @param {HTMLElement} root
 * @param {string} key
 * @returns {boolean} whether it was an arrow and there are cards
 */
export function arrow(root, key) {
  const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[key];
  const cards = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(CARDS)]);
  if (!step || !cards.length || document.activeElement?.matches("textarea, input")) return false;
  const now = cards.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = now < 0 ? (step > 0 ? 0 : cards.length - 1) : Math.min(Math.max(now + step, 0), cards.length - 1);
  cards[next].focus();
  return true;
}
