/**
 * What speaks a language: the hall's recordings, the browser's own voices, the server's, in this order.
 * @import {Call, Spoken} from "../view.d.ts"
 * @typedef {{server: string[], clips: Record<string, string[]>}} Speech what GET …/speech tells
 * @typedef {{name: string, kind: import("./rests.js").Kind, speaks: () => Promise<void>}} Source
 */

import {t} from "/static/words.js";
import {clipsOf} from "./clips.js";
import {play, say} from "./player.js";
import {lengthOf, longest} from "./rests.js";

/** @type {Record<string, string[]>} which of the browser's voices speak a language, the best first */
const VOICES = {"zh-Hant": ["zh-TW", "cmn-Hant"], "zh-Hans": ["zh-CN", "cmn-Hans"], yue: ["zh-HK", "yue"], en: ["en"]};
/** @type {Record<string, string>} where a language is spoken and not written here: what is read aloud */
export const READ = {yue: "zh-Hant"};
const CLIP = 10_000; // ms for one recording: a word or two
const LATE = 3000; // ms that a browser may take to list its voices

/**
 * Return what speaks something in a language, the best first; none where nothing does.
 * @param {string} base address of the hall's speech @param {Speech} speech
 * @param {Spoken} one @param {string} language
 * @returns {Source[]}
 */
export function sourcesOf(base, speech, {call, said, at}, language) {
  const text = call ? sentence(call, language) : (said?.text[READ[language] ?? language] ?? "").replaceAll("<wbr>", "");
  const within = longest(text),
    clips = call && clipsOf(call.number, call.counter, speech.clips[language] ?? []);
  const place = call ? `${call.ticket}` : `said/${said?.id}`;
  /** @type {Source[]} */
  const found = voicesOf(language).map(voice => ({
    name: `browser ${language} ${voice.name}`,
    kind: "browser",
    speaks: () => say(text, voice, within, lengthOf(text)),
  }));
  if (clips) {
    found.unshift({
      name: `clips ${language}`,
      kind: "clips",
      async speaks() {
        for (const name of clips) await play(`${base}/${language}/clips/${name}`, CLIP);
      },
    });
  }
  if (speech.server.includes(language)) {
    found.push({
      name: `server ${language}`,
      kind: "server",
      speaks: () => play(`${base}/${language}/${place}?${new URLSearchParams({at})}`, within),
    });
  }
  return found;
}

/** @param {Call} call @param {string} language */
function sentence({number, counter}, language) {
  return t.in(READ[language] ?? language, "Number {number}, please come to counter {counter}.", {
    number: [...number].join(" "),
    counter: [...counter].join(" "),
  });
}

/** Return the best of the browser's voices on this machine, then the best from elsewhere, which needs a way out. @param {string} language @returns {SpeechSynthesisVoice[]} */
function voicesOf(language) {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  const found = (VOICES[language] ?? []).flatMap(wanted =>
    voices.filter(({lang}) => lang.replace("_", "-").startsWith(wanted)),
  );
  const own = found.find(({localService}) => localService !== false),
    other = found.find(({localService}) => localService === false);
  return [own, other].filter(voice => voice !== undefined);
}

/** Wait for a browser that lists its voices late; one that has none is not waited for twice. */
export async function voicesListed() {
  const speech = globalThis.speechSynthesis;
  if (!speech?.addEventListener || speech.getVoices().length) return;
  await new Promise(done => {
    speech.addEventListener("voiceschanged", done, {once: true});
    setTimeout(done, LATE);
  });
}
