/** One soft tone for the first ticket in an empty line. */

/** @type {AudioContext|null} */
let context = null;

/** Be allowed to sound: browsers want a key or a touch first. */
export function readyTone() {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume();
}

export function softTone() {
  if (context?.state !== "running") return;
  const start = context.currentTime;
  const loudness = context.createGain();
  loudness.gain.setValueAtTime(0, start);
  loudness.gain.linearRampToValueAtTime(0.12, start + 0.03);
  loudness.gain.exponentialRampToValueAtTime(0.0005, start + 0.9);
  const tone = context.createOscillator();
  tone.frequency.value = 587.3; // D5: heard at the desk, not in the hall
  tone.connect(loudness).connect(context.destination);
  tone.start(start);
  tone.stop(start + 0.95);
}

/**
 * Say how many of those who were set aside have been away for long.
 * @param {import("./types.js").CounterView|null} view @param {Date} now
 */
export const awayForLong = (view, now) =>
  view?.kept.filter(one => one.remind_at !== null && Date.parse(one.remind_at) <= now.getTime()).length ?? 0;

/**
 * Say whether the first ticket has come into an empty line.
 * @param {import("./types.js").CounterView|null} before
 * @param {import("./types.js").CounterView} after
 */
export function firstCame(before, after) {
  return before !== null && before.line_count === 0 && after.line_count > 0 && after.state === "open";
}
