"""What the hall needs and does not answer any more is noticed by the server itself, and starts the plan for it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from server.floor.events.settings import HallSet
from server.floor.tables import hall_settings
from server.outages.commands import watch
from server.outages.watching import Failing, Part, failing, lasting
from server.security.actors import SYSTEM
from server.security.health import DeviceHealth, Printer, State
from server.security.rights import DeviceKind
from tests.inside import NINE, Inside

MINUTE = timedelta(minutes=1)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall of real people; whatever happened, its history is whole."""
    made = Inside(tmp_path)
    with made.store.hall(made.hall, SYSTEM) as work:
        before = work.connection.execute(select(hall_settings.c.settings)).scalar_one()
        work.record(HallSet(before=before, after=json.dumps(json.loads(before) | {"demo": False})))
    yield made
    assert made.faults() == []
    made.close()


def there(hall: Inside, *devices: str, **says: str) -> None:
    """Let some devices say how they do."""
    for device in devices:
        kind = "sound" if device == "display" else "printer"
        hall.asks(device, "POST", "/halls/main/devices/me/report", {kind: says.get(device, "ok")})


def passes(hall: Inside, minutes: int, *devices: str, **says: str) -> None:
    """Let minutes pass, in which some devices are there, and the server watches."""
    for _ in range(minutes):
        there(hall, *devices, **says)
        hall.later(60)
        watch(hall.store)


def board(hall: Inside) -> dict[str, Any]:
    """Return the supervisor's board."""
    found: dict[str, Any] = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]
    return found


@pytest.mark.parametrize(("gone", "stays"), [("kiosk", "display"), ("display", "kiosk")])
def test_all_kiosks_or_all_displays_are_gone(hall: Inside, gone: str, stays: str) -> None:
    """Ten minutes, not nine; once; and the board says when they are back, while the incident is its leader's."""
    passes(hall, 3, "kiosk", "display")
    passes(hall, 8, stays)  # it was last there a minute ago
    assert hall.journal().count("OutageBegan") == 0
    passes(hall, 8, stays)
    assert [hall.journal().count(one) for one in ("OutageBegan", "IncidentRaised")] == [1, 1]
    shown = board(hall)
    assert "outage" in [one["kind"] for one in shown["todo"]]
    assert [one["name"]["en"] for one in shown["incidents"]] == ["System failure"]
    passes(hall, 2, "kiosk", "display")
    assert hall.journal().count("OutageEnded") == 1
    assert "outage" not in [one["kind"] for one in board(hall)["todo"]]
    assert len(board(hall)["incidents"]) == 1


def test_no_kiosk_prints(hall: Inside) -> None:
    """All that are there are out of paper, off, or silent: for ten minutes; one that prints is enough."""
    passes(hall, 9, "kiosk", kiosk="paper_out")
    passes(hall, 1, "kiosk")
    passes(hall, 9, "kiosk", kiosk="off")
    assert hall.journal().count("OutageBegan") == 0
    passes(hall, 3, "kiosk", kiosk="off")
    assert hall.journal().count("OutageBegan") == 1


def test_a_hall_may_leave_it_alone(hall: Inside) -> None:
    """Nothing starts by itself where it is set so, nor where no device ever was."""
    passes(hall, 20)
    assert hall.journal().count("OutageBegan") == 0


def of(kind: DeviceKind, state: State, ago: int | None, printer: Printer | None = None) -> DeviceHealth:
    """Return how a device does that was last there some minutes ago."""
    seen = None if ago is None else NINE - ago * MINUTE
    return DeviceHealth(1, kind, "D", None, seen, None, None, printer, state, None)


def test_what_fails() -> None:
    """All of a kind, not one of several; what never was there does not fail; what is due and not done, since then."""
    lost, well = of(DeviceKind.KIOSK, State.LOST, 5), of(DeviceKind.KIOSK, State.OK, 0, Printer.OK)
    never, off = of(DeviceKind.DISPLAY, State.LOST, None), of(DeviceKind.KIOSK, State.ATTENTION, 0, Printer.OFF)

    def fails(*devices: DeviceHealth, due: int | None = None) -> list[Failing]:
        return failing(devices, oldest_due=None if due is None else NINE - due * MINUTE, at=NINE)

    assert fails(lost) == [Failing(Part.KIOSKS, NINE - 5 * MINUTE)]
    assert fails(lost, well) == fails(never) == fails(well, off) == fails() == fails(due=-1) == []
    assert fails(off) == [Failing(Part.PRINTERS, NINE)]
    assert fails(due=7) == [Failing(Part.DEADLINES, NINE - 7 * MINUTE)]


def test_what_lasts() -> None:
    """From its first moment on; what works in between begins anew."""
    since: dict[Part, Any] = {}
    off = [Failing(Part.PRINTERS, NINE)]
    assert lasting(off, since, at=NINE, after=2 * MINUTE) == []
    later = [Failing(Part.PRINTERS, NINE + 2 * MINUTE)]
    assert lasting(later, since, at=NINE + 2 * MINUTE, after=2 * MINUTE) == off
    assert lasting([], since, at=NINE + 3 * MINUTE, after=2 * MINUTE) == []
    assert lasting(later, since, at=NINE + 3 * MINUTE, after=2 * MINUTE) == []
