/**
 * Sound, vibration and title when it is time to come: what to do follows from comparing two looks at the ticket.
 * A browser lets a page sound only after a touch, so the switch has three truths: off, on, and on but not yet touched.
 */
const KEPT = "floor.nudge";

/**
 * Say what changed that deserves a nudge.
 * @param {import("./track.js").Track|null} before
 * @param {import("./track.js").Track} now
 * @returns {"called"|"soon"|null}
 */
export function nudgeFor(before, now) {
  if (now.state === "called") {
    const again = before?.state === "called" && before.call_until === now.call_until && before.counter === now.counter;
    return again ? null : "called";
  }
  if (now.state !== "waiting" || !now.soon || !before) return null;
  return before.state !== "waiting" || !before.soon ? "soon" : null;
}

/** Make the phone's bell. */
export function makeBell() {
  /** @type {AudioContext|null} */
  let audio = null;
  /** @type {WakeLockSentinel|null} */
  let awake = null;
  let wanted = localStorage.getItem(KEPT) === "on";
  let near = false; // whoever was told so once need not hear it again when the forecast wavers

  const unlock = async () => {
    if (!wanted) return;
    audio ??= new AudioContext();
    await audio.resume();
    // A page sleeps with its screen: as long as the reader waits for a nudge, the screen stays on where the phone allows it.
    awake = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
  };

  /** @param {number} hertz @param {number} from seconds from now */
  const tone = (hertz, from) => {
    if (!audio) return;
    const start = audio.currentTime + from,
      swell = audio.createGain(),
      voice = audio.createOscillator();
    voice.frequency.value = hertz;
    swell.gain.setValueAtTime(0.0001, start);
    swell.gain.exponentialRampToValueAtTime(0.4, start + 0.03);
    swell.gain.exponentialRampToValueAtTime(0.0001, start + 0.7);
    voice.connect(swell).connect(audio.destination);
    voice.start(start);
    voice.stop(start + 0.75);
  };

  return {
    /** @returns {"off"|"on"|"touch"} */
    state: () => (!wanted ? "off" : audio?.state === "running" ? "on" : "touch"),
    unlock,
    /** Turn it on or off; must be called from a touch. @param {boolean} on */
    async set(on) {
      wanted = on;
      localStorage.setItem(KEPT, on ? "on" : "off");
      if (on) {
        await unlock();
        tone(660, 0);
      } else {
        await audio?.suspend();
        await awake?.release();
      }
    },
    /** @param {"called"|"soon"} kind */
    ring(kind) {
      const again = kind === "soon" && near;
      near = kind === "soon";
      if (!wanted || again) return;
      const times = kind === "called" ? [0, 1.2, 2.4] : [0];
      for (const time of times) {
        tone(660, time);
        tone(880, time + 0.25);
      }
      navigator.vibrate?.(kind === "called" ? [400, 150, 400, 150, 400] : [200, 120, 200]);
    },
  };
}
