/** Fingers: a press is seen at once, a double touch is one, and nobody zooms or drags the screen away. */

/**
 * Watch every press. `seen` is called at each one; `place` names the screen, so that the second half of a double touch does not hit the next one.
 * @param {Document} page @param {() => void} seen @param {() => string} place
 */
export function touch(page, seen, place) {
  /** @type {Element | null} */
  let pressed = null;
  let before = "";
  const release = () => {
    pressed?.removeAttribute("data-pressed");
    pressed = null;
  };
  page.addEventListener("pointerdown", (event) => {
    seen();
    release();
    pressed = /** @type {Element} */ (event.target).closest("button:not([aria-disabled=true])");
    pressed?.setAttribute("data-pressed", "");   // :active comes late on touch screens
  });
  page.addEventListener("pointerup", release);
  page.addEventListener("pointercancel", release);
  page.addEventListener("keydown", seen);
  page.addEventListener("input", seen);   // a keyboard on the screen may send nothing else
  page.addEventListener("click", (event) => {
    if (event.detail > 1 && before !== place()) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    before = event.detail > 1 ? before : place();
  }, {capture: true});
  page.addEventListener("contextmenu", (event) => event.preventDefault());
  page.addEventListener("dragstart", (event) => event.preventDefault());
  page.addEventListener("wheel", (event) => { if (event.ctrlKey) event.preventDefault(); }, {passive: false});
}
