"""The hall itself, its services and counters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select

from server.floor.hallfile import Counter, HallOnly, Service
from server.floor.refusals import UnknownCounter, UnknownService
from server.floor.restraints import Restrains, Restraint, parsed, strongest
from server.floor.states import STAFFED, Act, CounterState, PauseReason
from server.floor.tables import counters, hall_settings, services
from server.kernel.languages import Words
from server.kernel.refusals import UnknownHall
from server.store.hall import HallSnapshot

HALL = select(
    hall_settings.c.settings, hall_settings.c.issue_stopped, hall_settings.c.stopped_until, hall_settings.c.restraints
).where(hall_settings.c.hall_id == bindparam("hall"))
SET_UP = select(hall_settings.c.hall_id).order_by(hall_settings.c.hall_id)
NAMED = select(hall_settings.c.hall_id, hall_settings.c.settings)
SERVICES = select(services.c.settings).where(services.c.hall_id == bindparam("hall")).order_by(services.c.code)
COUNTERS = select(*list(counters.c)[1:]).where(counters.c.hall_id == bindparam("hall"))
COUNTER = COUNTERS.where(counters.c.code == bindparam("code"))
SAT_AT = select(counters.c.code).where(counters.c.hall_id == bindparam("hall"), counters.c.clerk == bindparam("clerk"))


@dataclass(frozen=True, slots=True)
class HallNow:
    """A hall's settings, whether numbers are given out, and what an incident holds back."""

    settings: HallOnly
    issue_stopped: bool  # by hand
    stopped_until: datetime | None
    restraints: tuple[Restraint, ...] = ()

    def stopped(self, at: datetime) -> bool:
        """Return whether numbers are stopped at a moment, by hand or by an incident."""
        by_hand = self.issue_stopped and (self.stopped_until is None or self.stopped_until > at)
        return by_hand or self.holds(Restrains.STOP) is not None

    def holds(self, what: Restrains) -> Restraint | None:
        """Return what an incident holds back of a kind."""
        return strongest(self.restraints, what)


@dataclass(frozen=True, slots=True)
class CounterNow:
    """A counter: what it is, who sits there, what it does."""

    settings: Counter
    state: CounterState
    since: datetime | None
    clerk: int | None
    ticket: int | None
    pause_reason: PauseReason | None
    pause_until: datetime | None
    last_act: Act | None
    last_ticket: int | None
    last_at: datetime | None
    own: Counter  # as it is set up; `settings` are those of now
    planned: Counter  # as the work profile has it that holds, else as it is set up
    today: tuple[str, ...] | None = None  # the services that it has for the day, where somebody gave it others
    profile: str | None = None  # what a work profile has it serve, as it is kept

    @property
    def code(self) -> str:
        """The number over the desk."""
        return self.settings.code


@lru_cache(maxsize=1024)
def parsed_hall(text: str) -> HallOnly:
    """Return a hall's settings from their JSON."""
    return HallOnly.model_validate_json(text)


@lru_cache(maxsize=4096)
def parsed_service(text: str) -> Service:
    """Return a service's settings from their JSON."""
    return Service.model_validate_json(text)


@lru_cache(maxsize=4096)
def parsed_counter(text: str) -> Counter:
    """Return a counter's settings from their JSON."""
    return Counter.model_validate_json(text)


def hall_now(hall: HallSnapshot) -> HallNow:
    """Return the hall's settings and whether numbers are given out."""
    row = hall.once(hall_now, lambda: hall.connection.execute(HALL, {"hall": hall.id}).first())
    if row is None:
        raise UnknownHall(hall=hall.id)
    return HallNow(parsed_hall(row[0]), row[1], row[2], parsed(row[3]))


def all_services(hall: HallSnapshot) -> dict[str, Service]:
    """Return the services by letter."""
    return hall.once(
        all_services,
        lambda: {
            service.code: service
            for service in (parsed_service(row[0]) for row in hall.connection.execute(SERVICES, {"hall": hall.id}))
        },
    )


def halls_set_up(sight: HallSnapshot) -> list[int]:
    """Return the numbers of all halls that have settings: one is opened and set up in two steps."""
    return [row[0] for row in sight.connection.execute(SET_UP)]


def hall_names(sight: HallSnapshot) -> dict[int, Words]:
    """Return number → name of all halls that are set up."""
    return {row[0]: parsed_hall(row[1]).name for row in sight.connection.execute(NAMED)}


def hall_text(hall: HallSnapshot) -> str | None:
    """Return a hall's own settings as the journal has them; None where it has none yet."""
    row = hall.connection.execute(HALL, {"hall": hall.id}).first()
    return None if row is None else row[0]


def service_texts(hall: HallSnapshot) -> dict[str, str]:
    """Return the services' settings by letter, as the journal has them."""
    rows = hall.connection.execute(SERVICES, {"hall": hall.id})
    return {parsed_service(row[0]).code: row[0] for row in rows}


def counter_texts(hall: HallSnapshot) -> dict[str, str]:
    """Return the counters' settings by number, as the journal has them."""
    return {row[0]: row[1] for row in hall.connection.execute(COUNTERS, {"hall": hall.id})}


def service_of(hall: HallSnapshot, code: str) -> Service:
    """Return a service; refuse a letter that the hall does not have."""
    found = all_services(hall).get(code)
    if found is None:
        raise UnknownService(service=code)
    return found


def all_counters(hall: HallSnapshot) -> dict[str, CounterNow]:
    """Return the counters in the order of their numbers."""
    return hall.once(all_counters, lambda: counters_by_code(hall))


def counters_by_code(hall: HallSnapshot) -> dict[str, CounterNow]:
    """Read the counters and put them in the order of their numbers."""
    found = [counter_row(row) for row in hall.connection.execute(COUNTERS, {"hall": hall.id})]
    return {counter.code: counter for counter in sorted(found, key=lambda one: (len(one.code), one.code))}


def counter_of(hall: HallSnapshot, code: str) -> CounterNow:
    """Return a counter; refuse a number that the hall does not have."""
    row = hall.connection.execute(COUNTER, {"hall": hall.id, "code": code}).first()
    if row is None:
        raise UnknownCounter(counter=code)
    return counter_row(row)


def counter_row(row: Sequence[Any]) -> CounterNow:
    """Return a counter from its row, in the order of its columns."""
    _, settings, state, since, clerk, ticket, reason, until, act, last_ticket, last_at, today, profile = row
    own = parsed_counter(settings)
    planned = under_profile(settings, profile) if profile else own
    return CounterNow(
        settings=today_of(settings, today) if today else planned,
        state=CounterState(state),
        since=since,
        clerk=clerk,
        ticket=ticket,
        pause_reason=PauseReason(reason) if reason else None,
        pause_until=until,
        last_act=Act(act) if act else None,
        last_ticket=last_ticket,
        last_at=last_at,
        own=own,
        planned=planned,
        today=tuple(today.split(",")) if today else None,
        profile=profile,
    )


@lru_cache(maxsize=4096)
def today_of(settings: str, today: str) -> Counter:
    """Return a counter's settings with the services that it has for the day."""
    own, services = parsed_counter(settings), today.split(",")
    primary = [code for code in own.primary if code in services]
    return own.model_copy(update={"services": services, "primary": primary})


@lru_cache(maxsize=4096)
def under_profile(settings: str, profile: str) -> Counter:
    """Return a counter's settings with the services that a work profile has it serve."""
    services, _, primary = profile.partition("/")
    first = primary.split(",") if primary else []
    return parsed_counter(settings).model_copy(update={"services": services.split(","), "primary": first})


def counter_sat_at(hall: HallSnapshot, clerk: int) -> str | None:
    """Return the counter at which a clerk sits."""
    found: str | None = hall.connection.execute(SAT_AT, {"hall": hall.id, "clerk": clerk}).scalar()
    return found


def at_work(found: dict[str, CounterNow]) -> frozenset[int]:
    """Return who works at a counter, or is to come back to one."""
    return frozenset(one.clerk for one in found.values() if one.clerk is not None)


def working(found: dict[str, CounterNow]) -> dict[str, list[str]]:
    """Return the counters where somebody works just now, with what they serve today."""
    return {code: counter.settings.services for code, counter in found.items() if counter.state in STAFFED}
