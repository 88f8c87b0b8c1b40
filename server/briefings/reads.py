"""What pages and other features may read of notices to staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select

from server.briefings.refusals import UnknownBriefing
from server.briefings.tables import briefing_readers, briefing_words, briefings
from server.store.hall import HallSnapshot

HERE: Final[Any] = bindparam("hall")
MOST: Final = 200  # in one list
_ALL: Final = select(*list(briefings.c)[1:]).where(briefings.c.hall_id == HERE)
ONE: Final = _ALL.where(briefings.c.id == bindparam("briefing"))
LATEST: Final = _ALL.order_by(briefings.c.id.desc()).limit(MOST)
READERS: Final = select(briefing_readers.c.briefing, briefing_readers.c.staff, briefing_readers.c.read_at).where(
    briefing_readers.c.hall_id == HERE, briefing_readers.c.briefing.in_(bindparam("briefings", expanding=True))
)
UNREAD: Final = (
    select(*list(briefings.c)[1:])
    .join(
        briefing_readers,
        (briefing_readers.c.hall_id == briefings.c.hall_id) & (briefing_readers.c.briefing == briefings.c.id),
    )
    .where(
        briefings.c.hall_id == HERE,
        briefing_readers.c.staff == bindparam("staff"),
        briefing_readers.c.read_at.is_(None),
    )
    .order_by(briefings.c.id)
)
WORDS: Final = select(briefing_words.c.briefing, briefing_words.c.title, briefing_words.c.text).where(
    briefing_words.c.hall_id == HERE, briefing_words.c.briefing.in_(bindparam("briefings", expanding=True))
)
GIVEN: Final = (
    select(
        briefings.c.id,
        briefings.c.given_at,
        briefings.c.read_by,
        briefing_readers.c.staff,
        briefing_readers.c.read_at,
    )
    .join(
        briefing_readers,
        (briefing_readers.c.hall_id == briefings.c.hall_id) & (briefing_readers.c.briefing == briefings.c.id),
    )
    .where(
        briefings.c.hall_id == HERE,
        briefings.c.given_at >= bindparam("since", type_=briefings.c.given_at.type),
        briefings.c.given_at <= bindparam("until", type_=briefings.c.given_at.type),
    )
)


@dataclass(frozen=True, slots=True)
class Briefing:
    """A notice to staff; its words are read apart."""

    id: int
    by: int
    service: str | None
    version: int | None
    given_at: datetime
    read_by: datetime


def of_rows(hall: HallSnapshot, question: Any, **asked: object) -> list[Briefing]:
    """Return the notices that a question finds."""
    return [Briefing(*row) for row in hall.connection.execute(question, {"hall": hall.id, **asked})]


def latest(hall: HallSnapshot) -> list[Briefing]:
    """Return the last notices, the newest first."""
    return of_rows(hall, LATEST)


def briefing_of(hall: HallSnapshot, briefing: int) -> Briefing:
    """Return a notice; refuse a number that the hall does not have."""
    found = of_rows(hall, ONE, briefing=briefing)
    if not found:
        raise UnknownBriefing
    return found[0]


def unread_by(hall: HallSnapshot, staff: int) -> list[Briefing]:
    """Return what somebody has still to read, the oldest first."""
    return of_rows(hall, UNREAD, staff=staff)


def readers_of(hall: HallSnapshot, found: Sequence[Briefing]) -> Mapping[int, Mapping[int, datetime | None]]:
    """Return notice → who reads it → when they did."""
    told: dict[int, dict[int, datetime | None]] = {one.id: {} for one in found}
    if found:
        for row in hall.connection.execute(READERS, {"hall": hall.id, "briefings": [one.id for one in found]}):
            told[row[0]][row[1]] = row[2]
    return told


def words_of(hall: HallSnapshot, found: Sequence[Briefing]) -> Mapping[int, tuple[str, str]]:
    """Return notice → its title and text, of those that people wrote."""
    if not found:
        return {}
    rows = hall.connection.execute(WORDS, {"hall": hall.id, "briefings": [one.id for one in found]})
    return {row[0]: (row[1], row[2]) for row in rows}
