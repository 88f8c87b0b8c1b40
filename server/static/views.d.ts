/** What the server's views are, from their models. Made by `python -m server.reference`. */

/** One text in each language: zh-hant, zh-hans, en. */
export type Words = Record<string, string>;

/** What was done last at a counter; some can be taken back (UNDOABLE). */
export type Act = "called" | "no_show" | "finished" | "recalled" | "started" | "held" | "returned" | "transferred" | "served" | "opened" | "paused" | "closed" | "undone" | "deferred" | "left_open" | "went_on";

/** What comes after the present service of a visit. */
export type Afterwards = {
  service: string;
  /** the rule has the same number next here: it goes on at once, and nobody is called */ here: boolean;
  /** where it is served now; of a free order all that serve what is left */ counters: string[];
};

/** What everyone is told, until it is ended. */
export type Announcement = {
  id: number;
  text: Words;
  at: string;
  /** the hall display says it aloud */ say: boolean;
};

/** Something that has to be given with an act. */
export type AskedField = {
  /** where it stands in what is sent: `text.en` is `en` in `text` */ name: string;
  kind: FieldKind;
  label: Words;
  needed: boolean;
  /** characters of a text; of a number the largest */ most: number | null;
  options: FieldOption[];
  /** what stands there at first */ draft: Words | null;
  /** which of the options are chosen at first */ chosen: (string | number)[];
};

/** A number that was taken from elsewhere, whose customer has not said yet that they are there. */
export type Away = {
  /** typed at the kiosk it says so; none: scan the code at the door */ code: string | null;
  /** its turn has come: until when the place is kept */ kept_until: string | null;
};

/** The crowd alert that stands. */
export type BoardAlert = {
  id: number;
  /** 2: dangerous */ stage: number;
  raised_at: string;
  acknowledged: boolean;
  /** when its stage was raised */ people: number;
  /** that they had reached */ limit: number;
};

/** A counter: its state, who sits there, whom it serves. */
export type BoardCounter = {
  code: string;
  state: CounterState;
  services: string[];
  clerk: string | null;
  number: string | null;
  /** of the call, the service or the pause */ since: string | null;
  /** seconds that its service usually takes */ norm: number | null;
  /** paused: when it goes on */ until: string | null;
  /** a silent alarm came from here, and is not over */ alarm: boolean;
};

/** How full the hall is. */
export type BoardCrowd = {
  people: number;
  /** m² */ area: number | null;
  /** unknown where neither floor nor capacity is */ level: Level | "unknown";
  since: string | null;
  /** persons from which it is busy; null where no limit is known, as the next two */ busy: number | null;
  crowded: number | null;
  dangerous: number | null;
  alert: BoardAlert | null;
  /** who counts is to be looked at */ sensor: "impossible" | "contradicts" | "silent" | null;
};

/** A device that somebody should look at. */
export type BoardDevice = {
  kind: string;
  name: Words;
  counter: string | null;
  state: State;
  why: string;
  seen_at: string | null;
};

/** An incident that goes on, silent ones too: who sees the board is who is to know. */
export type BoardIncident = {
  id: number;
  name: Words;
  stage: Words;
  state: string;
  drill: boolean;
  silent: boolean;
  /** beyond its first stage, late, or a threat to somebody */ grave: boolean;
  /** name; null: nobody yet */ led_by: string | null;
  /** where it was raised */ counter: string | null;
  raised_at: string;
  /** steps settled */ done: number;
  /** of how many that are open or settled */ steps: number;
  late: number;
  /** raised, and nobody leads it */ unanswered: boolean;
  /** the open steps, the first due first; at most four */ next: BoardStep[];
};

/** The work profile that holds. */
export type BoardProfile = {
  name: Words;
  /** chosen by somebody, until the clock has another one hold */ by_hand: boolean;
  /** when that is; null: not by itself */ until: string | null;
  /** what else could hold, to ask what would come of it */ others: BoardProfileOffer[];
};

/** A work profile that could hold. */
export type BoardProfileOffer = {
  name: Words;
  /** its counters with their services, as `what-if` takes them */ serves: string;
};

/** What a quarter of an hour needs. */
export type BoardQuarter = {
  until: string;
  /** the fewest open ones that keep four of five within their target */ counters: number;
  /** whether they do; else all there are */ enough: boolean;
  /** numbers that are expected, also by appointment */ comes: number;
  /** in the hall as it ends, with so many: nine of ten times at least, at most */ people: [number, number];
  /** they may be so many that the hall is crowded */ crowded: boolean;
};

/** Today's ratings. */
export type BoardRatings = {
  /** 5 very satisfied … 1 very dissatisfied */ by_score: Record<string, number>;
  not_rated: number;
  /** low ratings not settled yet */ follow_ups: number;
  /** of these, beyond their limit */ late: number;
  /** services beside a tablet that asked for 20 seconds or was used, of how many */ tablet: Share;
};

/** A service's line. */
export type BoardService = {
  code: string;
  name: Words;
  waiting: number;
  /** the first of the line, one sign each: o waits, p priority, l over target */ dots: string;
  /** how many have waited longer than the target */ over: number;
  /** arrival of who has waited longest */ longest: string | null;
  /** of a ticket taken now */ wait: WaitRange | null;
  /** seconds */ target: number;
  open_counters: string[];
  /** nobody serves it: when somebody will, where that is known */ served_at: string | null;
  /** called within the target today */ today: Share;
};

/** What the next two hours need. */
export type BoardStaffing = {
  /** days of this weekday that arrivals are learned from; null: none, the last hour stands in */ days: number | null;
  /** counters in the order in which they would be opened */ order: string[];
  quarters: BoardQuarter[];
};

/** An open step of an incident. */
export type BoardStep = {
  text: Words;
  role: Words;
  due_at: string | null;
  late: boolean;
};

/** What is to be done now, the most urgent first. */
export type BoardTodo = {
  /** threat, alert, crowded, nobody, over … as the feature calls it whose it is */ kind: string;
  text: Words;
  why: Words;
  /** what can be done here; null: nothing, or `to` leads to it */ act: OpenAct | null;
  /** address of the page where it is done, if not here */ to: string | null;
};

/** The whole of the board. */
export type BoardView = {
  hall: HallSign;
  state: "open" | "closed" | "stopped";
  opens_at: string | null;
  until: string | null;
  crowd: BoardCrowd;
  /** called within their target today */ today: Share;
  /** announced waits that held, of those of the last two days who had to wait for more than a minute */ announced: Share;
  /** null: too little is known of the hall yet, or nobody works there */ staffing: BoardStaffing | null;
  counters: BoardCounter[];
  /** what has counters serve what they do; null: there are none */ profile: BoardProfile | null;
  services: BoardService[];
  incidents: BoardIncident[];
  todo: BoardTodo[];
  /** only those that somebody should look at */ devices: BoardDevice[];
  devices_well: number;
  ratings: BoardRatings;
  /** what can be done here, besides what is beside each thing to do */ acts: OpenAct[];
};

/** The appointment of a number. */
export type Booked = {
  at: string;
  /** early: the number counts from later than its customer came; late: from check-in */ came: "early" | "in_time" | "late";
};

/** Whether the next person is called by itself here, and when. */
export type ByItself = {
  /** chosen by who sits here */ wanted: boolean;
  /** when somebody is called; null: nobody is to be called, or not yet */ due_at: string | null;
  /** how long the whole countdown is */ seconds: number;
  /** not this time: it goes on by a key, or when the counter has had somebody */ stopped: boolean;
  /** stopped since nobody came to such a call and nobody pressed a key */ unanswered: boolean;
  acts: OpenAct[];
};

/** All of a case. */
export type CaseAnswer = {
  id: number;
  /** what people call it by */ number: string;
  service: string;
  service_name: Words;
  state: CaseState;
  state_name: Words;
  opened_at: string;
  /** by when it must be decided */ due_at: string | null;
  /** its time stands still */ stopped: boolean;
  /** it waits for the supervisor's answer */ escalated: boolean;
  notices: number;
  /** staff number of who has it in hand */ holder: number | null;
  holder_name: string;
  procedure: number;
  /** which cases go to the supervisor */ hard: Words[];
  materials: CaseMaterial[];
  fields: CaseField[];
  /** how often the form was saved */ form: number;
  /** materials that nobody looked at yet; “form” where it was never saved */ unseen: string[];
  wrong: CaseWrong[];
  notices_given: CaseNotice[];
  notice_until: string | null;
  words: CaseWords[];
  acts: OpenAct[];
};

/** What was found of a material. */
export type CaseCheck = {
  complete: boolean;
  correct: boolean;
  compliant: boolean;
  /** the entry of the look: sent back as `before` */ looked: number;
  by: string;
};

/** A field of the form. */
export type CaseField = {
  code: string;
  name: Words;
  kind: string;
  needed: boolean;
  about: Words | null;
  options: Words[];
  least: number | null;
  most: number | null;
  value: string | number | boolean | null;
  /** with which saving it came to stand so: sent back in `seen` */ form: number;
  fault: Fault | null;
  fault_text: Words | null;
};

/** A material that the procedure asks for. */
export type CaseMaterial = {
  code: string;
  name: Words;
  copies: string;
  number: number;
  weight: string;
  checked_by: string;
  checks: Words | null;
  /** null: nobody looked at it yet */ check: CaseCheck | null;
  /** numbers of its scans */ files: number[];
};

/** A list that was given. */
export type CaseNotice = {
  id: number;
  at: string;
  items: CaseWrong[];
  /** how many things were looked at */ looked: number;
  proof: string;
  breach: boolean;
};

/** How far a case is. */
export type CaseState = "draft" | "notice_given" | "accepted" | "in_progress" | "in_review" | "returned" | "approved" | "withdrawn";

/** What somebody wrote with a move. */
export type CaseWords = {
  entry: number;
  move: Words;
  text: string;
};

/** One thing that is missing or wrong, with what to do. */
export type CaseWrong = {
  part: string;
  code: string;
  name: Words;
  fault: Fault;
  text: Words;
  remark: string;
};

/** All that can be touched. */
export type Choices = {
  /** the best first */ levels: ScoreLevel[];
  /** what could be better */ better: ReasonSign[];
  /** what was good */ good: ReasonSign[];
};

/** A priority class as staff see it. */
export type ClassSign = {
  code: string;
  name: Words;
  /** one or two signs for it; empty: its name */ mark: string;
};

/** Who sits at the counter. */
export type Clerk = {
  id: number;
  name: string;
  /** a simulated clerk of the demo: gives the counter back to whoever sits down */ simulated: boolean;
};

/** What should be so before something is done, with its live figures; against it, it wants a reason. */
export type Condition = {
  met: boolean;
  text: Words;
};

/** Whom to call. */
export type ContactNow = {
  name: Words;
  about: Words | null;
  phone: string;
};

/** A case of the ticket at this counter: how far it is, never whose. */
export type CounterCase = {
  id: number;
  number: string;
  service: string;
  state: string;
  state_name: Words;
  escalated: boolean;
};

/** An incident as a counter sees it; silent ones are not among them. */
export type CounterIncident = {
  id: number;
  kind: string;
  name: Words;
  stage: number;
  stages: Words[];
  state: string;
  drill: boolean;
  raised_at: string;
  steps: CounterStep[];
};

/** What a counter is for (R1.2). */
export type CounterKind = "reception" | "processing" | "consultation";

/** The counter itself. */
export type CounterPart = {
  code: string;
  kind: CounterKind;
  /** all that it serves, primary ones first */ services: string[];
  primary: string[];
};

/** What a counter does. */
export type CounterState = "closed" | "open" | "calling" | "serving" | "paused";

/** A step that belongs to who sits at the counter. */
export type CounterStep = {
  id: number;
  text: Words;
  role_name: Words;
  state: StepState;
  /** to be confirmed now */ next: boolean;
  due_at: string | null;
  settled_at: string | null;
  /** how often it went up */ late: number;
  /** what is asked of whoever confirms it; empty: a tick is enough */ fields: AskedField[];
  /** how many counters have confirmed it, where each does */ done: number | null;
  of: number | null;
  /** until when who sits here can take it back; null: not */ back_until: string | null;
};

/** The whole of a terminal's screen. */
export type CounterView = {
  hall: HallSign;
  counter: CounterPart;
  state: CounterState;
  clerk: Clerk | null;
  /** when the state began */ since: string | null;
  pause: Pause | null;
  ticket: TicketNow | null;
  /** of the ticket that is served */ cases: CounterCase[];
  norm: Norm | null;
  next: NextTicket | null;
  /** null: in this hall everybody is called by hand */ by_itself: ByItself | null;
  /** the next eight this counter can serve, in order; who asked to be called later comes last */ line: LineTicket[];
  line_count: number;
  /** asks whether the customer is still here: the hall has closed */ hall_closed_at: string | null;
  /** held here or missed; `return` brings them back */ kept: KeptTicket[];
  /** numbers are torn off a paper roll, and staff say which */ roll: RollNow | null;
  /** of priority, in the hall's order */ classes: ClassSign[];
  /** of all services: what a new ticket would wait */ waits: HallWait[];
  undo: Undo | null;
  last: LastAct | null;
  /** what somebody else did here last */ directed: Directed | null;
  today: Today;
  others: Neighbour[];
  issue_stopped: boolean;
  /** why nobody is called just now */ held: Words | null;
  /** that go on, with the steps of who sits here; never silent ones */ incidents: CounterIncident[];
  /** that can be started here */ plans: PlanChoice[];
  /** open to who sits here; of a closed counter, to who may serve */ acts: DeskAct[];
};

/** How full the hall is. */
export type CrowdNow = {
  people: number;
  level: string | null;
  limit: number | null;
};

/** What whoever sits at a counter does there, as its address ends; a call out of order has the call's. */
export type DeskAct = "open" | "call" | "call_one" | "roll" | "recall" | "start" | "no-show" | "finish" | "hold" | "transfer" | "return" | "serve" | "pause" | "close" | "visit" | "call-back" | "undo";

/** What who leads the floor did here; it stands until the counter does something itself. */
export type Directed = {
  /** returned: into the line · finished: as served · closed */ what: string;
  by: string;
  number: string | null;
  at: string;
};

/** Where an instruction points. */
export type Direction = "left" | "right" | "up" | "down" | "stay";

/** A call as the hall sees it. */
export type DisplayCall = {
  ticket: number;
  /** or what stands for it in a discreet hall: a masked name, its last digits */ number: string;
  service: string;
  counter: string;
  /** of its priority class, where the hall shows that; empty: none */ mark: string;
  /** when last called; a recall makes it later */ at: string;
  recalls: number;
  /** still being called: the customer has not come yet */ now: boolean;
};

/** Where a counter stands, for the arrow. */
export type DisplayCounter = {
  code: string;
  /** as seen by who stands before the display */ side: "left" | "right" | "ahead";
};

/** A row of `waiting`. */
export type DisplayService = {
  service: string;
  name: Words;
  /** tickets waiting */ count: number;
  wait: WaitRange | null;
  /** somebody works at a counter that serves it */ served: boolean;
  /** not served now: when it will be, where that is known */ served_at: string | null;
  open: boolean;
};

/** The whole of a hall display's screen. */
export type DisplayView = {
  hall: HallSign;
  state: "open" | "closed" | "stopped";
  opens_at: string | null;
  /** closed: the holiday, where it is one */ closed_for: Words | null;
  until: string | null;
  /** newest first, at most twelve; each ticket once */ calls: DisplayCall[];
  waiting: DisplayService[];
  counters: DisplayCounter[];
  notices: Words[];
  /** a new call flashes slowly, where nothing sounds */ flash: boolean;
  /** languages in which calls are spoken, one after the other; empty: quiet */ voice: string[];
  /** stopped: why an incident did it */ why: Words | null;
  /** why nobody is called just now */ held: Words | null;
  /** newest first, until they are ended */ announcements: Announcement[];
  /** what everyone is to do now: the whole screen */ emergency: Instruction | null;
  /** the code by which a phone takes a number here; none: nobody does */ door: QrSign | null;
};

/** What was said of the exits. */
export type Exits = "clear" | "blocked";

/** What is wrong with something that a procedure asks for. */
export type Fault = "missing" | "incorrect" | "not_compliant" | "lacking" | "invalid";

/** What the holder of a slip can say of the visit, and has said. */
export type Feedback = {
  may_rate: boolean;
  rating: OwnRating | null;
  /** where there is something to rate or to add */ choices: Choices | null;
  opinions: OwnOpinion[];
};

/** How a field is filled in. */
export type FieldKind = "number" | "choice" | "counters" | "people" | "time" | "line" | "text" | "lines" | "tick";

/** One of the answers to choose from. */
export type FieldOption = {
  value: string;
  label: Words;
};

/** What is taken down of a customer (`Intake`), and for which service. */
export type ForSomebody = {
  /** the service's letter, or two */ service: string;
  /** elderly, disabled, pregnant, with an infant, military; the reason is not asked */ priority: boolean;
  /** which of the hall's priority classes; with `priority` alone its first one */ priority_class: string | null;
  /** people who come together */ party: number;
  language: "zh-Hant" | "zh-Hans" | "en" | null;
};

/** What every screen says of its hall. */
export type HallSign = {
  code: string;
  name: Words;
  /** in the hall's order; the first is shown where nobody has chosen */ languages: string[];
  /** IANA name */ timezone: string;
  /** the zone's table: [seconds since 1970, minutes ahead of UTC from then on], in order */ offsets: [number, number][];
  /** the hall's own accent colour, #rrggbb */ accent: string | null;
  /** true: invented people, sign-ins with the password `demo` */ demo: boolean;
};

/** A service's line in the whole hall. */
export type HallWait = {
  service: string;
  name: Words;
  count: number;
  /** people who would be called before a ticket taken now */ ahead: number;
  /** of a ticket taken now */ wait: WaitRange | null;
  /** somebody works at a counter that serves it */ served: boolean;
  /** seconds */ target: number;
  mine: boolean;
};

/** Somebody who has a role just now. */
export type HolderNow = {
  counter: string | null;
  staff: number | null;
  /** of the person, or of who sits at the counter; empty: nobody known */ name: string;
};

/** A waiting ticket's place. */
export type InLine = {
  /** people who are called before it, at the counters that could take it */ ahead: number;
  /** none: nobody serves it, or calls are held */ wait: WaitRange | null;
  /** its turn is near: come back to the hall, or stay */ soon: boolean;
  /** nobody is before it, and a counter that serves it is open: wait near it */ next: boolean;
  /** the counter that it comes back to, where somebody works there */ kept: string | null;
};

/** An incident with plan, tasks and log. */
export type IncidentAnswer = {
  id: number;
  kind: string;
  name: Words;
  state: IncidentState;
  stage: number;
  stages: Words[];
  drill: boolean;
  silent: boolean;
  /** where it was raised, if at a counter */ counter: string | null;
  raised_at: string;
  led_by: string | null;
  acknowledged_at: string | null;
  look_again_at: string | null;
  looks_late: number;
  closed_at: string | null;
  review_by: string | null;
  reviewed_at: string | null;
  review_late: boolean;
  about: Words;
  /** the plan's version */ plan: number;
  roles: RoleNow[];
  contacts: ContactNow[];
  /** in the order in which each role does them */ tasks: Task[];
  offers: PlannedMeasure[];
  measures: MeasureNow[];
  /** open from the present state */ moves: MoveNow[];
  /** the oldest first */ log: LogLine[];
  /** when this plan was last drilled before */ last_drill: string | null;
  /** as last said */ exits: Exits | null;
  exits_at: string | null;
  /** what can be done now, by whom and with what */ acts: OpenAct[];
};

/** How far an incident is. */
export type IncidentState = "alert" | "active" | "stabilised" | "recovering" | "closed" | "reviewed";

/** The whole of an incident room. */
export type IncidentView = {
  hall: HallSign;
  incident: IncidentAnswer;
  crowd: CrowdNow | null;
  waiting: number;
  counters: RoomCounter[];
  people: RoomPerson[];
  readers: Readers;
};

/** What everyone is to do now: it takes the whole screen. */
export type Instruction = {
  id: number;
  incident: number;
  kind: string;
  /** what happens */ name: Words;
  /** `<wbr>`: a line may break here */ text: Words;
  more: Words | null;
  /** where the arrow points; stay: no arrow */ way: Direction | null;
  at: string;
  say: boolean;
};

/** A ticket that is not in the line but can come back: held here, or missed its call within the last 20 minutes. */
export type KeptTicket = {
  id: number;
  number: string;
  service: string;
  priority: boolean;
  priority_class: string | null;
  party: number;
  language: string;
  state: string;
  issued_at: string;
  counts_from: string;
  /** services of its visit that come after `service` */ further: string[];
  since: string;
  /** held for who sits here, wherever that is */ mine: boolean;
  /** held: from when on they have been away for long */ remind_at: string | null;
  /** the counter where that was, which nobody works at or which serves it no more */ elsewhere: string | null;
};

/** A priority class that customers choose by themselves. */
export type KioskClass = {
  code: string;
  name: Words;
  /** whom it is for, a line each; nobody is asked which */ who: Words[];
};

/** Services behind one key, where a hall has many. */
export type KioskGroup = {
  code: string;
  name: Words;
};

/** A row of the kiosk's first page. */
export type KioskService = {
  code: string;
  name: Words;
  /** what it is for, in one line */ about: Words;
  /** what to bring, most important first */ bring: Words[];
  fee: Words | null;
  takes: Words | null;
  /** minutes that one should wait at most; none: the hall does not show it */ target: number | null;
  open: boolean;
  /** when it is next open, where it is not */ opens_at: string | null;
  /** people who would be called before a ticket taken now */ ahead: number;
  /** of `groups`; none: it stands beside them */ group: string | null;
  /** of a ticket taken now; none: not known, say so in words */ wait: WaitRange | null;
  /** somebody works at a counter that serves it */ served: boolean;
  /** not served now: when it will be, where that is known */ served_at: string | null;
  /** the same of a ticket taken now with priority, of the first class */ priority: KioskTurn;
  /** the same of each class that is chosen here */ by_class: Record<string, KioskTurn>;
};

/** What a ticket taken now would be told. */
export type KioskTurn = {
  ahead: number;
  wait: WaitRange | null;
};

/** The whole of a kiosk's screen. */
export type KioskView = {
  hall: HallSign;
  state: "open" | "closed" | "stopped";
  /** closed: when the hall opens again */ opens_at: string | null;
  /** closed: the holiday, where it is one */ closed_for: Words | null;
  /** stopped: until when no numbers are given, where that is known */ until: string | null;
  /** stopped: why an incident did it */ why: Words | null;
  /** numbers come with time between them, and why */ slow: Slowed | null;
  /** newest first, until they are ended */ announcements: Announcement[];
  /** what everyone is to do now: the whole screen */ emergency: Instruction | null;
  services: KioskService[];
  /** of priority, that are chosen here; none: it is not asked for */ classes: KioskClass[];
  /** in the hall's order; those with services alone */ groups: KioskGroup[];
  /** minutes in which who missed a call may come back */ back_within: number;
  /** ask how many come together */ ask_party: boolean;
  /** address before /t/SECRET in a slip's QR */ track_base: string;
  /** something can be booked here: who has an appointment can check in */ books: boolean;
  /** numbers are taken from elsewhere: who has one says here that they are there */ joins: boolean;
  /** false: the address in the QR is one that no phone can reach (127.0.0.1) */ reachable: boolean;
};

/** What was done last at this counter. */
export type LastAct = {
  /** an act of floor/states.py: called, recalled, started … */ what: string;
  number: string | null;
  at: string;
};

/** How full. */
export type Level = "calm" | "busy" | "crowded" | "dangerous";

/** A ticket of the counter's own line. */
export type LineTicket = {
  id: number;
  number: string;
  service: string;
  priority: boolean;
  priority_class: string | null;
  party: number;
  language: string;
  state: string;
  issued_at: string;
  counts_from: string;
  /** services of its visit that come after `service` */ further: string[];
  /** comes back to this counter first */ held_here: boolean;
  /** the customer asked to be called later; null once that time came */ not_before: string | null;
  /** stands here already: the rule would have them next, so a call needs no reason */ in_order: boolean;
  /** missed a call, has come back */ returned: boolean;
  /** the appointment that it keeps; none: it keeps none */ booked: Booked | null;
  /** took the number from elsewhere, and has not said yet that they are there */ away: boolean;
};

/** What all phones of a hall share: by ticket id, who waits where and who is called. */
export type LineView = {
  waiting: Record<string, InLine>;
  services: Record<string, Served>;
  /** ticket id → counter, while being called */ called: Words;
  serving: Words;
  /** why nobody is called just now */ held: Words | null;
  /** the hall is closed: the holiday, where it is one */ closed_for: Words | null;
  /** newest first, until they are ended */ announcements: Announcement[];
  /** what everyone is to do now */ emergency: Instruction | null;
};

/** A line of the incident's log: added to, never changed. */
export type LogLine = {
  seq: number;
  at: string;
  event: string;
  /** name; null: the system */ who: string | null;
  text: Words;
  /** in somebody's own words */ note: string | null;
};

/** A measure that was taken. */
export type MeasureNow = {
  id: number;
  code: string | null;
  /** stop_issue | slow_issue | hold_line | announce | instruct */ act: string;
  text: Words;
  seconds: number | null;
  spoken: boolean;
  taken_at: string;
  ended_at: string | null;
  /** taken with another measure, and ends with it */ implied: boolean;
};

/** A move that is open from the present state. */
export type MoveNow = {
  name: string;
  says: Words;
  needs: string[];
  /** what must be so before it; else it wants a reason */ standings: StandingNow[];
};

/** Another counter, to transfer to. */
export type Neighbour = {
  code: string;
  state: string;
  services: string[];
  /** somebody is there, or comes back: a ticket can be sent on to it */ takes: boolean;
};

/** Who would be called, and the rule's sentence that says why. */
export type NextTicket = {
  ticket: LineTicket;
  why: Words;
  /** a free counter that is to call them instead: it serves less, or is idle for longer */ left_to: string | null;
};

/** How long the present service usually takes, in seconds. */
export type Norm = {
  /** a quarter take less */ usual_low: number;
  /** a quarter take more */ usual_high: number;
  /** seconds */ norm: number;
};

/** A service that can be added to a visit, or taken instead. */
export type Offered = {
  code: string;
  name: Words;
};

/** Something that can be done now, by those who have its rights. */
export type OpenAct = {
  /** by which a page knows where it stands, and a key what it means */ name: string;
  /** what it is done to, where there are several: step, measure, role */ of: string | null;
  /** what its button says */ words: Words;
  /** where it is sent, below the hall's address; empty: it only leads to `onward` */ path: string;
  /** what is sent beside what it asks */ body: Record<string, unknown>;
  /** what has to be given */ needs: AskedField[];
  /** what should be so before it */ stands: Condition[];
  /** wants a second press: what the button says until then */ twice: Words | null;
  /** what the button of its form says, if something else */ sends: Words | null;
  /** what is said when it is done; empty: the page says it by the answer */ done: Words;
  /** it can be taken back at once */ undo: WayBack | null;
  /** the page on which one goes on */ onward: string | null;
  /** all of them are needed; the session says which its reader has */ rights: string[];
  /** staff numbers of whose it is; null: all with the rights */ only: number[] | null;
  /** it is not there any more after it */ until: string | null;
};

/** What the holder of a slip wrote, and the answer. */
export type OwnOpinion = {
  kind: string;
  words: string;
  given_at: string;
  answer: string | null;
  answered_at: string | null;
};

/** How the holder of a slip rated. */
export type OwnRating = {
  score: number;
  name: Words;
  /** nothing more can be added */ explained: boolean;
};

/** The whole line in the order of the rule, with those who are called, served or kept before it. */
export type PaperLine = {
  at: string;
  hall: Words;
  timezone: string;
  services: PaperService[];
  tickets: PaperTicket[];
};

/** A service by its letter. */
export type PaperService = {
  code: string;
  name: Words;
};

/** A row of the list. */
export type PaperTicket = {
  /** empty for a walk-in */ number: string;
  service: string;
  state: TicketState;
  priority: boolean;
  party: number;
  /** when its customer came */ issued_at: string;
  /** where it was called, is served or kept */ counter: string | null;
  /** asked to be called later, or is not there yet */ later: boolean;
};

/** Why and until when a counter is paused. */
export type Pause = {
  reason: PauseReason;
  since: string;
  until: string | null;
};

/** Why a counter pauses. */
export type PauseReason = "break" | "lunch" | "meeting" | "other";

/** A plan that can be started at a counter. */
export type PlanChoice = {
  kind: string;
  name: Words;
  about: Words;
};

/** A measure that the plan offers. */
export type PlannedMeasure = {
  code: string;
  act: string;
  name: Words;
  text: Words;
  /** the stage with which it is taken by itself */ stage: number | null;
  /** number of the measure while it holds */ holds: number | null;
  /** names of the measures taken with it */ implies: Words[];
  /** people read it: its text can be written anew in the moment */ told: boolean;
  /** numbers or calls go on when it ends */ eases: boolean;
};

/** A QR code to draw: an SVG path over `size` × `size` modules. */
export type QrSign = {
  size: number;
  path: string;
};

/** Who reads what everyone is told, just now. */
export type Readers = {
  /** hall displays on the line */ displays: number;
  kiosks: number;
  /** tickets that wait: their pages */ phones: number;
};

/** A reason that can be touched. */
export type ReasonSign = {
  code: string;
  name: Words;
};

/** A role of the plan. */
export type RoleNow = {
  code: string;
  name: Words;
  about: Words | null;
  who: string;
  leads: boolean;
  /** every counter that has it confirms each step */ each: boolean;
  /** whoever leads has named who has it */ named: boolean;
  /** who has it just now; empty: everyone of `who` */ holders: HolderNow[];
};

/** The paper roll of a service that this counter has. */
export type RollNow = {
  service: string;
  /** what is printed on its next number; null: nobody has said where it begins */ next: string | null;
};

/** A counter that a role can be given to. */
export type RoomCounter = {
  code: string;
  open: boolean;
  clerk: number | null;
  name: string | null;
};

/** Somebody whom a role can be given to. */
export type RoomPerson = {
  id: number;
  name: string;
  role: string;
};

/** One of five answers. */
export type ScoreLevel = {
  score: number;
  name: Words;
};

/** Where a service is served now. */
export type Served = {
  /** open counters that serve it, where to wait */ desks: string[];
  /** none is open: when one will be, where that is known */ served_at: string | null;
};

/** How many of how many. */
export type Share = {
  kept: number;
  of: number;
};

/** An open counter to go to. */
export type SignOther = {
  counter: string;
  /** for these of the services here; empty: for all of them */ services: string[];
};

/** What stands over a counter. */
export type SignView = {
  hall: HallSign;
  counter: string;
  state: "called" | "serving" | "ready" | "paused" | "closed";
  /** the ticket called or served; a walk-in has none */ number: string | null;
  /** name of who sits there */ clerk: string | null;
  /** what the counter is: its own name, or its kind */ post: Words;
  /** what one comes here for: its own name, else its services */ purpose: Words;
  /** paused: when it goes on, where that is known */ until: string | null;
  /** what everyone is to do now: the whole sign */ emergency: Instruction | null;
  /** paused or closed: open counters that serve what this one does */ others: SignOther[];
};

/** Numbers come with some time between them. */
export type Slowed = {
  why: Words;
  /** seconds */ seconds: number;
};

/** A criterion before a move, with its live figures. */
export type StandingNow = {
  /** people | exits | measures */ criterion: string;
  met: boolean;
  text: Words;
};

/** Whether somebody should go and look. */
export type State = "ok" | "attention" | "lost";

/** How far a step is. */
export type StepState = "later" | "open" | "done" | "waived";

/** What stands before a customer who leaves. */
export type TabletView = {
  hall: HallSign;
  counter: string;
  /** thanks with a token: reasons may still be added */ state: "idle" | "rate" | "thanks";
  ticket: number | null;
  /** rates this ticket, once, on this tablet */ token: string | null;
  /** on the slip; a walk-in has none */ number: string | null;
  /** the customer's */ language: string | null;
  service_name: Words | null;
  /** thanks: what was touched */ score: number | null;
  /** thanks: when it was touched or closed */ since: string | null;
  /** name of who sits there */ clerk: string | null;
  post: Words;
  choices: Choices;
  /** what everyone is to do now: the whole tablet */ emergency: Instruction | null;
};

/** A step of a role. */
export type Task = {
  id: number;
  code: string;
  text: Words;
  role: string;
  role_name: Words;
  /** the sign-in role that confirms it: clerk | reviewer | supervisor | manager */ who: string;
  /** the sign-in role that it went up to, when late; else as `who` */ holder: string;
  /** lead | response | recovery */ phase: string;
  stage: number;
  state: StepState;
  /** the role's next open step: the one to confirm */ next: boolean;
  /** steps that are to be settled before it, of any role */ ahead: number;
  /** seconds */ limit: number | null;
  opened_at: string | null;
  /** by when it is to be confirmed; one that is late keeps it */ due_at: string | null;
  settled_at: string | null;
  /** name of who confirmed or waived it */ by: string | null;
  /** seconds from its opening to its confirmation */ took: number | null;
  /** how often it was not confirmed in time; it went up each time */ late: number;
  /** what is asked of whoever confirms it; empty: a tick is enough */ fields: AskedField[];
  /** what it left behind */ answer: Words[];
  /** how many counters have confirmed it, where each does */ done: number | null;
  /** of how many */ of: number | null;
  /** numbers or calls go on with it */ eases: boolean;
  /** measures that end with it */ ends: Words[];
  /** measures that are taken with it */ takes: Words[];
  /** staff number of who can still take it back */ back: number | null;
  back_until: string | null;
};

/** The ticket called or served at this counter. A walk-in's number is empty. */
export type TicketNow = {
  id: number;
  number: string;
  service: string;
  priority: boolean;
  priority_class: string | null;
  party: number;
  language: string;
  state: string;
  issued_at: string;
  counts_from: string;
  /** services of its visit that come after `service` */ further: string[];
  /** of the customer, where the hall calls by masked names and one was given */ name: string | null;
  called_at: string | null;
  started_at: string | null;
  recalls: number;
  /** when it is called again by itself */ next_recall_at: string | null;
  /** when it counts as not come */ no_show_at: string | null;
  /** seconds */ waited: number;
  /** the appointment that it keeps; none: it keeps none */ booked: Booked | null;
  /** serving, of a visit for several services: what comes next */ afterwards: Afterwards | null;
  /** services of the visit that are done */ done: string[];
};

/** Where a ticket is. */
export type TicketState = "waiting" | "called" | "serving" | "held" | "no_show" | "done" | "cancelled";

/** The counter's day so far. */
export type Today = {
  served: number;
  /** mean service time */ average: number | null;
  no_shows: number;
};

/** What the holder of a slip may know of its ticket. */
export type Track = {
  hall: HallSign;
  ticket: number;
  number: string;
  service: string;
  service_name: Words;
  /** what its priority class is called; none: it has none */ priority: Words | null;
  bring: Words[];
  fee: Words | null;
  takes: Words | null;
  /** the page of its case, with all that is missing; none: no case is open for it */ case: string | null;
  /** minutes that one should wait at most; none: the hall does not show it */ target: number | null;
  state: TicketState;
  /** waiting: people who are called before it */ ahead: number | null;
  wait: WaitRange | null;
  /** waiting: its turn is near, come back to the hall or stay */ soon: boolean;
  /** waiting: nobody is before it, and a counter that serves it is open */ next: boolean;
  /** no open counter serves it: when one will, where that is known */ served_at: string | null;
  /** the hall is closed: the holiday, where it is one */ closed_for: Words | null;
  /** what was announced when the number was taken */ said: WaitRange | null;
  issued_at: string;
  counter: string | null;
  /** called: where to, as the hall display points */ side: "left" | "right" | "ahead" | null;
  clerk: string | null;
  called_at: string | null;
  started_at: string | null;
  ended_at: string | null;
  /** called: when it counts as missed */ call_until: string | null;
  /** no_show: until when `back` puts it into the line again */ back_until: string | null;
  /** asked to be called later */ not_before: string | null;
  /** the appointment that it keeps; none: it keeps none */ booked: Booked | null;
  /** taken from elsewhere: it is not called before its customer is there */ away: Away | null;
  may_later: boolean;
  may_cancel: boolean;
  may_back: boolean;
  /** counters that serve it, where to wait */ desks: string[];
  /** all services of the visit, in order; of a plain ticket one */ visit: VisitPart[];
  /** the holder wants them in this order; else whoever is free first calls */ in_order: boolean;
  /** `visit` can change what is still to come */ may_plan: boolean;
  /** `change` can take another service instead: nobody has called yet */ may_change: boolean;
  /** what else can be had now, where something can be changed */ offered: Offered[];
  feedback: Feedback;
};

/** What can still be taken back, and until when (ten seconds). */
export type Undo = {
  what: Act;
  number: string | null;
  until: string;
};

/** A service of a visit, as its holder sees it. */
export type VisitPart = {
  service: string;
  name: Words;
  state: "done" | "now" | "to_come";
  /** done: where */ counter: string | null;
  /** done: when */ ended_at: string | null;
  /** to come: when at the earliest, where that is known */ begins: string | null;
  /** to come: when at the latest */ latest: string | null;
};

/** A wait as an 80 % interval with its median. */
export type WaitRange = {
  /** seconds */ low: number;
  /** seconds */ likely: number;
  /** seconds */ high: number;
};

/** How it is taken back. */
export type WayBack = {
  path: string;
  body: Record<string, unknown>;
};
