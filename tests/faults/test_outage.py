"""An outage of the database is said as what it is, by every request that meets it: never as a mistake of ours."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url
from structlog.testing import capture_logs

from tests.inside import Inside


@pytest.fixture
def hall(new_database: str, tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall on PostgreSQL, whose commands share transactions as in a server."""
    made = Inside(tmp_path, database=new_database)
    made.store.database.work_together()
    yield made
    made.close()


def cut_all(hall: Inside) -> None:
    """End all connections of the hall's database, as a restart of PostgreSQL does."""
    address = make_url(str(hall.floor.settings.database_url)).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_no_request_calls_it_a_mistake_of_ours(hall: Inside) -> None:
    """Reads, commands, pages and sign-ins right behind the cut: done, or 503 with what to do; one line each."""
    browser = hall.app.test_client()
    browser.set_cookie("floor_session", hall.token("supervisor"))
    hall.token("kiosk")
    asks = {
        "a ticket": lambda: hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}),
        "a view": lambda: hall.asks("supervisor", "GET", "/halls/main/views/board"),
        "a page": lambda: browser.get("/office/main/", headers={"Accept-Language": "en"}),
        "a sign-in": lambda: hall.app.test_client().post("/api/v1/session", json={"username": "a", "password": "b"}),
        "whether it is ready": lambda: hall.app.test_client().get("/readyz"),
    }
    wrong = []
    with capture_logs() as written:
        for what, ask in asks.items():
            for _ in range(3):
                cut_all(hall)
                hall.authenticator.forget_all()
                hall.clock.forward(6)
                status = ask().status_code
                if status not in {200, 201, 401, 503}:
                    wrong.append(f"{what}: {status}")
    assert wrong == []
    lines = [line for line in written if line["event"] == "the database did not do its part"]
    assert [line for line in lines if "exc_info" in line or len(str(line)) > 500] == []
    assert hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}).status_code == 201
