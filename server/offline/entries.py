"""What a kiosk hands in: the entries of its journal, and how they hang together. Pure."""

import hashlib
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from server.floor.states import PrintState

UID: Final = r"^[A-Za-z0-9_-]{8,64}$"
LONGEST: Final = 2000  # characters of an entry; ours have some 450
SAME_BOOT: Final = timedelta(days=30)  # a machine's count of seconds that says more is none


class EntryKind(StrEnum):
    """What an entry says."""

    ABANDONED = "abandoned"  # the server was asked for this id and did not answer in time
    RESERVED = "reserved"  # a number of the kiosk's own; from here on it is a customer's
    PRINTED = "printed"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    SHOWN = "shown"
    GIVEN_BACK = "given_back"  # the customer did not mean it


PRINTS: Final = {
    EntryKind.PRINTED: PrintState.PRINTED,
    EntryKind.FAILED: PrintState.FAILED,
    EntryKind.UNCONFIRMED: PrintState.UNCONFIRMED,
    EntryKind.SHOWN: PrintState.SHOWN,
}


class KioskEntry(BaseModel):
    """One entry, as the kiosk wrote it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: EntryKind
    uid: str = Field(pattern=UID)
    day: str = Field("", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    service: str = Field("", max_length=2)
    nth: int = Field(0, ge=0, le=9999)
    number: str = Field("", max_length=8)
    priority: bool = False
    priority_class: str | None = Field(None, max_length=20, description="of the hall's own; none: as `priority` says")
    party: int = Field(1, ge=1, le=20)
    language: str = Field("", max_length=8)
    secret: str = Field("", pattern=r"^([0-9a-f]{64})?$", description="SHA-256 of what opens its page")
    wall: float = Field(description="the kiosk's clock, seconds since 1970")
    mono: float = Field(description="seconds that its machine counted since it was started")
    boot: str = Field("", max_length=64, description="which start of the machine that count belongs to")
    offset: float = Field(0.0, description="seconds that its clock was behind the server's, as it had last found")


class KioskClocks(NamedTuple):
    """What the kiosk's clocks said as it sent the entries."""

    mono: float
    boot: str


def digest(before: str, seq: int, body: str) -> str:
    """Return the hash of an entry: over the one before it, its number and its text."""
    return hashlib.sha256(f"{before}\n{seq}\n{body}".encode()).hexdigest()


def read(body: str) -> KioskEntry | None:
    """Return an entry from its text; None where that says nothing."""
    try:
        return KioskEntry.model_validate_json(body)
    except ValidationError:
        return None


def arrival(entry: KioskEntry, sent: KioskClocks, *, received: datetime, not_before: datetime | None) -> datetime:
    """Return when a customer came: never before the kiosk was last heard of, nor after it was heard.

    While the machine was not started anew, its count of seconds says how long ago that was, whatever its clock was
    set to meanwhile; else its clock, and how far that was off.
    """
    if entry.boot and entry.boot == sent.boot:
        ago = min(max(timedelta(), timedelta(seconds=within(sent.mono - entry.mono))), SAME_BOOT)
        came = received - ago
    else:
        came = moment(entry.wall + entry.offset) or received
    return min(max(came, not_before or came), received)


def within(seconds: float) -> float:
    """Return seconds that a duration can hold."""
    most = SAME_BOOT.total_seconds()
    return min(max(seconds, -most), most) if seconds == seconds else 0.0  # noqa: PLR0124 - NaN is not itself


def moment(seconds: float) -> datetime | None:
    """Return a moment from seconds since 1970; None for one that no calendar has."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
