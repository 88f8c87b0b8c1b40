"""Promise: on PostgreSQL halls share transactions; none waits for another's lock, fails with another, or is lost."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from server.kernel.clock import SystemClock
from server.ratings.events import WriterContactSeen
from server.security.actors import SYSTEM
from server.store.directory import open_hall
from server.store.engine import Database
from server.store.group_commit import SHARES
from server.store.hall import HEAD, Store
from server.store.tables import lines
from server.store.verify import verify
from tests.inside import Inside

HALLS, EACH, WITHIN = 6, 5, 30  # halls, commands of each at once, seconds
XACT = text("SELECT pg_current_xact_id()::text")


@pytest.fixture
def address(tmp_path: Path, new_database: str) -> Iterator[str]:
    """A database with some halls, each with a line of its own."""
    inside = Inside(tmp_path, database=new_database)
    with inside.store.hall(HEAD, SYSTEM) as head:
        numbers = [inside.hall, *(open_hall(head, code=f"hall-{number}") for number in range(2, HALLS + 1))]
    assert len(set(numbers)) == HALLS
    for number in numbers:
        note(inside.store, number)
    yield new_database
    assert [line.text for line in verify(inside.store) if line.fault] == []
    inside.close()


@pytest.fixture
def stores(address: str) -> Iterator[list[Store]]:
    """Two server processes' stores over it; commands share transactions."""
    made = [Store(Database(address), SystemClock()) for _ in range(2)]
    for store in made:
        store.database.work_together(len(made))
    yield made
    for store in made:
        store.database.close()


def note(store: Store, hall: int, *, fails: bool = False) -> str:
    """Record something in a hall, and return in which transaction."""
    with store.hall(hall, SYSTEM) as work:
        work.record(WriterContactSeen(opinion=0, by=0))
        shared = str(work.connection.execute(XACT).scalar_one())
        if fails:
            raise KeyError(hall)
    return shared


def at_once(works: list[Callable[[], None]]) -> None:
    """Do things at once, and wait until all are done."""
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WITHIN)
    assert not [thread for thread in threads if thread.is_alive()], "some wait for one another"


def numbers_of(store: Store) -> list[int]:
    """Return the halls' numbers: those whose line has entries."""
    with store.database.reading() as connection:
        return list(connection.execute(select(lines.c.hall_id).where(lines.c.hall_id != HEAD)).scalars())


def written(store: Store) -> dict[int, int]:
    """Return hall → entries."""
    with store.database.reading() as connection:
        return {row.hall_id: row.seq for row in connection.execute(select(lines)) if row.hall_id != HEAD}


def test_several_halls_are_in_one_transaction_and_a_failing_command_fails_alone(address: str) -> None:
    """One process, thirty commands at once: fewer commits than commands; of the failed nothing is left."""
    store = Store(Database(address), SystemClock())
    store.database.work_together()
    before, halls = written(store), numbers_of(store)
    together: dict[str, set[int]] = {}
    failed: list[int] = []

    def work(hall: int, *, fails: bool) -> None:
        try:
            together.setdefault(note(store, hall, fails=fails), set()).add(hall)
        except KeyError:
            failed.append(hall)

    at_once([lambda hall=hall, nth=nth: work(hall, fails=nth == 2) for nth in range(EACH) for hall in halls])
    assert sorted(failed) == sorted(halls)
    assert written(store) == {hall: before[hall] + EACH - 1 for hall in halls}
    assert max(len(of) for of in together.values()) > 1
    store.database.close()


def test_a_hall_that_somebody_else_holds_keeps_no_other_waiting(address: str, stores: list[Store]) -> None:
    """Another program holds a hall's lock: its commands wait, those of the others come back meanwhile."""
    store, other = stores[0], create_engine(address)
    halls = numbers_of(store)
    held = halls[1]
    before = written(store)
    waits = threading.Thread(target=note, args=(store, held), daemon=True)
    with other.begin() as connection:
        connection.execute(select(lines).where(lines.c.hall_id == held).with_for_update())
        waits.start()
        at_once([lambda hall=hall: note(store, hall) for hall in halls if hall != held])
        assert written(store) == {hall: before[hall] + (hall != held) for hall in halls}
    waits.join(WITHIN)
    assert written(store)[held] == before[held] + 1
    other.dispose()


def test_two_processes_write_in_all_halls_and_nobody_waits_for_ever(stores: list[Store]) -> None:
    """Each has commands of every hall, in another order: all come back, and every line is whole."""
    halls, before = numbers_of(stores[0]), written(stores[0])
    orders = (halls, halls[::-1])
    works = [
        lambda store=store, hall=hall: note(store, hall)
        for _ in range(EACH)
        for store, order in zip(stores, orders, strict=True)
        for hall in order
    ]
    at_once(works)
    assert written(stores[1]) == {hall: before[hall] + 2 * EACH for hall in halls}


def test_processes_that_divide_the_halls_otherwise_lose_nothing(address: str, stores: list[Store]) -> None:
    """While servers are replaced one by one, one of them still counts alone: no transaction waits while it holds."""
    alone = Store(Database(address), SystemClock())
    alone.database.work_together()
    halls, before = numbers_of(alone), written(alone)
    works = [
        lambda store=store, hall=hall: note(store, hall)
        for _ in range(EACH)
        for store in (alone, *stores)
        for hall in (halls if store is alone else halls[::-1])
    ]
    at_once(works)
    assert written(alone) == {hall: before[hall] + 3 * EACH for hall in halls}
    alone.database.close()


def test_of_several_processes_one_at_a_time_writes_for_a_share(stores: list[Store]) -> None:
    """Its transaction holds the share's lock, so that two of them do not wait for one another's halls."""
    held = text(
        "SELECT classid::bigint, objid::bigint FROM pg_locks "
        "WHERE locktype = 'advisory' AND objsubid = 2 AND pid = pg_backend_pid() AND granted"
    )
    for hall in numbers_of(stores[0])[:2]:
        with stores[0].hall(hall, SYSTEM) as work:
            assert work.connection.execute(held).all() == [(SHARES, hall % len(stores))]
