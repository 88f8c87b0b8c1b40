"""How long what is kept: a property of each table that holds what is not for ever; one round erases what is older.

    Table(…, info={"kind": "personal", "kept": (Retention(N_("What customers wrote"), timedelta(days=730)),)})

Each table of personal data has one, and the office shows them all.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Delete, Table, Update, and_, bindparam, delete, func, select, update

from server.store.hall import HallSnapshot, UnitOfWork
from server.store.tables import Retention, metadata


def all_kept() -> Iterator[tuple[Table, Retention]]:
    """Yield what each table keeps for a time."""
    for table in sorted(metadata.tables.values(), key=lambda one: one.name):
        for kept in table.info.get("kept", ()):
            yield table, kept


def erase(hall: UnitOfWork) -> None:
    """Erase what a hall has kept for long enough; what features erase by facts of their own is theirs."""
    for table, kept in all_kept():
        if kept.lasts is not None and not kept.by_feature:
            hall.write_unlogged(erasing(table, kept), {"hall": hall.id, "before": hall.at - kept.lasts}, shown=False)


def erasing(table: Table, kept: Retention) -> Delete | Update:
    """Return the statement that erases what is older: the rows, or what stands in some of their columns."""
    older = older_than(table, kept)
    if not kept.empties:
        return delete(table).where(older)
    return update(table).where(older, table.c[kept.empties].is_not(None)).values({kept.empties: None})


def older_than(table: Table, kept: Retention) -> ColumnElement[bool]:
    """Return the condition that names a hall's rows of before a moment."""
    moment = table.c[kept.by]
    return and_(table.c.hall_id == bindparam("hall"), moment < bindparam("before", type_=moment.type))


def oldest(hall: HallSnapshot, table: Table, kept: Retention) -> datetime | None:
    """Return from when the oldest is that a hall has; None where it has nothing, or its rows tell no moment."""
    moment = table.c.get(kept.by)
    if moment is None:
        return None
    query = select(func.min(moment)).where(table.c.hall_id == hall.id)
    if kept.empties:
        query = query.where(table.c[kept.empties].is_not(None))
    found: datetime | None = hall.connection.execute(query).scalar()
    return found
