/** The page's own state beside the view: one object, one way to change it, one listener. */

/** @typedef {import("./types.js").Ui} Ui */

/**
 * @param {Partial<Ui>} first
 * @param {() => void} changed  called once after each burst of changes
 */
export function openStore(first, changed) {
  /** @type {Ui} */
  const ui = {
    screen: "starting",
    person: null,
    hall: null,
    counter: null,
    remembered: null,
    now: new Date(),
    link: {online: true, since: null},
    dialog: null,
    case: null,
    busy: null,
    waiting: null,
    fault: null,
    note: null,
    notedAt: null,
    theme: "light",
    letters: true,
    demo: false,
    old: false,
    ...first,
  };
  let due = false;
  /** @param {Partial<Ui>} change */
  function set(change) {
    Object.assign(ui, change);
    if (change.note !== undefined) ui.notedAt = change.note === null ? null : performance.now();
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      changed();
    });
  }
  return {ui, set};
}
