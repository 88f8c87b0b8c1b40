"""What of a hall does not work any more, and since when: judged by what its devices last said. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from server.security.health import DeviceHealth, Printer, State
from server.security.rights import DeviceKind


class Part(StrEnum):
    """What a hall needs."""

    KIOSKS = "kiosks"  # nobody new comes into the line
    PRINTERS = "printers"  # nobody gets a slip
    DISPLAYS = "displays"  # nobody sees or hears a call
    DEADLINES = "deadlines"  # nothing happens any more because time passes
    DATABASE = "database"  # nothing at all was written


class Failing(NamedTuple):
    """A part that fails, and since when."""

    part: Part
    since: datetime


DEAD: Final = frozenset({Printer.OFF, Printer.PAPER_OUT, Printer.UNCONFIRMED})


def failing(devices: Sequence[DeviceHealth], *, oldest_due: datetime | None, at: datetime) -> list[Failing]:
    """Return the parts of which nothing works: of kiosks and displays all that ever were there.

    One of several that fails is somebody's to look at, and no failure of the system. Since when printers fail nobody
    says: it counts from now on.
    """
    found = []
    for kind, part in ((DeviceKind.KIOSK, Part.KIOSKS), (DeviceKind.DISPLAY, Part.DISPLAYS)):
        seen = [one.seen_at for one in devices if one.kind is kind and one.seen_at is not None]
        known = [one for one in devices if one.kind is kind and one.seen_at is not None]
        if known and all(one.state is State.LOST for one in known):
            found.append(Failing(part, max(seen)))
    there = [one for one in devices if one.kind is DeviceKind.KIOSK and one.state is not State.LOST]
    printing = [one for one in there if one.printer not in {None, Printer.NONE}]
    if printing and all(one.printer in DEAD for one in printing):
        found.append(Failing(Part.PRINTERS, at))
    if oldest_due is not None and oldest_due < at:
        found.append(Failing(Part.DEADLINES, oldest_due))
    return found


def lasting(found: Sequence[Failing], since: dict[Part, datetime], *, at: datetime, after: timedelta) -> list[Failing]:
    """Return those that have failed for long enough; `since` remembers from look to look, and is brought up to date."""
    failing_now = {one.part for one in found}
    for part in set(since) - failing_now:
        del since[part]
    lasted = [Failing(one.part, since.setdefault(one.part, one.since)) for one in found]
    return [one for one in lasted if at - one.since >= after]
