"""The tablet's leave to rate: made when a service ends, good for that ticket alone, gone with the next call."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from server.ratings.tables import rating_leaves
from server.store.hall import HallWork
from server.store.prepared import Prepared

LASTS: Final = timedelta(minutes=3)  # a customer who has not touched by then has left
EXPLAINS: Final = timedelta(minutes=5)  # from the touch on; the page closes a minute after the last one
KEPT: Final = timedelta(days=2)  # phones rate for a day, and need who served
TOKEN_BYTES: Final = 16
NEW: Final = ("ticket", "counter", "clerk", "token", "served_at", "until", "closed_at")

_OF_TICKET = (rating_leaves.c.hall_id == bindparam("hall"), rating_leaves.c.ticket == bindparam("of_ticket"))
END: Final = Prepared(
    update(rating_leaves)
    .where(
        rating_leaves.c.hall_id == bindparam("hall"),
        rating_leaves.c.counter == bindparam("at_counter"),
        rating_leaves.c.until > bindparam("now", type_=rating_leaves.c.until.type),
    )
    .values(until=bindparam("now", type_=rating_leaves.c.until.type))
)
LONGER: Final = Prepared(
    update(rating_leaves).where(*_OF_TICKET).values(until=bindparam("new_until", type_=rating_leaves.c.until.type))
)
CLOSE: Final = Prepared(
    update(rating_leaves).where(*_OF_TICKET).values(closed_at=bindparam("at", type_=rating_leaves.c.closed_at.type))
)
TAKE_BACK: Final = Prepared(delete(rating_leaves).where(*_OF_TICKET))
FORGET: Final = Prepared(
    delete(rating_leaves).where(
        rating_leaves.c.hall_id == bindparam("hall"),
        rating_leaves.c.served_at < bindparam("before", type_=rating_leaves.c.served_at.type),
    )
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


def ask(hall: HallWork, *, ticket: int, counter: str, clerk: int | None) -> None:
    """Wake the counter's tablet for a service that has just ended."""
    end(hall, counter=counter)
    hall.aside(
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
        },
    )


def end(hall: HallWork, *, counter: str) -> None:
    """Let the counter's tablet rest: the next customer is called."""
    hall.aside(END, {"hall": hall.id, "at_counter": counter, "now": hall.at})


def take_back(hall: HallWork, *, ticket: int) -> None:
    """Forget that a service ended: it goes on."""
    hall.aside(TAKE_BACK, {"hall": hall.id, "of_ticket": ticket})


def leave_longer(hall: HallWork, *, ticket: int) -> None:
    """Give the customer time for reasons and words."""
    hall.aside(LONGER, {"hall": hall.id, "of_ticket": ticket, "new_until": hall.at + EXPLAINS})


def close(hall: HallWork, *, ticket: int, at: datetime) -> None:
    """Note that the customer is done on the tablet."""
    hall.aside(CLOSE, {"hall": hall.id, "of_ticket": ticket, "at": at})


def forget(hall: HallWork) -> None:
    """Forget leaves that are two days old."""
    hall.aside(FORGET, {"hall": hall.id, "before": hall.at - KEPT})
