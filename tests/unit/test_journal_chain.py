"""The chain of entries, by a store with nothing else in it: hashes that stay what they are, and what is read back."""

from collections.abc import Iterator
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, update

from server.kernel.clock import HandClock
from server.kernel.refusals import Fault
from server.messages.events import MessageGivenUp
from server.ratings.events import WriterContactSeen
from server.security.actors import SYSTEM
from server.store.directory import HallOpened, halls, open_hall
from server.store.engine import Database
from server.store.events import EVENTS, Event, describe, unreadable
from server.store.hall import HEAD, Store
from server.store.heads import Head, JournalKeyed, heads, of_another_key
from server.store.journal import (
    KEYED,
    PAGE,
    Entry,
    Sought,
    entries,
    entry_of,
    first_since,
    key_after,
    last_of,
    last_seq,
    led_to,
    sealed,
    sought,
)
from server.store.rows import Rows
from server.store.sealed import MARK, hashing, unlock
from server.store.tables import journal, lines, metadata
from server.store.verify import Broken, SinceEntry, check_entry, difference, since_of, verify

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SECRET = "a secret of these tests alone"
ENTRY = Entry(1, 2, NOON, "staff:3", None, "TicketCalled", '{"ticket":41}', None, "0" * 64, "")
MANY = PAGE + 3


@pytest.fixture(autouse=True)
def _own_key() -> Iterator[None]:
    """Hash with this test's key alone, and put back what this process had."""
    kept, hashing[:] = hashing[:], []
    unlock(SECRET)
    del hashing[1:]
    yield
    hashing[:] = kept


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A database with two halls and a company, in which hall 1 has five entries, a minute after each other."""
    clock = HandClock(NOON)
    made = Store(Database(f"sqlite:///{tmp_path / 'floor.db'}"), clock)
    made.database.make_file()
    metadata.create_all(made.database.writer)
    with made.hall(HEAD, SYSTEM) as head:
        assert [open_hall(head, code=code) for code in ("main", "annex")] == [1, 2]
    for number in range(1, 6):
        with made.hall(1, SYSTEM, key=f"key-{number}", of="x") as hall:
            hall.record(WriterContactSeen(opinion=number, by=7))
        clock.forward(60)
    yield made
    made.database.close()


def read(store: Store) -> Connection:
    """Return a connection that the store closes at its end."""
    return store.database.reader.connect()


def test_a_hash_stays_what_it_is() -> None:
    """Over each part of an entry, in this order: journals of years ago are checked by it, keyed ones and plain ones."""
    assert ENTRY.digest() == "240fe420b489a955b9e47852e5edf913036d4c90b31693f60012f57dab7285f1"
    assert ENTRY.digest(b"key") == "k1f9644dcc1b4850518edf995d733a2e6eaa7b84aa0402d3b6898c9b30f869fe"
    assert (
        replace(ENTRY, cause=1, key="k").digest() == "0489bf63996ed3179b98f5bbd080c0bece48dd9211c67bc7510bcba5df1a510a"
    )
    assert len(ENTRY.digest(b"key")) == len(ENTRY.digest()) == 64


def test_what_an_entry_says_of_its_hash() -> None:
    """Keyed is what begins so; whole is what a known key makes, or, of before, none."""
    key, other = b"k" * 32, b"o" * 32
    plain, keyed = replace(ENTRY, hash=ENTRY.digest()), replace(ENTRY, hash=ENTRY.digest(key))
    assert (plain.keyed, keyed.keyed) == (False, True)
    hashing[:] = [other, key]
    assert (plain.whole(), keyed.whole()) == (True, True)
    assert (replace(plain, seq=3).whole(), replace(keyed, seq=3).whole()) == (False, False)
    hashing[:] = [other]
    assert (plain.whole(), keyed.whole()) == (True, False)


def test_with_which_key_it_goes_on() -> None:
    """The newest; without one only where there was none."""
    hashing[:] = [b"new", b"old"]
    assert key_after("") == key_after(KEYED + "0" * 62) == b"new"
    hashing.clear()
    assert (key_after(""), key_after("0" * 64)) == (None, None)
    with pytest.raises(
        Fault, match=r"^the secret key is not here: say where it is with FLOOR_SECRET_KEY, or FLOOR_DATA"
    ):
        key_after(KEYED + "0" * 62)


def test_the_row_of_an_entry() -> None:
    """Every field, and the hash that follows from them."""
    whole = replace(ENTRY, cause=1, key="k")
    row = sealed(whole)
    assert row == {
        "hall_id": 1,
        "seq": 2,
        "at": NOON,
        "actor": "staff:3",
        "cause": 1,
        "event": "TicketCalled",
        "data": '{"ticket":41}',
        "key": "k",
        "prev": "0" * 64,
        "hash": whole.digest(hashing[0]),
    }
    assert set(row) == set(journal.c.keys())


def test_entries_come_in_order_and_all_of_them(store: Store) -> None:
    """Page by page; after a number, and at most so many; of the one hall."""
    with store.hall(2, SYSTEM) as hall:
        for number in range(MANY):
            hall.record(WriterContactSeen(opinion=number, by=7))
    with read(store) as connection:
        assert [one.seq for one in entries(connection, 1)] == [1, 2, 3, 4, 5]
        assert [one.seq for one in entries(connection, 2)] == [*range(1, MANY + 1)]
        assert [one.seq for one in entries(connection, 2, after=PAGE)] == [PAGE + 1, PAGE + 2, PAGE + 3]
        for limit in (0, 1, PAGE, PAGE + 1, MANY + 9):
            assert [one.seq for one in entries(connection, 2, limit=limit)] == [*range(1, min(limit, MANY) + 1)], limit
        assert [one.seq for one in entries(connection, 1, after=1, limit=2)] == [2, 3]
        assert list(entries(connection, 3)) == []
        one = next(entries(connection, 1, after=2))
        assert (one.hall_id, one.seq, one.at, one.key) == (1, 3, NOON + timedelta(minutes=2), "key-3")
        assert (one.actor, one.cause, one.event, one.data) == (
            "system",
            None,
            "WriterContactSeen",
            '{"opinion":3,"by":7}',
        )


def test_one_entry_and_the_last(store: Store) -> None:
    """By its number, the newest, the newest that tells of something; none where there is none."""
    with read(store) as connection:
        found = entry_of(connection, 1, 4)
        assert found is not None
        assert (found.seq, found.keyed, found.whole()) == (4, True, True)
        assert [entry_of(connection, 1, 6), entry_of(connection, 2, 1)] == [None, None]
        assert [last_seq(connection, hall) for hall in (HEAD, 1, 2, 9)] == [2, 5, 0, 0]
        latest = last_of(connection, 1, "WriterContactSeen")
        assert latest is not None
        assert latest.seq == 5
        second = last_of(connection, 1, "WriterContactSeen", '"opinion":2')
        assert second is not None
        assert second.seq == 2
        assert last_of(connection, 1, "WriterContactSeen", '"opinion":9') is None
        assert [last_of(connection, 1, "HallOpened"), last_of(connection, 2, "WriterContactSeen")] == [None, None]


def test_from_which_entry_on_a_moment_is(store: Store) -> None:
    """By halving: the first at or after it, and one past the last where all were before."""
    with read(store) as connection:
        for minutes, first in ((-1, 1), (0, 1), (0.5, 2), (1, 2), (3, 4), (3.5, 5), (4, 5), (4.5, 6)):
            assert first_since(connection, 1, NOON + timedelta(minutes=minutes), 5) == first, minutes
        assert first_since(connection, 2, NOON, 0) == 1


def test_what_is_looked_for(store: Store) -> None:
    """The newest first, between two numbers that do not count; whatever is not said does not matter."""

    def found(after: int = 0, before: int = 99, limit: int = 99, **what: Any) -> list[int]:
        with read(store) as connection:
            return [one.seq for one in sought(connection, 1, Sought(**what), after=after, before=before, limit=limit)]

    assert found() == [5, 4, 3, 2, 1]
    assert found(after=1, before=5) == [4, 3, 2]
    assert found(limit=2) == [5, 4]
    assert (found(events=("WriterContactSeen",)), found(events=("HallOpened",))) == ([5, 4, 3, 2, 1], [])
    assert (found(actor="system"), found(actor="sys"), found(actor="staff:")) == ([5, 4, 3, 2, 1], [], [])
    assert found(holding=('"opinion":2', '"opinion":4')) == [4, 2]
    assert found(holding=("_pinion", "%")) == []
    assert found(of=3) == [3]
    assert found(holding=('"opinion":2',), of=3) == [3, 2]
    with read(store) as connection:
        (one,) = sought(connection, HEAD, Sought(actor="system"), after=1, before=99, limit=9)
        assert (one.hall_id, one.event) == (HEAD, "HallOpened")


def test_whoever_ends_with_a_colon_is_a_kind(store: Store) -> None:
    """Devices are looked for as such, or one of them."""
    with store.database.writing() as connection:
        for seq, actor in enumerate(("device:4", "device:41", "devices", "staff:4"), start=1):
            connection.execute(update(journal).where(journal.c.hall_id == 1, journal.c.seq == seq).values(actor=actor))
    with read(store) as connection:
        for actor, seqs in (("device:", [2, 1]), ("device:4", [1]), ("staff:", [4])):
            found = sought(connection, 1, Sought(actor=actor), after=0, before=99, limit=9)
            assert [one.seq for one in found] == seqs, actor


def test_what_followed_from_an_entry(store: Store) -> None:
    """In its order, and nothing that followed from another."""

    def follows(hall: Any, event: WriterContactSeen) -> None:
        if event.opinion < 8:
            hall.record(WriterContactSeen(opinion=event.opinion + 1, by=0))
            hall.record(WriterContactSeen(opinion=9, by=0))

    store.react(WriterContactSeen, follows)
    with store.hall(1, SYSTEM) as hall:
        hall.record(WriterContactSeen(opinion=7, by=1))
    with read(store) as connection:
        assert [(one.seq, one.cause) for one in led_to(connection, 1, 6)] == [(7, 6), (8, 6)]
        assert led_to(connection, 1, 7) == led_to(connection, HEAD, 6) == []


def test_how_far_each_line_is(store: Store) -> None:
    """With the hall's code, or its number where nothing tells it; as it is written down."""
    with store.hall(7, SYSTEM) as hall:
        hall.record(WriterContactSeen(opinion=1, by=7))
    found = heads(store.database)
    assert [(one.hall, one.code, one.seq) for one in found] == [(0, "head", 2), (1, "main", 5), (7, "7", 1)]
    assert all(one.keyed and one.hash.startswith(KEYED) for one in found)
    assert str(found[1]) == f"main:5:{found[1].hash}"
    assert [Head(1, "x", seq, digest).keyed for seq, digest in ((0, ""), (3, "0" * 64), (3, "k1aa"))] == [
        True,
        False,
        True,
    ]
    assert [of_another_key(store.database, one) for one in found] == [False] * 3
    hashing[:] = [b"another"]
    assert [of_another_key(store.database, one) for one in found] == [True] * 3
    assert not of_another_key(store.database, Head(2, "annex", 0, ""))


def test_heads_of_plain_hashes_are_of_no_other_key(store: Store) -> None:
    """What was written before there was a key is whole without one."""
    hashing.clear()
    with store.hall(2, SYSTEM) as hall:
        hall.record(WriterContactSeen(opinion=1, by=7))
    unlock(SECRET)
    (annex,) = [one for one in heads(store.database) if one.code == "annex"]
    assert (annex.keyed, of_another_key(store.database, annex)) == (False, False)


@pytest.mark.parametrize(
    ("told", "means"),
    [
        ("main:41:k1ab", SinceEntry("main", 41, "k1ab")),
        ("41:k1ab", SinceEntry("", 41, "k1ab")),
        ("head:0:0", SinceEntry("head", 0, "0")),
    ],
)
def test_what_was_written_down(told: str, means: SinceEntry) -> None:
    """A line, a number and a hash."""
    assert since_of(told) == means


@pytest.mark.parametrize("told", ["a:b:41:k1", "main:x:k1", "main:41:", "41", "main:-1:k1", ""])
def test_what_is_nothing_that_was_written_down(told: str) -> None:
    """It is named."""
    with pytest.raises(ValueError) as refused:  # noqa: PT011  # a text in two parts fails as Python says it
        since_of(told)
    assert told in str(refused.value) or "unpack" in str(refused.value)


def test_every_line_is_told(store: Store) -> None:
    """Head and halls in order, how many entries; one that is asked for alone; what was written down still stands."""
    told = [line.text for line in verify(store)]
    assert told == [
        "head: 2 entries, whole, and the tables follow from them",
        "main: 5 entries, whole, and the tables follow from them",
        "annex: 0 entries, whole, and the tables follow from them",
    ]
    assert [line.fault for line in verify(store)] == [False] * 3
    main = heads(store.database)[1]
    with read(store) as connection:
        third = entry_of(connection, 1, 3)
    assert third is not None
    since = [SinceEntry("", 3, third.hash), SinceEntry("main", main.seq, main.hash), SinceEntry("annex", 9, "0")]
    (line,) = verify(store, "main", since=since)
    assert (line.text, line.fault) == (
        "main: 5 entries, whole, entry 3, 5 still stands, and the tables follow from them",
        False,
    )
    (line,) = verify(store, "nowhere")
    assert (line.text, line.fault) == ("there is no hall “nowhere”", True)
    lines_told = list(verify(store, since=[SinceEntry("main", 6, main.hash)]))
    assert [line.fault for line in lines_told] == [False, True]  # and what comes after a fault is not looked at
    assert lines_told[1].text == "main: the journal ends at 5, and entry 6 was written down: its end was cut off"
    (line,) = verify(store, "main", since=[SinceEntry("main", 3, "k1other")])
    assert line.text == "main: entry 3 is another one than was written down: the journal was made anew"


def keyed(seq: int, prev: str, event: str = "WriterContactSeen") -> Entry:
    """Return an entry with the hash that it must have."""
    one = replace(ENTRY, seq=seq, prev=prev, event=event, data='{"opinion":1,"by":7}', hash="")
    return replace(one, hash=one.digest(hashing[0]))


def test_the_first_fault_of_an_entry() -> None:
    """Each in its own words, the one that explains the others first."""
    first = keyed(1, "")
    second = keyed(2, first.hash)
    check_entry(first, 1, "")
    check_entry(second, 2, first.hash)
    plain = replace(second, hash="")
    plain = replace(plain, hash=plain.digest())
    for one, seq, last, says in (
        (second, 1, "", "entry 1 is missing; after 0 comes 2"),
        (second, 2, "other", "entry 2 does not follow from the one before"),
        (
            plain,
            2,
            first.hash,
            "entry 2 (WriterContactSeen) was not hashed with the server's key, as those before it",
        ),
        (
            replace(second, data="{}"),
            2,
            first.hash,
            "entry 2 (WriterContactSeen) was changed: its hash does not fit",
        ),
        (keyed(1, "", "Danced"), 1, "", "entry 1 is of a kind unknown to this program: Danced"),
    ):
        with pytest.raises(Broken) as broken:
            check_entry(one, seq, last)
        assert str(broken.value) == says
    hashing.clear()
    with pytest.raises(Broken) as broken:
        check_entry(first, 1, "")
    told = "its hashes cannot be checked without the server's secret key: FLOOR_SECRET_KEY, or FLOOR_DATA"
    assert str(broken.value) == told


def test_how_a_row_differs() -> None:
    """By the names of its columns, first what stands there."""
    assert difference(None, {"a": 1}) == "is missing"
    assert difference({"a": 1}, None) == "follows from no entry"
    there, given = {"a": 1, "b": "x", "c": None}, {"a": 2, "b": "x", "c": 3}
    assert difference(there, given) == "a is 1, by the journal 2; c is None, by the journal 3"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (update(halls).where(halls.c.id == 1).values(code="x"), "halls 1: code is 'x', by the journal 'main'"),
        (halls.insert().values(hall_id=HEAD, id=3, code="y"), "halls 3: follows from no entry"),
        (halls.delete().where(halls.c.id == 2), "halls 2: is missing"),
        (
            update(lines).where(lines.c.hall_id == HEAD).values(seq=3),
            "the journal ends at 2, but 3 entries were acknowledged",
        ),
        (
            update(lines).where(lines.c.hall_id == HEAD).values(hash="0"),
            "the journal ends at 2, but 2 entries were acknowledged",
        ),
        (journal.delete().where(journal.c.hall_id == HEAD), "the journal ends at 0, but 2 entries were acknowledged"),
        (
            update(journal).where(journal.c.hall_id == HEAD).values(hash="0", prev=""),
            "entry 1 (HallOpened) was changed: its hash does not fit",
        ),
    ],
)
def test_rows_that_do_not_follow(store: Store, change: Any, says: str) -> None:
    """Whoever changes one beside the journal is found out, and what follows from it is not looked at."""
    with store.database.writing() as connection:
        connection.execute(change)
    (line,) = verify(store)
    assert (line.text, line.fault) == (f"head: {says}", True)


def test_a_line_of_before_that_no_key_holds(store: Store) -> None:
    """Plain to its end, though the server has a key: it was made anew, or the server was never started."""
    hashing.clear()
    with store.hall(2, SYSTEM) as hall:
        hall.record(WriterContactSeen(opinion=1, by=7))
    assert [line.fault for line in verify(store, "annex")] == [False]
    unlock(SECRET)
    (line,) = verify(store, "annex")
    says = "none of the 1 entries is hashed with the server's key: start the server once, or it was undone"
    assert line.text == f"annex: {says}"


def test_a_fact_that_cannot_be_applied(store: Store) -> None:
    """It is named, with what went wrong."""
    with store.hall(HEAD, SYSTEM) as head:
        head.record(JournalKeyed())
        entry = replace(ENTRY, hall_id=HEAD, seq=4, at=head.at, event="HallOpened", data="{}", prev=head.hash)
        row = sealed(entry)
    with store.database.writing() as connection:
        connection.execute(journal.insert(), [row])
    (line,) = verify(store, "head")
    assert line.text.startswith("head: entry 4 (HallOpened) cannot be applied: ")
    assert "Field required" in line.text


def test_facts_in_the_journal() -> None:
    """Words that somebody wrote stand sealed, empty ones as they are; what a fact is read back as it was."""
    fact = MessageGivenUp(message=4, before="dead", after="given_up", reason="他不要了")
    stored = fact.to_json()
    assert (MARK in stored, "他" in stored) == (True, False)
    assert MessageGivenUp.from_json(stored) == fact
    empty = MessageGivenUp(message=4, before="dead", after="given_up", reason="")
    assert MARK not in empty.to_json()
    assert MessageGivenUp.from_json(empty.to_json()) == empty
    plain = stored.replace(stored.partition('"reason":"')[2].rstrip('"}'), "in the open")
    assert MessageGivenUp.from_json(plain).reason == "in the open"
    assert MessageGivenUp.adapter() is MessageGivenUp.adapter()
    assert WriterContactSeen.adapter() is not MessageGivenUp.adapter()


def test_a_fact_that_is_made_wrong() -> None:
    """Two of a name, one that does not say when it is written, one that changes nothing: found at the start."""
    with pytest.raises(TypeError, match=r"^two events are named HallOpened$"):
        type("HallOpened", (Event,), {"__doc__": "Written when it is."})
    with pytest.raises(TypeError, match=r"^Danced does not say when it is written$"):
        type("Danced", (Event,), {"__doc__": "Somebody danced."})
    with pytest.raises(TypeError, match=r"^Danced does not say when it is written$"):
        type("Danced", (Event,), {})


def test_a_fact_that_is_made_right() -> None:
    """Known by its name, frozen, its fields named; without words it goes into the journal and comes back as it is."""
    told: dict[str, Any] = {"__doc__": "Written when somebody danced.", "__annotations__": {"who": int, "how": str}}
    danced: Any = type("Danced", (Event,), told)
    try:
        assert EVENTS["Danced"] is danced
        fact = danced(who=7, how="well")
        with pytest.raises(FrozenInstanceError):
            fact.who = 8
        with pytest.raises(TypeError, match="positional"):
            danced(7, "well")
        assert fact.to_json() == '{"who":7,"how":"well"}'
        assert danced.from_json(fact.to_json()) == fact
        assert danced.adapter() is danced.adapter()
        with pytest.raises(TypeError, match=r"^Danced has no apply$"):
            fact.apply(Rows(None, 1))  # type: ignore[arg-type]  # it does not come so far
        assert fact.sentence() == ""
        assert HallOpened(code="x").sentence() == "The hall “{code}” was opened."
    finally:
        del EVENTS["Danced"]


def test_what_is_told_of_facts() -> None:
    """When each is written, its fields, and which must be there."""
    told = describe({"B": HallOpened, "A": JournalKeyed, "C": EVENTS["ContactSeen"]})
    assert list(told) == ["A", "B", "C"]
    assert told["B"] == {
        "written": "Written when a hall was set up for the first time; its number is this entry's.",
        "fields": {"code": "<class 'str'>"},
        "needed": {"code"},
    }
    assert (told["A"]["fields"], told["A"]["needed"]) == ({}, set())
    assert told["C"]["needed"] == {"ticket", "by"}  # the number of the follow-up came later, with a default


def test_what_could_not_be_read_any_more() -> None:
    """A fact or field that is gone, one of another kind, a new one without a default: each in a sentence."""
    now: dict[str, Any] = {
        "A": {"fields": {"x": "int", "y": "str"}, "needed": {"x", "y"}},
        "B": {"fields": {"z": "int", "w": "int"}, "needed": {"z"}},
    }
    released = {"A": {"x": "str", "gone": "int"}, "Gone": {"x": "int"}, "B": {"z": "str"}}
    assert list(unreadable(released, now)) == [
        "A.x was str; a changed meaning is a new class",
        "A.gone is gone; a changed fact is a new class",
        "A.y is new; give it a default for the facts of before",
        "Gone is gone; keep it, with its apply, for the histories that hold it",
        "B.z was str; a changed meaning is a new class",
    ]
