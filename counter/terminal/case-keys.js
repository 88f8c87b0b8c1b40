/** The case beside the line by keys: which material, what was found of it, and on. Pure but for what it calls. */

/** @typedef {ReturnType<typeof import("./case-desk.js").openCases>} Cases */

/** @type {{[key: string]: "complete"|"correct"|"compliant"|"missing"}} */
const MARKS = {1: "complete", 2: "correct", 3: "compliant", 0: "missing"};

/**
 * Take a key that is the case's; return whether it was.
 * @param {KeyboardEvent} event @param {{at: number, asks: string|null}|null} open @param {Cases} cases
 */
export function caseKey(event, open, cases) {
  if (!open || event.isComposing || event.altKey || event.metaKey || event.ctrlKey) return false;
  if (event.key === "Escape") {
    if (open.asks) cases.cancel();
    else cases.leave();
    return true;
  }
  if (open.asks || event.repeat) return false;
  if (event.key === "Enter" && event.shiftKey) {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur(); // what was typed is sent first
    void cases.first();
    return true;
  }
  if (event.key === "Tab" && !event.shiftKey && document.activeElement === document.body) return intoForm();
  if (writes(event.target) || event.shiftKey) return false;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    cases.go(event.key === "ArrowDown" ? 1 : -1);
    return true;
  }
  const what = event.key === "Enter" && !presses() ? "right" : MARKS[event.key];
  if (!what) return false;
  void cases.mark(open.at, what).then(last => last && what === "right" && intoForm());
  return true;
}

/** Go to the form's first field; return whether there is one. */
function intoForm() {
  const first = document.querySelector(".case [data-field]");
  if (first instanceof HTMLElement) first.focus();
  return first !== null;
}

/** @param {EventTarget|null} target */
const writes = target =>
  target instanceof HTMLElement && target.matches("input:not([type=checkbox], [type=file]), textarea, select");

/** Who walks the page by Tab presses what has the ring. */
function presses() {
  const held = document.activeElement;
  return held instanceof HTMLElement && held.matches("button, summary, a, input");
}
