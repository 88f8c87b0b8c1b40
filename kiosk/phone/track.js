/**
 * What the server tells of one ticket, and what this page makes of it. Pure: no clock, no document.
 *
 * @typedef {Record<string, string>} Words
 * @typedef {{low: number, likely: number, high: number}} Wait seconds, an 80 % interval
 * @typedef {{code: string, name: Words, languages: string[], timezone: string, accent: string|null, demo: boolean}} Hall
 * @typedef {"waiting"|"called"|"serving"|"held"|"no_show"|"done"|"cancelled"} TicketState
 * @typedef {object} Track
 * @property {Hall} hall
 * @property {number} ticket
 * @property {string} number
 * @property {string} service
 * @property {Words} service_name
 * @property {Words[]} bring
 * @property {TicketState} state
 * @property {number|null} ahead
 * @property {Wait|null} wait
 * @property {boolean} soon come back, or stay
 * @property {boolean} next nobody is before it, and a counter for it is open
 * @property {string|null} served_at no counter for it is open: when one will be, where that is known
 * @property {Wait|null} said
 * @property {string} issued_at
 * @property {string|null} counter
 * @property {"left"|"right"|"ahead"|null} side of the counter that calls, as the hall display points
 * @property {string|null} clerk
 * @property {string|null} called_at
 * @property {string|null} started_at
 * @property {string|null} ended_at
 * @property {string|null} call_until
 * @property {string|null} back_until
 * @property {string|null} not_before
 * @property {number|null} target  minutes; none: the hall does not show it
 * @property {boolean} may_later
 * @property {boolean} may_cancel
 * @property {boolean} may_back
 * @property {string[]} desks
 * @property {Feedback} feedback
 *
 * @typedef {{code: string, name: Words}} Reason
 * @typedef {object} Feedback what one can say of the visit, and has said
 * @property {boolean} may_rate
 * @property {{score: number, name: Words, explained: boolean}|null} rating
 * @property {{levels: {score: number, name: Words}[], better: Reason[], good: Reason[]}|null} choices
 * @property {{kind: string, words: string, given_at: string, answer: string|null, answered_at: string|null}[]} opinions
 *
 * @typedef {object} Line what all phones of a hall share
 * @property {Record<string, {ahead: number, wait: Wait|null, soon: boolean, next: boolean, kept: string|null}>} waiting
 * @property {Record<string, {desks: string[], served_at: string|null}>} services where each is served now
 * @property {Record<string, string>} called
 * @property {Record<string, string>} serving
 * @property {Words|null} held why nobody is called just now
 * @property {{id: number, text: Words}[]} announcements newest first
 * @property {{id: number, text: Words, more: Words|null}|null} emergency what everyone is to do now
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
  const known = {waiting: "waiting", called: `called ${track.counter}`, serving: `serving ${track.counter}`, held: "", no_show: "", done: "", cancelled: ""};
  return placeIn(line, track.ticket) !== known[track.state];
}

/**
 * Lay the line's newer place over the ticket's own answer.
 * @param {Track} track
 * @param {Line|null} line
 * @returns {Track}
 */
export function placed(track, line) {
  const place = line?.waiting[String(track.ticket)], there = line?.services[track.service];
  if (!place || !there || track.state !== "waiting") return track;
  const {kept, ...told} = place;
  return {...track, ...told, desks: kept ? [kept] : there.desks, served_at: there.served_at};
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
