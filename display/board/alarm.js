/**
 * A threat that nobody has answered is heard where those sit who may know of it: once when it comes, and again and again
 * from the moment it has gone up. Whoever threatens sits at a counter, not before the board.
 * @import {BoardView} from "./view.d.ts"
 */

const EVERY = 6000; // ms between two sounds
const TONES = [784, 622]; // Hz: G5, D sharp 5

export function openAlarm() {
  /** @type {AudioContext | null} */
  let context = null;
  let last = -Infinity,
    known = new Set(),
    wanted = false;

  /** Be allowed to sound: browsers want a key or a touch first. */
  const ready = () => {
    context ??= new AudioContext();
    if (context.state === "suspended") void context.resume();
  };
  addEventListener("keydown", ready);
  addEventListener("pointerdown", ready);

  /** @param {number} loudness */
  function sound(loudness) {
    if (context?.state !== "running") return;
    last = performance.now();
    for (const [nth, pitch] of [...TONES, ...TONES].entries()) {
      const start = context.currentTime + nth * 0.28,
        gain = context.createGain(),
        tone = context.createOscillator();
      gain.gain.setValueAtTime(loudness, start);
      gain.gain.exponentialRampToValueAtTime(0.001, start + 0.26);
      tone.frequency.value = pitch;
      tone.connect(gain).connect(context.destination);
      tone.start(start);
      tone.stop(start + 0.27);
    }
  }

  return {
    /** @param {BoardView} view */
    follow({incidents}) {
      const open = incidents.filter(({silent, drill, unanswered}) => silent && !drill && unanswered);
      const fresh = open.some(({id}) => !known.has(id)),
        late = open.some(one => one.late > 0);
      known = new Set(open.map(({id}) => id));
      wanted = open.length > 0;
      if (fresh) sound(0.2);
      else if (late && performance.now() - last > EVERY) sound(0.6);
    },
    /** Whether there is something to hear that the browser keeps quiet. */
    muted: () => wanted && context?.state !== "running",
  };
}
