"""How the halls and the machine stand, for /metrics: asked of the database, which all processes share."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from server.emergency.states import IncidentState
from server.emergency.tables import incidents
from server.floor.states import TicketState
from server.floor.tables import tickets
from server.kernel.settings import Settings
from server.messages.reads import standing
from server.outcome import VERSION
from server.security.health import health
from server.store.directory import all_halls
from server.store.hall import HEAD, HallSnapshot, Store
from server.store.tables import deadlines
from server.store.upkeep import Upkeep, last

WAITING: Final = (
    select(tickets.c.hall_id, func.count(), func.min(tickets.c.issued_at))
    .where(tickets.c.state == TicketState.WAITING)
    .group_by(tickets.c.hall_id)
)
INCIDENTS: Final = (
    select(incidents.c.hall_id, func.count())
    .where(incidents.c.state.not_in([IncidentState.CLOSED, IncidentState.REVIEWED]), ~incidents.c.silent)
    .group_by(incidents.c.hall_id)
)
OLDEST: Final = select(func.min(deadlines.c.due_at))
SIZE: Final = text("SELECT pg_database_size(current_database())")


class HealthCollector(Collector):
    """What one can alarm on; a database that does not answer leaves its figures out and says so."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store, self.settings = store, settings

    def collect(self) -> Iterator[Metric]:
        """Ask."""
        yield InfoMetricFamily("floor", "The program.", {"version": VERSION})
        yield from self.upkeep()
        yield from self.machine()
        answers = GaugeMetricFamily("floor_database_answers", "1: the database answers.")
        try:
            found = [*self.halls(), *self.database()]
        except SQLAlchemyError:
            found = []
        answers.add_metric([], float(bool(found)))
        yield answers
        yield from found

    def halls(self) -> Iterator[Metric]:
        """Say how each hall stands."""
        waiting = GaugeMetricFamily("floor_waiting", "Numbers that wait.", labels=["hall"])
        longest = GaugeMetricFamily("floor_longest_wait_seconds", "Since the oldest waiting number.", labels=["hall"])
        alarms = GaugeMetricFamily("floor_incidents_open", "Incidents and drills that run.", labels=["hall"])
        messages = GaugeMetricFamily("floor_messages", "Messages out that are not sent.", labels=["hall", "state"])
        unsent = GaugeMetricFamily("floor_message_oldest_seconds", "Since the oldest that waits.", labels=["hall"])
        devices = GaugeMetricFamily("floor_devices", "Devices by how they do.", labels=["hall", "kind", "state"])
        with self.store.look(HEAD) as head:
            codes = {number: code for code, number in all_halls(head).items()}
            line = {row[0]: (row[1], row[2]) for row in head.connection.execute(WAITING)}
            running = {row[0]: row[1] for row in head.connection.execute(INCIDENTS)}
        for number, code in codes.items():
            many, oldest = line.get(number, (0, None))
            with self.store.look(number) as hall:
                waiting.add_metric([code], many)
                longest.add_metric([code], since(hall, oldest))
                alarms.add_metric([code], running.get(number, 0))
                out = standing(hall)
                messages.add_metric([code, "waiting"], out.waiting)
                messages.add_metric([code, "dead"], out.dead)
                unsent.add_metric([code], since(hall, out.oldest))
                for (kind, state), count in Counter((one.kind, one.state) for one in health(hall)).items():
                    devices.add_metric([code, kind.value, state.value], count)
        yield from (waiting, longest, alarms, messages, unsent, devices)

    def database(self) -> Iterator[Metric]:
        """Say how large the database is, and whether what falls due is handled."""
        with self.store.look(HEAD) as head:
            late = since(head, head.connection.execute(OLDEST).scalar())
            file = self.store.database.file
            size = file.stat().st_size if file else head.connection.execute(SIZE).scalar_one()
        yield GaugeMetricFamily("floor_database_bytes", "Size of the database.", float(size))
        if file is not None:
            ahead = Path(f"{file}-wal")
            length = ahead.stat().st_size if ahead.exists() else 0
            yield GaugeMetricFamily("floor_database_wal_bytes", "Size of SQLite's write-ahead log.", float(length))
        yield GaugeMetricFamily("floor_deadline_late_seconds", "How late the oldest deadline is.", late)

    def machine(self) -> Iterator[Metric]:
        """Say how much room there is where the data lies."""
        try:
            free = shutil.disk_usage(self.settings.data).free
        except OSError:
            return
        yield GaugeMetricFamily("floor_disk_free_bytes", "Room where FLOOR_DATA lies.", float(free))

    def upkeep(self) -> Iterator[Metric]:
        """Say when what is done by timers was done last; 0: never, as far as is known."""
        at = GaugeMetricFamily("floor_last_done_timestamp_seconds", "When it was done last.", labels=["what"])
        well = GaugeMetricFamily("floor_last_done_well", "1: it went well.", labels=["what"])
        for kind in Upkeep:
            done = last(self.settings.data, kind)
            at.add_metric([kind.value], done.at.timestamp() if done else 0.0)
            well.add_metric([kind.value], float(done.well) if done else 0.0)
        yield from (at, well)


def since(sight: HallSnapshot, moment: datetime | None) -> float:
    """Return how many seconds ago a moment was; none for one to come, or for no moment."""
    return max(0.0, (sight.at - moment).total_seconds()) if moment else 0.0
