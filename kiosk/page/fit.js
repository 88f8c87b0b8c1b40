/** The layout is drawn for 1080×1920 and 1920×1080; a screen or window of another size shows the same, larger or smaller. */

const LONG = 1920, SHORT = 1080;

/** Keep `root` fitted to its window. @param {HTMLElement} root */
export function fit(root) {
  const scale = () => {
    const [width, height] = innerWidth < innerHeight ? [SHORT, LONG] : [LONG, SHORT];
    root.style.setProperty("--scale", String(Math.min(innerWidth / width, innerHeight / height)));
  };
  scale();
  addEventListener("resize", scale);
}
