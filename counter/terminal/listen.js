/** Hands and keys: one listener each on the page; a button says by data-act what it does. */

import {meaning, typing} from "./keys.js";
import {readyTone} from "./tone.js";

/**
 * @param {HTMLElement} root
 * @param {import("./types.js").Ui} ui
 * @param {{act: (act: string, data: DOMStringMap) => void, answer: (form: string, said: FormData) => void, speak: (code: string) => void, mine: (event: KeyboardEvent) => boolean}} page  mine: takes a key of what stands beside the line
 */
export function listen(root, ui, page) {
  let clicked = "";

  root.addEventListener("click", event => {
    readyTone();
    const held = event.target instanceof Element ? event.target.closest("[data-act], [data-language]") : null;
    if (!(held instanceof HTMLElement)) return;
    // a button that was clicked gives the keyboard back, so that Space is the main act again
    if (event.detail > 0 && !held.closest("dialog")) held.blur();
    if (held.getAttribute("aria-busy") === "true") return;
    // the second half of a double click is no word to what stands in the first one's place meanwhile
    const is = `${held.dataset.act} ${held.querySelector("strong")?.textContent ?? ""}`,
      other = event.detail > 1 && is !== clicked;
    clicked = event.detail > 1 ? clicked : is;
    if (other) return;
    if (held.dataset.language) return page.speak(held.dataset.language);
    if (held.dataset.act) page.act(held.dataset.act, held.dataset);
  });

  root.addEventListener("submit", event => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement && event.target.dataset.form)
      page.answer(event.target.dataset.form, new FormData(event.target));
  });

  // Esc closes a dialog through the store, so that the page's state stays the truth
  root.addEventListener(
    "cancel",
    event => {
      event.preventDefault();
      page.act("cancel", {});
    },
    {capture: true},
  );

  document.addEventListener("keydown", event => {
    readyTone();
    if (page.mine(event)) return event.preventDefault();
    // a key that stays down presses once: Enter that chose a counter must not confirm the question after it
    if (
      event.repeat &&
      (event.code === "Enter" || event.code === "Space") &&
      !(event.target instanceof HTMLInputElement)
    )
      return event.preventDefault();
    const meant = meaning(event, {
      dialog: ui.dialog !== null,
      letters: ui.letters,
      terminal: ui.screen === "terminal",
      choose: ui.screen === "choose",
    });
    if (!meant) return letter(event);
    event.preventDefault();
    if (meant.digit === undefined) return page.act(meant.act, {});
    const wanted =
      meant.act === "choose-seat"
        ? root.querySelectorAll(".seat")
        : root.querySelectorAll("dialog fieldset:first-of-type input");
    const one = wanted[meant.digit - 1];
    if (!(one instanceof HTMLElement)) return;
    one.focus();
    one.click();
  });

  /** Where services are chosen, their letters are their keys. @param {KeyboardEvent} event */
  function letter(event) {
    const code = /^Key([A-Z])$/.exec(event.code)?.[1];
    if (ui.dialog?.kind !== "issue" || !code || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const one = root.querySelector(`dialog input[name=service][value=${code}]`);
    if (!(one instanceof HTMLElement)) return;
    event.preventDefault();
    one.focus();
    one.click();
  }

  // Firefox presses the button that holds the focus when Space comes up
  document.addEventListener("keyup", event => {
    if (
      event.code === "Space" &&
      ui.screen === "terminal" &&
      ui.dialog === null &&
      document.activeElement === document.body
    )
      event.preventDefault();
  });
}
