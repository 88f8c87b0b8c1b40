/**
 * The shapes that the terminal works with. The view's are those of the server's `counter:N` view.
 *
 * @typedef {Record<string, string>} Words
 *
 * @typedef {object} TicketLine
 * @property {number} id
 * @property {string} number  empty for a walk-in
 * @property {string} service
 * @property {boolean} priority
 * @property {number} party
 * @property {string} language
 * @property {string} state
 * @property {string} issued_at
 * @property {string} counts_from
 *
 * @typedef {TicketLine & {called_at: string|null, started_at: string|null, recalls: number,
 *   next_recall_at: string|null, no_show_at: string|null, waited: number}} TicketNow
 * @typedef {TicketLine & {held_here: boolean, not_before: string|null, in_order: boolean, returned: boolean}} LineTicket
 * @typedef {TicketLine & {since: string}} KeptTicket
 * @typedef {{low: number, likely: number, high: number}} WaitRange
 * @typedef {{service: string, name: Words, count: number, ahead: number, wait: WaitRange|null, served: boolean, target: number, mine: boolean}} HallWait
 * @typedef {{code: string, state: string, services: string[]}} Neighbour
 * @typedef {{id: number, name: string, simulated: boolean}} Clerk
 * @typedef {{usual_low: number, usual_high: number, norm: number}} Norm
 *
 * @typedef {{name: string, kind: "number"|"choice"|"time"|"text", label: Words, needed: boolean, options: {value: string, label: Words}[], draft: Words|null}} Field
 * @typedef {{id: number, text: Words, role_name: Words, state: string, next: boolean, due_at: string|null, settled_at: string|null, late: number,
 *   fields: Field[], done: number|null, of: number|null, back_until: string|null}} Step
 * @typedef {{id: number, kind: string, name: Words, stage: number, stages: Words[], drill: boolean, raised_at: string, steps: Step[]}} Incident
 *
 * @typedef {object} CounterView
 * @property {{code: string, name: Words, languages: string[], timezone: string, accent: string|null, demo: boolean}} hall
 * @property {{code: string, kind: string, services: string[], primary: string[]}} counter
 * @property {"closed"|"open"|"calling"|"serving"|"paused"} state
 * @property {Clerk|null} clerk
 * @property {string|null} since
 * @property {{reason: string, since: string, until: string|null}|null} pause
 * @property {TicketNow|null} ticket
 * @property {Norm|null} norm
 * @property {{ticket: LineTicket, why: Words}|null} next
 * @property {LineTicket[]} line
 * @property {number} line_count
 * @property {string|null} hall_closed_at  the hall has closed while this counter serves
 * @property {KeptTicket[]} kept
 * @property {HallWait[]} waits
 * @property {{what: string, number: string|null, until: string}|null} undo
 * @property {{what: string, number: string|null, at: string}|null} last
 * @property {{served: number, average: number|null, no_shows: number}} today
 * @property {Neighbour[]} others
 * @property {boolean} issue_stopped
 * @property {Words|null} held  why nobody is called just now
 * @property {Incident[]} incidents  that go on, never silent ones
 * @property {{kind: string, name: Words, about: Words}[]} plans  that can be started here
 *
 * @typedef {{id: number, name: string, role: string, halls: string[]}} Person
 * @typedef {{code: string, kind: string, services: string[], state: string, clerk: Clerk|null}} HallCounter
 * @typedef {{code: string, name: Words, services: {code: string, name: Words}[], counters: HallCounter[]}} Hall
 *
 * @typedef {{act: string, path: string, body: object, key: string}} Command  path is below the counter's own
 * @typedef {{text: string, retry: Command|null}} Fault
 * @typedef {{kind: string, line?: LineTicket[], chosen?: number, kept?: KeptTicket[], number?: string, counter?: string, by?: string, doing?: {incident: Incident, step: Step}}} Dialog
 *
 * @typedef {object} Ui
 * @property {"starting"|"sign-in"|"choose"|"terminal"} screen
 * @property {Person|null} person
 * @property {Hall|null} hall
 * @property {string|null} counter
 * @property {string|null} remembered  the counter used last
 * @property {Date} now  the server's time
 * @property {{online: boolean, since: Date|null}} link
 * @property {Dialog|null} dialog
 * @property {string|null} busy  the act in flight
 * @property {Command|null} waiting  a finish that is sent as soon as the line is back
 * @property {Fault|null} fault  what went wrong, with what to do
 * @property {string|null} note  what happened meanwhile
 * @property {number|null} notedAt  ms on the page's clock
 * @property {string} theme
 * @property {boolean} letters  single letters act; Space always does
 * @property {boolean} demo
 */

export {};
