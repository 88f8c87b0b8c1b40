"""Which work profiles a hall has, and which of them holds."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from sqlalchemy import bindparam, select

from server.floor.reads.tickets import due_of
from server.profiles.events import PLAN
from server.profiles.model import WorkProfile
from server.profiles.refusals import UnknownProfile
from server.profiles.tables import profile_now, work_profiles
from server.store.hall import HallSnapshot

ALL: Final = (
    select(work_profiles.c.id, work_profiles.c.settings)
    .where(work_profiles.c.hall_id == bindparam("hall"))
    .order_by(work_profiles.c.id)
)
NOW: Final = select(profile_now.c.profile, profile_now.c.by_hand, profile_now.c.since).where(
    profile_now.c.hall_id == bindparam("hall")
)


@dataclass(frozen=True, slots=True)
class Holding:
    """The profile that holds: which (None: counters serve what they are set up for), by whom, since and until when."""

    profile: int | None = None
    by_hand: bool = False
    since: datetime | None = None
    until: datetime | None = None


def profile_texts(hall: HallSnapshot) -> dict[int, str]:
    """Return the profiles by number, as the journal has them, the oldest first."""
    return {row[0]: row[1] for row in hall.connection.execute(ALL, {"hall": hall.id})}


def all_profiles(hall: HallSnapshot) -> dict[int, WorkProfile]:
    """Return the profiles by number."""
    return hall.once(all_profiles, lambda: {number: parsed(text) for number, text in profile_texts(hall).items()})


def profile_of(hall: HallSnapshot, number: int) -> WorkProfile:
    """Return a profile; refuse a number that the hall does not have."""
    found = all_profiles(hall).get(number)
    if found is None:
        raise UnknownProfile(profile=number)
    return found


def holding(hall: HallSnapshot) -> Holding:
    """Return which profile holds."""
    return hall.once(holding, lambda: held(hall))


def held(hall: HallSnapshot) -> Holding:
    """Read which profile holds."""
    row = hall.connection.execute(NOW, {"hall": hall.id}).first()
    until = due_of(hall, 0).get(PLAN)
    return Holding(until=until) if row is None else Holding(*row, until)


@lru_cache(maxsize=256)
def parsed(text: str) -> WorkProfile:
    """Return a profile from its JSON."""
    return WorkProfile.model_validate_json(text)
