"""What cut-off kiosks give to do: go and look at them, see to what was put aside, to a range that is used up."""

from collections.abc import Iterator
from typing import Final

from server.feature.todos import Duty, Obligation, named
from server.floor.numbering import label
from server.floor.opening import day_of, time_said
from server.floor.reads.halls import hall_now
from server.kernel.languages import N_, words
from server.offline import reads
from server.offline.granting import numbers_of
from server.offline.settings import SETTINGS
from server.security.naming import device_called
from server.security.rights import May
from server.store.hall import HallSnapshot

PAGE: Final = "cut-off"


def kiosks_alone(hall: HallSnapshot) -> Iterator[Obligation]:
    """A kiosk that is cut off: it goes on by itself, and nobody here sees its customers until it is back."""
    settings = hall_now(hall).settings
    for one in reads.alone(hall):
        device = one.device
        name = device_called(device.kind, device.name, device.counter)
        numbers = [f"{label(block.letter, block.range.first)}–{block.range.last}" for block in one.blocks]
        gives = N_("It goes on giving numbers by itself: {numbers}. They join the line when it is connected again.")
        none = N_("It has no numbers of its own for today. Please send its customers to another kiosk or to reception.")
        yield Obligation(
            "kiosk_alone",
            words(N_("{kiosk} is cut off since {time}"), kiosk=name, time=time_said(settings, device.seen_at, hall.at)),
            PAGE,
            words(N_("What to do")),
            words(gives, numbers=", ".join(named(numbers))) if numbers else words(none),
        )


def aside_waits(hall: HallSnapshot) -> Iterator[Obligation]:
    """Slips of cut-off kiosks that fitted nothing: somebody holds them."""
    found = reads.put_aside(hall)
    if found:
        numbers = [label(one.letter, one.nth) for one in found if one.letter and one.nth]
        what = N_("Numbers of a kiosk put aside: {numbers}") if numbers else N_("Entries of a kiosk put aside: {n}")
        yield Obligation(
            "put_aside",
            words(what, numbers=", ".join(named(numbers)), n=len(found)),
            PAGE,
            words(N_("See to them")),
            words(N_("They fit nothing that is known here, but somebody may hold the slip.")),
            due=found[0].arrived_at,
        )


def range_used_up(hall: HallSnapshot) -> Iterator[Obligation]:
    """A service whose numbers for cut-off kiosks are all granted today, and a kiosk has none left."""
    if SETTINGS.of(hall).block_size < 1:
        return
    settings = hall_now(hall).settings
    today = day_of(settings, hall.at)
    granted, own = reads.granted_to(hall, today), numbers_of(settings, today)
    full = sorted(letter for (day, letter), last in granted.items() if day == today and last >= own.last)
    if not full:
        return
    left: dict[str, int] = dict.fromkeys(full, 0)
    for block in reads.blocks_since(hall, today):
        if block.day == today and block.letter in left:
            left[block.letter] += block.left
    out = [letter for letter in full if left[letter] == 0]
    if out:
        yield Obligation(
            "range_used_up",
            words(N_("No numbers left for cut-off kiosks: {services}"), services=named(out)),
            PAGE,
            words(N_("See the kiosks")),
            words(
                N_("All of {first}–{last} are granted for today. A kiosk that is cut off now gives none of these."),
                first=own.first,
                last=own.last,
            ),
        )


DUTIES: Final = (
    Duty(kiosks_alone, board=55, may=May.DIRECT),
    Duty(aside_waits, board=35, may=May.DIRECT),
    Duty(range_used_up, board=75, may=May.SET_UP),
)
