"""`kill -9` in the middle of an incident: it goes on, what fell due meanwhile is handled once, in order."""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from server.emergency.templates import FOLDER
from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server, Visitor, quiet_config

RAISED = "/halls/main/incidents"
SOON = {"limit = 4\n": "limit = 0.06\n", "limit = 3\n": "limit = 0.04\n", "limit = 10\n": "limit = 0.08\n"}  # minutes
WITHIN = 30  # seconds


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server whose plan for crowding is in a hurry."""
    plans = shutil.copytree(FOLDER, tmp_path / "plans")
    plan = plans / "crowding.toml"
    text = plan.read_text(encoding="utf-8")
    for long, short in SOON.items():
        text = text.replace(long, short)
    plan.write_text(text, encoding="utf-8")
    started = Server(tmp_path, config=quiet_config(tmp_path), FLOOR_PLANS=str(plans)).start()
    yield started
    started.end()


def incident_of(who: Visitor, number: int) -> dict[str, Any]:
    """Return an incident as it is now."""
    found: dict[str, Any] = who.asks("GET", f"{RAISED}/{number}").json()
    return found


def due_first(incident: dict[str, Any]) -> list[int]:
    """Return the steps that fall due within seconds, in their order."""
    soon = [one for one in incident["tasks"] if one["due_at"] and one["limit"] < 10]
    return [one["id"] for one in sorted(soon, key=lambda one: (one["due_at"], one["id"]))]


def went_up(server: Server, wanted: list[int]) -> list[int]:
    """Return the steps that went up, in the order of the journal, once all that are wanted have."""
    auditor = Clerk(server, "auditor", "")
    until = time.monotonic() + WITHIN
    found: list[int] = []
    while time.monotonic() < until:
        page = auditor.asks("GET", "/halls/main/journal?limit=1000").json()["items"]
        found = [escalated(one["data"]) for one in page if one["event"] == "StepEscalated"]
        if set(wanted) <= set(found):
            return found
        time.sleep(0.2)
    raise AssertionError(f"{wanted} should have gone up, {found} did")


def escalated(data: str) -> int:
    """Return which step a line of the journal is about."""
    return int(data.split('"step":')[1].split(",", maxsplit=1)[0])


def test_an_incident_goes_on_after_a_kill(server: Server) -> None:
    """Killed while its steps run out: each goes up once, in order; what was stopped is stopped still, and goes on."""
    kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK))
    number = kiosk.takes("E").json()["ticket"]["number"]
    clerk, supervisor = Clerk(server, "clerk1", "1"), Clerk(server, "supervisor", "")
    clerk.does("open")
    raised = clerk.asks("POST", RAISED, {"kind": "crowding"}).json()
    path = f"{RAISED}/{raised['id']}"
    assert supervisor.asks("POST", f"{path}/measures", {"code": "no-numbers"}).status_code == 201
    assert supervisor.asks("POST", f"{path}/measures", {"code": "hold"}).status_code == 201
    server.kill()
    wanted = due_first(raised)
    assert len(wanted) == 4
    last = max(datetime.fromisoformat(one["due_at"]) for one in raised["tasks"] if one["id"] in wanted)
    while datetime.now(UTC) < last:  # until all of them have run out while nobody was there
        time.sleep(0.1)
    server.start()
    assert went_up(server, wanted) == wanted
    now = incident_of(supervisor, raised["id"])
    assert {one["late"] for one in now["tasks"] if one["id"] in wanted} == {1}
    assert kiosk.takes("E").json()["code"] == "issue_stopped"
    assert clerk.does("call").json()["code"] == "line_held"
    server.kill()
    server.start()
    assert went_up(server, wanted) == wanted
    for measure in now["measures"]:
        supervisor.asks("POST", f"{path}/measures/{measure['id']}/end", {"reason": "A try"})
    assert clerk.does("call").json()["ticket"]["number"] == number
    assert kiosk.takes("E").status_code == 201
    whole = server.floor("verify")
    assert whole.returncode == 0, whole.stdout
