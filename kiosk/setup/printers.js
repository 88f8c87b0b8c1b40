/** Between a printer's address and what the form shows of it. */

const KINDS = Object.freeze({"tcp:": "network", "usb:": "usb"});

/** Return which choice of the form an address is. @param {string | null} url @returns {"none" | "network" | "usb" | "other"} */
export function kindOf(url) {
  if (!url) return "none";
  const scheme = url.slice(0, url.indexOf(":") + 1);
  return /** @type {"network" | "usb"} */ (KINDS[/** @type {keyof typeof KINDS} */ (scheme)]) ?? "other";
}

/** Return what stands in the field of the network printer. @param {string | null} url */
export function networkPart(url) {
  return url?.startsWith("tcp://") ? url.slice(6).replace(/:9100$/, "") : "";
}

/** Return the address that the form says. @param {import("./types.js").View} view @returns {string | null} */
export function address({kind, network, draft}) {
  if (kind === "none") return null;
  if (kind !== "network") return kindOf(draft.printer) === kind ? draft.printer : null;
  const host = network.trim().replace(/^tcp:\/\//, "");
  if (!host) return null;
  return /:\d+$/.test(host) ? `tcp://${host}` : `tcp://${host}:9100`;
}
