/**
 * What speaks a language: the hall's recordings, the browser's own voice, the server's, in this order.
 * @import {Call, Spoken} from "../view.d.ts"
 * @typedef {{server: string[], clips: Record<string, string[]>}} Speech what GET …/speech tells
 */

import {t} from "/static/words.js";
import {clipsOf} from "./clips.js";
import {play, say} from "./player.js";

/** @type {Record<string, string[]>} which of the browser's voices speak a language, the best first */
const VOICES = {"zh-Hant": ["zh-TW", "cmn-Hant"], "zh-Hans": ["zh-CN", "cmn-Hans"], yue: ["zh-HK", "yue"], en: ["en"]};
/** @type {Record<string, string>} where a language is spoken and not written here: what is read aloud */
export const READ = {yue: "zh-Hant"};

/**
 * Return what speaks something in a language; null where nothing does.
 * @param {string} base address of the hall's speech @param {Speech} speech
 * @param {Spoken} one @param {string} language
 * @returns {(() => Promise<void>) | null}
 */
export function sourceOf(base, speech, {call, said, at}, language) {
  const clips = call && clipsOf(call.number, call.counter, speech.clips[language] ?? []);
  if (clips) {
    return async () => {
      for (const name of clips) await play(`${base}/${language}/clips/${name}`);
    };
  }
  const voice = voiceOf(language);
  const text = call ? sentence(call, language) : (said?.text[READ[language] ?? language] ?? "").replaceAll("<wbr>", "");
  if (voice) return () => say(text, voice);
  const place = call ? `${call.ticket}` : `said/${said?.id}`;
  return speech.server.includes(language) ? () => play(`${base}/${language}/${place}?${new URLSearchParams({at})}`) : null;
}

/** @param {Call} call @param {string} language */
function sentence({number, counter}, language) {
  return t.in(READ[language] ?? language, "Number {number}, please come to counter {counter}.", {
    number: [...number].join(" "), counter: [...counter].join(" "),
  });
}

/** @param {string} language @returns {SpeechSynthesisVoice | null} */
function voiceOf(language) {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  for (const wanted of VOICES[language] ?? []) {
    const found = voices.find(({lang}) => lang.replace("_", "-").startsWith(wanted));
    if (found) return found;
  }
  return null;
}
