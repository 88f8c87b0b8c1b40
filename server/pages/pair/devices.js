/** The hall's devices, and the question before one is shut out. */
import {html, nothing} from "/vendor/lit-html.js";
import {clock, date, daysBetween} from "/static/clock.js";
import {desk} from "/static/signs.js";
import {t} from "/static/words.js";

/**
 * @typedef {import("./types.js").Device} Device
 * @typedef {import("./types.js").View} View
 * @typedef {import("./types.js").Acts} Acts
 */

const HERE = 60_000; // ms: devices report every 15 s

/** @param {string} kind */
function kindName(kind) {
  switch (kind) {
    case "kiosk":
      return t("Kiosk");
    case "display":
      return t("Hall display");
    case "counter-sign":
      return t("Counter sign");
    case "tablet":
      return t("Rating tablet");
    case "sensor":
      return t("Sensor");
    default:
      return t("Device");
  }
}

/** @param {Device} device @param {string} zone */
function seen({last_seen, revoked}, zone) {
  if (revoked) return t("shut out");
  if (!last_seen) return t("not seen yet");
  if (Date.now() - Date.parse(last_seen) < HERE) return t("connected");
  const time = clock(last_seen, zone);
  return daysBetween(last_seen, Date.now(), zone) === 0
    ? t("last seen {time}", {time})
    : t("last seen {date}, {time}", {date: date(last_seen, zone), time});
}

/** @param {View} view @param {Acts} acts */
export function deviceList({devices, halls, hall, busy}, acts) {
  const zone = halls.find(({code}) => code === hall)?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!devices.length) return html`<p class="lead">${t("No screens yet.")}</p>`;
  const inOrder = [...devices].sort((one, other) => Number(one.revoked) - Number(other.revoked));
  return html`<ul class="devices">${inOrder.map(
    device => html`<li ?data-out=${device.revoked}>
    <span class="what"><b>${device.name || kindName(device.kind)}</b><small>${kindName(device.kind)}${device.counter ? html` ${desk(device.counter)}` : nothing}</small></span><span class="num">${seen(device, zone)}</span>
    ${device.revoked ? nothing : html`<button type="button" class="act" ?disabled=${busy} aria-label=${t("Shut out “{name}”", {name: device.name || kindName(device.kind)})} @click=${() => acts.ask(device)}>${t("Shut out")}</button>`}</li>`,
  )}</ul>`;
}

/** @param {Device|null} device @param {Acts} acts */
export const question = (device, acts) =>
  device
    ? html`<dialog aria-labelledby="question" @close=${() => acts.ask(null)}>
  <h2 id="question">${t("Shut out “{name}”?", {name: device.name || kindName(device.kind)})}</h2>
  <p>${t("It goes dark within five seconds. To let it in again it needs a new code.")}</p>
  <div class="keys"><button type="button" class="act main" autofocus @click=${() => acts.ask(null)}>${t("Keep it")}</button>
  <button type="button" class="act grave" @click=${() => acts.revoke(device)}>${t("Shut out")}</button></div></dialog>`
    : nothing;
