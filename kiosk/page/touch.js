/** Fingers: a press is seen at once, and nobody zooms or drags the screen away. Which press counts: /static/steady.js. */

/** Watch every press; `seen` is called at each one. @param {Document} page @param {() => void} seen */
export function touch(page, seen) {
  /** @type {Element | null} */
  let pressed = null;
  const release = () => {
    pressed?.removeAttribute("data-pressed");
    pressed = null;
  };
  page.addEventListener("pointerdown", event => {
    seen();
    release();
    pressed = /** @type {Element} */ (event.target).closest("button:not([aria-disabled=true])");
    pressed?.setAttribute("data-pressed", ""); // :active comes late on touch screens
  });
  page.addEventListener("pointerup", release);
  page.addEventListener("pointercancel", release);
  page.addEventListener("keydown", seen);
  page.addEventListener("input", seen); // a keyboard on the screen may send nothing else
  page.addEventListener("contextmenu", event => event.preventDefault());
  page.addEventListener("dragstart", event => event.preventDefault());
  page.addEventListener(
    "wheel",
    event => {
      if (event.ctrlKey) event.preventDefault();
    },
    {passive: false},
  );
}
