"""Whoever runs it can see how it does and be woken: figures, one line a fault, a process that goes on."""

import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests
from sqlalchemy import LargeBinary, column, insert, table, text
from structlog.testing import capture_logs

from server.kernel.recurring import AGAIN, Recurring
from server.security.rights import DeviceKind
from server.store import upkeep
from server.store.engine import LOG_BYTES, Database
from tests.hall import Kiosk, Server, quiet_config
from tests.inside import NINE, Inside


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall at nine o'clock."""
    made = Inside(tmp_path)
    yield made
    made.close()


def figures(page: str) -> dict[str, float]:
    """Return what a scrape says: name with labels → value."""
    return {name: float(value) for name, value in re.findall(r"^(floor\S*(?:\{[^}]*\})?) (\S+)$", page, re.MULTILINE)}


def scraped(hall: Inside) -> dict[str, float]:
    """Scrape a hall inside the test's process."""
    return figures(hall.app.test_client().get("/metrics").text)


def test_what_one_can_alarm_on(hall: Inside, tmp_path: Path) -> None:
    """Waiting, the longest wait, devices that are off, late deadlines, sizes, the last backup: each has its figure."""
    hall.ticket("A")
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")  # who does not come is a no-show after a minute and a half
    hall.ticket("B")
    hall.clock.forward(600)
    hall.ticket("B")
    upkeep.note(tmp_path, upkeep.Upkeep.BACKUP, upkeep.Done(NINE, well=True, said="kept"))
    found = scraped(hall)
    assert found['floor_waiting{hall="main"}'] == 2
    assert found['floor_longest_wait_seconds{hall="main"}'] == 600
    assert found['floor_devices{hall="main",kind="kiosk",state="lost"}'] == 1
    assert found["floor_deadline_late_seconds"] > 0
    assert found["floor_database_bytes"] > 10_000
    assert found["floor_disk_free_bytes"] > 0
    assert found['floor_last_done_timestamp_seconds{what="backup"}'] == NINE.timestamp()
    assert found['floor_last_done_well{what="backup"}'] == 1
    assert found['floor_last_done_timestamp_seconds{what="verify"}'] == 0
    assert (found["floor_processes"], found["floor_screens"], found["floor_database_answers"]) == (1, 0, 1)
    assert found['floor_request_seconds_count{part="api"}'] >= 2
    hall.later(0)
    assert scraped(hall)["floor_deadline_late_seconds"] == 0


def test_two_processes_are_one_server(new_database: str, tmp_path: Path) -> None:
    """Whichever process answers a scrape, it tells of both: counts never fall from one look to the next."""
    server = Server(tmp_path, database=new_database, config=quiet_config(tmp_path), FLOOR_WORKERS="2").start()
    try:
        for _ in range(60):
            assert requests.get(f"{server.url}/healthz", timeout=20).ok
        seen = []
        for _ in range(12):  # a new connection each: either process may take it
            found = figures(requests.get(f"{server.url}/metrics", timeout=20).text)
            seen.append(found['floor_requests_total{method="GET",status="200"}'])
            assert found["floor_processes"] == 2
        assert seen[0] >= 60
        assert seen == sorted(seen)
    finally:
        server.kill()


def test_a_fault_that_stays_is_a_line_not_a_flood() -> None:
    """Said when it begins, once a minute while it lasts, and when it is over."""
    now = [0.0]
    faults = Recurring(lambda: now[0])
    with capture_logs() as logged:
        for second in range(200):
            now[0] = float(second)
            faults.failed("a job failed: deadlines", OSError("gone"))
        faults.went_well("a job failed: deadlines")
        faults.went_well("a job failed: deadlines")
    assert [(one["event"], "exc_info" in one) for one in logged] == [
        ("a job failed: deadlines", True),
        *[("a job failed: deadlines, still", False)] * int(199 // AGAIN),
        ("a job failed: deadlines: over", False),
    ]
    assert logged[-1]["times"] == 200


def test_what_happens_is_logged(hall: Inside) -> None:
    """An alert, an incident that nobody looks at, a device that went off: a line each; of a silent alarm none."""
    with capture_logs() as logged:
        hall.told("kiosk", "POST", "/halls/main/devices/me/report", {"printer": "ok"})
        hall.clock.forward(120)
        hall.floor.scheduler.now("devices")
        hall.floor.scheduler.now("devices")
        hall.told("kiosk", "POST", "/halls/main/devices/me/report", {"printer": "ok"})
        hall.floor.scheduler.now("devices")
        hall.told("supervisor", "POST", "/halls/main/incidents", {"kind": "system_failure"})
        hall.told("clerk1", "POST", "/halls/main/incidents", {"kind": "threat", "silent": True})
        hall.later(3600)
    said = [one["event"] for one in logged]
    assert said.count("a device is off") == said.count("a device is back") == 1
    assert said.count("an incident was raised") == 1
    assert "a step was not confirmed in time" in said
    assert "deadlines were late" in said


def test_another_program_that_writes_holds_nobody_up(server: Server) -> None:
    """A shell with an open transaction on the file: screens and reads go on, and a write waits its turn."""
    kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK))
    assert kiosk.takes("A").status_code == 201
    taken: list[int] = []
    with closing(sqlite3.connect(server.folder / "floor.db", isolation_level=None)) as shell:
        shell.execute("BEGIN IMMEDIATE")
        writer = threading.Thread(target=lambda: taken.append(kiosk.takes("A").status_code))
        writer.start()
        for _ in range(20):
            assert requests.get(f"{server.url}/healthz", timeout=2).ok
            assert requests.get(f"{server.url}/", timeout=2).ok
        assert taken == []
        shell.execute("ROLLBACK")
    writer.join(20)
    assert taken == [201]


def test_the_write_ahead_log_is_bounded(tmp_path: Path) -> None:
    """A long read lets it grow; once that ends, the next writes bring the file back to its bound."""
    database = Database(f"sqlite:///{tmp_path}/floor.db")
    database.make_file()
    rows = table("blobs", column("data", LargeBinary))
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE blobs (data BLOB)"))
    log = tmp_path / "floor.db-wal"

    def write(many: int) -> None:
        for _ in range(many):
            with database.writing() as connection:
                connection.execute(insert(rows), {"data": bytes(4_000_000)})

    with database.reading() as connection:
        connection.execute(text("SELECT count(*) FROM blobs")).scalar()
        write(LOG_BYTES // 4_000_000 + 4)
        assert log.stat().st_size > LOG_BYTES
    write(3)
    assert log.stat().st_size <= LOG_BYTES
    database.close()
