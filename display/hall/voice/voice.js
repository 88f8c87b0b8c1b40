/**
 * The display's voice: tones, then the call in each of the hall's languages; what became of it is told to the server.
 * @import {Call, DisplayView} from "../view.d.ts"
 * @import {Speech} from "./sources.js"
 * @typedef {"ok" | "blocked" | "no_voice" | "failed"} Sound
 */

import {need} from "/static/words.js";
import {isFresh, keyOf, toSpeak} from "./heard.js";
import {chime, maySound} from "./player.js";
import {Queue} from "./queue.js";
import {READ, sourceOf} from "./sources.js";

const ASKED_AGAIN = 600_000; // ms: recordings may have been added

/**
 * @param {ReturnType<typeof import("/live/wire.js").openWire>} wire
 * @param {string} hall
 * @param {(state: {speaking: Call | null, blocked: boolean}) => void} show
 */
export function voice(wire, hall, show) {
  const base = `/api/v1/halls/${encodeURIComponent(hall)}`;
  /** @type {Set<string> | null} */
  let heard = null;
  /** @type {string[]} */
  let languages = [];
  /** @type {{told: Speech, at: number} | null} */
  let speech = null;
  /** @type {Sound | null} */
  let said = null;
  let blocked = false;

  /** @param {Sound} sound @param {Call} [call] */
  const report = (sound, call) => {
    if (sound === said && !call) return;
    said = sound;
    void wire.command("POST", `${base}/devices/me/report`, {sound, ...(call ? {spoken_at: call.at} : {})}).catch(() => {
      said = null; // told again with the next
    });
  };
  const known = async () => {
    if (speech && Date.now() - speech.at < ASKED_AGAIN) return speech.told;
    const answer = await fetch(`${base}/speech`).catch(() => null);
    const told = answer?.ok ? /** @type {Speech} */ (await answer.json()) : {server: [], clips: {}};
    speech = {told, at: answer?.ok ? Date.now() : 0};
    return told;
  };
  const listen = async () => {
    blocked = !await maySound();
    show({speaking: null, blocked});
    report(blocked ? "blocked" : said ?? "ok");
  };

  /** @param {Call} call */
  async function speak(call) {
    const sources = languages.map(language => [language, known().then(told => sourceOf(`${base}/speech`, told, call, language))]);
    show({speaking: call, blocked});
    /** @type {Sound} */
    let sound = "ok";
    try {
      await chime();
      for (const [, source] of /** @type {[string, Promise<(() => Promise<void>) | null>][]} */ (sources)) {
        const speaks = await source;
        if (speaks) await speaks();
        else sound = "no_voice";
      }
    } catch (error) {
      sound = error instanceof Error && error.message === "blocked" ? "blocked" : "failed";
    }
    blocked = sound === "blocked";
    show({speaking: null, blocked});
    report(sound, sound === "ok" ? call : undefined);
  }

  const queue = new Queue(speak, (/** @type {Call} */ call) => languages.length > 0 && isFresh(call, wire.now().getTime()));
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => void (blocked && listen()));
  return {
    /** Take in a newer view. @param {DisplayView} view */
    async take(view) {
      const begun = heard === null;
      const found = toSpeak(heard, view, wire.now().getTime());
      heard = found.heard;
      const quiet = view.voice.length === 0;
      if (view.voice.join() !== languages.join()) {
        languages = view.voice;
        await need(languages.map(language => READ[language] ?? language));
      }
      if (begun && !quiet) await listen();
      const present = new Set(view.calls.filter(({now}) => now).map(keyOf));
      queue.drop(call => !present.has(keyOf(call)));
      if (!quiet) queue.add(found.calls);
    },
  };
}
