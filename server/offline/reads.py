"""What is known of kiosks that may be cut off: their journals, their numbers, what was put aside."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import BindParameter, Row, bindparam, select

from server.floor.events.tickets import CLOSING, DAY_END, day_number
from server.floor.hallfile import HallOnly
from server.floor.numbering import label
from server.floor.opening import day_of
from server.floor.reads.halls import all_services, hall_now
from server.floor.reads.spoken import devices_told
from server.floor.tables import days, tickets
from server.offline.entries import EntryKind, read
from server.offline.ranges import NumberRange
from server.offline.tables import block_series, kiosk_contacts, kiosk_journals, kiosk_slips, number_blocks, set_aside
from server.security.health import DeviceHealth, State
from server.security.rights import DeviceKind
from server.store.hall import HallSnapshot
from server.store.tables import answers, deadlines

HERE: Final[BindParameter[int]] = bindparam("hall")
JOURNAL = select(
    kiosk_journals.c.id,
    kiosk_journals.c.name,
    kiosk_journals.c.root,
    kiosk_journals.c.device,
    kiosk_journals.c.seq,
    kiosk_journals.c.hash,
    kiosk_journals.c.arrived_at,
    kiosk_journals.c.broken_at,
).where(kiosk_journals.c.hall_id == HERE)
BY_NAME = JOURNAL.where(kiosk_journals.c.name == bindparam("name"))
BY_ID = JOURNAL.where(kiosk_journals.c.id == bindparam("journal"))
CONTACT = select(kiosk_contacts.c.at, kiosk_contacts.c.unsent, kiosk_contacts.c.turn).where(
    kiosk_contacts.c.hall_id == HERE, kiosk_contacts.c.root == bindparam("root")
)
CONTACTS = select(kiosk_contacts.c.root, kiosk_contacts.c.at, kiosk_contacts.c.unsent).where(
    kiosk_contacts.c.hall_id == HERE
)
BLOCKS = select(
    number_blocks.c.day, number_blocks.c.letter, number_blocks.c.first, number_blocks.c.last, number_blocks.c.journal
).where(number_blocks.c.hall_id == HERE, number_blocks.c.day >= bindparam("since"))
USED = (
    select(kiosk_slips.c.day, kiosk_slips.c.letter, kiosk_slips.c.nth)
    .where(kiosk_slips.c.hall_id == HERE, kiosk_slips.c.day >= bindparam("since"), kiosk_slips.c.nth.is_not(None))
    .union_all(
        select(set_aside.c.day, set_aside.c.letter, set_aside.c.nth).where(
            set_aside.c.hall_id == HERE, set_aside.c.day >= bindparam("since"), set_aside.c.nth.is_not(None)
        )
    )
)
GRANTED_TO = select(block_series.c.day, block_series.c.letter, block_series.c.last).where(
    block_series.c.hall_id == HERE, block_series.c.day >= bindparam("since")
)
OWNER = (
    select(kiosk_journals.c.root)
    .select_from(
        number_blocks.join(
            kiosk_journals,
            (kiosk_journals.c.hall_id == number_blocks.c.hall_id) & (kiosk_journals.c.id == number_blocks.c.journal),
        )
    )
    .where(
        number_blocks.c.hall_id == HERE,
        number_blocks.c.day == bindparam("day"),
        number_blocks.c.letter == bindparam("letter"),
        number_blocks.c.first <= bindparam("nth"),
        number_blocks.c.last >= bindparam("nth"),
    )
)
SLIP = select(kiosk_slips.c.ticket, kiosk_slips.c.letter).where(
    kiosk_slips.c.hall_id == HERE, kiosk_slips.c.uid == bindparam("uid")
)
BEARER = select(tickets.c.id).where(
    tickets.c.hall_id == HERE, tickets.c.day == bindparam("day"), tickets.c.number == bindparam("number")
)
BORNE = select(tickets.c.id).where(
    tickets.c.hall_id == HERE, tickets.c.number == bindparam("number"), tickets.c.ended_at.is_(None)
)
ANSWERED = select(answers.c.actor, answers.c.status, answers.c.body).where(
    answers.c.hall_id == HERE, answers.c.key == bindparam("key"), answers.c.actor.startswith("device:")
)
RUNNING = select(deadlines.c.kind).where(
    deadlines.c.hall_id == HERE,
    deadlines.c.subject == bindparam("number"),
    deadlines.c.kind.in_([CLOSING, DAY_END]),
)
DAY = select(days.c.closing_at).where(days.c.hall_id == HERE, days.c.day == bindparam("day"))
ASIDE = select(set_aside).where(set_aside.c.hall_id == HERE)
WAITING_ASIDE = ASIDE.where(set_aside.c.settled_at.is_(None)).order_by(set_aside.c.id)
ONE_ASIDE = ASIDE.where(set_aside.c.id == bindparam("which"))
ASIDE_UID = select(set_aside.c.id).where(set_aside.c.hall_id == HERE, set_aside.c.uid == bindparam("uid"))


@dataclass(frozen=True, slots=True)
class KioskJournal:
    """A kiosk's journal as far as it was handed in."""

    id: int
    name: str
    root: int
    device: int
    seq: int
    hash: str
    arrived_at: datetime | None
    broken_at: datetime | None


class Contact(NamedTuple):
    """When a kiosk had handed in all that it had, and which of its requests that was."""

    at: datetime
    unsent: int
    turn: int


@dataclass(frozen=True, slots=True)
class NumberBlock:
    """Numbers that a kiosk may give, and the last of them that it is known to have given."""

    day: str
    letter: str
    range: NumberRange
    used_to: int
    journal: int

    @property
    def left(self) -> int:
        """How many it has not given yet, as far as is known here."""
        return self.range.left(self.used_to)


@dataclass(frozen=True, slots=True)
class PutAside:
    """What a kiosk handed in and fitted nothing."""

    id: int
    journal: int
    why: str
    uid: str | None
    day: str
    letter: str | None
    nth: int | None
    arrived_at: datetime
    body: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class KioskAlone:
    """A kiosk that is cut off: since when, and what it may give meanwhile."""

    device: DeviceHealth
    blocks: tuple[NumberBlock, ...]  # of today


def journal_named(hall: HallSnapshot, name: str) -> KioskJournal | None:
    """Return a journal by the name that the kiosk gave it."""
    row = hall.connection.execute(BY_NAME, {"hall": hall.id, "name": name}).first()
    return None if row is None else KioskJournal(*row)


def journals(hall: HallSnapshot) -> dict[int, KioskJournal]:
    """Return all journals by their numbers."""
    return {row.id: KioskJournal(*row) for row in hall.connection.execute(JOURNAL, {"hall": hall.id})}


def last_contact(hall: HallSnapshot, root: int) -> Contact | None:
    """Return when a kiosk was last heard of."""
    row = hall.connection.execute(CONTACT, {"hall": hall.id, "root": root}).first()
    return None if row is None else Contact(*row)


def contacts(hall: HallSnapshot) -> dict[int, tuple[datetime, int]]:
    """Return of each kiosk when it was last heard of, and how many entries it still had then."""
    return {row.root: (row.at, row.unsent) for row in hall.connection.execute(CONTACTS, {"hall": hall.id})}


def blocks_since(hall: HallSnapshot, day: str) -> list[NumberBlock]:
    """Return the blocks of a day and of those after it."""
    question = {"hall": hall.id, "since": day}
    used: dict[tuple[str, str], list[int]] = {}
    for row in hall.connection.execute(USED, question):
        used.setdefault((row.day, row.letter), []).append(row.nth)
    found = []
    for on, letter, first, last, journal in hall.connection.execute(BLOCKS, question):
        inside = [nth for nth in used.get((on, letter), ()) if first <= nth <= last]
        found.append(NumberBlock(on, letter, NumberRange(first, last), max(inside, default=first - 1), journal))
    return sorted(found, key=lambda one: (one.day, one.letter, one.range))


def granted_to(hall: HallSnapshot, day: str) -> dict[tuple[str, str], int]:
    """Return (day, letter) → the last number that was granted to any kiosk."""
    rows = hall.connection.execute(GRANTED_TO, {"hall": hall.id, "since": day})
    return {(row.day, row.letter): row.last for row in rows}


def owner_of(hall: HallSnapshot, day: str, letter: str, nth: int) -> int | None:
    """Return whose a number is, by the kiosk's first journal; None where it was granted to nobody."""
    question = {"hall": hall.id, "day": day, "letter": letter, "nth": nth}
    found: int | None = hall.connection.execute(OWNER, question).scalar()
    return found


def slip_of(hall: HallSnapshot, uid: str) -> tuple[int | None, bool] | None:
    """Return what became of a slip: its ticket, and whether it was abandoned; None for one that nobody handed in."""
    row = hall.connection.execute(SLIP, {"hall": hall.id, "uid": uid}).first()
    return None if row is None else (row.ticket, row.letter is None)


def is_put_aside(hall: HallSnapshot, uid: str) -> bool:
    """Return whether a slip was put aside."""
    return hall.connection.execute(ASIDE_UID, {"hall": hall.id, "uid": uid}).first() is not None


def bearer(hall: HallSnapshot, day: str, number: str) -> int | None:
    """Return the ticket that has a number on a day."""
    found: int | None = hall.connection.execute(BEARER, {"hall": hall.id, "day": day, "number": number}).scalar()
    return found


def is_borne(hall: HallSnapshot, number: str) -> bool:
    """Return whether somebody in the hall bears a number, whatever its day."""
    return hall.connection.execute(BORNE, {"hall": hall.id, "number": number}).first() is not None


def answered_with(hall: HallSnapshot, uid: str) -> int | None:
    """Return the ticket that the server answered with when a kiosk asked under an id."""
    for row in hall.connection.execute(ANSWERED, {"hall": hall.id, "key": uid}):
        if row.status == 201 and row.body:
            return int(json.loads(row.body)["ticket"]["id"])
    return None


def is_over(hall: HallSnapshot, settings: HallOnly, day: str, today: str) -> bool:
    """Return whether nobody of a day is served any more."""
    if day > today:
        return False
    begun = hall.connection.execute(DAY, {"hall": hall.id, "day": day}).first()
    if begun is None:
        return day < today
    due = hall.connection.execute(RUNNING, {"hall": hall.id, "number": day_number(day)}).scalar()
    closed = due == DAY_END and begun.closing_at is not None
    return due is None or (closed and settings.at_closing == "cancel")


def put_aside(hall: HallSnapshot) -> list[PutAside]:
    """Return what was put aside and waits for somebody."""
    question = {"hall": hall.id}
    return hall.once(put_aside, lambda: [aside(row) for row in hall.connection.execute(WAITING_ASIDE, question)])


def one_put_aside(hall: HallSnapshot, which: int) -> PutAside | None:
    """Return one thing that was put aside."""
    row = hall.connection.execute(ONE_ASIDE, {"hall": hall.id, "which": which}).first()
    return None if row is None else aside(row)


def can_join(hall: HallSnapshot, found: PutAside) -> bool:
    """Return whether what was put aside can come into the line: a slip that can be read, whose number is nobody's."""
    entry = read(found.body)
    if entry is None or entry.kind is not EntryKind.RESERVED or slip_of(hall, entry.uid) is not None:
        return False
    known = entry.service in all_services(hall) and entry.number == label(entry.service, entry.nth)
    if not known or not entry.day or bearer(hall, entry.day, entry.number) is not None:
        return False
    settings = hall_now(hall).settings
    over = is_over(hall, settings, entry.day, day_of(settings, hall.at))
    return over or not is_borne(hall, entry.number)


def aside(row: Row[Any]) -> PutAside:
    """Return what was put aside from its row."""
    return PutAside(
        row.id, row.journal, row.why, row.uid, row.day, row.letter, row.nth, row.arrived_at, row.body, row.settled_at
    )


def alone(hall: HallSnapshot) -> list[KioskAlone]:
    """Return the kiosks that were there and are cut off, with what they may give by themselves today."""
    return hall.once(alone, lambda: found_alone(hall))


def found_alone(hall: HallSnapshot) -> list[KioskAlone]:
    """Read them."""
    lost = [one for one in devices_told(hall) if one.kind is DeviceKind.KIOSK and one.state is State.LOST]
    lost = [one for one in lost if one.seen_at is not None]
    if not lost:
        return []
    today, known = day_of(hall_now(hall).settings, hall.at), journals(hall)
    blocks = [one for one in blocks_since(hall, today) if one.day == today and known[one.journal].broken_at is None]
    return [KioskAlone(one, tuple(block for block in blocks if known[block.journal].device == one.id)) for one in lost]
