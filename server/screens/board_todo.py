"""What the supervisor should do now, the most urgent first: a sentence, why, and what the board can do about it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final, Literal

from server.crowd.levels import Level
from server.emergency.plan_reads import plan_of, plans_to_start
from server.emergency.plans import Contact
from server.emergency.reads import going_on
from server.emergency.states import IncidentState
from server.floor.reads.halls import CounterNow, hall_now
from server.floor.reads.tickets import in_state
from server.floor.states import CounterState, PrintState, TicketState
from server.kernel.languages import N_, Words, words
from server.messages.reads import standing
from server.reactions.crowd_alert_starts_plan import KIND
from server.screens.board_parts import BoardCrowd, BoardHold, BoardRatings, BoardService, BoardTodo
from server.screens.parts import wait_words
from server.security.health import DeviceHealth
from server.security.naming import device_called
from server.store.hall import HallSight
from server.store.sweeper import dead_deadlines

MOST: Final = 9  # each has a key
NAMED: Final = 6  # numbers in one line
NOTHING: Final = {"zh-Hant": "", "zh-Hans": "", "en": ""}
MATTERS: Final = {
    "gone": N_("It is offline. Is it switched on?"),
    "blocked": N_("Its browser blocks sound. Touch its screen once."),
    "no_voice": N_("It has no voice for one of the hall's languages."),
    "failed": N_("Its sound failed."),
    "no_clips": N_("The hall's recordings failed; another voice speaks the calls."),
    "no_browser": N_("Its browser's voice failed; another voice speaks the calls."),
    "no_server": N_("The server's voice failed; another voice speaks the calls."),
    "silent": N_("It showed a call but did not report speaking it."),
    "paper_low": N_("Its paper is nearly out."),
    "paper_out": N_("It has no paper."),
    "off": N_("Its printer is off."),
    "unconfirmed": N_("Its printer does not answer."),
    "disk_full": N_("Its disk is full: it gives no numbers."),
}
DO_NOT_LEAVE: Final = N_("Nothing has left for five minutes. Tell whoever runs the system.")
ODD: Final = {
    "impossible": N_("The last count of people is impossible; it is not used."),
    "contradicts": N_("The people counter at the door disagrees widely with the tickets; it is left out."),
    "silent": N_("The people counter at the door has been silent for half an hour."),
}


def todos(
    hall: HallSight,
    *,
    crowd: BoardCrowd,
    services: Sequence[BoardService],
    counters: dict[str, CounterNow],
    devices: Sequence[DeviceHealth],
    ratings: BoardRatings,
    state: str,
    held: BoardHold | None,
) -> list[BoardTodo]:
    """Return what to do now."""
    code = hall_now(hall).settings.code
    found = [
        *of_threats(hall),
        *of_crowd(hall, crowd),
        *of_issue(state, held),
        *of_lines(services, counters),
        *of_devices(devices, code),
        *of_sensor(crowd, code),
        *of_slips(hall, code),
        *of_ratings(ratings, code),
        *of_deadlines(hall, code),
        *of_messages(hall, code),
    ]
    return found[:MOST]


def of_threats(hall: HallSight) -> Iterator[BoardTodo]:
    """A silent alarm that nobody has answered: somebody is threatened, and nothing comes before it."""
    for one in going_on(hall):
        if one.silent and one.state is IncidentState.ALERT:
            plan = plan_of(hall, one.kind, one.plan)
            call = [one_line(each) for each in plan.organisation.contacts]
            minutes = (hall.at - one.raised_at) // timedelta(minutes=1)
            here = N_("{name} at counter {counter}: silent alarm") if one.counter else N_("{name}: silent alarm")
            late = N_("Nobody has answered for {n} min. Go near, quietly. Call: {call}.")
            yield BoardTodo(
                kind="threat",
                text=words(here, name=plan.name, counter=one.counter),
                why=words(late if minutes else N_("Just now. Go near, quietly. Call: {call}."), n=minutes, call=call),
                act="lead",
                subject=one.id,
                to=None,
            )


def one_line(contact: Contact) -> Words:
    """Return whom to call, and under which number."""
    return {language: f"{name} {contact.phone}" for language, name in contact.name.items()}


def of_crowd(hall: HallSight, crowd: BoardCrowd) -> Iterator[BoardTodo]:
    """An alert of which nobody took note; a hall that is crowded before any alert."""
    started = next((one for one in going_on(hall) if one.kind == KIND and not one.drill), None)
    alert = crowd.alert
    if alert is not None and not alert.acknowledged:
        text = N_("Crowd alert: {people} people, the limit is {limit}")
        if alert.stage == 2:
            text = N_("Dangerously full: {people} people, from {limit} on it is dangerous")
        leads = started is not None and started.state is IncidentState.ALERT
        yield BoardTodo(
            kind="alert",
            text=words(text, people=alert.people, limit=alert.limit),
            why=words(
                N_("Now {people}. Until somebody takes note, it is repeated every 15 minutes."), people=crowd.people
            ),
            act="lead" if leads else "acknowledge",
            subject=started.id if leads and started is not None else alert.id,
            to=None,
        )
    elif alert is None and started is None and crowd.level in {Level.CROWDED, Level.DANGEROUS}:
        text = N_("Crowded: {people} people, the limit is {limit}")
        if crowd.level == Level.DANGEROUS:
            text = N_("Dangerously full: {people} people, from {limit} on it is dangerous")
        limit = crowd.dangerous if crowd.level == Level.DANGEROUS else crowd.crowded
        plan = KIND in plans_to_start(hall)
        yield BoardTodo(
            kind="crowded",
            text=words(text, people=crowd.people, limit=limit),
            why=words(N_("No alert stands yet: it comes after two minutes. The plan can be started now.")),
            act="raise" if plan else None,
            subject=None,
            to=None if plan else f"/office/{hall_now(hall).settings.code}/crowd",
        )


def of_issue(state: str, held: BoardHold | None) -> Iterator[BoardTodo]:
    """No numbers are given out, by hand or by an incident."""
    if state == "stopped":
        by_incident = N_("An incident stopped them. Give out numbers again when there is room; the incident goes on.")
        if held is not None and not held.clear:
            by_incident = N_("An incident stopped them. There is no room yet: the incident room shows what is wanted.")
        by_hand = N_("Those who wait are still served. Give out numbers again when there is room.")
        yield BoardTodo(
            kind="stopped",
            text=words(N_("No numbers are given out")),
            why=words(by_incident if held else by_hand),
            act="resume",
            subject=None,
            to=None,
        )


def of_lines(services: Sequence[BoardService], counters: dict[str, CounterNow]) -> Iterator[BoardTodo]:
    """A service that nobody serves, and one whose people wait over its target while a counter for it is closed."""
    free = {code: one for code, one in counters.items() if one.state in {CounterState.CLOSED, CounterState.PAUSED}}
    for service in sorted(services, key=lambda one: (bool(one.open_counters), -one.over)):
        could = [code for code, one in free.items() if service.code in one.settings.services]
        name = {language: f"{service.code} {text}" for language, text in service.name.items()}
        if not service.waiting:
            continue  # whoever takes the next number waits with the people of other services: theirs are named
        if not service.open_counters:
            text, why = N_("Nobody serves {service}"), N_("{n} waiting. Counters that could open: {counters}.")
            kind: Literal["nobody", "over"] = "nobody"
        elif could and service.wait and service.wait.likely > service.target:
            text = N_("Open one more counter for {service}")
            why = N_(
                "{n} waiting, {over} of them too long; a new number waits {time}. Counters that could open: {counters}."
            )
            kind = "over"
        else:
            continue
        yield BoardTodo(
            kind=kind,
            text={language: words(text, service=name[language])[language] for language in name},
            why=words(
                why,
                n=service.waiting,
                over=service.over,
                time=wait_words(service.wait) if service.wait else "–",
                counters=could or "–",
            ),
            act=None,
            subject=None,
            to="/counter/",
        )


def of_devices(devices: Sequence[DeviceHealth], code: str) -> Iterator[BoardTodo]:
    """Devices that somebody should look at."""
    for device in devices:
        called = device_called(device.kind, device.name, device.counter)
        yield BoardTodo(
            kind="device",
            text=words(N_("Look at {device}"), device=called),
            why=words(MATTERS[device.why or "gone"]),
            act=None,
            subject=None,
            to=f"/office/{code}/devices",
        )


def of_sensor(crowd: BoardCrowd, code: str) -> Iterator[BoardTodo]:
    """Who counts the people is to be looked at."""
    if crowd.sensor is not None:
        yield BoardTodo(
            kind="device",
            text=words(N_("Check how people are counted")),
            why=words(ODD[crowd.sensor]),
            act=None,
            subject=None,
            to=f"/office/{code}/crowd",
        )


def of_slips(hall: HallSight, code: str) -> Iterator[BoardTodo]:
    """Slips that may never have come out."""
    doubtful = {PrintState.FAILED, PrintState.UNCONFIRMED}
    numbers = [one.number for one in in_state(hall, TicketState.WAITING) if one.print in doubtful and one.number]
    if numbers:
        more = ["…"] if len(numbers) > NAMED else []
        yield BoardTodo(
            kind="print",
            text=words(N_("Slips not confirmed: {numbers}"), numbers=[*numbers[:NAMED], *more]),
            why=words(N_("The numbers are good; these customers may have no paper.")),
            act=None,
            subject=None,
            to=f"/office/{code}/devices",
        )


def of_ratings(ratings: BoardRatings, code: str) -> Iterator[BoardTodo]:
    """Customers who were not satisfied and have not been contacted or settled with."""
    if ratings.follow_ups:
        text = N_("Low ratings to follow up: {n}")
        if ratings.late:
            text = N_("Low ratings to follow up: {n}, late: {late}")
        yield BoardTodo(
            kind="follow_up",
            text=words(text, n=ratings.follow_ups, late=ratings.late),
            why=NOTHING,
            act=None,
            subject=None,
            to=f"/office/{code}/follow-ups",
        )


def of_deadlines(hall: HallSight, code: str) -> Iterator[BoardTodo]:
    """What was due and could not be done, again and again."""
    dead = dead_deadlines(hall)
    if dead:
        yield BoardTodo(
            kind="dead",
            text=words(N_("Due and not done: {n}. Tell whoever runs the system"), n=dead),
            why=words(N_("A mistake of the program: its log names them. They are tried again when it starts anew.")),
            act=None,
            subject=None,
            to=f"/office/{code}/",
        )


def of_messages(hall: HallSight, code: str) -> Iterator[BoardTodo]:
    """Messages out that could not be sent, or do not leave."""
    now = standing(hall)
    if now.dead or now.late(hall.at):
        text, many = N_("Messages that could not be sent: {n}"), now.dead
        if not now.dead:
            text, many = N_("Messages that wait to be sent: {n}"), now.waiting
        yield BoardTodo(
            kind="message",
            text=words(text, n=many),
            why=words(N_("Have them tried again, or give them up.")) if now.dead else words(DO_NOT_LEAVE),
            act=None,
            subject=None,
            to=f"/office/{code}/messages",
        )
