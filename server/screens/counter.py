"""The clerk's terminal: now, next and why, the line, and what can be taken back."""

from datetime import datetime
from typing import Final

from pydantic import Field

from server.autocall.acts import autocall_acts
from server.autocall.reads import callers, calling_now, idle_counters, is_stopped, running
from server.autocall.settings import SETTINGS as AUTOCALL
from server.cases.reads import cases_of_ticket
from server.cases.terms import STATES
from server.floor import calling
from server.floor.calling import choice_of, here_already, is_later, later, next_ticket, order
from server.floor.commands.call import UNDO_WITHIN
from server.floor.commands.counters import SIMULATED
from server.floor.commands.visits import afterwards, stays_at
from server.floor.desk_acts import AtDesk, DeskAct, desk_acts
from server.floor.events.calls import NO_SHOW, RECALL
from server.floor.hallfile import HallOnly
from server.floor.idle import called_elsewhere, spread
from server.floor.opening import closing_at, day_of
from server.floor.pool import is_kept_elsewhere, is_mine
from server.floor.reads.figures import day_figures, usual_time, usual_times
from server.floor.reads.halls import CounterNow, all_counters, all_services, at_work, hall_now, working
from server.floor.reads.rolls import roll_at
from server.floor.reads.shown import names_of
from server.floor.reads.tickets import (
    Ticket,
    desk_of,
    due_of,
    in_state,
    line,
    missed,
    ticket_of,
    tickets_of,
    waiting_counts,
)
from server.floor.reads.turns import turns
from server.floor.reads.visits import legs_of
from server.floor.refusals import UnknownCounter
from server.floor.states import UNDOABLE, Act, CounterState, TicketState
from server.floor.visit import callable_for, turned
from server.floor.why import why_next
from server.kernel.languages import words
from server.screens.booked import booked_of
from server.screens.counter_parts import (
    Afterwards,
    ByItself,
    Clerk,
    CounterCase,
    CounterPart,
    HallWait,
    KeptTicket,
    LastAct,
    LineTicket,
    Neighbour,
    NextTicket,
    Norm,
    Pause,
    RollNow,
    TicketNow,
    Today,
    Undo,
)
from server.screens.directed import Directed, directed
from server.screens.emergency import CounterIncident, PlanChoice, Seat, counter_incidents, plan_choices, why_held
from server.screens.parts import ClassSign, HallSign, Part, Words, class_signs, hall_sign, ticket_fields, wait_range
from server.security import reads as people
from server.security.rights import Role
from server.store.hall import HallSnapshot

SHOWN: Final = 8  # tickets of the counter's line
LATER_SHOWN: Final = 2  # of these at least, where so many asked to be called later


class CounterView(Part):
    """The whole of a terminal's screen."""

    hall: HallSign
    counter: CounterPart
    state: CounterState
    clerk: Clerk | None
    since: datetime | None = Field(description="when the state began")
    pause: Pause | None
    ticket: TicketNow | None
    cases: list[CounterCase] = Field(description="of the ticket that is served")
    norm: Norm | None
    next: NextTicket | None
    by_itself: ByItself | None = Field(description="null: in this hall everybody is called by hand")
    line: list[LineTicket] = Field(
        description="the next eight this counter can serve, in order; who asked to be called later comes last"
    )
    line_count: int
    hall_closed_at: datetime | None = Field(description="asks whether the customer is still here: the hall has closed")
    kept: list[KeptTicket] = Field(description="held here or missed; `return` brings them back")
    roll: RollNow | None = Field(description="numbers are torn off a paper roll, and staff say which")
    classes: list[ClassSign] = Field(description="of priority, in the hall's order")
    waits: list[HallWait] = Field(description="of all services: what a new ticket would wait")
    undo: Undo | None
    last: LastAct | None
    directed: Directed | None = Field(description="what somebody else did here last")
    today: Today
    others: list[Neighbour]
    issue_stopped: bool
    held: Words | None = Field(description="why nobody is called just now")
    incidents: list[CounterIncident] = Field(
        description="that go on, with the steps of who sits here; never silent ones"
    )
    plans: list[PlanChoice] = Field(description="that can be started here")
    acts: list[DeskAct] = Field(description="open to who sits here; of a closed counter, to who may serve")


def counter_view(hall: HallSnapshot, counter: str) -> CounterView:
    """Return what a clerk's terminal shows."""
    now = hall_now(hall)
    settings = now.settings
    counters = all_counters(hall)
    if counter not in counters:
        raise UnknownCounter(counter=counter)
    found = counters[counter]
    desk = desk_of(found, settings)
    there = working(counters)
    mine = order(line(hall), desk, at=hall.at, working=there)
    put_off = later(line(hall), desk, at=hall.at, working=there)
    shown = line_shown(hall, counter, desk, mine, put_off)
    choice = choice_of(mine, desk)
    ticket = ticket_of(hall, found.ticket) if found.ticket is not None else None
    back, undo, why = kept(hall, settings, found, there), undo_of(hall, found), why_held(now)
    roll = roll_at(hall, list(found.settings.services))
    at_desk = AtDesk(
        roll=roll is not None and (choice is not None or roll.next is not None),
        next=choice is not None,
        line=bool(shown),
        kept=bool(back),
        pool=any(one.state == TicketState.HELD for one in back),
        undo=undo is not None,
        held=why is not None,
    )
    return CounterView(
        hall=hall_sign(settings, at=hall.at),
        counter=CounterPart(
            code=counter, kind=found.settings.kind, services=served(found), primary=found.settings.primary
        ),
        state=found.state,
        clerk=clerk_of(hall, found),
        since=found.since,
        pause=Pause(reason=found.pause_reason, since=found.since or hall.at, until=found.pause_until)
        if found.pause_reason
        else None,
        ticket=ticket_now(hall, ticket) if ticket else None,
        cases=cases_now(hall, ticket) if ticket else [],
        norm=norm_of(hall, ticket) if ticket else None,
        next=NextTicket(
            ticket=shown[0], why=why_next(choice, settings, hall.at), left_to=left_to(hall, found, choice.ticket.id)
        )
        if choice
        else None,
        by_itself=by_itself(hall, found),
        line=shown,
        line_count=len(mine) + len(put_off),
        hall_closed_at=closed_at(settings, hall.at) if found.state is CounterState.SERVING else None,
        kept=back,
        roll=None if roll is None else RollNow(service=roll.service.code, next=roll.next),
        classes=class_signs(settings),
        waits=hall_waits(hall, found),
        undo=undo,
        last=last_act(hall, found),
        directed=directed(hall, found),
        today=today(hall, settings, counter),
        others=[
            Neighbour(
                code=other.code,
                state=other.state,
                services=other.settings.services,
                takes=other.state is not CounterState.CLOSED,
            )
            for other in counters.values()
            if other.code != counter
        ],
        issue_stopped=now.stopped(hall.at),
        held=why,
        incidents=counter_incidents(hall, Seat(counter, found.clerk, role_of(hall, found))),
        plans=plan_choices(hall),
        acts=desk_acts(found.state, at_desk),
    )


def left_to(hall: HallSnapshot, counter: CounterNow, ticket: int) -> str | None:
    """Return the free counter that is rather to call a ticket; None where that is this one, or none."""
    if counter.state is not CounterState.OPEN:
        return None
    idle = idle_counters(hall, frozenset())
    if len(idle) < 2:
        return None
    there = working(all_counters(hall))
    return called_elsewhere(spread(line(hall), idle, at=hall.at, working=there), counter.code, ticket)


def by_itself(hall: HallSnapshot, counter: CounterNow) -> ByItself | None:
    """Return whether the next person is called by itself here, and when."""
    wishes = AUTOCALL.of(hall)
    if not wishes.offered:
        return None
    wanted = counter.clerk in callers(hall)
    count = running(hall).get(counter.code) if wanted else None
    stopped, runs = is_stopped(counter, count), count is not None and count.since == counter.since
    counts = runs and not stopped and any(one.code == counter.code for one in calling_now(hall))
    return ByItself(
        wanted=wanted,
        due_at=count.due_at if counts and count is not None else None,
        seconds=wishes.seconds,
        stopped=stopped and counter.state is CounterState.OPEN,
        unanswered=stopped and count is not None and count.unanswered,
        acts=list(autocall_acts(counter, count, wanted=wanted)),
    )


def served(counter: CounterNow) -> list[str]:
    """Return what a counter serves, primary services first."""
    primary = counter.settings.primary
    return [*primary, *(code for code in counter.settings.services if code not in primary)]


def clerk_of(hall: HallSnapshot, counter: CounterNow) -> Clerk | None:
    """Return who sits there."""
    if counter.clerk is None:
        return None
    member = people.member(hall, counter.clerk)
    return Clerk(id=counter.clerk, name=member.name if member else "", simulated=counter.clerk >= SIMULATED)


def ticket_now(hall: HallSnapshot, ticket: Ticket) -> TicketNow:
    """Return the ticket called or served."""
    due = due_of(hall, ticket.id)
    until = ticket.called_at or ticket.started_at or hall.at
    return TicketNow(
        **ticket_fields(ticket),
        name=names_of(hall, [ticket.id]).get(ticket.id),
        called_at=ticket.called_at,
        started_at=ticket.started_at,
        recalls=ticket.recalls,
        next_recall_at=due.get(RECALL),
        no_show_at=due.get(NO_SHOW),
        waited=max(0, round((until - ticket.issued_at).total_seconds())),
        booked=booked_of(hall, [ticket]).get(ticket.id),
        afterwards=what_comes(hall, ticket),
        done=[leg.service for leg in legs_of(hall, ticket)],
    )


def what_comes(hall: HallSnapshot, ticket: Ticket) -> Afterwards | None:
    """Return what of a visit comes after what is served now, and whether it goes on at this counter."""
    if not ticket.further or ticket.counter is None:
        return None
    then = afterwards(hall, ticket)
    here = stays_at(hall, then, all_counters(hall)[ticket.counter])
    counters = turns(hall).desks_of(then)
    return Afterwards(service=here or then.service, here=here is not None, counters=list(counters))


def cases_now(hall: HallSnapshot, ticket: Ticket) -> list[CounterCase]:
    """Return the cases of a ticket."""
    return [
        CounterCase(
            id=one.id,
            number=one.number,
            service=one.service,
            state=one.state,
            state_name=words(STATES[one.state]),
            escalated=one.escalated_by is not None,
        )
        for one in cases_of_ticket(hall, ticket.id)
    ]


def role_of(hall: HallSnapshot, counter: CounterNow) -> Role | None:
    """Return the role of who sits there."""
    member = people.member(hall, counter.clerk) if counter.clerk is not None else None
    return member.posts.get(hall.id, member.role) if member else None


def norm_of(hall: HallSnapshot, ticket: Ticket) -> Norm | None:
    """Return how long the ticket's service usually takes."""
    service = all_services(hall).get(ticket.service)
    if service is None:
        return None
    low, high = usual_times(hall).get(service.code) or usual_time(service, [])
    return Norm(usual_low=low, usual_high=high, norm=round(service.norm * 60))


def line_shown(
    hall: HallSnapshot,
    counter: str,
    desk: calling.CounterOffer,
    mine: list[calling.Waiting],
    put_off: list[calling.Waiting],
) -> list[LineTicket]:
    """Return the line as it has room: who can be called now, then who asked to be called later, at least two."""
    some = mine[: max(SHOWN - len(put_off), SHOWN - LATER_SHOWN)]
    chosen = [*some, *put_off[: SHOWN - len(some)]]
    early = {one.id for one in put_off if next_is(one, mine, desk, at=hall.at)}
    found = tickets_of(hall, [one.id for one in chosen])
    booked = booked_of(hall, found)
    return [
        LineTicket(
            **(ticket_fields(ticket) | called_here(ticket, desk)),
            held_here=ticket.keeps == counter,
            not_before=ticket.not_before if is_later(ticket, hall.at) else None,
            in_order=ticket.id in early or not is_later(ticket, hall.at),
            returned=ticket.came_back,
            away=ticket.away,
            booked=booked.get(ticket.id),
        )
        for ticket in found
    ]


def called_here(ticket: Ticket, desk: calling.CounterOffer) -> dict[str, object]:
    """Return for which service of its visit a counter would call a ticket, and what comes after it."""
    able = callable_for(ticket.service, ticket.further, in_order=ticket.in_order)
    first = next((code for code in able if code in desk.services), ticket.service)
    service, *further = turned(ticket.service, ticket.further, first)
    return {"service": service, "further": further}


def next_is(one: calling.Waiting, mine: list[calling.Waiting], desk: calling.CounterOffer, *, at: datetime) -> bool:
    """Return whether the rule would have somebody next, had they not asked to be called later."""
    choice = next_ticket(here_already([*mine, one], one.id), desk, at=at)
    return choice is not None and choice.ticket.id == one.id


def closed_at(settings: HallOnly, at: datetime) -> datetime | None:
    """Return when the hall closed, if it has for today."""
    closing = closing_at(settings, at)
    return closing if closing is not None and closing <= at else None


def kept(hall: HallSnapshot, settings: HallOnly, counter: CounterNow, there: calling.Working) -> list[KeptTicket]:
    """Return what can come back here: held, then missed; one's own first, then where nobody is there to take them."""
    held = hall.once("held", lambda: in_state(hall, TicketState.HELD))
    gone = hall.once("missed", lambda: missed(hall, settings))
    present = at_work(all_counters(hall))
    own = {one.id for one in held if is_mine(one, counter.code, counter.clerk)}
    own |= {one.id for one in gone if one.counter == counter.code}
    serves = counter.settings.services
    left = [one for one in held if one.service in serves and not is_kept_elsewhere(one, there, present)]
    left += [one for one in gone if one.service in serves and not calling.is_left_to(one.counter, one.service, there)]
    found = {one.id: one for one in [*held, *gone] if one.id in own or one in left}
    return [
        KeptTicket(
            **ticket_fields(one),
            since=one.ended_at or one.held_at or one.started_at or one.called_at or one.issued_at,
            mine=one.state is TicketState.HELD and one.held_for is not None and one.held_for == counter.clerk,
            remind_at=one.remind_at if one.state is TicketState.HELD else None,
            elsewhere=None if one.counter == counter.code or one.id in own else one.counter,
        )
        for one in sorted(found.values(), key=lambda one: (one.state is not TicketState.HELD, one.id not in own))
    ]


def hall_waits(hall: HallSnapshot, counter: CounterNow) -> list[HallWait]:
    """Return all services' lines."""
    counts, found = waiting_counts(hall), turns(hall)
    rows = []
    for service in all_services(hall).values():
        place = found.new[service.code, None]
        rows.append(
            HallWait(
                service=service.code,
                name=service.name,
                count=counts.get(service.code, 0),
                ahead=place.ahead,
                wait=wait_range(place.wait),
                served=bool(found.desks[service.code]),
                target=round(service.target * 60),
                mine=service.code in counter.settings.services,
            )
        )
    return rows


def undo_of(hall: HallSnapshot, counter: CounterNow) -> Undo | None:
    """Return what can still be taken back."""
    if counter.last_act not in UNDOABLE or counter.last_at is None or counter.last_ticket is None:
        return None
    until = counter.last_at + UNDO_WITHIN
    stayed = counter.last_act is Act.WENT_ON and counter.ticket == counter.last_ticket
    moved_on = counter.last_act is not Act.CALLED and counter.state is not CounterState.OPEN
    if hall.at >= until or (moved_on and not stayed):
        return None
    return Undo(what=counter.last_act, number=ticket_of(hall, counter.last_ticket).number, until=until)


def last_act(hall: HallSnapshot, counter: CounterNow) -> LastAct | None:
    """Return what was done last."""
    if counter.last_act is None or counter.last_at is None:
        return None
    number = ticket_of(hall, counter.last_ticket).number if counter.last_ticket is not None else None
    return LastAct(what=counter.last_act, number=number, at=counter.last_at)


def today(hall: HallSnapshot, settings: HallOnly, counter: str) -> Today:
    """Return the counter's day so far."""
    figures = day_figures(hall, day_of(settings, hall.at), counter)
    average = round(figures.seconds / figures.served) if figures.served else None
    return Today(served=figures.served, average=average, no_shows=figures.no_shows)
