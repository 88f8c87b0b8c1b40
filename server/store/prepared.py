"""Statements compiled once and given to the driver as they are: some 8 µs each, where Core takes 35 to 55.

What a command writes is the same few statements thousands of times. Reads stay with Core, which types their results,
but for those of the transaction itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import UpdateBase

from server.kernel.refusals import Moved
from server.store.pipeline import sending_of

Process = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Ready:
    """A statement in the words of one database."""

    sql: str
    binds: list[tuple[str, Process | None]]  # each value's name and what makes it fit for the driver
    by_position: bool
    defaults: dict[str, Any]  # of the columns that a new row does not name
    columns: Sequence[Process | None]  # what makes of each answered value what Core would


class Prepared:
    """One statement whose values are all named parameters."""

    def __init__(self, statement: UpdateBase | Select[Any]) -> None:
        self.statement = statement
        self.ready: dict[str, Ready] = {}

    def run(self, connection: Connection, parameters: Mapping[str, Any], *, once: bool = False) -> None:
        """Run it within the connection's transaction; `once`: raise `Moved` unless it changed exactly one row.

        PostgreSQL gets it with the next trip (pipeline.py), and `Moved` comes then.
        """
        words, values = self.bound(connection.dialect, parameters)
        sending = sending_of(connection)
        if sending is not None:
            sending.add(words, values, once=once)
            return
        cursor = connection.connection.cursor()
        try:
            cursor.execute(words, values)
            if once and cursor.rowcount != 1:
                raise Moved
        finally:
            cursor.close()

    def bound(self, dialect: Dialect, parameters: Mapping[str, Any]) -> tuple[str, Any]:
        """Return the statement in a database's words, and its values as the driver takes them."""
        ready = self.ready.get(dialect.name) or self.compiled(dialect)
        given = {**ready.defaults, **parameters} if ready.defaults else parameters
        values = [given[name] if process is None else process(given[name]) for name, process in ready.binds]
        if ready.by_position:
            return ready.sql, values
        return ready.sql, {bind[0]: value for bind, value in zip(ready.binds, values, strict=True)}

    def compiled(self, dialect: Dialect) -> Ready:
        """Compile it for a database."""
        words = self.statement.compile(dialect=dialect)
        if not isinstance(words, SQLCompiler):
            raise TypeError(f"{self.statement} is no statement")
        binds: list[tuple[str, Process | None]] = [
            (name, words.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in words.positiontup or words.binds
        ]
        prefetched = words.insert_prefetch if words.isinsert else ()
        defaults = {column.key: column.default.arg for column in prefetched}  # type: ignore[union-attr]  # only such stand there
        asked = self.statement.selected_columns if isinstance(self.statement, Select) else ()
        columns = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in asked]
        found = Ready(str(words), binds, bool(words.positiontup), defaults, columns)
        self.ready[dialect.name] = found
        return found

    def row(self, dialect: Dialect, given: Sequence[Any] | None) -> Sequence[Any] | None:
        """Return a row as Core would; None where there is none."""
        if given is None:
            return None
        columns = self.ready[dialect.name].columns
        return [value if make is None else make(value) for make, value in zip(columns, given, strict=True)]


def first_rows(
    connection: Connection, asked: Sequence[tuple[Prepared, Mapping[str, Any]]]
) -> list[Sequence[Any] | None]:
    """Return the first row of each question, all in one trip; None where there is none."""
    dialect = connection.dialect
    bound = [prepared.bound(dialect, parameters) for prepared, parameters in asked]
    sending = sending_of(connection)
    if sending is not None:
        given = sending.send(bound)
    else:
        given = []
        for words, values in bound:
            cursor = connection.connection.cursor()
            cursor.execute(words, values)
            given.append(cursor.fetchone())
            cursor.close()
    return [prepared.row(dialect, row) for (prepared, _), row in zip(asked, given, strict=True)]


def all_rows(connection: Connection, prepared: Prepared, parameters: Mapping[str, Any]) -> list[Sequence[Any]]:
    """Return all rows of a question as Core would: for lines of hundreds that are read again and again."""
    if connection.dialect.name != "sqlite":
        return list(connection.execute(prepared.statement, parameters))
    words, values = prepared.bound(connection.dialect, parameters)
    cursor = connection.connection.cursor()
    try:
        found = cursor.execute(words, values).fetchall()
    finally:
        cursor.close()
    makes = [(nth, make) for nth, make in enumerate(prepared.ready[connection.dialect.name].columns) if make]
    rows: list[Any] = [list(row) for row in found]
    for nth, make in makes:
        for row in rows:
            if row[nth] is not None:
                row[nth] = make(row[nth])
    return rows
