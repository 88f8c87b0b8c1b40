"""Tickets of the past, written straight into the tables: many at once, for rows that ask whether a long history slows.

Journal and rows hang together and the chain of hashes holds, but waits and calls are made up, and counters' totals are
left out: `floor verify` is not claimed of such a database.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, create_engine, event, insert, select, update

from server.floor.tables import days, series, slips, tickets
from server.store.engine import prepare_writer
from server.store.journal import Entry, sealed
from server.store.tables import journal, lines
from tests.bench.halls import COUNTERS, SERVICES, Halls

A_DAY = 1000
BATCH = 5000
SAID = {"low": 60, "likely": 240, "high": 600, "naive": 300, "played": 240}
ISSUED = (
    '{{"day":"{day}","letter":"{letter}","nth":{nth},"follows":{before},"number":"{number}",'
    '"priority":false,"party":1,"language":"zh-Hant","counts_from":"{at}"}}'
)
CALLED = '{{"ticket":{id},"counter":"{counter}","reason":"earliest","why":"","passed":[],"no_show_at":"{at}"}}'
FACTS = {
    "TicketIssued": ISSUED,
    "TicketCalled": CALLED,
    "ServiceStarted": '{{"ticket":{id},"counter":"{counter}"}}',
    "ServiceFinished": '{{"ticket":{id},"counter":"{counter}","outcome":"done"}}',
}


def fill(halls: Halls, many: int) -> None:
    """Write so many tickets of the days before today into the first hall."""
    engine = create_engine(halls.url)
    hall = halls.numbers["main"]
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare_writer)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    now = datetime.now(UTC)
    with engine.begin() as connection:
        seq, last = connection.execute(select(lines.c.seq, lines.c.hash).where(lines.c.hall_id == hall)).one()
        for begin in range(0, many, BATCH):
            which = range(begin, min(many, begin + BATCH))
            seq, last = batch(connection, hall, which, now, last=(seq, last))
        connection.execute(update(lines).where(lines.c.hall_id == hall).values(seq=seq, hash=last))
    engine.dispose()


def batch(connection: Connection, hall: int, which: range, now: datetime, *, last: tuple[int, str]) -> tuple[int, str]:
    """Write some of them after the last entry (number, hash); return the new last one's."""
    seq, before = last
    rows: dict[Any, list[dict[str, Any]]] = {table: [] for table in (journal, tickets, slips, days, series)}
    for number in which:
        back, nth = number // A_DAY + 2, number % A_DAY // len(SERVICES) + 1
        letter, counter = SERVICES[number % len(SERVICES)], COUNTERS[number % len(COUNTERS)]
        at = (now - timedelta(days=back)).replace(hour=1, minute=0) + timedelta(seconds=25 * (number % A_DAY))
        said = {"day": at.date().isoformat(), "letter": letter, "nth": nth, "before": nth - 1, "id": seq + 1}
        said |= {"number": f"{letter}{nth:03d}", "counter": counter, "at": at.isoformat()}
        rows[tickets].append(ticket(hall, seq + 1, said, at))
        secret = sha256(str(number).encode()).hexdigest()
        rows[slips].append({"hall_id": hall, "ticket": seq + 1, "secret_hash": secret, "ahead": 5, **SAID})
        for step, (name, data) in enumerate(FACTS.items()):
            seq += 1
            moment = at + timedelta(minutes=4 * step)
            entry = Entry(hall, seq, moment, "device:4", None, name, data.format(**said), None, before, "")
            rows[journal].append(sealed(entry))
            before = str(rows[journal][-1]["hash"])
        if number % A_DAY == 0:
            rows[days].append({"hall_id": hall, "day": said["day"], "closing_at": None})
            rows[series] += [{"hall_id": hall, "day": said["day"], "letter": one, "last": 200} for one in SERVICES]
    for table, values in rows.items():
        if values:
            connection.execute(insert(table), values)
    return seq, before


def ticket(hall: int, number: int, said: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Return a ticket that was served."""
    return {
        "hall_id": hall, "id": number, "day": said["day"], "number": said["number"], "service": said["letter"],
        "priority": False, "party": 1, "language": "zh-Hant", "state": "done", "issued_at": at, "counts_from": at,
        "counter": said["counter"], "called_at": at + timedelta(minutes=4), "started_at": at + timedelta(minutes=5),
        "ended_at": at + timedelta(minutes=12), "outcome": "done", "print": "printed",
    }  # fmt: skip
