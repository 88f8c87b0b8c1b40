"""Is the history whole? Gapless, hashes right, and folded into empty tables it gives the tables that are there."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, NullPool, Table, create_engine, select

from server.store.directory import halls
from server.store.engine import Database
from server.store.events import EVENTS
from server.store.hall import HEAD, Store
from server.store.heads import HEAD_NAME
from server.store.journal import KEYED, Entry, entries
from server.store.rows import Rows
from server.store.sealed import hashing
from server.store.tables import lines, metadata

EMPTY: Final = create_engine("sqlite://", poolclass=NullPool)  # each connection a database in memory of its own


@dataclass(frozen=True, slots=True)
class LineFindings:
    """What was found in one hall."""

    text: str
    fault: bool = False


@dataclass(frozen=True, slots=True)
class SinceEntry:
    """An entry that somebody wrote down: of which line (empty: of the one that is looked at), its number and hash."""

    code: str
    seq: int
    hash: str


def since_of(text: str) -> SinceEntry:
    """Read HALL:SEQ:HASH or SEQ:HASH, as the log, /metrics and a backup say them."""
    *code, seq, digest = text.split(":")
    if len(code) > 1 or not seq.isdecimal() or not digest:
        raise ValueError(text)
    return SinceEntry("".join(code), int(seq), digest)


class Broken(Exception):
    """The first fault of a history."""


def verify(store: Store, code: str | None = None, *, since: Sequence[SinceEntry] = ()) -> Iterator[LineFindings]:
    """Check one hall's history, or all; yield a line a hall, the first fault last.

    `since` are entries that were written down elsewhere: each must still stand where it stood.
    """
    with store.database.reading() as connection:
        found = {HEAD: HEAD_NAME} | {
            row.id: row.code for row in connection.execute(select(halls.c.id, halls.c.code).order_by(halls.c.id))
        }
    wanted = [number for number, name in found.items() if code is None or name == code]
    if not wanted:
        yield LineFindings(f"there is no hall “{code}”", fault=True)
        return
    with empty_tables() as fresh:
        for number in wanted:
            anchors = {one.seq: one.hash for one in since if one.code in {found[number], code and ""}}
            try:
                count = check_hall(store.database, number, fresh, anchors)
            except Broken as broken:
                yield LineFindings(f"{found[number]}: {broken}", fault=True)
                return
            kept = f", entry {', '.join(map(str, anchors))} still stands" if anchors else ""
            yield LineFindings(f"{found[number]}: {count} entries, whole{kept}, and the tables follow from them")


@contextmanager
def empty_tables() -> Iterator[Connection]:
    """Give a database with empty tables for histories to be replayed into, one after the other."""
    with EMPTY.connect() as fresh:
        metadata.create_all(fresh, tables=history())
        fresh.commit()
        yield fresh


def history() -> list[Table]:
    """Return the tables that follow from the journal."""
    return [table for table in metadata.sorted_tables if table.info.get("kind") == "history"]


def check_hall(
    database: Database, hall: int, fresh: Connection, anchors: Mapping[int, str] = MappingProxyType({})
) -> int:
    """Replay a hall's history into empty tables, compare, empty them again; return how many entries there are."""
    transaction = fresh.begin()
    try:
        with database.reading() as connection:
            count, last = replay(connection, fresh, hall, anchors)
            row = connection.execute(select(lines.c.seq, lines.c.hash).where(lines.c.hall_id == hall)).first()
            if row is not None and (row.seq, row.hash) != (count, last):
                raise Broken(f"the journal ends at {count}, but {row.seq} entries were acknowledged")
            for table in history():
                compare(connection, fresh, table, hall)
    finally:
        transaction.rollback()
    return count


def replay(connection: Connection, fresh: Connection, hall: int, anchors: Mapping[int, str]) -> tuple[int, str]:
    """Check each entry and apply it; return how many there are and the last one's hash."""
    seq, last = 0, ""
    rows = Rows(fresh, hall)
    for entry in entries(connection, hall):
        check_entry(entry, seq + 1, last)
        if anchors.get(entry.seq, entry.hash) != entry.hash:
            raise Broken(f"entry {entry.seq} is another one than was written down: the journal was made anew")
        rows.seq, rows.at = entry.seq, entry.at
        try:
            EVENTS[entry.event].from_json(entry.data).apply(rows)
        except Exception as error:
            raise Broken(f"entry {entry.seq} ({entry.event}) cannot be applied: {error!r}") from error
        seq, last = entry.seq, entry.hash
    if max(anchors, default=0) > seq:
        raise Broken(f"the journal ends at {seq}, and entry {max(anchors)} was written down: its end was cut off")
    if seq and hashing and not last.startswith(KEYED):
        raise Broken(
            f"none of the {seq} entries is hashed with the server's key: start the server once, or it was undone"
        )
    return seq, last


def check_entry(entry: Entry, seq: int, last: str) -> None:
    """Raise the first fault of an entry."""
    if entry.seq != seq:
        raise Broken(f"entry {seq} is missing; after {seq - 1} comes {entry.seq}")
    if entry.prev != last:
        raise Broken(f"entry {seq} does not follow from the one before")
    if last.startswith(KEYED) and not entry.keyed:
        raise Broken(f"entry {seq} ({entry.event}) was not hashed with the server's key, as those before it")
    if entry.keyed and not hashing:
        raise Broken("its hashes cannot be checked without the server's secret key: FLOOR_SECRET_KEY, or FLOOR_DATA")
    if not entry.whole():
        raise Broken(f"entry {seq} ({entry.event}) was changed: its hash does not fit")
    if entry.event not in EVENTS:
        raise Broken(f"entry {seq} is of a kind unknown to this program: {entry.event}")


def compare(connection: Connection, fresh: Connection, table: Table, hall: int) -> None:
    """Raise the first row that differs from what the journal gives."""
    keys = [column.name for column in table.primary_key]
    there, given = rows_of(connection, table, hall, keys), rows_of(fresh, table, hall, keys)
    for key in sorted(there.keys() | given.keys(), key=str):
        if there.get(key) != given.get(key):
            raise Broken(f"{table.name} {', '.join(map(str, key[1:]))}: {difference(there.get(key), given.get(key))}")


def rows_of(connection: Connection, table: Table, hall: int, keys: list[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Return a hall's rows by key."""
    found = connection.execute(select(table).where(table.c.hall_id == hall)).mappings()
    return {tuple(row[name] for name in keys): dict(row) for row in found}


def difference(there: dict[str, Any] | None, given: dict[str, Any] | None) -> str:
    """Say how a row differs from what the journal gives."""
    if there is None or given is None:
        return "is missing" if there is None else "follows from no entry"
    names = [name for name in there if there[name] != given[name]]
    return "; ".join(f"{name} is {there[name]!r}, by the journal {given[name]!r}" for name in names)
