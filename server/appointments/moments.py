"""A time in an address: 20261125T0230Z, and back."""

from datetime import UTC, date, datetime
from typing import Final

FORM: Final = "%Y%m%dT%H%MZ"


def written(at: datetime) -> str:
    """Write a moment as it stands in an address."""
    return at.astimezone(UTC).strftime(FORM)


def read(text: str | None) -> datetime | None:
    """Read a moment from an address; None where it is none."""
    try:
        return datetime.strptime(text or "", FORM).replace(tzinfo=UTC)
    except ValueError:
        return None


def read_day(text: str | None) -> date | None:
    """Read a day from an address, as 2026-11-25; None where it is none."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
