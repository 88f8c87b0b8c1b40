"""No number is borne by two living tickets, whatever the day, the roll-over, the time zone or the clock."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from server.floor.commands.settings import save_hall
from server.floor.numbering import label, number_after
from server.floor.reads.asked import LABEL
from server.floor.reads.halls import hall_now, hall_text
from server.floor.tables import series, services, tickets
from server.security.actors import SYSTEM
from server.store.engine import Database
from tests.inside import NINE, Inside

EVE = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)  # half past eleven in the night of Taipei
BACK = timedelta(minutes=20)
ZONES = ("Asia/Taipei", "America/Los_Angeles", "Pacific/Kiritimati", "Europe/Berlin")
STEPS = 180


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall that never closes, half an hour before midnight."""
    made = Inside(tmp_path, at=EVE)
    yield made
    made.close()


def bearers(hall: Inside) -> list[str]:
    """Return the numbers of those who wait, are called, held or served, or may still come back."""
    with hall.store.look(hall.hall) as sight:
        rows = sight.connection.execute(select(tickets).where(tickets.c.number.is_not(None)))
        return [
            row.number
            for row in rows
            if row.ended_at is None
            or (row.state == "no_show" and not row.came_back and row.ended_at + BACK >= sight.at)
        ]


def test_who_waits_over_midnight_keeps_the_number_alone(hall: Inside) -> None:
    """A001 to A003 of yesterday wait, are served and may come back: today's numbers pass over them."""
    for _ in range(3):
        hall.ticket("A")
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")
    hall.at_counter("3", "no-show")
    hall.at_counter("3", "call")
    hall.at_counter("3", "start")
    hall.clock.set(EVE + timedelta(minutes=31))
    hall.tokens.pop("clerk3")
    assert hall.ticket("A")["ticket"]["number"] == "A001", "a no-show of half an hour ago cannot come back"
    assert hall.ticket("A")["ticket"]["number"] == "A004"
    assert hall.ticket("B")["ticket"]["number"] == "B001"
    hall.at_counter("3", "finish")
    assert max(Counter(bearers(hall)).values()) == 1
    assert hall.faults() == []


def test_one_who_may_come_back_keeps_the_number(hall: Inside) -> None:
    """Missed five minutes before midnight: the number rests until its bearer can no longer come."""
    hall.clock.set(EVE + timedelta(minutes=24))
    missed = hall.ticket("A")["ticket"]
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")
    hall.at_counter("3", "no-show")
    hall.clock.set(EVE + timedelta(minutes=31))
    assert hall.ticket("A")["ticket"]["number"] == "A002"
    hall.at_counter("3", "return", ticket=missed["id"])
    assert sorted(bearers(hall)) == ["A001", "A002"]


def random_nights(hall: Inside, seed: int) -> None:
    """Do anything at all over some days; after each step nobody shares a number."""
    chance, secrets = random.Random(seed), list[str]()
    counters = ("3", "4")
    for counter in counters:
        hall.asks(f"clerk{counter}", "POST", f"/halls/main/counters/{counter}/open")
    for step in range(STEPS):
        counter = chance.choice(counters)
        act = chance.choices(
            (
                "take",
                "call",
                "start",
                "finish",
                "no-show",
                "hold",
                "return",
                "undo",
                "cancel",
                "back",
                "time",
                "zone",
                "set",
            ),
            (30, 14, 9, 7, 6, 3, 4, 4, 2, 4, 14, 1, 2),
        )[0]
        if act == "take":
            answer = hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": chance.choice("AAB")})
            secrets += (
                [answer.json["track_url"].rpartition("/")[2]] if answer.status_code == 201 and answer.json else []
            )
        elif act == "time":
            hall.later(chance.choice((5, 60, 600, 7200, 20000)))
        elif act == "set":
            hall.clock.forward(-chance.choice((60, 3600, 5400)))
        elif act == "zone":
            set_zone(hall, chance.choice(ZONES))
        else:
            body = {"ticket": chance.randint(1, hall.last())} if act == "return" else None
            path = f"/halls/main/counters/{counter}/{act}"
            if act in {"cancel", "back"}:
                act, path = f"{act} by the customer", f"/track/{chance.choice(secrets or ['none'])}/{act}"
            answer = hall.asks(None if "customer" in act else f"clerk{counter}", "POST", path, body)
            if answer.status_code == 401 and "customer" not in act:
                hall.tokens.clear()
                hall.asks(f"clerk{counter}", "POST", f"/halls/main/counters/{counter}/open", {"take_over": True})
        twice = [number for number, many in Counter(bearers(hall)).items() if many > 1]
        assert twice == [], f"seed {seed}, step {step}, {act}"


def set_zone(hall: Inside, zone: str) -> None:
    """Move the hall into another time zone, as the office does."""
    with hall.store.hall(hall.hall, SYSTEM) as work:
        save_hall(work, hall_now(work).settings.model_copy(update={"timezone": zone}), before=hall_text(work))


@pytest.mark.parametrize("seed", range(2))
def test_over_random_nights(hall: Inside, seed: int) -> None:
    """Taking, calling, missing, holding, undoing; midnights, zones and a clock that goes back."""
    random_nights(hall, seed)
    assert hall.faults() == []


@pytest.mark.xdist_group("postgres")
def test_over_random_nights_on_postgresql(new_database: str, tmp_path: Path) -> None:
    """The same on the other database."""
    hall = Inside(tmp_path, at=EVE, database=new_database)
    random_nights(hall, 7)
    assert hall.faults() == []
    hall.close()


def test_the_database_spells_numbers_as_the_program_does(tmp_path: Path) -> None:
    """Which number is borne is asked of the database by its label: of all that a day can need it is the same."""
    hall = Inside(tmp_path, at=NINE)
    hall.ticket("A")
    asked = select(LABEL).select_from(series.join(services, series.c.letter == services.c.code))

    def spelled(connection: Connection, last: int) -> str:
        connection.execute(series.update().values(last=last))
        return str(connection.execute(asked).scalar_one())

    database = Database(f"sqlite:///{tmp_path}/floor.db")
    with database.writing() as connection:
        for last in (0, 8, 9, 98, 99, 798, 799, 1001, 9998, 9999):
            assert spelled(connection, last) == label("A", number_after(last))
    database.close()
    hall.close()
