/** How tickets, services, counters and states are called on this screen. */

import {listed, pick, t, tn} from "/static/words.js";
import {clock} from "/static/clock.js";

/** @typedef {import("./types.js").CounterView} CounterView */
/** @typedef {import("./types.js").TicketLine} TicketLine */

/** A service's name in each language. @param {CounterView} view @param {string} code */
export const serviceNames = (view, code) => view.waits.find(wait => wait.service === code)?.name;

/** @param {CounterView} view @param {string} code */
export function serviceName(view, code) {
  const name = serviceNames(view, code);
  return name ? pick(name) : code;
}

/** The number, or what stands for it at a walk-in. @param {string|null|undefined} number */
export const numberOr = number => number || t("Walk-in");

/** @param {string} kind */
export function kindName(kind) {
  if (kind === "reception") return t("Reception desk");
  return kind === "consultation" ? t("Consultation") : t("Processing");
}

/** @param {string} language */
export const spoken = language => (language === "en" ? t("English") : t("Chinese"));

/** What its class is called; one that the hall has no more is priority all the same. @param {CounterView} view @param {TicketLine} ticket */
export function className(view, ticket) {
  if (!ticket.priority) return t("Standard");
  const named = view.classes.find(one => one.code === ticket.priority_class);
  return named ? pick(named.name) : t("Priority");
}

/** The same where there is little room: its mark, if it has one. @param {CounterView} view @param {TicketLine} ticket */
const classMark = (view, ticket) =>
  view.classes.find(one => one.code === ticket.priority_class)?.mark || className(view, ticket);

/** An appointment with its time. @param {CounterView} view @param {import("/static/views.d.ts").Booked} booked */
export function bookedName(view, {at, came}) {
  const time = clock(at, view.hall.timezone);
  if (came === "late") return t("Appointment {time}, late", {time});
  return came === "early" ? t("Appointment {time}, early", {time}) : t("Appointment {time}", {time});
}

/** The same where there is little room. @param {CounterView} view @param {import("/static/views.d.ts").Booked} booked */
function bookedBriefly(view, {at, came}) {
  const time = clock(at, view.hall.timezone);
  if (came === "late") return t("Late {time}", {time});
  return came === "early" ? t("Early {time}", {time}) : t("Booked {time}", {time});
}

/** What is special about a ticket in the line. @param {CounterView} view @param {import("./types.js").LineTicket} ticket */
export function standing(view, ticket) {
  if (ticket.held_here) return t("For this counter");
  if (ticket.not_before) return t("From {time}", {time: clock(ticket.not_before, view.hall.timezone)});
  if (ticket.away) return t("Not here yet");
  if (ticket.returned) return t("Came back");
  if (ticket.booked && !ticket.priority) return bookedBriefly(view, ticket.booked);
  return classMark(view, ticket);
}

/** @param {CounterView} view */
export function stateName(view) {
  if (view.state !== "open") return counterState(view.state);
  return view.next || view.line.length ? t("Open, ready") : t("Open, nobody waiting");
}

/** A counter's state in a list. @param {string} state */
export function counterState(state) {
  switch (state) {
    case "serving":
      return t("Serving");
    case "calling":
      return t("Calling");
    case "paused":
      return t("Paused");
    case "closed":
      return t("Counter closed");
    default:
      return t("Open");
  }
}

/** @param {number} party */
export const partyName = party => tn("{n} person", "{n} people", party);

/** @param {string} reason */
export function reasonName(reason) {
  switch (reason) {
    case "break":
      return t("Short absence");
    case "lunch":
      return t("Lunch");
    case "meeting":
      return t("Meeting");
    default:
      return t("Other");
  }
}

/** What was done last, as a sentence's end. @param {string} what @param {string|null} number @param {string} counter */
export function deedName(what, number, counter) {
  const ticket = numberOr(number);
  switch (what) {
    case "called":
      return t("called {number} to counter {counter}", {number: ticket, counter});
    case "recalled":
      return t("recalled {number}", {number: ticket});
    case "started":
      return t("started {number}", {number: ticket});
    case "held":
      return t("held {number}", {number: ticket});
    case "returned":
      return t("{number} is back in the line", {number: ticket});
    case "transferred":
      return t("transferred {number}", {number: ticket});
    case "no_show":
      return t("{number} did not come", {number: ticket});
    case "finished":
      return t("finished {number}", {number: ticket});
    case "went_on":
      return t("finished {number}, which goes on", {number: ticket});
    case "served":
      return t("served without a ticket");
    case "opened":
      return t("opened the counter");
    case "paused":
      return t("paused the counter");
    case "closed":
      return t("closed the counter");
    case "undone":
      return t("took the last step back");
    case "deferred":
      return t("{number} asked to be called later", {number: ticket});
    case "left_open":
      return t("{number} was left open when the day ended", {number: ticket});
    default:
      return t("something else");
  }
}

/** Codes one after the other: "A, B". @param {string[]} codes */
export const letters = codes => listed(codes);
