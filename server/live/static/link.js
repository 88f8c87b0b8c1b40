/** Whether the server is heard: a screen that shows the past says so, and since when. */

/** @typedef {{online: boolean, since: Date}} Link `since`: the last good contact; the page itself came from the server, so there is always one */

const GRACE = 2_000; // ms a lost connection may take to come back before anybody is told
const SILENCE = 20_000; // ms: the server's pulse comes every 15 s

/** Follow the link; `revive` is called when an open connection has gone silent. @param {() => void} revive */
export function linkState(revive) {
  /** @type {Set<(link: Link) => void>} */
  const listeners = new Set();
  let online = true,
    connected = false,
    since = Date.now();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;

  const tell = (/** @type {boolean} */ now) => {
    if (online === now) return;
    online = now;
    for (const listener of listeners) listener({online, since: new Date(since)});
  };
  const lose = () => {
    patience ??= setTimeout(() => tell(false), GRACE);
  };
  const heard = () => {
    since = Date.now();
    clearTimeout(patience);
    patience = undefined;
    tell(true);
  };
  const check = () => {
    if (!connected || Date.now() - since < SILENCE) return;
    tell(false);
    revive();
  };
  const ticker = setInterval(check, 1_000);
  document.addEventListener("visibilitychange", check); // a phone that slept finds its connection dead
  lose();

  return {
    heard,
    up: () => {
      connected = true;
      heard();
    },
    down: () => {
      connected = false;
      lose();
    },
    on: (/** @type {(link: Link) => void} */ listener) => {
      listeners.add(listener);
      listener({online, since: new Date(since)});
      return () => listeners.delete(listener);
    },
    stop: () => {
      clearInterval(ticker);
      clearTimeout(patience);
      document.removeEventListener("visibilitychange", check);
    },
  };
}
