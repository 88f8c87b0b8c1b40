/** A wall's browser does not sleep, and shows nothing but the page. */

/** Ask for the screen to stay on, and again whenever the page comes back: a browser forgets it with each tab that is hidden. */
export function stayAwake() {
  const ask = () => {
    if (!document.hidden) void navigator.wakeLock?.request("screen").catch(() => {}); // it may be refused; the machine's own setting holds then
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}

/**
 * Fill the screen at a touch that does nothing else: where the browser was not started without its frame, whoever sets the screen up touches it once.
 * @param {() => boolean} free whether a touch does nothing else just now
 */
export function fillScreen(free) {
  addEventListener("click", ({target}) => {
    const key = target instanceof Element && target.closest("button, a, input, textarea, select, label");
    if (key || !free() || document.fullscreenElement) return;
    void document.documentElement.requestFullscreen?.({navigationUI: "hide"}).catch(() => {});
  });
}
