# ruff: noqa: E402  # gevent patches before anything else is imported
"""What the ground costs: the bare transaction of four statements through SQLAlchemy, and one fsync.

    python -m tests.bench.bare FOLDER SECONDS

As the server has it: gevent, 32 at once, one writer behind a fair queue, a file in FOLDER; a commit on disk for each.
It prints transactions a second of 32 at once, of one alone, and an fsync's milliseconds.
"""

from gevent import monkey

monkey.patch_all()

import os
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import gevent
from sqlalchemy import bindparam, insert, select, update

from server.floor.tables import tickets
from server.store.engine import Database
from server.store.tables import journal, lines, metadata

AT_ONCE = 32
LOCK = select(lines.c.seq, lines.c.hash).where(lines.c.hall_id == bindparam("hall"))
TICKET = insert(tickets)
ENTRY = insert(journal)
ADVANCE = update(lines).where(lines.c.hall_id == bindparam("hall")).values(seq=bindparam("number"))


class Bare:
    """A line, tickets and a journal, and nothing around them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "bare.db").unlink(missing_ok=True)
        self.database = Database(f"sqlite:///{folder}/bare.db")
        self.database.make_file()
        metadata.create_all(self.database.writer, tables=[lines, journal, tickets])
        with self.database.writer.begin() as connection:
            connection.execute(insert(lines), {"hall_id": 1, "seq": 0, "hash": "0" * 64, "version": 0})

    def transaction(self) -> None:
        """Lock the line, add a ticket and an entry, move the line on."""
        now = datetime.now(UTC)
        with self.database.writer.begin() as connection:
            row = connection.execute(LOCK, {"hall": 1}).one()
            number = row[0] + 1
            ticket = {"hall_id": 1, "id": number, "day": "2026-11-25", "number": f"A{number}", "service": "A"}
            ticket |= {"priority": False, "party": 1, "language": "en", "state": "waiting", "issued_at": now}
            ticket |= {"counts_from": now, "recalls": 0, "came_back": False, "laters": 0, "transfers": 0}
            connection.execute(TICKET, ticket)
            entry = {"hall_id": 1, "seq": number, "at": now, "actor": "device:4", "cause": None}
            entry |= {"event": "TicketIssued", "data": "." * 200, "key": "k" * 32, "prev": row[1], "hash": row[1]}
            connection.execute(ENTRY, entry)
            connection.execute(ADVANCE, {"hall": 1, "number": number})

    def rate(self, at_once: int, seconds: float) -> float:
        """Return how many of them fit into a second."""
        done, end = 0, time.monotonic() + seconds

        def go_on() -> None:
            nonlocal done
            while time.monotonic() < end:
                self.transaction()
                done += 1
                gevent.sleep(0)

        gevent.joinall([gevent.spawn(go_on) for _ in range(at_once)])
        return done / seconds

    def fsync(self) -> float:
        """Return the milliseconds that writing 4 KB through to the disk takes, the median of 100."""
        times = []
        with (self.folder / "fsync").open("wb") as file:
            for _ in range(100):
                file.write(b"." * 4096)
                file.flush()
                begun = time.monotonic()
                os.fdatasync(file.fileno())
                times.append(time.monotonic() - begun)
        return statistics.median(times) * 1000


def main() -> None:
    """Measure and print."""
    bare = Bare(Path(sys.argv[1]))
    seconds = float(sys.argv[2])
    bare.rate(AT_ONCE, 0.2)  # warms up
    sys.stdout.write(f"{bare.rate(AT_ONCE, seconds):.0f} {bare.rate(1, seconds):.0f} {bare.fsync():.3f}\n")


if __name__ == "__main__":
    main()
