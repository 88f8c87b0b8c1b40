/**
 * The display's voice: tones, then the call in each of the hall's languages; what became of it is told to the server.
 * @import {DisplayView, Spoken} from "../view.d.ts"
 * @import {Speech} from "./sources.js"
 * @typedef {"ok" | "blocked" | "no_voice" | "failed" | "no_clips" | "no_browser" | "no_server"} Sound `no_…`: heard, but by another source than meant
 */

import {need} from "/static/words.js";
import {isFresh, toSpeak, wanted} from "./heard.js";
import {chime, maySound} from "./player.js";
import {Queue} from "./queue.js";
import {inTurn, noted, whatRests} from "./rests.js";
import {READ, sourcesOf, voicesListed} from "./sources.js";

/** @type {Sound[]} */
const WORST = ["blocked", "failed", "no_voice"];
const ASKED_AGAIN = 600_000; // ms: recordings may have been added

/**
 * @param {ReturnType<typeof import("/live/wire.js").openWire>} wire
 * @param {string} hall
 * @param {(state: {speaking: Spoken | null, blocked: boolean}) => void} show
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
  /** @type {import("./rests.js").Rests} */
  const rests = new Map();
  const listed = voicesListed();

  /** @param {Sound} sound @param {Spoken} [one] */
  const report = (sound, one) => {
    if (sound === said && !one?.call) return;
    said = sound;
    void wire
      .command("POST", `${base}/devices/me/report`, {sound, ...(one?.call ? {spoken_at: one.at} : {})})
      .catch(() => {
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
    blocked = !(await maySound());
    show({speaking: null, blocked});
    report(blocked ? "blocked" : (said ?? "ok"));
  };

  /** Speak in one language by the first source that can; one that fails hands on to the next. @param {Spoken} one @param {string} language @param {Speech} told @returns {Promise<Sound>} */
  async function speakIn(one, language, told) {
    const sources = sourcesOf(`${base}/speech`, told, one, language);
    for (const source of inTurn(rests, sources, Date.now())) {
      try {
        await source.speaks();
        noted(rests, source, true, Date.now());
        return "ok";
      } catch (error) {
        if (error instanceof Error && error.message === "blocked") return "blocked";
        noted(rests, source, false, Date.now());
      }
    }
    return sources.length ? "failed" : "no_voice";
  }

  /** @param {Spoken} one */
  async function speak(one) {
    const told = known();
    show({speaking: one, blocked});
    /** @type {Sound[]} */
    const sounds = [
      await chime().then(
        () => "ok",
        error => (error.message === "blocked" ? "blocked" : "failed"),
      ),
    ];
    await listed;
    for (const language of sounds[0] === "blocked" ? [] : [...languages]) {
      sounds.push(await speakIn(one, language, await told));
      if (sounds.includes("blocked")) break;
    }
    const rest = whatRests(rests, Date.now()),
      worst = WORST.find(sound => sounds.includes(sound)) ?? "ok";
    blocked = worst === "blocked";
    show({speaking: null, blocked});
    report(worst === "ok" && rest ? `no_${rest}` : worst, worst === "ok" ? one : undefined);
  }

  const queue = new Queue(
    speak,
    (/** @type {Spoken} */ one) => languages.length > 0 && isFresh(one, wire.now().getTime()),
  );
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
      const present = wanted(view);
      queue.drop(({key}) => !present.has(key));
      if (quiet) return;
      queue.add(found.calls);
      queue.add(found.said, true);
    },
  };
}
