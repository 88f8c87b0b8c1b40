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

/**
 * Wait until this browser may see a view of its hall; the server may be still starting meanwhile.
 * @param {Device} device
 * @param {string} view
 * @param {(code: string) => void} show called with the code to approve, and again with the next when that has run out
 * @returns {Promise<boolean>} false: there is no such hall or counter, or the browser keeps no cookie
 */
export async function enter(device, view, show) {
  const path = `/halls/${encodeURIComponent(device.hall)}/views/${encodeURIComponent(view)}`;
  for (;;) {
    if ((await reach(path)).ok) return true;
    const asked = await ask(device); // whatever was refused: a device of another hall is told that there is no such hall
    if (!asked) return false;
    if (await approved(asked, show)) return (await reach(path)).ok;
  }
}

/** @param {Device} device @returns {Promise<Pairing | null>} null: no such hall or counter */
async function ask(device) {
  const headers = {"Content-Type": "application/json"};
  const answer = await reach("/pairing", {method: "POST", headers, body: JSON.stringify(device)});
  return answer.ok ? answer.json() : null;
}

/** @param {Pairing} asked @param {(code: string) => void} show @returns {Promise<boolean>} false: the code has run out */
async function approved({code, secret, state}, show) {
  if (state === "waiting") show(code);
  for (;;) {
    const answer = await reach(`/pairing/${encodeURIComponent(secret)}`); // sets the cookie once it is approved
    if (!answer.ok) return false;
    if ((await answer.json()).state === "approved") return true;
    await pause();
  }
}
