"""Promises 4 and 5: the journal is whole and only grows; the same key gives the same answer."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server, quiet_config


@pytest.fixture
def server(tmp_path: Path, database: str) -> Iterator[Server]:
    """A server of the demo hall in which nothing happens by itself, on either database."""
    made = Server(tmp_path, database=database or None, config=quiet_config(tmp_path, endless=True))
    try:
        yield made.start()
    finally:
        made.kill()


def beside(server: Server, statement: str, **values: object) -> list[str]:
    """Send a statement to the database beside the server, as whoever has its password could; return what it answers."""
    engine = create_engine(server.database)
    try:
        with engine.begin() as connection:
            answer = connection.execute(text(statement), values)
            return [str(row) for row in answer] if answer.returns_rows else []
    finally:
        engine.dispose()


def a_morning(server: Server) -> dict[str, object]:
    """Have a few things happen, and return a ticket that waits."""
    kiosk, clerk = Kiosk(server, server.enrol(DeviceKind.KIOSK)), Clerk(server, "clerk3", "3")
    waiting: dict[str, object] = {}
    for service in "ABCAB":
        waiting = kiosk.takes(service, priority=service == "B").json()["ticket"]
    for act in (
        "open",
        "call",
        "start",
        "hold",
        "call",
        "recall",
        "start",
        "finish",
        "undo",
        "finish",
        "call",
        "no-show",
    ):
        assert clerk.does(act).status_code == 200, act
    return waiting


def test_the_tables_follow_from_the_journal(server: Server) -> None:
    """After a morning the history is whole; a row changed by hand is found and named."""
    ticket = a_morning(server)
    whole = server.floor("verify")
    assert whole.returncode == 0, whole.stdout
    beside(server, "UPDATE tickets SET party = 9 WHERE id = :id", id=ticket["id"])
    found = server.floor("verify")
    assert found.returncode == 1
    assert f"tickets {ticket['id']}: party is 9, by the journal 1" in found.stdout


@pytest.mark.parametrize("statement", ["UPDATE journal SET actor = 'x'", "DELETE FROM journal WHERE seq = 1"])
def test_the_journal_only_grows(server: Server, statement: str) -> None:
    """The database itself refuses a change."""
    a_morning(server)
    with pytest.raises(DBAPIError, match="append-only"):
        beside(server, statement)


def test_no_personal_data_in_the_journal(server: Server) -> None:
    """Neither names nor what opens a ticket."""
    kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK))
    secret = kiosk.takes("A").json()["track_url"].rpartition("/")[2]
    a_morning(server)
    told = " ".join(beside(server, "SELECT * FROM journal"))
    for personal in ("黃淑芬", "clerk3", secret, kiosk.http.headers["Authorization"]):
        assert str(personal) not in told


def test_the_same_key_gives_the_same_answer(server: Server) -> None:
    """Byte for byte, whatever happened in between; another body under it is refused; keys are their owner's."""
    kiosk, other = (Kiosk(server, server.enrol(DeviceKind.KIOSK)) for _ in range(2))
    key = uuid.uuid4().hex
    first = kiosk.takes("A", key=key)
    a_morning(server)
    assert kiosk.takes("A", key=key).content == first.content
    refused = kiosk.takes("B", key=key)
    assert (refused.status_code, refused.json()["code"]) == (422, "key_mismatch")
    assert other.takes("A", key=key).json()["ticket"]["number"] != first.json()["ticket"]["number"]


def test_a_refusal_is_not_kept(server: Server) -> None:
    """Nobody waits: refused, nothing changed; a retry under the same key may succeed."""
    clerk, key = Clerk(server, "clerk3", "3"), uuid.uuid4().hex
    clerk.does("open")
    path = "/halls/main/counters/3/call"
    refused = clerk.asks("POST", path, {}, **{"Idempotency-Key": key})
    assert (refused.status_code, refused.json()["code"]) == (409, "nobody_waiting")
    Kiosk(server, server.enrol(DeviceKind.KIOSK)).takes("A")
    assert clerk.asks("POST", path, {}, **{"Idempotency-Key": key}).status_code == 200


def test_bad_input_says_what_to_do(server: Server) -> None:
    """Unknown things are 404 with their code, what does not fit is 422 naming the field, in the reader's language."""
    kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK), language="zh-TW")
    assert kiosk.takes("Z").json()["code"] == "unknown_service"
    found = kiosk.takes("A", party=99)
    assert found.status_code == 422
    assert [one["field"] for one in found.json()["errors"]] == ["party"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in found.json()["errors"][0]["message"])
    clerk = Clerk(server, "clerk3", "9")
    assert clerk.does("open").json()["code"] == "unknown_counter"
