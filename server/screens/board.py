"""The supervisor's board: people, lines against targets, counters, devices, and what to do now."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from pydantic import Field
from sqlalchemy import BigInteger, bindparam, case, func, literal, select, type_coerce

from server.crowd.acts import count_people
from server.crowd.reads import crowd_now
from server.emergency.reads import going_on
from server.emergency.todos import numbers
from server.feature.acts import OpenAct
from server.feature.todos import Duty
from server.floor import calling
from server.floor.acts import look_after_desks
from server.floor.hallfile import Service
from server.floor.opening import day_of, midnight_after
from server.floor.reads.halls import CounterNow, all_counters, all_services, hall_now
from server.floor.reads.spoken import devices_told
from server.floor.reads.tickets import line, ticket_of
from server.floor.reads.turns import learned_last, turns
from server.floor.tables import tickets
from server.profiles.acts import choose_profile
from server.ratings.figures import rating_counts
from server.ratings.reads import open_follow_ups
from server.ratings.usable import tablets_usable
from server.screens.board_ahead import board_profile, board_staffing
from server.screens.board_incidents import board_incidents
from server.screens.board_parts import (
    BoardAlert,
    BoardCounter,
    BoardCrowd,
    BoardDevice,
    BoardIncident,
    BoardProfile,
    BoardRatings,
    BoardService,
    BoardStaffing,
    BoardTodo,
    Share,
)
from server.screens.board_todo import todos
from server.screens.parts import Door, HallSign, Part, door, hall_sign, wait_range
from server.security import reads as people
from server.security.health import DeviceHealth, State
from server.security.naming import device_called
from server.store.hall import HallSnapshot

DOTS: Final = 40  # of a line that are drawn one by one


class BoardView(Part):
    """The whole of the board."""

    hall: HallSign
    state: Door
    opens_at: datetime | None
    until: datetime | None
    crowd: BoardCrowd
    today: Share = Field(description="called within their target today")
    announced: Share = Field(
        description="announced waits that held, of those of the last two days who had to wait for more than a minute"
    )
    staffing: BoardStaffing | None = Field(
        description="null: too little is known of the hall yet, or nobody works there"
    )
    counters: list[BoardCounter]
    profile: BoardProfile | None = Field(description="what has counters serve what they do; null: there are none")
    services: list[BoardService]
    incidents: list[BoardIncident]
    todo: list[BoardTodo]
    devices: list[BoardDevice] = Field(description="only those that somebody should look at")
    devices_well: int
    ratings: BoardRatings
    acts: list[OpenAct] = Field(description="what can be done here, besides what is beside each thing to do")


def board_view(duties: Sequence[Duty]) -> Callable[[HallSnapshot], BoardView]:
    """Return what makes the board, with what the features have waiting to be done."""
    most_urgent_first = sorted(duties, key=lambda duty: duty.board)
    return lambda hall: whole_board(hall, most_urgent_first)


def whole_board(hall: HallSnapshot, duties: Sequence[Duty]) -> BoardView:
    """Return the board as it is now."""
    now = hall_now(hall)
    state, opens, until = door(now, hall.at)
    services, counters = all_services(hall), all_counters(hall)
    reached = within_target(hall, services)
    rows = lines(hall, services, reached)
    crowd = board_crowd(hall)
    devices = devices_told(hall)
    ratings = board_ratings(hall)
    learned = learned_last(hall)
    odd = [one for one in devices if one.state is not State.OK]
    return BoardView(
        hall=hall_sign(now.settings, at=hall.at),
        state=state,
        opens_at=opens,
        until=until,
        crowd=crowd,
        today=Share(kept=sum(one.kept for one in reached.values()), of=sum(one.of for one in reached.values())),
        announced=Share(kept=learned.held.kept, of=learned.held.of) if learned.held else Share(kept=0, of=0),
        staffing=board_staffing(hall, learned.staffing),
        counters=[board_counter(hall, one, services) for one in counters.values()],
        profile=board_profile(hall),
        services=rows,
        incidents=board_incidents(hall),
        todo=todos(hall, duties),
        devices=[board_device(one) for one in odd],
        devices_well=len(devices) - len(odd),
        ratings=ratings,
        acts=[numbers(hall), count_people(), look_after_desks(now.settings.code), *choose_profile(hall)],
    )


def board_crowd(hall: HallSnapshot) -> BoardCrowd:
    """Return how full the hall is."""
    found = crowd_now(hall)
    limits, alert = found.limits, found.alert
    return BoardCrowd(
        people=found.people,
        area=found.area,
        level=found.said,
        since=found.since,
        busy=limits.busy if limits else None,
        crowded=limits.crowded if limits else None,
        dangerous=limits.dangerous if limits else None,
        alert=BoardAlert(
            id=alert.id,
            stage=alert.stage,
            raised_at=alert.raised_at,
            acknowledged=alert.acknowledged,
            people=alert.people,
            limit=alert.limit,
        )
        if alert
        else None,
        sensor=found.sensor.odd,
    )


def within_target(hall: HallSnapshot, services: dict[str, Service]) -> dict[str, Share]:
    """Return service → how many of today's calls came within the target; transfers and delays of one's own apart."""
    waited = type_coerce(tickets.c.called_at, BigInteger) - type_coerce(tickets.c.issued_at, BigInteger)
    targets = {code: round(service.target * 60_000_000) for code, service in services.items()}
    target = case(targets, value=tickets.c.service, else_=0) if targets else literal(0)
    statement = (
        select(tickets.c.service, func.sum(case((waited <= target, 1), else_=0)), func.count())
        .where(
            tickets.c.hall_id == bindparam("hall"),
            tickets.c.day == bindparam("day"),
            tickets.c.called_at.is_not(None),
            tickets.c.number.is_not(None),
            tickets.c.transfers == 0,
            tickets.c.laters == 0,
        )
        .group_by(tickets.c.service)
    )
    day = day_of(hall_now(hall).settings, hall.at)
    found = {
        code: Share(kept=int(kept or 0), of=of)
        for code, kept, of in hall.connection.execute(statement, {"hall": hall.id, "day": day})
    }
    return {code: found.get(code, Share(kept=0, of=0)) for code in services}


def lines(hall: HallSnapshot, services: dict[str, Service], reached: dict[str, Share]) -> list[BoardService]:
    """Return each service's line."""
    now = turns(hall)
    waiting: dict[str, list[calling.Waiting]] = {code: [] for code in services}
    for one in line(hall):
        waiting.setdefault(one.service, []).append(one)
    rows = []
    for code, service in services.items():
        found, target = waiting[code], timedelta(minutes=service.target)
        late = [hall.at - one.issued_at > target for one in found]
        rows.append(
            BoardService(
                code=code,
                name=service.name,
                waiting=len(found),
                dots=dots(found, late),
                over=sum(late),
                longest=min((one.issued_at for one in found), default=None),
                wait=wait_range(now.new[code, None].wait),
                target=round(service.target * 60),
                open_counters=list(now.desks[code]),
                served_at=now.back[code],
                today=reached[code],
            )
        )
    return rows


def dots(found: Sequence[calling.Waiting], late: Sequence[bool]) -> str:
    """Return the first of a line, one sign each."""
    signs = ("l" if over else "p" if one.priority else "o" for one, over in zip(found, late, strict=True))
    return "".join(signs)[:DOTS]


def board_counter(hall: HallSnapshot, counter: CounterNow, services: dict[str, Service]) -> BoardCounter:
    """Return a counter."""
    ticket = ticket_of(hall, counter.ticket) if counter.ticket is not None else None
    member = people.member(hall, counter.clerk) if counter.clerk is not None else None
    since = counter.since
    if ticket is not None:
        since = ticket.started_at or ticket.called_at or since
    return BoardCounter(
        code=counter.code,
        state=counter.state,
        services=list(counter.settings.services),
        clerk=member.name if member else None,
        number=ticket.number if ticket else None,
        since=since,
        norm=round(services[ticket.service].norm * 60) if ticket and ticket.service in services else None,
        until=counter.pause_until,
        alarm=any(one.silent and one.counter == counter.code for one in going_on(hall)),
    )


def board_device(device: DeviceHealth) -> BoardDevice:
    """Return a device that somebody should look at."""
    return BoardDevice(
        kind=device.kind,
        name=device_called(device.kind, device.name, device.counter),
        counter=device.counter,
        state=device.state,
        why=device.why or "",
        seen_at=device.seen_at,
    )


def board_ratings(hall: HallSnapshot) -> BoardRatings:
    """Return today's ratings, and what is still owed to those who were not satisfied."""
    until = midnight_after(hall_now(hall).settings, hall.at)
    since = until - timedelta(days=1)
    counts, tablet = rating_counts(hall, since, until).total, tablets_usable(hall, since, until)
    owed = open_follow_ups(hall)
    return BoardRatings(
        by_score=dict(counts.scores),
        not_rated=counts.not_rated,
        follow_ups=len(owed),
        late=sum(one.late is not None for one in owed),
        tablet=Share(kept=tablet.usable, of=tablet.of),
    )
