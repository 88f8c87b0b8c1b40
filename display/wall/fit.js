/** Text of any length keeps inside its room: it is measured as it stands, since W888 is a third wider than J111. */

const STEPS = [1, 0.9, 0.8, 0.7, 0.6, 0.5];
const NAMES = [...STEPS, 0.45, 0.4, 0.35];

/** Fit all that a wall shows: numbers, names, notices and instructions. @param {ParentNode} root */
export function fitAll(root) {
  fit(root);
  fitNames(root);
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".notice, .order"))) fitBox(box);
}

/**
 * Shrink what is wider than its room, with `--fit` on the room; rooms under one `[data-together]` shrink alike.
 * @param {ParentNode} root
 */
export function fit(root) {
  const rooms = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(".room")]).filter(
    room => room.firstElementChild,
  );
  for (const room of rooms) room.style.setProperty("--fit", "1");
  /** @type {Map<Element, number>} */
  const least = new Map();
  for (const room of rooms) {
    const wide = /** @type {HTMLElement} */ (room.firstElementChild).getBoundingClientRect().width;
    const group = room.closest("[data-together]") ?? room;
    least.set(group, Math.min(least.get(group) ?? 1, room.getBoundingClientRect().width / wide));
  }
  for (const room of rooms) {
    const scale = least.get(room.closest("[data-together]") ?? room) ?? 1;
    room.style.setProperty("--fit", String(Math.floor(scale * 250) / 250)); // down: glyphs keep to whole pixels
  }
}

/** @type {WeakMap<Element, string>} what stood in which room when it was measured: screens are drawn each second, names change seldom */
const fitted = new WeakMap();

/**
 * Let each `.fits` take as many lines as its room has, smaller only where it must: a name is never cut. With `data-least`,
 * what would be smaller than that is left out: its number's letter says it, too.
 * @param {ParentNode} root
 */
export function fitNames(root) {
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".fits"))) {
    const now = `${box.textContent} ${box.clientWidth} ${box.clientHeight} ${document.fonts.status}`;
    if (fitted.get(box) === now) continue;
    const least = Number(box.dataset.least ?? 0);
    box.removeAttribute("data-out");
    box.toggleAttribute(
      "data-out",
      !fitBox(
        box,
        NAMES.filter(step => step >= least),
      ),
    );
    fitted.set(box, `${box.textContent} ${box.clientWidth} ${box.clientHeight} ${document.fonts.status}`);
  }
}

/**
 * Make a text smaller step by step until it keeps to its box, so that a long notice moves nothing beside it and no line of
 * an instruction is broken where none may be.
 * @param {HTMLElement | null} box @param {number[]} [steps] of its type @returns {boolean} whether it does
 */
export function fitBox(box, steps = STEPS) {
  for (const scale of box ? steps : []) {
    box?.style.setProperty("--fit", String(scale));
    if (box && box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1) return true;
  }
  return box === null;
}
