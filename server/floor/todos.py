"""What the floor has waiting to be done: lines that nobody serves, or too few; slips that may never have come out."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from server.feature.acts import OpenAct
from server.feature.todos import Duty, Obligation, named
from server.floor.acts import give_numbers
from server.floor.calibration import Range
from server.floor.opening import is_open
from server.floor.reads import tickets
from server.floor.reads.halls import all_counters, all_services, hall_now
from server.floor.reads.tickets import line
from server.floor.reads.turns import learned_last, turns
from server.floor.restraints import Restrains
from server.floor.states import CounterState
from server.kernel.languages import N_, Words, words
from server.security.rights import May
from server.store.hall import HallSnapshot

FREE: Final = {CounterState.CLOSED, CounterState.PAUSED}


def stopped(hall: HallSnapshot) -> Iterator[Obligation]:
    """No numbers are given out, by hand."""
    now = hall_now(hall)
    if is_open(now.settings, hall.at) and now.stopped(hall.at) and now.holds(Restrains.STOP) is None:
        why = words(N_("Those who wait are still served. Give out numbers again when there is room."))
        yield no_numbers(why, give_numbers())


def no_numbers(why: Words, act: OpenAct) -> Obligation:
    """Return that no numbers are given out, whoever stopped them."""
    text = words(N_("No numbers are given out"))
    return Obligation("stopped", text, "/board/<hall>", words(N_("To the board")), why, act=act)


def unserved(hall: HallSnapshot) -> Iterator[Obligation]:
    """A service for which people wait and that nobody serves; whoever takes the next number waits with them."""
    waiting, services, now = Counter(one.service for one in line(hall)), all_services(hall), turns(hall)
    for code, service in services.items():
        if waiting[code] and not now.desks[code]:
            name = {language: f"{code} {text}" for language, text in service.name.items()}
            why = N_("{n} waiting. Counters that could open: {counters}.")
            yield Obligation(
                "nobody",
                words(N_("Nobody serves {service}"), service=name),
                "/counter/",
                words(N_("Open a counter")),
                words(why, n=waiting[code], counters=could_open(hall, code) or "–"),
                due=hall.at,
            )


def over_target(hall: HallSnapshot) -> Iterator[Obligation]:
    """A service whose people wait over its target while a counter for it is closed; the longest lines first."""
    advice = learned_last(hall).advice
    now, services, over, waiting = turns(hall), all_services(hall), Counter[str](), Counter[str]()
    for one in line(hall):
        waiting[one.service] += 1
        known = services.get(one.service)
        over[one.service] += known is not None and hall.at - one.issued_at > timedelta(minutes=known.target)
    for code, service in sorted(services.items(), key=lambda item: -over[item[0]]):
        wait, could = now.new[code, None].wait, could_open(hall, code)
        if waiting[code] and now.desks[code] and could and wait and wait.likely > service.target * 60:
            name = {language: f"{code} {text}" for language, text in service.name.items()}
            said = {"n": waiting[code], "over": over[code], "time": wait_said(wait)}
            why = words(
                N_(
                    "{n} waiting, {over} of them too long; a new number waits {time}. "
                    "Counters that could open: {counters}."
                ),
                **said,
                counters=could,
            )
            if advice is not None and advice.counter in could:
                why = words(
                    N_(
                        "{n} waiting, {over} of them too long; a new number waits {time}. Opening counter {counter} "
                        "now: {now} → {then} % of who waits here is called in time ({low}–{high} %)."
                    ),
                    **said,
                    **advice._asdict(),
                )
            yield Obligation(
                "over",
                words(N_("Open one more counter for {service}"), service=name),
                "/counter/",
                words(N_("Open a counter")),
                why,
            )


def could_open(hall: HallSnapshot, service: str) -> list[str]:
    """Return the counters that are closed or pause and have a service among theirs."""
    counters = all_counters(hall).values()
    return [one.code for one in counters if one.state in FREE and service in one.settings.services]


def wait_said(wait: Range) -> Words:
    """Say a wait as every page does: in minutes, a long one in hours, with halves; rounded outward (clock.js)."""
    low, high = wait.low // 60, max(-(-wait.high // 60), wait.low // 60 + 1)
    if low < 60 and high < 90:
        return words(N_("{low}–{high} min"), low=low, high=high)
    step = 15 if low < 60 else 30
    return words(N_("{low}–{high} h"), low=in_hours(low // step * step), high=in_hours(-(-high // 30) * 30))


def in_hours(minutes: int) -> str:
    """Return full quarters of an hour as they are written: ½, 1½."""
    whole, part = divmod(minutes, 60)
    return f"{whole or ''}{('', '¼', '½', '¾')[part // 15]}" or "0"


def not_confirmed(hall: HallSnapshot) -> Iterator[Obligation]:
    """Slips that may never have come out."""
    if numbers := tickets.not_confirmed(hall):
        yield Obligation(
            "print",
            words(N_("Slips not confirmed: {numbers}"), numbers=named(numbers)),
            "devices",
            words(N_("See the devices")),
            words(N_("The numbers are good; these customers may have no paper.")),
        )


DUTIES: Final = (
    Duty(stopped, board=30, may=May.STOP_ISSUE),
    Duty(unserved, board=40, may=May.SERVE),
    Duty(over_target, board=41, may=May.DIRECT),
    Duty(not_confirmed, board=70, may=May.STOP_ISSUE),
)
