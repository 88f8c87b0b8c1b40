/** The counter's view as it is pushed: what is shown, since when, and whether it is still this clerk's counter. */

import {openWire} from "/live/wire.js";
import {t} from "/static/words.js";
import {letters} from "./naming.js";
import {firstCame, softTone} from "./tone.js";

/** @typedef {import("./types.js").CounterView} CounterView */
/** @typedef {import("./commands.js").Store} Store */

const SETTLE = 400; // ms after a change of state in which Space does nothing: it was meant for the state before
const UNTIL_SHOWN = 1500; // ms that a button waits for the view its command made
const ARRIVING = 2000; // ms in which a first view may still show who sat here before

/** Whether somebody, or the clock, gave the counter other services. @param {CounterView} before @param {CounterView} now */
const otherServices = (before, now) =>
  [...before.counter.services].sort().join() !== [...now.counter.services].sort().join();

/**
 * @param {Store} store
 * @param {{lost: (name: string, mine: boolean) => void, closed: () => void, cut: () => void, refused: () => void, online: () => void, shown: (view: CounterView, at: Date) => void}} page
 */
export function openWatching({ui, set}, page) {
  /** @type {CounterView|null} */
  let view = null;
  /** @type {ReturnType<typeof openWire>|null} */
  let wire = null;
  let mine = false,
    changedAt = 0,
    enteredAt = 0;
  /** @type {Set<() => void>} */
  const waitingForView = new Set();

  /** @param {CounterView} newer */
  function draw(newer) {
    const {clerk} = newer;
    if (clerk && clerk.id !== ui.person?.id) {
      if (mine || performance.now() - enteredAt > ARRIVING) page.lost(clerk.name, mine);
      return;
    }
    const before = view;
    if (before?.state !== newer.state || before.ticket?.id !== newer.ticket?.id) changedAt = performance.now();
    const taken = mine && before?.clerk && !clerk && ui.busy !== "close";
    view = newer;
    mine ||= clerk !== null;
    for (const resolve of waitingForView) resolve();
    waitingForView.clear();
    if (firstCame(before, newer)) softTone();
    if (taken && !newer.directed) page.closed();
    if (before && clerk && otherServices(before, newer))
      set({
        note: t("This counter serves {services} from the next call on.", {services: letters(newer.counter.services)}),
      });
    page.shown(newer, wire?.now() ?? new Date());
    set({});
  }

  /** @param {string} counter */
  function enter(counter) {
    leave();
    const open = (wire = openWire());
    enteredAt = performance.now();
    open.onRefused = page.refused;
    open.onLink(link => {
      if (wire !== open) return; // a wire that was closed still says that it is cut
      set({link, now: open.now()});
      if (link.online) page.online();
      else page.cut();
    });
    open.watch(ui.hall?.code ?? "main", `counter:${counter}`, draw);
    setTimeout(() => {
      if (wire === open && view === null) page.refused();
    }, 4 * ARRIVING);
  }

  function leave() {
    wire?.close();
    wire = view = null;
    mine = false;
    set({link: {online: true, since: null}, waiting: null});
  }

  /** Show what this machine kept, while nobody answers. @param {CounterView} kept @param {Date} since */
  function recall(kept, since) {
    leave();
    view = kept;
    set({link: {online: false, since}});
  }

  return {
    enter,
    leave,
    recall,
    view: () => view,
    now: () => wire?.now() ?? new Date(),
    /** Whether what is shown has stood long enough to be meant by a key. */
    settled: () => performance.now() - changedAt >= SETTLE,
    /** Ends when the next view is on the screen. @returns {Promise<void>} */
    shown: () =>
      new Promise(resolve => {
        waitingForView.add(resolve);
        setTimeout(resolve, UNTIL_SHOWN);
      }),
    /** @param {string} path @param {object} body @param {string} key @returns {Promise<any>} */
    post: (path, body, key) => (wire ? wire.command("POST", path, body, {key}) : Promise.reject(new Error("left"))),
  };
}
