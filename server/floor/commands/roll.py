"""Numbers torn off a paper roll: who is in the room, as staff say it; from there on they are numbers like any."""

from datetime import timedelta

from server.floor.calling import next_ticket
from server.floor.commands.call import Called, call_next, must_be_free
from server.floor.commands.counters import sitting
from server.floor.commands.days import begin_day
from server.floor.commands.issue import chooses_alone, must_be_open
from server.floor.commands.restrain import must_not_be_held
from server.floor.events.tickets import TicketIssued
from server.floor.intake import Intake
from server.floor.issuing import follows
from server.floor.reads.asked import bearing
from server.floor.reads.halls import all_counters, hall_now, service_of, working
from server.floor.reads.rolls import Roll, roll_at, roll_of
from server.floor.reads.tickets import Ticket, desk_of, line, tickets_of
from server.floor.refusals import NoRoll, NumberBorne, RollNotBegun, TooManyOfRoll, WrongOfRoll
from server.floor.roll import MOST, next_with
from server.floor.states import CounterState
from server.kernel.refusals import Forbidden
from server.security.rights import May
from server.store.hall import UnitOfWork

APART = timedelta(microseconds=1)  # said at once, they came one after the other


def in_the_room(hall: UnitOfWork, *, service: str, up_to: str, first: str = "") -> list[Ticket]:
    """Bring into the line who tore off a number: from the last one on up to this; `first`: the roll goes on from it."""
    hall.actor.must(May.ISSUE)
    if chooses_alone(hall):
        raise Forbidden
    roll = roll_of(hall, service_of(hall, service))
    end, begin = (number_of(roll, text) for text in (up_to, first or up_to))
    if first or roll.last is None:
        start = next_with(begin, roll.last or 0, roll.service.roll)
    else:
        start = roll.last + 1
    last = next_with(end, start - 1, roll.service.roll)
    if last - start >= MOST:
        raise TooManyOfRoll(number=up_to, many=last - start + 1, next=roll.next or "—")
    return taken(hall, roll, start, last)


def next_of_roll(hall: UnitOfWork, *, counter: str) -> Called:
    """Count the roll on and call that number; where somebody waits already, call them."""
    hall.actor.must(May.SERVE, at=counter)
    desk = sitting(hall, counter)
    if desk.state is CounterState.CALLING:
        return call_next(hall, counter=counter)
    must_be_free(desk)
    now = hall_now(hall)
    must_not_be_held(now)
    roll = roll_at(hall, list(desk.settings.services))
    if roll is None:
        raise NoRoll(service=", ".join(desk.settings.services))
    waiting = next_ticket(line(hall), desk_of(desk, now.settings), at=hall.at, working=working(all_counters(hall)))
    if waiting is None:
        if roll.last is None:
            raise RollNotBegun
        taken(hall, roll, roll.last + 1, roll.last + 1)
    return call_next(hall, counter=counter)


def number_of(roll: Roll, text: str) -> int:
    """Return the number that was typed; refuse one that the roll has not."""
    found = int(text)
    if found >= roll.service.roll:
        raise WrongOfRoll(number=text, first=roll.label(0), last=roll.label(roll.service.roll - 1))
    return found


def taken(hall: UnitOfWork, roll: Roll, start: int, last: int) -> list[Ticket]:
    """Bring numbers of a roll into the line, in their order."""
    now = hall_now(hall)
    must_be_open(now, roll.service, hall.at)
    follow = follows(now.settings, roll.service, hall.at, priority_class=None)
    numbers = range(start, last + 1)
    borne = bearing(hall, [roll.label(nth) for nth in numbers], hall.at)
    if borne:
        raise NumberBorne(number=min(borne))
    begin_day(hall, now.settings, follow.day)
    before = roll.last or 0 if roll.day == follow.day else 0
    said = Intake().speaking(now.settings.languages[0]).taken_down()
    made = []
    for place, nth in enumerate(numbers):
        number, _ = hall.record(
            TicketIssued(
                day=follow.day,
                letter=roll.service.code,
                nth=nth,
                follows=before,
                number=roll.label(nth),
                counts_from=follow.counts_from + place * APART,
                **said,
            )
        )
        before = nth
        made.append(number)
    return tickets_of(hall, made)
