/** The reader's words: one catalogue for all screens. The English sentence is the key, and what is shown when a language has no text for it. */

import "/static/translated.js";

/** @typedef {"zh-Hant" | "zh-Hans" | "en"} Language */
/** @typedef {{[language: string]: string}} Words one text in each language */
/** @typedef {{[name: string]: string | number}} Values what stands for {name} in a sentence */
/** @typedef {{[sentence: string]: string | string[]}} Catalogue a text, or its plural forms */

/** Each language in its own script, for the buttons that choose it. */
export const NAMES = Object.freeze({"zh-Hant": "繁體中文", "zh-Hans": "简体中文", en: "English"});

const TAGS = Object.freeze({"zh-Hant": "zh-Hant-TW", "zh-Hans": "zh-Hans-CN", en: "en"});

/** @type {Map<string, Catalogue>} */
const catalogues = new Map();
/** @type {Language} */
let present = "en";
let asked = 0; // of two choices in a row the later one stays, whichever catalogue arrives first

/** Return the language that is shown now. @returns {Language} */
export function language() {
  return present;
}

/** Return a language as BCP 47 with its region, for `lang` and `Intl`. @param {string} [of] */
export function tag(of = present) {
  return TAGS[/** @type {Language} */ (of)] ?? "en";
}

/** Return the languages out of `codes` that we have words for. @param {readonly string[]} codes @returns {Language[]} */
export function known(codes) {
  return /** @type {Language[]} */ (codes.filter(code => code in TAGS));
}

/** Show the first language from now on, and load the others for `t.in`. @param {Language} first @param {...Language} more */
export async function setLanguage(first, ...more) {
  const turn = ++asked;
  await Promise.all([first, ...more].map(load));
  if (turn !== asked) return;
  present = first;
  document.documentElement.lang = tag(first);
}

/** Load languages for `t.in`, whatever is shown. @param {readonly string[]} codes */
export async function need(codes) {
  await Promise.all(known(codes).map(load));
}

/** @param {Language} code */
async function load(code) {
  if (catalogues.has(code)) return;
  const named = /** @type {HTMLMetaElement | null} */ (
    document.querySelector(`meta[name="words"][data-language="${code}"]`)
  ); // of this page alone
  const answer = await fetch(named?.content ?? `/static/languages/${code}.json`);
  if (!answer.ok) throw new Error(`no words for ${code}: ${answer.status}`);
  catalogues.set(code, await answer.json());
}

/** Return the sentence in the reader's language. @param {string} sentence @param {Values} [values] */
export function t(sentence, values) {
  return t.in(present, sentence, values);
}

/** Return the sentence in a given language. @param {string} code @param {string} sentence @param {Values} [values] @returns {string} */
t.in = (code, sentence, values) => {
  const text = catalogues.get(code)?.[sentence];
  return filled((Array.isArray(text) ? text[0] : text) || sentence, values);
};

/** Return the sentence that fits `n` things. @param {string} one @param {string} many @param {number} n @param {Values} [values] */
export function tn(one, many, n, values) {
  return tn.in(present, one, many, n, values);
}

/**
 * Return the sentence that fits `n` things in a given language.
 * @param {string} code @param {string} one @param {string} many @param {number} n @param {Values} [values] @returns {string}
 */
tn.in = (code, one, many, n, values) => {
  const forms = [catalogues.get(code)?.[one] ?? []].flat();
  const own = n === 1 ? one : many;
  const form = forms.length > 1 ? forms[n === 1 ? 0 : 1] : code !== "en" && forms[0]; // Chinese has one form, English two
  return filled(form || own, {n, ...values});
};

/** Return the text of `words` in the reader's language. @param {Words | null | undefined} words */
export function pick(words) {
  return pick.in(present, words);
}

/** Return the text of `words` in a given language, else in the first that has one. @param {string} code @param {Words | null | undefined} words */
pick.in = (code, words) => words?.[code] || Object.values(words ?? {}).find(Boolean) || "";

/** Return things one after the other, as the reader's language puts them. @param {readonly string[]} parts */
export const listed = parts => {
  const apart = parts.some(part => /, |，|、/.test(part));
  return parts.join(present === "en" ? (apart ? "; " : ", ") : apart ? "；" : "、");
};

/** @param {string} text @param {Values} [values] */
function filled(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
