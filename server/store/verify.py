"""Is the history whole? Gapless, hashes right, and folded into empty tables it gives the tables that are there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, create_engine, select

from server.store.directory import halls
from server.store.engine import Database
from server.store.events import EVENTS
from server.store.hall import HEAD, Store
from server.store.journal import Entry, entries
from server.store.rows import Rows
from server.store.tables import lines, metadata


@dataclass(frozen=True, slots=True)
class Line:
    """What was found in one hall."""

    text: str
    fault: bool = False


class Broken(Exception):
    """The first fault of a history."""


def verify(store: Store, code: str | None = None) -> Iterator[Line]:
    """Check one hall's history, or all; yield a line a hall, the first fault last."""
    with store.database.reading() as connection:
        found = {HEAD: "head"} | {
            row.id: row.code for row in connection.execute(select(halls.c.id, halls.c.code).order_by(halls.c.id))
        }
    wanted = [number for number, name in found.items() if code is None or name == code]
    if not wanted:
        yield Line(f"there is no hall “{code}”", fault=True)
        return
    for number in wanted:
        try:
            count = check_hall(store.database, number)
        except Broken as broken:
            yield Line(f"{found[number]}: {broken}", fault=True)
            return
        yield Line(f"{found[number]}: {count} entries, whole, and the tables follow from them")


def check_hall(database: Database, hall: int) -> int:
    """Replay a hall's history into an empty database and compare; return how many entries there are."""
    empty = create_engine("sqlite://")
    with database.reading() as connection, empty.begin() as fresh:
        metadata.create_all(fresh)
        count, last = replay(connection, fresh, hall)
        row = connection.execute(select(lines.c.seq, lines.c.hash).where(lines.c.hall_id == hall)).first()
        if row is not None and (row.seq, row.hash) != (count, last):
            raise Broken(f"the journal ends at {count}, but {row.seq} entries were acknowledged")
        for table in metadata.sorted_tables:
            if table.info.get("kind") == "history":
                compare(connection, fresh, table, hall)
    empty.dispose()
    return count


def replay(connection: Connection, fresh: Connection, hall: int) -> tuple[int, str]:
    """Check each entry and apply it; return how many there are and the last one's hash."""
    seq, last = 0, ""
    rows = Rows(fresh, hall)
    for entry in entries(connection, hall):
        check_entry(entry, seq + 1, last)
        rows.seq, rows.at = entry.seq, entry.at
        try:
            EVENTS[entry.event].from_json(entry.data).apply(rows)
        except Exception as error:
            raise Broken(f"entry {entry.seq} ({entry.event}) cannot be applied: {error!r}") from error
        seq, last = entry.seq, entry.hash
    return seq, last


def check_entry(entry: Entry, seq: int, last: str) -> None:
    """Raise the first fault of an entry."""
    if entry.seq != seq:
        raise Broken(f"entry {seq} is missing; after {seq - 1} comes {entry.seq}")
    if entry.prev != last:
        raise Broken(f"entry {seq} does not follow from the one before")
    if entry.hash != entry.digest():
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
