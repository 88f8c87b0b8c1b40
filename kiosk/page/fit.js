/** The layout is drawn for 1080×1920 and 1920×1080; a screen or window of another size shows the same, larger or smaller. */

const LONG = 1920,
  SHORT = 1080;

/** Keep `root` fitted to its window. @param {HTMLElement} root */
export function fit(root) {
  const scale = () => {
    const [width, height] = innerWidth < innerHeight ? [SHORT, LONG] : [LONG, SHORT];
    root.style.setProperty("--scale", String(Math.min(innerWidth / width, innerHeight / height)));
  };
  scale();
  addEventListener("resize", scale);
}

const STEPS = [1, 0.9, 0.8, 0.7]; // of an instruction's type
const MOST = 10; // entries on a page, where all have room

/** Make an instruction smaller until each of its phrases keeps to a line. @param {ParentNode} root */
export function fitPhrases(root) {
  const order = /** @type {HTMLElement | null} */ (root.querySelector(".emergency h1"));
  for (const step of order ? STEPS : []) {
    order?.style.setProperty("--fit", String(step));
    if (order && order.scrollWidth <= order.clientWidth) return;
  }
}

let room = {of: "", most: MOST};

/**
 * Draw as many entries on a page as have room at their full size: a long name takes lines, and others go on to the next page.
 * @param {ParentNode} root @param {string} of what the room depends on @param {(most: number) => void} draw
 */
export function fitEntries(root, of, draw) {
  if (room.of !== of) room = {of, most: MOST};
  draw(room.most);
  while (room.most > 1 && [...root.querySelectorAll(".rows, .pick, .board ul")].some(overflows)) draw((room.most -= 1));
}

/** Leave out step by step what the slip or the phone says, too, until a number's page keeps to its screen. @param {ParentNode} root */
export function fitTicket(root) {
  const page = /** @type {HTMLElement | null} */ (root.querySelector(".ticket"));
  if (!page) return;
  for (const spare of ["0", "1", "2", "3", "4"]) {
    page.dataset.spare = spare;
    if (!overflows(page)) return;
  }
}

/** @param {Element} one */
const overflows = one => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1;
