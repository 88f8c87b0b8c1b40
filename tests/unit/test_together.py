"""Commands that share a transaction: each is taken back alone, all come back together, none before the commit."""

import threading
import time
from pathlib import Path
from sqlite3 import Error

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import IntegrityError

from server.store.engine import Database
from server.store.tables import lines, metadata

ROW = {"seq": 0, "hash": "", "version": 0}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """A database whose writers share transactions."""
    made = Database(f"sqlite:///{tmp_path}/floor.db")
    made.make_file()
    metadata.create_all(made.writer, tables=[lines])
    made.work_together()
    return made


def halls(database: Database) -> list[int]:
    """Return what is on disk."""
    with database.reading() as connection:
        return list(connection.execute(select(lines.c.hall_id).order_by(lines.c.hall_id)).scalars())


def at_once(database: Database, many: int, failing: set[int]) -> tuple[list[int], list[int]]:
    """Have so many write a row each in threads; return who came back well and who did not see its own row on disk."""
    well: list[int] = []
    unseen: list[int] = []

    def work(number: int) -> None:
        try:
            with database.writing() as connection:
                connection.execute(insert(lines), {"hall_id": number, **ROW})
                if number in failing:
                    raise KeyError(number)
        except KeyError:
            return
        well.append(number)
        if number not in halls(database):
            unseen.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(well), unseen


def refuse(database: Database, sees: list[int]) -> None:
    """Refuse because of what is seen."""
    with database.writing() as connection:
        assert connection.execute(select(lines.c.hall_id)).scalars().all() == sees
        raise KeyError


def give_up(database: Database) -> None:
    """Lose the whole transaction, as when the disk is full."""
    with database.writing() as connection:
        connection.execute(insert(lines), {"hall_id": 1, **ROW})
        connection.execute(text("ROLLBACK"))


def test_who_fails_takes_back_its_own_writes_only(database: Database) -> None:
    failing = set(range(0, 40, 3))
    well, unseen = at_once(database, 40, failing)
    assert well == sorted(set(range(40)) - failing)
    assert halls(database) == well
    assert unseen == []


def test_a_refusal_waits_for_the_commit_of_what_it_saw(database: Database) -> None:
    order: list[str] = []
    inside = threading.Event()

    def first() -> None:
        with database.writing() as connection:
            connection.execute(insert(lines), {"hall_id": 1, **ROW})
            inside.set()
            time.sleep(0.05)  # the other one waits for its turn meanwhile
        order.append("committed")

    leader = threading.Thread(target=first)
    leader.start()
    inside.wait(5)
    with pytest.raises(KeyError):
        refuse(database, sees=[1])
    assert halls(database) == [1]
    leader.join(5)
    assert order == ["committed"]


def test_a_transaction_that_the_database_gave_up_fails_for_all_and_the_next_begins_anew(database: Database) -> None:
    with pytest.raises(Error, match="no such savepoint"):
        give_up(database)
    assert halls(database) == []
    with database.writing() as connection:
        connection.execute(insert(lines), {"hall_id": 2, **ROW})
    assert halls(database) == [2]


def test_a_commit_that_fails_fails_for_all(tmp_path: Path) -> None:
    """What the database refuses only at the end: nobody of the round comes back well, and nothing is there."""
    database = Database(f"sqlite:///{tmp_path}/floor.db")
    event.listen(database.writer, "connect", lambda driver, _: driver.execute("PRAGMA foreign_keys=ON"))
    database.make_file()
    with database.writer.begin() as connection:
        connection.execute(text("CREATE TABLE a (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE b (a INTEGER REFERENCES a DEFERRABLE INITIALLY DEFERRED)"))
    database.work_together()
    inside, failed = threading.Event(), list[str]()

    def writes(number: int) -> None:
        try:
            with database.writing() as connection:
                connection.execute(text("INSERT INTO a VALUES (:id)"), {"id": number})
                if number == 1:
                    connection.execute(text("INSERT INTO b VALUES (99)"))
                    inside.set()
                    joined.wait(5)
        except IntegrityError as error:
            failed.append(type(error).__name__)

    joined = threading.Event()
    threads = [threading.Thread(target=writes, args=(1,))]
    threads[0].start()
    inside.wait(5)
    threads += [threading.Thread(target=writes, args=(number,)) for number in (2, 3)]
    for thread in threads[1:]:
        thread.start()
    joined.set()
    for thread in threads:
        thread.join(20)
    with database.reading() as connection:
        there = set(connection.execute(text("SELECT id FROM a")).scalars())
    assert len(failed) + len(there) == 3
    assert 1 not in there
    assert failed
    with database.writing() as connection:
        connection.execute(text("INSERT INTO a VALUES (4)"))
    with database.reading() as connection:
        assert 4 in connection.execute(text("SELECT id FROM a")).scalars()
    database.close()
