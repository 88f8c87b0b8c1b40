/** What is on the screen, spoken: by its own key, or as soon as headphones are plugged in. The machine's own voices speak. */

import {language, tag} from "/static/words.js";

const SAYS = "h1, h2, .for, main p, main li, main dt, main dd, .notes p, [role=alert], button";
const PAUSE = {"zh-Hant": "。", "zh-Hans": "。", en: ". "};

/** The voice of the reader's language, if this machine has one. */
function voice() {
  const wanted = tag().toLowerCase(),
    [first] = wanted.split("-"),
    region = language() === "en" ? "en" : wanted.includes("hans") ? "zh-cn" : "zh-tw";
  const all = window.speechSynthesis?.getVoices() ?? [],
    plain = (/** @type {SpeechSynthesisVoice} */ one) => one.lang.toLowerCase().replace("_", "-");
  return all.find(one => plain(one).startsWith(region)) ?? all.find(one => plain(one).startsWith(first)) ?? null;
}

/** Return whether this machine can speak the reader's language. */
export const canSpeak = () => voice() !== null;

/** Return what a screen reader would say of one part: its label, else its words. @param {Element} one */
const wordsOf = one =>
  (one.getAttribute("aria-label") ?? /** @type {HTMLElement} */ (one).innerText ?? "")
    .replace(/\s*\n\s*/g, ", ")
    .trim();

/** Return all that the screen says, in its order. @param {ParentNode} root */
export function saidBy(root) {
  const shown = root.querySelector("[role=alertdialog]") ?? root;
  const parts = [...shown.querySelectorAll(SAYS)].filter(
    one => one.checkVisibility() && !one.parentElement?.closest("button, p, li"),
  );
  return parts.map(wordsOf).filter(Boolean).join(PAUSE[language()]);
}

/** Say a text now, instead of whatever is being said. @param {string} text */
export function say(text) {
  window.speechSynthesis?.cancel();
  const own = voice();
  if (!own || !text) return;
  const words = new SpeechSynthesisUtterance(text);
  words.lang = own.lang;
  words.voice = own;
  window.speechSynthesis.speak(words);
}

/** Say what the focus comes to while the kiosk is read aloud. @param {Document} page @param {() => boolean} aloud */
export function readFocus(page, aloud) {
  page.addEventListener("focusin", ({target}) => {
    if (aloud() && target instanceof Element && target.matches("button, a, input, textarea"))
      say(wordsOf(target.matches("input, textarea") ? (target.closest("label") ?? target) : target));
  });
}

/** Tell when headphones come (one more way for sound to go out) and when they go. @param {(plugged: boolean) => void} tell */
export function headphones(tell) {
  const devices = navigator.mediaDevices;
  if (!devices?.enumerateDevices) return;
  const outputs = async () => (await devices.enumerateDevices()).filter(({kind}) => kind === "audiooutput").length;
  let known = outputs();
  devices.addEventListener("devicechange", async () => {
    const before = await known,
      now = await (known = outputs());
    if (now !== before) tell(now > before);
  });
}
