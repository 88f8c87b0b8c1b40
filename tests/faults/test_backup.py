"""A backup made beside a server under load, restored elsewhere: whole, with all that was acknowledged before it."""

import shutil
from pathlib import Path

import pytest

from server.security.rights import DeviceKind
from server.security.setting_up import KEY_FILE
from server.store.directory import hall_number
from server.store.hall import HEAD
from server.store.journal import entries
from tests.customers import Customer, after
from tests.hall import Clerk, Kiosk, Server, quiet_config


def history(server: Server) -> list[str]:
    """Return the hashes of the demo hall's journal, each of all that went before."""
    store = server.store()
    try:
        with store.look(HEAD) as head:
            hall = hall_number(head, "main")
        with store.look(hall) as sight:
            return [entry.hash for entry in entries(sight.connection, hall)]
    finally:
        store.database.close()


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_a_backup_under_load(server: Server, tmp_path: Path, into: str, request: pytest.FixtureRequest) -> None:
    """`floor backup` while kiosks take numbers, `floor restore` into a new database: served from there at once."""
    customers = [Customer(server, server.enrol(DeviceKind.KIOSK)) for _ in range(3)]
    for customer in customers:
        customer.start()
    kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK))
    sure = [kiosk.takes("A").json()["ticket"] for _ in range(20)]
    sure += [ticket for customer in customers for ticket in list(customer.acknowledged.values())]
    before = history(server)
    kept = server.floor("backup", str(tmp_path / "kept.db"))
    assert kept.returncode == 0, kept.stderr
    after(customers, 0.2)
    later = history(server)
    place = tmp_path / "elsewhere"
    place.mkdir()
    shutil.copy(tmp_path / KEY_FILE, place)  # kept apart from the backup, and needed to read and to check it
    database = request.getfixturevalue("new_database") if into == "postgresql" else None
    other = Server(place, database=database, config=quiet_config(tmp_path, endless=True))
    restored = other.floor("restore", str(tmp_path / "kept.db"))
    assert restored.returncode == 0, restored.stderr
    assert other.floor("verify").returncode == 0
    there = history(other)
    assert before == there[: len(before)], "it is of before it was begun"
    assert there == later[: len(there)], "it is not what happened"
    assert len(later) > len(there), "there was no load"
    try:
        clerk = Clerk(other.start(), "clerk3", "3")
        for ticket in sure:
            assert clerk.asks("GET", f"/halls/main/tickets/{ticket['id']}").json()["number"] == ticket["number"]
        again = other.floor("restore", str(tmp_path / "kept.db"))
        assert (again.returncode, "not empty" in again.stderr) == (1, True)
    finally:
        other.kill()


def test_what_is_no_backup(tmp_path: Path) -> None:
    """A file that is not there, one that is something else, one that would be overwritten: each is said."""
    server = Server(tmp_path, config=quiet_config(tmp_path, endless=True))
    assert "is not there" in server.floor("restore", str(tmp_path / "nothing.db")).stderr
    (tmp_path / "letter.db").write_text("Dear all")
    refused = server.floor("restore", str(tmp_path / "letter.db"))
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
    server.start().end()
    assert "is there already" in server.floor("backup", str(tmp_path / "letter.db")).stderr
