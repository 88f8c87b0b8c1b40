/**
 * The shapes that the terminal works with. The view's are those of the server's `counter:N` view.
 *
 * @typedef {import("/static/views.d.ts").Words} Words
 * @typedef {import("/static/views.d.ts").TicketNow} TicketNow
 * @typedef {import("/static/views.d.ts").LineTicket} LineTicket
 * @typedef {import("/static/views.d.ts").KeptTicket} KeptTicket
 * @typedef {import("/static/views.d.ts").WaitRange} WaitRange
 * @typedef {import("/static/views.d.ts").HallWait} HallWait
 * @typedef {import("/static/views.d.ts").Neighbour} Neighbour
 * @typedef {import("/static/views.d.ts").Clerk} Clerk
 * @typedef {import("/static/views.d.ts").Norm} Norm
 * @typedef {import("/static/views.d.ts").AskedField} Field
 * @typedef {import("/static/views.d.ts").CounterStep} Step
 * @typedef {import("/static/views.d.ts").CounterIncident} Incident
 * @typedef {import("/static/views.d.ts").CounterView} CounterView
 * @typedef {import("/static/views.d.ts").CaseAnswer} CaseShown
 * @typedef {{id: number, shown: CaseShown|null, at: number, typed: {[code: string]: string|number|boolean|null}, theirs: {[code: string]: boolean}, remarks: {[of: string]: string}, busy: boolean, said: string, asks: string|null}} CaseOpen  the case beside the line; at: the material that the keys mean
 * @typedef {TicketNow | LineTicket | KeptTicket} TicketLine
 *
 * @typedef {{id: number, name: string, role: string, halls: string[]}} Person
 * @typedef {{code: string, kind: string, services: string[], state: string, clerk: Clerk|null}} HallCounter
 * @typedef {{code: string, name: Words, services: {code: string, name: Words}[], counters: HallCounter[]}} Hall
 *
 * @typedef {{act: string, path: string, body: object, key: string}} Command  path is below the counter's own
 * @typedef {{text: string, retry: Command|null}} Fault
 * @typedef {import("/static/views.d.ts").OpenAct} OpenAct
 * @typedef {{id: number, number: string|null, service: string, state: string}} TicketTold
 * @typedef {{ticket: TicketTold, ahead: number, wait: WaitRange|null, told: Words|null}} Issued
 * @typedef {{ticket: TicketTold, ahead: number|null, wait: WaitRange|null, counters: {counter: string, side: "left"|"right"|"ahead"}[], acts: OpenAct[]}} NumberNow
 * @typedef {{kind: string, issued?: Issued, found?: NumberNow, wrong?: string|null, typed?: string, line?: LineTicket[], chosen?: number, kept?: KeptTicket[], number?: string, counter?: string, by?: string, doing?: {incident: Incident, step: Step}}} Dialog
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
 * @property {CaseOpen|null} case  beside the line, in its place
 * @property {string|null} busy  the act in flight
 * @property {Command|null} waiting  a finish that is sent as soon as the line is back
 * @property {Fault|null} fault  what went wrong, with what to do
 * @property {string|null} note  what happened meanwhile
 * @property {number|null} notedAt  ms on the page's clock
 * @property {string} theme
 * @property {boolean} letters  single letters act; Space always does
 * @property {boolean} demo
 * @property {boolean} old  this page was loaded without the server: it shows what this machine kept
 */

export {};
