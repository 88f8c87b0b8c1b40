"""The tablet's leave to rate: made when a service ends, for that ticket alone, until its customer is done or silent."""

import secrets
from typing import Final

from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from server.ratings.reads import leave_of
from server.ratings.tables import rating_leaves
from server.ratings.turns import LASTS
from server.store.hall import UnitOfWork
from server.store.prepared import Prepared

TOKEN_BYTES: Final = 16
NEW: Final = ("ticket", "counter", "clerk", "token", "served_at", "until", "closed_at", "tablet", "usable")

_OF_TICKET = (rating_leaves.c.hall_id == bindparam("hall"), rating_leaves.c.ticket == bindparam("of_ticket"))
LONGER: Final = Prepared(
    update(rating_leaves).where(*_OF_TICKET).values(until=bindparam("new_until", type_=rating_leaves.c.until.type))
)
USABLE: Final = Prepared(update(rating_leaves).where(*_OF_TICKET).values(usable=bindparam("was_usable")))
CLOSE: Final = Prepared(
    update(rating_leaves)
    .where(*_OF_TICKET, rating_leaves.c.closed_at.is_(None))
    .values(closed_at=bindparam("at", type_=rating_leaves.c.closed_at.type))
)


def _put(make: object) -> Prepared:
    """Return the statement that adds a leave, or renews that of a service that was taken up again."""
    statement = make(rating_leaves).values({name: bindparam(name) for name in ("hall_id", *NEW)})  # type: ignore[operator]  # either dialect's insert
    return Prepared(
        statement.on_conflict_do_update(
            index_elements=["hall_id", "ticket"], set_={name: statement.excluded[name] for name in NEW[1:]}
        )
    )


PUT: Final = {"sqlite": _put(sqlite_insert), "postgresql": _put(postgresql_insert)}


def ask(hall: UnitOfWork, *, ticket: int, counter: str, clerk: int | None, tablet: bool) -> None:
    """Wake the counter's tablet for a service that has just ended.

    A service that was taken up again and ends once more while its customer is still asked goes on being asked.
    """
    found = leave_of(hall, ticket)
    if found is not None and found.closed_at is None and found.counter == counter and hall.at < found.until:
        stay(hall, ticket=ticket)
        return
    hall.write_unlogged(
        PUT[hall.connection.dialect.name],
        {
            "hall_id": hall.id,
            "ticket": ticket,
            "counter": counter,
            "clerk": clerk,
            "token": secrets.token_urlsafe(TOKEN_BYTES),
            "served_at": hall.at,
            "until": hall.at + LASTS,
            "closed_at": None,
            "tablet": tablet,
            "usable": False,
        },
    )


def stay(hall: UnitOfWork, *, ticket: int) -> None:
    """Give the customer who touches the tablet more time."""
    hall.write_unlogged(LONGER, {"hall": hall.id, "of_ticket": ticket, "new_until": hall.at + LASTS})


def usable(hall: UnitOfWork, *, ticket: int) -> None:
    """Note that the customer could use the tablet."""
    hall.write_unlogged(USABLE, {"hall": hall.id, "of_ticket": ticket, "was_usable": True})


def close(hall: UnitOfWork, *, ticket: int) -> None:
    """Note that the customer is done on the tablet, or did not want to rate; the next one has their turn."""
    hall.write_unlogged(CLOSE, {"hall": hall.id, "of_ticket": ticket, "at": hall.at})
