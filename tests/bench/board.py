"""A hall with nothing but a board of values, and the views of it: what watching and pushing are tried with."""

from pydantic import BaseModel
from sqlalchemy import bindparam, delete, insert, select

from server.kernel.clock import SystemClock
from server.kernel.refusals import Missing
from server.live.views import Views
from server.security.actors import SYSTEM
from server.security.rights import May
from server.store.directory import open_hall
from server.store.engine import Database
from server.store.hall import HEAD, HallSnapshot, Store
from server.store.sealed import unlock
from server.store.tables import answers, metadata

ANSWER = {
    "actor": "board",
    "body_hash": "",
    "status": 0,
}  # the table of answers serves as the board: telemetry with a text
OURS = ("lines", "journal", "answers", "deadlines", "halls")
OF_BOARD = (answers.c.hall_id == bindparam("hall"), answers.c.actor == "board")
DROP = delete(answers).where(*OF_BOARD, answers.c.key == bindparam("name"))
READ = select(answers.c.key, answers.c.body).where(*OF_BOARD).order_by(answers.c.key)

KEY = "what the board's values are sealed with"  # no application unlocks here, and kept answers are sealed
unlock(KEY)


class Shown(BaseModel):
    """What the board says."""

    values: dict[str, str]


def everything(hall: HallSnapshot) -> Shown:
    """Return all values."""
    return Shown(values={row.key: row.body.decode() for row in hall.connection.execute(READ, {"hall": hall.id})})


def one(hall: HallSnapshot, key: str) -> Shown:
    """Return one value; refuse a name that is not there."""
    values = everything(hall).values
    if values.get(key) == "broken":
        raise ZeroDivisionError
    if key == "nowhere":
        raise Missing
    return Shown(values={key: values.get(key, "")})


def put(store: Store, hall_id: int, key: str, value: bytes) -> int:
    """Write a value and return the hall's version."""
    unlock(KEY)  # another application of this process may have unlocked with its own
    with store.hall(hall_id, SYSTEM) as hall:
        hall.write_unlogged(DROP, {"hall": hall_id, "name": key})
        hall.write_unlogged(insert(answers), {"hall_id": hall_id, "key": key, "body": value, "at": hall.at, **ANSWER})
    return hall.version


def board_views() -> Views:
    """Return the board's views."""
    views = Views()
    views.add("all", everything, May.SEE_DISPLAY)
    views.add("value", one, May.SEE_COUNTER)
    return views


def opened(url: str) -> tuple[Store, int]:
    """Open a store with the halls `main` and `other`; return it and main's number."""
    database = Database(url)
    database.make_file()
    metadata.create_all(database.writer, tables=[table for table in metadata.sorted_tables if table.name in OURS])
    store = Store(database, SystemClock())
    with store.hall(HEAD, SYSTEM) as head:
        number = open_hall(head, code="main")
        open_hall(head, code="other")
    return store, number
