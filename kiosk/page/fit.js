/** The layout is drawn for 1080×1920 and 1920×1080; a screen or window of another size shows the same, larger or smaller. */

const LONG = 1920, SHORT = 1080;

/** Keep `root` fitted to its window. @param {HTMLElement} root */
export function fit(root) {
  const scale = () => {
    const [width, height] = innerWidth < innerHeight ? [SHORT, LONG] : [LONG, SHORT];
    root.style.setProperty("--scale", String(Math.min(innerWidth / width, innerHeight / height)));
  };
  scale();
  addEventListener("resize", scale);
}

const STEPS = [1, .9, .8, .7];   // of a name's type; what is still longer ends in an ellipsis
const AIR = 16;   // px above and below a row's wait
/** @type {WeakMap<Element, string>} */
const fitted = new WeakMap();   // the screen is drawn each second, names and rooms seldom change

/** Make an instruction smaller until each of its phrases keeps to a line. @param {ParentNode} root */
export function fitPhrases(root) {
  const order = /** @type {HTMLElement | null} */ (root.querySelector(".emergency h1"));
  for (const step of order ? STEPS : []) {
    order?.style.setProperty("--fit", String(step));
    if (order && order.scrollWidth <= order.clientWidth) return;
  }
}

/** Make a service's words smaller until they keep to their row, so that a long name hides nothing else. @param {ParentNode} root */
export function fitRows(root) {
  for (const row of root.querySelectorAll(".row, .board li")) {
    const text = /** @type {HTMLElement} */ (row.querySelector(".text, .name")), name = row.querySelector(".name"), wait = row.querySelector(".wait");
    const now = `${text.textContent} ${text.clientWidth} ${row.clientHeight} ${document.fonts.status}`;
    if (fitted.get(row) === now || !name) continue;
    row.removeAttribute("data-tight");
    row.toggleAttribute("data-tight", wait !== null && wait.clientHeight + AIR > row.clientHeight);
    text.dataset.use = "two";
    const whole = (/** @type {Element} */ one) => one.scrollHeight <= one.clientHeight + 1 && one.scrollWidth <= one.clientWidth;
    const fits = STEPS.some((step) => {
      text.style.setProperty("--fit", String(step));
      return whole(text) && whole(name);
    });
    for (const lines of fits ? [] : ["one", "none"]) if (!whole(text)) text.dataset.use = lines;   // its use gives way first
    fitted.set(row, now);
  }
}
