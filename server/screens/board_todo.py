"""What the supervisor should do now, the most urgent first: a sentence, why, and what the board can do about it."""

from collections.abc import Iterator, Sequence
from typing import Final

from server.floor.reads.halls import CounterNow, hall_now
from server.floor.reads.tickets import in_state
from server.floor.states import CounterState, PrintState, TicketState
from server.kernel.languages import N_, words
from server.screens.board_parts import BoardCrowd, BoardHold, BoardRatings, BoardService, BoardTodo
from server.screens.parts import wait_words
from server.security.health import DeviceHealth
from server.security.naming import device_called
from server.store.hall import HallSight

MOST: Final = 9  # each has a key
NAMED: Final = 6  # numbers in one line
NOTHING: Final = {"zh-Hant": "", "zh-Hans": "", "en": ""}
MATTERS: Final = {
    "gone": N_("It is offline. Is it switched on?"),
    "blocked": N_("Its browser blocks sound. Touch its screen once."),
    "no_voice": N_("It has no voice for one of the hall's languages."),
    "failed": N_("Its sound failed."),
    "silent": N_("It showed a call but did not report speaking it."),
    "paper_low": N_("Its paper is nearly out."),
    "paper_out": N_("It has no paper."),
    "off": N_("Its printer is off."),
    "unconfirmed": N_("Its printer does not answer."),
    "disk_full": N_("Its disk is full: it gives no numbers."),
}
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
        *of_crowd(crowd),
        *of_issue(state, held),
        *of_lines(services, counters),
        *of_devices(devices),
        *of_sensor(crowd),
        *of_slips(hall, code),
        *of_ratings(ratings, code),
    ]
    return found[:MOST]


def of_crowd(crowd: BoardCrowd) -> Iterator[BoardTodo]:
    """An alert of which nobody took note."""
    if crowd.alert is None or crowd.alert.acknowledged:
        return
    text = N_("Take note: {people} people, the limit is {limit}")
    if crowd.alert.stage == 2:
        text = N_("Dangerously full: {people} people, the limit is {limit}")
    yield BoardTodo(
        kind="alert",
        text=words(text, people=crowd.people, limit=crowd.crowded or 0),
        why=words(N_("Until somebody takes note, it is repeated every 15 minutes.")),
        act="acknowledge",
        subject=crowd.alert.id,
        to=None,
    )


def of_issue(state: str, held: BoardHold | None) -> Iterator[BoardTodo]:
    """No numbers are given out, by hand or by an incident."""
    if state == "stopped":
        by_incident = N_("An incident stopped them. Give out numbers again when there is room; the incident goes on.")
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
            kind = "nobody"
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


def of_devices(devices: Sequence[DeviceHealth]) -> Iterator[BoardTodo]:
    """Devices that somebody should look at."""
    for device in devices:
        called = device_called(device.kind, device.name, device.counter)
        yield BoardTodo(
            kind="device",
            text=words(N_("Look at {device}"), device=called),
            why=words(MATTERS[device.why or "gone"]),
            act=None,
            subject=None,
            to=None,
        )


def of_sensor(crowd: BoardCrowd) -> Iterator[BoardTodo]:
    """Who counts the people is to be looked at."""
    if crowd.sensor is not None:
        yield BoardTodo(
            kind="device",
            text=words(N_("Check how people are counted")),
            why=words(ODD[crowd.sensor]),
            act=None,
            subject=None,
            to=None,
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
