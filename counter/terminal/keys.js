/** The keyboard: which act a key means, by its place (event.code), so that input methods don't matter. */

import {ACTS} from "./acts.js";

const OTHERS = new Map([["KeyL", "theme"]]);

/**
 * @param {KeyboardEvent} event
 * @param {{dialog: boolean, letters: boolean, terminal: boolean, choose: boolean}} now
 * @returns {{act: string, digit?: number}|null}
 */
export function meaning(event, now) {
  if (event.repeat || event.isComposing || event.altKey || event.metaKey) return null;
  if (event.ctrlKey)
    return event.code === "KeyZ" && now.terminal && !now.dialog && !typing(event.target) ? {act: "undo"} : null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (digit && !typing(event.target) && (now.dialog || now.choose))
    return {act: now.dialog ? "choose-option" : "choose-seat", digit: Number(digit)};
  if (now.dialog || !now.terminal || typing(event.target)) return null;
  if (event.code === "Escape") return {act: "stop"};
  if (event.code === "F9") return {act: "silent"};
  if (event.code === "Space") return onOtherControl() ? null : {act: "main"};
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return {act: "keys"};
  if (!now.letters || event.shiftKey) return null;
  const act = ACTS.find(one => one.key === event.code)?.code ?? OTHERS.get(event.code);
  return act ? {act} : null;
}

/** @param {EventTarget|null} target */
export function typing(target) {
  return (
    target instanceof HTMLElement && target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select")
  );
}

/** Who walks the page by Tab presses the button that has the ring. */
function onOtherControl() {
  const held = document.activeElement;
  return held instanceof HTMLButtonElement && held.matches(":focus-visible") && held.dataset.act !== "main";
}
