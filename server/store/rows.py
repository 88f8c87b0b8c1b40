"""How a fact changes rows: add, move, drop, count; no select, so that replaying needs nothing but the facts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, delete, insert, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from server.store.prepared import Prepared
from server.store.tables import EPOCH, deadlines

Key = int | str | tuple[int | str, ...]
STATEMENTS: dict[tuple[object, ...], Prepared] = {}


class Rows:
    """The rows of one hall, as the fact numbered `seq` at the moment `at` may change them."""

    def __init__(self, connection: Connection, hall: int) -> None:
        self.connection = connection
        self.hall = hall
        self.seq = 0
        self.at = EPOCH

    def add(self, table: Table, **values: Any) -> None:
        """Add one row."""
        statement = STATEMENTS.get((table.name, "add", *values))
        if statement is None:
            check_history(table)
            statement = Prepared(insert(table).values({name: bindparam(name) for name in ("hall_id", *values)}))
            STATEMENTS[table.name, "add", *values] = statement
        statement.run(self.connection, {"hall_id": self.hall, **values})

    def move(self, table: Table, key: Key, *, expect: Mapping[str, Any], **values: Any) -> None:
        """Change exactly one row, and only if it is as `expect` says; raise `Moved` otherwise."""
        statement = STATEMENTS.get((table.name, "move", *expect, "→", *values))
        if statement is None:
            check_history(table)
            wanted = [
                table.c[name].is_not_distinct_from(bindparam(f"expect_{name}", type_=table.c[name].type))
                for name in expect
            ]
            statement = Prepared(
                update(table)
                .where(of_key(table), *wanted)
                .values({name: bindparam(f"new_{name}", type_=table.c[name].type) for name in values})
            )
            STATEMENTS[table.name, "move", *expect, "→", *values] = statement
        parameters = self.named(table, key)
        parameters.update({f"expect_{name}": value for name, value in expect.items()})
        parameters.update({f"new_{name}": value for name, value in values.items()})
        statement.run(self.connection, parameters, once=True)

    def drop(self, table: Table, key: Key) -> None:
        """Remove one row; one that is not there is no mistake."""
        statement = STATEMENTS.get((table.name, "drop"))
        if statement is None:
            check_history(table)
            statement = STATEMENTS[table.name, "drop"] = Prepared(delete(table).where(of_key(table)))
        statement.run(self.connection, self.named(table, key))

    def drop_before(self, table: Table, column: str, value: str) -> None:
        """Remove the hall's rows whose column is less than a value."""
        statement = STATEMENTS.get((table.name, "drop before", column))
        if statement is None:
            check_history(table)
            older = table.c[column] < bindparam("value", type_=table.c[column].type)
            statement = Prepared(delete(table).where(table.c.hall_id == bindparam("hall"), older))
            STATEMENTS[table.name, "drop before", column] = statement
        statement.run(self.connection, {"hall": self.hall, "value": value})

    def count(self, table: Table, key: Key, **amounts: int) -> None:
        """Add amounts to a row of totals, made with zeros where it is not there."""
        dialect = self.connection.dialect.name
        statement = STATEMENTS.get((table.name, "count", dialect, *amounts))
        if statement is None:
            check_history(table)
            make = postgresql_insert if dialect == "postgresql" else sqlite_insert
            names = [column.name for column in table.primary_key]
            row: dict[str, Any] = {name: bindparam(f"key_{name}") for name in names} | {
                name: bindparam(f"by_{name}") for name in amounts
            }
            statement = Prepared(
                make(table)
                .values(row)
                .on_conflict_do_update(
                    index_elements=names, set_={name: table.c[name] + bindparam(f"by_{name}") for name in amounts}
                )
            )
            STATEMENTS[table.name, "count", dialect, *amounts] = statement
        statement.run(self.connection, self.named(table, key) | {f"by_{name}": by for name, by in amounts.items()})

    def due(self, kind: str, subject: int, at: datetime) -> None:
        """Have something happen at a moment."""
        self.add(deadlines, kind=kind, subject=subject, due_at=at)

    def settled(self, kind: str, subject: int) -> None:
        """Take a deadline back, or say that it was handled."""
        self.drop(deadlines, (kind, subject))

    def named(self, table: Table, key: Key) -> dict[str, Any]:
        """Return the parameters of a row's key."""
        parts = key if isinstance(key, tuple) else (key,)
        columns = [column.name for column in table.primary_key][1:]
        return {"key_hall_id": self.hall} | {f"key_{name}": part for name, part in zip(columns, parts, strict=True)}


def of_key(table: Table) -> Any:
    """Return the condition that names one row by its whole key."""
    return and_(*(column == bindparam(f"key_{column.name}", type_=column.type) for column in table.primary_key))


def check_history(table: Table) -> None:
    """Refuse tables that are not history: what is not in the journal must not follow from it."""
    if table.info.get("kind") != "history":
        raise TypeError(f"{table.name} is not history; use hall.write_unlogged")
