/** One ticket, followed: its own answer over HTTP, and the hall's shared line over the socket. */
import {keepZone} from "/static/clock.js";
import {moved, placeIn, placed} from "./track.js";

/**
 * @typedef {import("./track.js").Track} Track
 * @typedef {import("./track.js").Line} Line
 * @typedef {ReturnType<typeof import("/live/wire.js").openWire>} Wire
 * @typedef {{track: Track, told: import("./render.js").Told|null}} First
 */

const OVER = ["done", "cancelled"];

/** @param {Line} line @returns {import("./render.js").Told|null} */
function saidBy({emergency, held, announcements}) {
  if (emergency) return {text: emergency.text, kind: "order"};
  if (held) return {text: held, kind: "held"};
  return announcements.length ? {text: announcements[0].text, kind: "news"} : null;
}

/**
 * Follow the ticket of a secret; `changed` is called whenever there is something new to show.
 * @param {Wire} wire
 * @param {string} address of the ticket's own answer
 * @param {First|null} first what came with the page
 * @param {() => void} changed
 */
export function follow(wire, address, first, changed) {
  let own = first?.track ?? null;
  keepZone(own?.hall);
  /** @type {Line|null} */ let line = null;
  let gone = false,
    watching = false,
    asked = 0;
  /** @type {(() => void)|null} */ let unwatch = null; // of what is said of the visit, on any phone
  let news = 0; // of it
  /** @type {string|null} */ let looked = null; // where the line had the ticket when it was last asked for: once for each move, even if the two disagree

  /** @param {unknown} data */
  const heard = data => {
    line = /** @type {Line} */ (data);
    const place = own ? placeIn(line, own.ticket) : "";
    if (!own || place === looked || !moved(own, line)) return changed();
    looked = place;
    void look();
  };

  /** Once the visit is over its phones tell each other what was said of it; a phone in a pocket need not know. */
  const listen = () => {
    const wants = own !== null && OVER.includes(own.state) && !document.hidden;
    if (!wants) unwatch?.();
    if (!wants) unwatch = null;
    else
      unwatch ??= wire.watch(own?.hall.code ?? "", `visit:${own?.ticket}`, feedback => {
        news += 1;
        if (own) own = {...own, feedback};
        changed();
      });
  };

  const look = async () => {
    const turn = ++asked,
      before = news,
      answer = await fetch(address, {cache: "no-store"}).catch(() => null);
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
    if (turn !== asked) return; // a later question has the newer answer
    if (told) {
      own = told;
      gone = false;
      keepZone(own?.hall);
      if (own && line && !moved(own, line)) looked = null;
      if (own && !watching) {
        watching = true;
        wire.watch(own.hall.code, "line", heard);
      }
    } else if (answer && [404, 410].includes(answer.status)) {
      own = null;
      gone = true;
    }
    listen();
    changed();
    if (told && news !== before) void look(); // which of the two is newer, nobody knows
  };

  document.addEventListener("visibilitychange", listen);
  return {
    look,
    /** The ticket as it stands. */
    track: () => own && placed(own, line),
    /** Say whether there is no such ticket, or its link is over. */
    gone: () => gone,
    /** What everyone in the hall is told just now. */
    told: () => (line ? saidBy(line) : (first?.told ?? null)),
    /** Send a wish. @param {string} what @param {object} [body] */
    wish: (what, body = {}) => wire.command("POST", `${address}/${what}`, body),
    /** Fetch the QR code of this page's address. @returns {Promise<{size: number, path: string}|null>} */
    qr: () =>
      fetch(`${address}/qr`)
        .then(answer => (answer.ok ? answer.json() : null))
        .catch(() => null),
  };
}
