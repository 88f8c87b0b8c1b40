/** What makes a sound: two soft tones, a recording, the browser's own voice. Each promise ends, well or ill. */

const TONES = [659.3, 523.3]; // Hz: e″, c″
const TONE = 0.28; // seconds
const SILENCE = "/pages/display/hall/voice/silence.wav";

/** @type {AudioContext | null} */
let context = null;

/** Return whether the browser lets this page sound; a page that was never touched may have to be. */
export async function maySound() {
  if (
    !context &&
    !(await new Audio(SILENCE).play().then(
      () => true,
      () => false,
    ))
  )
    return false; // asked so, it is not a warning
  context ??= new AudioContext();
  if (context.state === "suspended") await Promise.race([context.resume(), new Promise(done => setTimeout(done, 400))]);
  return context.state === "running";
}

/** Sound two soft tones. */
export async function chime() {
  if (!(await maySound()) || !context) throw new Error("blocked");
  const start = context.currentTime;
  TONES.forEach((pitch, nth) => {
    const tone = new OscillatorNode(/** @type {AudioContext} */ (context), {frequency: pitch});
    const loud = new GainNode(/** @type {AudioContext} */ (context), {gain: 0});
    const from = start + nth * TONE;
    loud.gain.setValueAtTime(0, from);
    loud.gain.linearRampToValueAtTime(0.22, from + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.001, from + TONE * 1.6);
    tone.connect(loud).connect(/** @type {AudioContext} */ (context).destination);
    tone.start(from);
    tone.stop(from + TONE * 1.7);
  });
  await new Promise(done => setTimeout(done, TONES.length * TONE * 1000 + 200));
}

/** Play a recording to its end. @param {string} address @param {number} within ms */
export function play(address, within) {
  const sound = new Audio(address);
  return ended(
    new Promise((done, fail) => {
      sound.onended = () => done(undefined);
      sound.onerror = () => fail(new Error("failed"));
      sound.play().catch(error => fail(new Error(error.name === "NotAllowedError" ? "blocked" : "failed")));
    }),
    within,
    () => sound.pause(),
  );
}

/** @type {SpeechSynthesisUtterance | null} what is being said: a browser that finds it nowhere forgets it, and its end never comes */
let saying = null;

/**
 * Have the browser say a text. What it has begun counts as spoken once the time of the text is over, though no end is told:
 * said again by another source, it would be heard twice.
 * @param {string} text @param {SpeechSynthesisVoice} voice @param {number} within ms in which it begins, or has failed @param {number} takes ms, from when it began
 */
export async function say(text, voice, within, takes) {
  const words = (saying = new SpeechSynthesisUtterance(text));
  words.voice = voice;
  words.lang = voice.lang;
  words.rate = 0.9;
  let watch = 0,
    told = false;
  try {
    await new Promise((done, fail) => {
      let begun = false;
      watch = window.setTimeout(() => fail(new Error("failed")), within);
      words.onstart = words.onboundary = () => {
        if (begun) return;
        begun = true;
        clearTimeout(watch);
        watch = window.setTimeout(() => done(undefined), takes);
      };
      words.onend = () => {
        told = true;
        done(undefined);
      };
      words.onerror = ({error}) => fail(new Error(error === "not-allowed" ? "blocked" : "failed"));
      speechSynthesis.speak(words);
    });
  } finally {
    clearTimeout(watch);
    if (!told) speechSynthesis.cancel(); // else what comes next waits behind it
    if (saying === words) saying = null;
  }
}

/** End well or ill: what does not end by itself has failed. @param {Promise<unknown>} sounding @param {number} within ms @param {() => void} stop */
async function ended(sounding, within, stop) {
  let timer = 0;
  const late = new Promise((_, fail) => {
    timer = window.setTimeout(() => fail(new Error("failed")), within);
  });
  try {
    await Promise.race([sounding, late]);
  } catch (error) {
    stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
