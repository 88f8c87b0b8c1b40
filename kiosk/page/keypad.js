/** Four arrows and enter: the whole kiosk without touching the screen. */

/** @type {{[key: string]: [number, number]}} */
const WAYS = {ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0]};

/** @param {Element} element */
function middle(element) {
  const {left, top, width, height} = element.getBoundingClientRect();
  return {x: left + width / 2, y: top + height / 2};
}

/** Return the button or field that lies nearest in a direction; a step aside counts double. @param {Element[]} buttons @param {Element} from @param {[number, number]} way */
function nearest(buttons, from, [dx, dy]) {
  const start = middle(from);
  let best = null,
    least = Infinity;
  for (const button of buttons) {
    const {x, y} = middle(button);
    const ahead = (x - start.x) * dx + (y - start.y) * dy;
    const aside = Math.abs((x - start.x) * dy) + Math.abs((y - start.y) * dx);
    const distance = ahead + 2 * aside;
    if (ahead > 4 && distance < least) [best, least] = [button, distance];
  }
  return best;
}

/** Return whether a key belongs to the field that is being written in: an arrow leaves it from its first and its last place. @param {KeyboardEvent} event */
function ofField({target, key, isComposing}) {
  if (!(target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)) return false;
  if (isComposing) return true;
  const {selectionStart: start, selectionEnd: end, value} = target;
  if (key === "ArrowUp" || key === "ArrowLeft") return start !== 0 || end !== 0;
  if (key === "ArrowDown" || key === "ArrowRight") return start !== value.length;
  return key !== "Escape";
}

/** Let arrows move from button to button, and to fields; Escape and Backspace go back. @param {Document} page @param {() => void} back */
export function keypad(page, back) {
  page.addEventListener("keydown", event => {
    if (ofField(event)) return;
    if (event.key === "Escape" || event.key === "Backspace") back();
    const way = WAYS[event.key];
    if (!way) return;
    event.preventDefault();
    const all = [...page.querySelectorAll("button, a[href], textarea, input")].filter(
      button => !button.closest("[inert]") && button.getClientRects().length > 0,
    );
    const here = page.activeElement,
      standing = here !== null && here !== page.body;
    const next = standing ? nearest(all, here, way) : all[0];
    /** @type {HTMLElement | null} */ (next)?.focus();
  });
}
