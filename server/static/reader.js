/** The language of whoever reads this page on a screen of their own: what the link says, then what they chose, then what their browser says. */
import {html} from "/vendor/lit-html.js";
import {language} from "/static/words.js";

/** @typedef {import("/static/words.js").Language} Language */

const KEPT = "floor.language",
  COOKIE = "floor_language";
/** @type {[Language, string, string][]} */
const OFFERED = [
  ["zh-Hant", "繁", "繁體中文"],
  ["zh-Hans", "简", "简体中文"],
  ["en", "EN", "English"],
];
const known = (/** @type {string|null} */ code) => OFFERED.some(([offered]) => offered === code);

/**
 * Map a browser's language tag to one of ours.
 * @param {string} tag BCP 47
 */
function ours(tag) {
  const lower = tag.toLowerCase();
  if (!lower.startsWith("zh")) return lower.startsWith("en") ? "en" : null;
  if (lower.includes("hant")) return "zh-Hant";
  if (lower.includes("hans")) return "zh-Hans";
  return /-(tw|hk|mo)/.test(lower) ? "zh-Hant" : "zh-Hans";
}

/** Choose the reader's language. @returns {Language} */
export function readersLanguage() {
  const said = new URLSearchParams(location.search).get("lang"),
    kept = localStorage.getItem(KEPT);
  const own = navigator.languages.map(ours).find(Boolean);
  return /** @type {Language | undefined} */ ([said, kept, own].find(code => known(code ?? null))) ?? "zh-Hant";
}

/**
 * Leave the page to the browser's translator where the reader's own language is none of ours, and only there: in ours it would be translated twice.
 */
export function mayBeTranslated() {
  document.documentElement.translate = ours(navigator.languages[0] ?? "") === null;
}

/** Keep the choice for the next page, and in this page's address. @param {Language} code */
export function keepLanguage(code) {
  localStorage.setItem(KEPT, code);
  document.cookie = `${COOKIE}=${code}; path=/; max-age=31536000; samesite=lax`; // for pages that the server draws
  const address = new URL(location.href);
  address.searchParams.set("lang", code);
  history.replaceState(history.state, "", address);
}

/**
 * Draw the three languages, each in its own script.
 * @param {(code: Language) => void} choose
 */
export const languageKeys = choose =>
  html`<div class="langs" translate="no" role="group" aria-label="語言 · 语言 · Language">${OFFERED.map(
    ([code, short, full]) =>
      html`<button type="button" lang=${code} aria-label=${full} aria-pressed=${String(code === language())} @click=${() => choose(code)}>${short}</button>`,
  )}</div>`;
