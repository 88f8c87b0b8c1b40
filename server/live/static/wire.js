/** The browser's half of the wire: a screen says what it watches, gets it whole, and then each newer state of it. */

import {io} from "/vendor/socket.io.js";
import {send} from "/live/command.js";
import {linkState} from "/live/link.js";
import {serverClock} from "/live/server_clock.js";
import {keepZone} from "/static/clock.js";

export {Problem, newKey} from "/live/command.js";

/** @typedef {(data: any, version: number) => void} Draw */
/** @typedef {{hall: string, view: string, version: number | null, data: any, on: string | undefined, draws: Set<Draw>}} Watch `on`: the connection that last drew it */

const ANSWER = 5_000; // ms that a watch waits for its acknowledgement
const BEHIND = 3_000; // ms that a pulse may be ahead of what is shown: the push may still be on its way
const REFUSED = 10_000; // ms until a refused screen asks again: it may have been enrolled meanwhile

/**
 * Open the wire. Without a token the browser's cookies say who this is; `ticket` is a slip's secret, for phones.
 * `counter`: a counter's device says which it is, since its browser may be another counter's too.
 * @param {{base?: string, token?: string | null, ticket?: string | null, counter?: string | null}} [options]
 */
export function openWire({base = "", token = null, ticket = null, counter = null} = {}) {
  const auth = {...(token && {token}), ...(ticket && {ticket})};
  const socket = io(`${base}/live`, {
    transports: ["websocket"],
    auth,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });
  /** @type {Map<string, Watch>} */
  const watches = new Map();
  const time = serverClock();
  const link = linkState(() => socket.disconnect().connect()); // silence on an open connection: it is dead, make a new one

  const wire = {
    /** Set by the page: called when the server refuses this screen or a view. @type {(code: string, view?: string) => void} */
    onRefused: () => {},
    /** Set by the page: called with the mark of the server's program, each time a view comes whole. @type {(program: string) => void} */
    onProgram: () => {},
    /** Call `tell` at once and whenever the link is lost or back; returns a stop function. */
    onLink: link.on,
    /** Return the time by the server's clock. */
    now: time.now,
    /** Watch a view; `draw` gets it whole, then each newer one; returns a stop function. @param {string} hall @param {string} view @param {Draw} draw */
    watch(hall, view, draw) {
      const name = `${hall} ${view}`;
      const watch = watches.get(name) ?? {hall, view, version: null, data: null, on: undefined, draws: new Set()};
      watch.draws.add(draw);
      if (watch.version !== null) draw(watch.data, watch.version);
      if (!watches.has(name)) {
        watches.set(name, watch);
        if (socket.connected) void ask(watch);
      }
      return () => {
        watch.draws.delete(draw);
        if (watch.draws.size > 0 || watches.get(name) !== watch) return;
        watches.delete(name);
        if (socket.connected) socket.emit("unwatch", {hall, view});
      };
    },
    /** Send a command over HTTP. @param {string} method @param {string} path @param {unknown} [body] @param {{key?: string}} [options] */
    command: (method, path, body, options = {}) => send(method, `${base}${path}`, body, {token, counter, ...options}),
    /** End the connection and all watching. */
    close() {
      watches.clear();
      link.stop();
      socket.disconnect();
    },
  };

  /** Draw what is newer than what is shown. What comes first on a new connection replaces it whole: the server may have been restored. @param {Watch} watch @param {number} version @param {any} data */
  function show(watch, version, data) {
    if (watch.on === socket.id && watch.version !== null && version <= watch.version) return;
    Object.assign(watch, {version, data, on: socket.id});
    keepZone(data?.hall ?? data?.track?.hall);
    for (const draw of watch.draws) draw(data, version);
  }

  /** Ask for the whole view. @param {Watch} watch */
  async function ask(watch) {
    const connection = socket.id;
    const answer = await socket
      .timeout(ANSWER)
      .emitWithAck("watch", {hall: watch.hall, view: watch.view})
      .catch(() => null);
    if (watches.get(`${watch.hall} ${watch.view}`) !== watch || socket.id !== connection) return; // nobody wants it any more
    if (answer === null) return void ask(watch);
    link.heard();
    if (answer.code) wire.onRefused(answer.code, watch.view);
    else {
      show(watch, answer.version, answer.data);
      wire.onProgram(answer.program);
    }
  }

  socket.on("connect", () => {
    link.up();
    for (const watch of watches.values()) void ask(watch);
  });
  socket.on("disconnect", (/** @type {string} */ reason) => {
    link.down();
    if (reason === "io server disconnect") setTimeout(() => socket.connect(), REFUSED); // the server ended it: this screen was revoked
  });
  socket.on("connect_error", (/** @type {Error & {data?: {code?: string}}} */ error) => {
    if (socket.active) return; // it tries again by itself
    wire.onRefused(error.data?.code ?? error.message);
    setTimeout(() => socket.connect(), REFUSED);
  });
  socket.on("view", (/** @type {{hall: string, view: string, version: number, data: any}} */ pushed) => {
    link.heard();
    const watch = watches.get(`${pushed.hall} ${pushed.view}`);
    if (watch) show(watch, pushed.version, pushed.data);
  });
  socket.on("pulse", (/** @type {{hall: string, version: number, at?: string}} */ pulse) => {
    link.heard();
    if (pulse.at) time.learn(pulse.at);
    setTimeout(() => {
      for (const watch of watches.values()) {
        if (watch.hall === pulse.hall && socket.connected && (watch.version ?? -1) < pulse.version) void ask(watch);
      }
    }, BEHIND);
  });
  return wire;
}
