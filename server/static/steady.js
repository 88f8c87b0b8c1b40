/**
 * Trembling, impatient and resting hands: no press counts in the first half second of what is new on the screen, nor a second
 * one on the same key, nor one of several fingers. A press that comes too early makes the half second begin again, so that
 * six quick taps are one. In that time the page, or the key, lets presses through to nothing (`data-fresh`, `data-rests`, theme.css).
 */

const SETTLES = 500; // ms
const HAND = 90; // px across: no fingertip is wider
const KEYS = "button:not([data-quick] *), a[href]"; // keys that one writes with are pressed as fast as one likes

/**
 * Watch a page's presses. Call what is returned with the name of what is shown whenever it is drawn.
 * @param {Document} page
 * @returns {(place: string) => void}
 */
export function steady(page) {
  const root = page.documentElement,
    down = new Set();
  let place = "",
    since = -Infinity,
    timer = 0;
  let meant = true; // whether the press that goes on is one finger's, begun when all stood still
  /** @type {{key: Element | null, timer: number}} the key that was pressed last, for half a second */
  const resting = {key: null, timer: 0};

  const fresh = () => performance.now() - since < SETTLES;
  const begin = () => {
    since = performance.now();
    root.toggleAttribute("data-fresh", true);
    clearTimeout(timer);
    timer = window.setTimeout(() => root.removeAttribute("data-fresh"), SETTLES);
  };
  const rest = (/** @type {Element | null} */ key) => {
    if (key !== resting.key) resting.key?.removeAttribute("data-rests");
    key?.setAttribute("data-rests", "");
    clearTimeout(resting.timer);
    resting.key = key;
    resting.timer = window.setTimeout(() => rest(null), SETTLES);
  };
  const on = (/** @type {Element} */ key, /** @type {PointerEvent} */ {clientX: x, clientY: y}) => {
    const {left, right, top, bottom} = key.getBoundingClientRect();
    return x >= left && x <= right && y >= top && y <= bottom;
  };
  const refuse = (/** @type {Event} */ event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (fresh()) begin();
  };

  page.addEventListener(
    "pointerdown",
    event => {
      if (event.isPrimary) down.clear(); // the first finger: whatever was down before has gone unseen
      down.add(event.pointerId);
      meant = !fresh() && down.size === 1 && Math.max(event.width, event.height) < HAND;
      if (fresh()) begin();
      if (resting.key && on(resting.key, event)) rest(resting.key);
    },
    {capture: true},
  );
  for (const up of ["pointerup", "pointercancel"])
    page.addEventListener(up, event => down.delete(/** @type {PointerEvent} */ (event).pointerId), {capture: true});
  page.addEventListener(
    "click",
    event => {
      const pressed = event.detail > 0; // else by a key of the keyboard, or by a label for its field
      if (fresh() || (pressed && !meant)) return refuse(event);
      if (pressed && event.target instanceof Element) rest(event.target.closest(KEYS));
    },
    {capture: true},
  );
  page.addEventListener(
    "keydown",
    event => {
      // a key that stays down presses once
      if (event.repeat && ["Enter", " "].includes(event.key) && !(event.target instanceof HTMLTextAreaElement))
        refuse(event);
    },
    {capture: true},
  );

  return now => {
    if (now !== place) begin();
    place = now;
  };
}
