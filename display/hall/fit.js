/** Text of any length keeps inside its room: it is measured as it stands, since W888 is a third wider than J111. */

/**
 * Shrink what is wider than its room, with `--fit` on the room; rooms under one `[data-together]` shrink alike.
 * @param {ParentNode} root
 */
export function fit(root) {
  const rooms = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(".room")]).filter(room => room.firstElementChild);
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

/**
 * Make a text smaller step by step until it keeps to its box, so that a long notice moves nothing beside it and no line of
 * an instruction is broken where none may be.
 * @param {HTMLElement | null} box
 */
export function fitBox(box) {
  for (const scale of box ? [1, .9, .8, .7, .6, .5] : []) {
    box?.style.setProperty("--fit", String(scale));
    if (box && box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth) return;
  }
}
