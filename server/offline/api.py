"""A kiosk's journal over HTTP: handed in, answered with how far it was taken in and what the kiosk may do by itself."""

from datetime import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from server.offline import commands
from server.offline.commands import EntryLine, HandedIn
from server.offline.entries import LONGEST, KioskClocks
from server.offline.granting import DayAhead, Span, days_known
from server.offline.reads import last_contact
from server.security.rights import May
from server.security.web import Api
from server.store.hall import UnitOfWork

api = Api("Kiosks that are cut off")
AT_ONCE: Final = 50  # entries in one request: 30 KB
NAME: Final = r"^[0-9a-f]{32}$"
HASH: Final = r"^([0-9a-f]{64})?$"


class HandedEntry(BaseModel):
    """One entry as it stands in the kiosk's journal; without a text where the disk has lost it."""

    model_config = ConfigDict(extra="forbid")

    seq: int = Field(ge=1, le=2**53)
    body: str = Field(max_length=LONGEST)
    hash: str = Field(pattern=HASH)
    prev: str = Field(pattern=HASH)


class KioskJournalBody(BaseModel):
    """What a kiosk wrote since it was last heard; no entries: nothing, but it is there."""

    model_config = ConfigDict(extra="forbid")

    journal: str = Field(pattern=NAME, examples=["0f" * 16], description="its name, made by the kiosk at random")
    follows: str | None = Field(None, pattern=NAME)
    last: int = Field(ge=0, le=2**53, description="number of its newest entry")
    turn: int = Field(ge=1, le=2**53, description="which of its requests this is: each is counted one higher")
    entries: list[HandedEntry] = Field(max_length=AT_ONCE)
    mono: float = Field(description="seconds that its machine has counted since it was started")
    boot: str = Field(max_length=64, description="which start that is")


class OpenSpan(BaseModel):
    """From when until when numbers are given out."""

    begins: datetime
    ends: datetime


class GrantedBlock(BaseModel):
    """Numbers that the kiosk may give by itself, and the last of them that is known to be given."""

    first: int
    last: int
    used_to: int


class GrantedService(BaseModel):
    """A service on a day."""

    code: str
    open: list[OpenSpan]
    blocks: list[GrantedBlock]


class GrantedDay(BaseModel):
    """A day of the hall."""

    day: str
    begins: datetime
    ends: datetime
    open: list[OpenSpan]
    services: list[GrantedService]


class KioskJournalAnswer(BaseModel):
    """How far the journal was taken in; `broken`: it does not follow, and the kiosk begins another one."""

    seq: int
    hash: str
    broken: bool
    turn: int = Field(description="the highest count of its requests that is known; it goes on from there")
    now: datetime
    prefix: str = Field(description="with which the secret of a slip begins: it says where to look")
    days: list[GrantedDay]


@api.command("/halls/<hall>/kiosk/journal", may=May.HAND_IN)
def hand_in(hall: UnitOfWork, body: KioskJournalBody) -> KioskJournalAnswer:
    """Hand in what a kiosk wrote while it was cut off; the same again changes nothing."""
    lines = [EntryLine(one.seq, one.body, one.hash, one.prev) for one in body.entries]
    handed = HandedIn(body.journal, body.follows, body.last, lines, KioskClocks(body.mono, body.boot), body.turn)
    journal = commands.hand_in(hall, handed)
    broken, contact = journal.broken_at is not None, last_contact(hall, journal.root)
    return KioskJournalAnswer(
        seq=journal.seq,
        hash=journal.hash,
        broken=broken,
        turn=contact.turn if contact else 0,
        now=hall.at,
        prefix=f"{hall.id}.",
        days=[] if broken else [day_answer(day) for day in days_known(hall, journal)],
    )


def day_answer(day: DayAhead) -> GrantedDay:
    """Return a day as it travels."""
    return GrantedDay(
        day=day.day,
        begins=day.begins,
        ends=day.ends,
        open=spans(day.open),
        services=[
            GrantedService(
                code=one.code,
                open=spans(one.open),
                blocks=[
                    GrantedBlock(first=block.range.first, last=block.range.last, used_to=block.used_to)
                    for block in one.blocks
                ],
            )
            for one in day.services
        ],
    )


def spans(found: list[Span]) -> list[OpenSpan]:
    """Return spans as they travel."""
    return [OpenSpan(begins=begins, ends=ends) for begins, ends in found]
