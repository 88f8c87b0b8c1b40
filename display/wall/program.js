/** A page that was loaded from another program than the server's now loads itself again: nobody comes to press a key. */

const LOOK = 1000; // ms between two looks whether nobody is in the middle of something

/**
 * Return what is told the server's program with each connection; when it is another than at first, the page goes on for as
 * long as somebody uses it, and is then loaded again.
 * @param {() => boolean} free
 * @param {() => void} reload
 * @returns {(program: string) => void}
 */
export function follow(free, reload) {
  /** @type {string | null} */
  let first = null;
  let waits = false;
  const look = () => {
    if (free()) reload();
    else setTimeout(look, LOOK);
  };
  return program => {
    first ??= program;
    if (program === first || waits) return;
    waits = true;
    look();
  };
}
