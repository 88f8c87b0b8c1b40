/**
 * What the server tells of one ticket, and what this page makes of it. Pure: no clock, no document.
 *
 * @typedef {import("/static/views.d.ts").Words} Words
 * @typedef {import("/static/views.d.ts").WaitRange} Wait
 * @typedef {import("/static/views.d.ts").HallSign} Hall
 * @typedef {import("/static/views.d.ts").TicketState} TicketState
 * @typedef {import("/static/views.d.ts").Track} Track
 * @typedef {import("/static/views.d.ts").ReasonSign} Reason
 * @typedef {import("/static/views.d.ts").Feedback} Feedback
 * @typedef {import("/static/views.d.ts").LineView} Line
 */

/**
 * Name where the shared line has a ticket.
 * @param {Line} line
 * @param {number} ticket
 * @returns {string} "called 3", "serving 3", "waiting" or "", when it is not in it
 */
export function placeIn(line, ticket) {
  if (ticket in line.called) return `called ${line.called[ticket]}`;
  if (ticket in line.serving) return `serving ${line.serving[ticket]}`;
  return ticket in line.waiting ? "waiting" : "";
}

/**
 * Say whether the shared line tells something of this ticket that its own answer does not know yet.
 * @param {Track} track
 * @param {Line} line
 */
export function moved(track, line) {
  const known = {
    waiting: "waiting",
    called: `called ${track.counter}`,
    serving: `serving ${track.counter}`,
    held: "",
    no_show: "",
    done: "",
    cancelled: "",
  };
  return placeIn(line, track.ticket) !== known[track.state];
}

/**
 * Lay the line's newer place over the ticket's own answer.
 * @param {Track} track
 * @param {Line|null} line
 * @returns {Track}
 */
export function placed(track, line) {
  const place = line?.waiting[String(track.ticket)],
    there = line?.services[track.service];
  if (!place || !there || track.state !== "waiting") return track;
  const {kept, ...told} = place;
  const lines = track.in_order
    ? [there]
    : track.visit.filter(({state}) => state !== "done").map(({service}) => line.services[service] ?? there);
  return {
    ...track,
    ...told,
    desks: kept ? [kept] : [...new Set(lines.flatMap(one => one.desks))],
    served_at: there.served_at,
    closed_for: line?.closed_for ?? null,
  };
}

/**
 * Name the screen that a ticket needs now.
 * @param {Track} track
 * @param {Date} at
 * @returns {"waiting"|"next"|"called"|"serving"|"held"|"missed"|"lapsed"|"ended"|"cancelled"}
 */
export function screenOf(track, at) {
  switch (track.state) {
    case "waiting":
      return track.next && !(track.not_before && new Date(track.not_before) > at) ? "next" : "waiting";
    case "no_show":
      return track.may_back && (!track.back_until || new Date(track.back_until) > at) ? "missed" : "lapsed";
    case "cancelled":
      return track.visit.some(part => part.state === "done") ? "ended" : "cancelled"; // of a visit whose rest was left out, what was done
    case "done":
      return "ended";
    default:
      return track.state;
  }
}

/**
 * Round a time up to whole minutes.
 * @param {string} from ISO 8601
 * @param {string|Date} to
 */
export function minutesBetween(from, to) {
  return Math.max(0, Math.round((new Date(to).getTime() - new Date(from).getTime()) / 60_000));
}
