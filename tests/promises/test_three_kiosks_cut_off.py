"""Three kiosks are cut off for half an hour while customers come and clerks work, and join again: each slip once."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from server.store.tables import EPOCH
from tests.cut_off import World, opens

FAST = "/dev/shm" if Path("/dev/shm").is_dir() else None
HALF_AN_HOUR = 1800
EVERY = 15  # seconds between two customers
SLIPS = "SELECT s.secret_hash, t.number, t.issued_at FROM tickets t JOIN slips s ON s.ticket = t.id"
ORDER = "SELECT number FROM tickets WHERE state = 'waiting' ORDER BY counts_from, length(number), number, id"


@pytest.fixture
def world(database: str) -> Iterator[World]:
    """A hall with three kiosks that had numbers granted."""
    made = World(Path(tempfile.mkdtemp(prefix="three-", dir=FAST)), 3, database)
    for kiosk in made.kiosks:
        assert kiosk.press("A", "up")
        assert kiosk.syncs()
    yield made
    assert made.hall.faults() == []
    made.close()
    shutil.rmtree(made.folder, ignore_errors=True)


def test_every_slip_is_in_the_line_once_at_its_time(world: World) -> None:
    """Under load: 120 customers, a fourth kiosk on the line, two counters; then they come back, and not all at once."""
    chance, hall = random.Random(5), world.hall
    for counter in "34":
        hall.at_counter(counter, "open")
    for nth in range(HALF_AN_HOUR // EVERY):
        kiosk = world.kiosks[nth % 3]
        service = chance.choice("ABC")
        assert kiosk.press(service, "down"), (nth, kiosk.name, service, kiosk.alone.left())
        if nth % 5 == 0:
            hall.ticket(chance.choice("ABC"))
        if nth % 9 == 0:
            works(world, chance.choice("34"))
        hall.later(EVERY)
    known = {row[0] for row in world.rows(SLIPS)}
    alone = [sheet for sheet in world.paper if sheet.alone]
    assert len(alone) == HALF_AN_HOUR // EVERY
    assert not known & {opens(sheet.secret) for sheet in alone}, "nobody can have told the server"
    called = sum(event == "TicketCalled" for event in hall.journal())
    for kiosk in (world.kiosks[2], world.kiosks[0], world.kiosks[1], *world.kiosks):
        for how in ("mute", "up"):  # the first answer is lost, and all of it comes again
            kiosk.syncs(how)
    rows = world.rows(SLIPS)
    there = {secret: (number, at) for secret, number, at in rows}
    assert len(rows) == len(there)
    assert [there[opens(sheet.secret)][0] for sheet in alone] == [sheet.number for sheet in alone]
    late = [abs(there[opens(sheet.secret)][1] - pressed(sheet.pressed)) for sheet in alone]
    assert max(late) < 1_000_000, "microseconds"
    assert sum(event == "TicketCalled" for event in hall.journal()) == called
    numbers = [row[0] for row in world.rows(ORDER)]
    assert len(numbers) == len(set(numbers))
    of_alone = [number for number in numbers if number in {sheet.number for sheet in alone}]
    assert of_alone == [sheet.number for sheet in alone], "in the order in which they came"
    assert world.rows("SELECT count(*) FROM set_aside")[0][0] == 0


def works(world: World, counter: str) -> None:
    """Have a counter finish with somebody and call the next one."""
    for act in ("start", "finish", "call"):
        world.hall.asks(f"clerk{counter}", "POST", f"/halls/main/counters/{counter}/{act}", {})


def pressed(moment: datetime) -> int:
    """Return a moment as the database has it."""
    return int((moment - EPOCH) / timedelta(microseconds=1))
