/** The line as it was last, kept on this machine, and as a list to print when the server does not answer. */

import {html, nothing} from "/vendor/lit-html.js";
import {send} from "/live/command.js";
import {clock, clockOn, date, keepZone} from "/static/clock.js";
import {pick, t, tn} from "/static/words.js";

/** @typedef {import("./types.js").CounterView} CounterView */
/** @typedef {import("./types.js").Ui} Ui */
/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("/static/views.d.ts").PaperLine} PaperLine */
/** @typedef {{view: CounterView, paper: PaperLine|null, person: Person, counter: string, at: string}} Kept */

const PLACE = "floor.terminal.line";
const AFTER = 2000; // ms from a change to asking for the line: what comes together is asked for once
const EVERY = 15_000; // ms between two questions at least
const PAGES = "/counter/kept-pages.js";

/** Ask for the whole line a while after each change, and keep it with what is shown. */
export function openPaper() {
  /** @type {Kept|null} */
  let kept = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let due;
  let asked = -EVERY;

  /** @param {string} hall */
  async function ask(hall) {
    asked = performance.now();
    const paper = await send("GET", `/api/v1/halls/${encodeURIComponent(hall)}/line`).catch(() => null);
    due = undefined; // one question at a time, however long it takes
    if (paper && kept) write({...kept, paper});
  }

  /** @param {Kept} next */
  function write(next) {
    kept = next;
    try {
      localStorage.setItem(PLACE, JSON.stringify(next));
    } catch {
      // a machine that keeps nothing still has it until the page is closed
    }
  }

  return {
    /** The counter's view has come. @param {CounterView} view @param {Person} person @param {string} counter @param {Date} at */
    shown(view, person, counter, at) {
      write({view, paper: kept?.paper ?? null, person, counter, at: at.toISOString()});
      due ??= setTimeout(() => void ask(view.hall.code), Math.max(AFTER, asked + EVERY - performance.now()));
    },
    line: () => kept?.paper ?? null,
    /** What this machine showed last, where it was not signed out since. @returns {Kept|null} */
    last() {
      try {
        kept ??= JSON.parse(localStorage.getItem(PLACE) ?? "null");
      } catch {
        kept = null;
      }
      if (kept) keepZone(kept.view.hall);
      return kept;
    },
    /** Somebody signs out: nothing of the hall stays here. */
    forget() {
      clearTimeout(due);
      due = undefined;
      kept = null;
      localStorage.removeItem(PLACE);
    },
  };
}

/** Have the machine keep the page, where its address lets it: by https, or on the server's own machine. */
export async function keepPages() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(PAGES, {scope: "/counter/"});
    const {active} = await navigator.serviceWorker.ready;
    const made = performance.getEntriesByType("resource").map(({name}) => name);
    active?.postMessage({keep: [location.pathname, ...made]});
  } catch {
    // it works all the same, but for loading it again while the server is away
  }
}

/** The list on paper; nothing on the screen. @param {CounterView} view @param {Ui} ui @param {PaperLine|null} line */
export function paper(view, ui, line) {
  if (ui.link.online) return nothing;
  if (!line)
    return html`<section class="paper"><p>${t("The line was not read before the server went away.")}</p></section>`;
  const {tickets, timezone: zone} = line;
  const names = new Map(line.services.map(({code, name}) => [code, name]));
  return html`<section class="paper">
    <header><h1>${t("The line, as it was at {time}", {time: clock(line.at, zone)})}</h1>
      <p>${pick(line.hall)} · ${date(line.at, zone)} · ${tn("{n} number", "{n} numbers", tickets.length)} · ${t("Counter {code}", {code: view.counter.code})}</p></header>
    <table><thead><tr><th>${t("Ticket")}</th><th>${t("Service")}</th><th>${t("Arrived")}</th><th>${t("State")}</th><th>${t("Seen to")}</th></tr></thead>
      <tbody>${tickets.map(
        one => html`<tr><td class="num"><b>${one.number || t("Walk-in")}</b></td><td>${one.service} ${pick(names.get(one.service))}</td>
        <td class="num">${clockOn(one.issued_at, line.at, zone)}</td><td>${stateOf(one)}</td><td></td></tr>`,
      )}</tbody></table></section>`;
}

/** @param {import("/static/views.d.ts").PaperTicket} one */
function stateOf(one) {
  const {counter, state} = one;
  if (state === "called") return t("called to {counter}", {counter: counter ?? ""});
  if (state === "serving") return t("at counter {counter}", {counter: counter ?? ""});
  if (state === "held") return t("kept for counter {counter}", {counter: counter ?? ""});
  const said = [
    one.priority && t("Priority"),
    one.later && t("later"),
    one.party > 1 && tn("{n} person", "{n} people", one.party),
  ];
  return said.filter(Boolean).join(" · ");
}
