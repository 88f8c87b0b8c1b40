/**
 * How a browser becomes a device of a hall: it shows a code, a supervisor approves it, the server sets the cookie `floor_device`.
 * @typedef {{kind: "display" | "counter-sign" | "tablet", hall: string, counter?: string, name?: string}} Device
 * @typedef {{code: string, secret: string, state: "waiting" | "approved"}} Pairing
 */

const EVERY = 2000; // ms between two looks, and between two tries to reach the server

const pause = () => new Promise(resolve => setTimeout(resolve, EVERY));

/** Ask until the server answers. @param {string} path @param {RequestInit} [init] */
async function reach(path, init) {
  for (;;) {
    const answer = await fetch(`/api/v1${path}`, init).catch(() => null);
    if (answer && answer.status < 500 && answer.status !== 429) return answer;
    await pause();
  }
}

/** @param {Device} device @returns {Promise<Pairing>} */
async function ask(device) {
  const headers = {"Content-Type": "application/json", Accept: "application/json"};
  const answer = await reach("/pairing", {method: "POST", headers, body: JSON.stringify(device)});
  if (!answer.ok) throw new Error(`pairing: ${answer.status}`);
  return answer.json();
}

/**
 * Wait until this browser may see a view of its hall; the server may be still starting meanwhile.
 * @param {Device} device
 * @param {string} view
 * @param {(code: string) => void} show called with the code to approve, and again when it has run out
 * @returns {Promise<boolean>} false: there is no such hall or counter
 */
export async function enter(device, view, show) {
  const path = `/halls/${encodeURIComponent(device.hall)}/views/${encodeURIComponent(view)}`;
  for (;;) {
    const seen = await reach(path);
    if (seen.ok) return true;
    if (seen.status !== 401 && seen.status !== 403) return false;
    if (!await paired(device, show)) return false;
  }
}

/** @param {Device} device @param {(code: string) => void} show @returns {Promise<boolean>} */
async function paired(device, show) {
  const asked = await ask(device).catch(() => null);
  if (!asked) return false;
  if (asked.state !== "approved") show(asked.code);
  for (;;) {
    const answer = await reach(`/pairing/${encodeURIComponent(asked.secret)}`);
    if (!answer.ok) return true; // the code has run out: look again, ask anew
    const {state} = await answer.json();
    if (state === "approved") return true;
    await pause();
  }
}
