/**
 * A page in which something of ours failed loads itself again. Where nobody stands before it (`<html data-alone>`) it does so
 * by itself; where somebody does it says so first, and waits until they have let it be for a minute or press.
 *
 * It imports nothing when it begins, so that it also stands by a page whose own script did not come.
 */

const AGAIN = 60_000; // ms: a page that fails at once waits so long, else it would load for ever
const SOON = 3000; // ms: the log of the browser still has what it was
const REST = 60_000; // ms without a touch, after which whoever stood here has gone
const MEANT = new Set(["AbortError", "NotAllowedError"]); // what a browser refuses by itself: nothing of ours is broken
const alone = "alone" in document.documentElement.dataset;
let broken = false,
  timer = 0;

addEventListener(
  "error",
  ({error, target}) => {
    if (error || target instanceof HTMLScriptElement) failed(error); // else it is a picture or a sound that did not come
  },
  true,
);
addEventListener("unhandledrejection", ({reason}) => failed(reason));

/** @param {any} reason */
function failed(reason) {
  if (broken || MEANT.has(reason?.name) || reason?.status || isLine(reason)) return;
  broken = true;
  if (alone) return void setTimeout(reload, performance.now() < AGAIN ? AGAIN : SOON);
  for (const touch of ["pointerdown", "keydown", "input"]) addEventListener(touch, rest, true);
  rest();
  void tell();
}

/** Whether a request got no answer: the page says itself that it is cut off. @param {any} reason */
function isLine(reason) {
  return (
    reason instanceof TypeError && /fetch|network|load failed/i.test(reason.message) && !/import/i.test(reason.message)
  );
}

/** Load the page again when nobody touches it for a while; what somebody has written is left to them. */
function rest() {
  clearTimeout(timer);
  timer = window.setTimeout(() => (written() ? rest() : void reload()), REST);
}

/** Whether somebody has written what is not sent yet. */
function written() {
  return [...document.querySelectorAll("input, textarea")].some(one => {
    const field = /** @type {HTMLInputElement} */ (one);
    return !["checkbox", "radio", "hidden", "submit"].includes(field.type) && field.value !== field.defaultValue;
  });
}

/** Load the page again once the server answers: without it the browser would show a page of its own, for ever. */
async function reload() {
  const there = await fetch(location.href, {method: "HEAD", cache: "no-store"}).then(
    ({ok}) => ok,
    () => false,
  );
  if (there) location.reload();
  else setTimeout(reload, SOON);
}

/** Say it to whoever stands here, in the language of the page. */
async function tell() {
  const {setLanguage, t} = await import("/static/words.js");
  const page = document.documentElement.lang;
  await setLanguage(page.startsWith("en") ? "en" : page.includes("Hans") ? "zh-Hans" : "zh-Hant");
  const note = Object.assign(document.createElement("aside"), {className: "broken"});
  note.setAttribute("role", "alert");
  const again = Object.assign(document.createElement("button"), {
    className: "act",
    type: "button",
    textContent: t("Load again"),
    onclick: reload,
  });
  note.append(
    Object.assign(document.createElement("p"), {
      textContent: t("Something on this page has failed. What it shows may be old."),
    }),
    again,
  );
  document.body.append(note);
}

export {};
