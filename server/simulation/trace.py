"""A day as a table: one row a ticket, for whoever wants to look closer."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from server.simulation.records import Record

COLUMNS: Final = (
    "ticket",
    "class",
    "service",
    "issued",
    "ahead",
    "naive",
    "low",
    "likely",
    "high",
    "called",
    "counter",
    "started",
    "ended",
    "outcome",
    "waited",
)


def write_trace(path: Path, records: Iterable[Record]) -> None:
    """Write the rows: moments in seconds since midnight of the hall's day, waits in seconds, empty where there is none.

    `called` and `counter` are of the first call, `started` of the first service, `ended` of the last; `service` is what
    the number was taken for.
    """
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(row(record) for record in records)


def row(record: Record) -> list[object]:
    """Return a ticket's row."""
    customer, taken = record.customer, record.taken
    return [
        taken.ticket,
        customer.priority_class or "standard",
        customer.service,
        tenths(customer.at),
        taken.ahead,
        taken.naive,
        taken.low,
        taken.likely,
        taken.high,
        tenths(record.called),
        record.counter,
        tenths(record.started),
        tenths(record.ended),
        record.outcome,
        tenths(record.waited),
    ]


def tenths(seconds: float | None) -> float | None:
    """Return seconds to a tenth."""
    return None if seconds is None else round(seconds, 1)
