"""Promise: what a counter's view offers is what its commands accept, to who sits there, and nothing else is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.floor.desk_acts import DeskAct
from tests.hall import quiet_config
from tests.inside import Inside
from tests.put_back import Saved, tried

PEOPLE = ("clerk3", "clerk1", "clerk5", "supervisor", "manager", "auditor")  # clerk 3 sits at counter 3, clerk 1 at 1
REFUSED = {403, 404, 409}
ADDRESSES = {DeskAct.CALL_ONE: "call"}
RULES = ("acts.js", "acts-column.js", "desk.js", "keys.js", "keys-dialog.js", "line-column.js", "listen.js")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, with counter 1 open; the numbers of one of counter 3's services come from a paper roll."""
    config = quiet_config(tmp_path)
    text = config.read_text(encoding="utf-8").replace('code = "B"\n', 'code = "B"\nroll = 100\n', 1)
    config.write_text(text, encoding="utf-8")
    made = Inside(tmp_path, config=config)
    made.at_counter("1", "open")
    yield made
    made.close()


class Counter:
    """Counter 3, tried in each of its states."""

    def __init__(self, hall: Inside) -> None:
        self.hall, self.faults, self.offered = hall, list[str](), set[str]()
        self.tickets: list[int] = []
        for who in (*PEOPLE, "kiosk"):
            hall.token(who)  # signed in before anything is put back

    def does(self, act: str, **body: object) -> None:
        """Do something there."""
        self.hall.at_counter("3", act, **body)

    def comes(self) -> None:
        """Have somebody take a number."""
        self.tickets.append(self.hall.ticket("A")["ticket"]["id"])

    def body(self, act: DeskAct, view: dict[str, Any]) -> dict[str, object]:
        """Return what goes with an act: what the view offers to choose, else any ticket of the day."""
        waiting = view["line"][0]["id"] if view["line"] else self.tickets[-1] if self.tickets else 1
        back = view["kept"][0]["id"] if view["kept"] else self.tickets[0] if self.tickets else 1
        return {
            DeskAct.CALL_ONE: {"ticket": waiting, "reason": "Came with a pram"},
            DeskAct.TRANSFER: {"service": "B"},
            DeskAct.VISIT: {"services": ["A", "B"]},
            DeskAct.RETURN: {"ticket": back},
            DeskAct.CALL_BACK: {"ticket": back},
            DeskAct.SERVE: {"service": "A"},
            DeskAct.PAUSE: {"reason": "break", "minutes": 5},
        }.get(act, {})

    def holds(self, state: str) -> None:
        """Try every act as everybody."""
        view = self.hall.told("clerk3", "GET", "/halls/main/views/counter:3")["data"]
        self.offered |= set(view["acts"])
        there = {"clerk3"} if view["clerk"] is not None else {"clerk3", "clerk5", "supervisor"}
        saved = Saved(self.hall)
        for who in PEOPLE:
            for act in DeskAct:
                path = f"counters/3/{ADDRESSES.get(act, act)}"
                status, written = tried(self.hall, who, path, self.body(act, view))
                if written:
                    saved.put_back()
                if act in view["acts"] and who in there:
                    if status >= 300 or not written:
                        self.faults.append(f"{state}: {who} is offered {act}: {status}")
                elif written or status not in {*REFUSED, 200}:
                    self.faults.append(f"{state}: {who} is not offered {act}: {status}")


def test_of_a_counter_exactly_what_is_offered_is_accepted(hall: Inside) -> None:
    """Closed, open with and without a line, calling, serving, kept, paused, just finished; while calls rest, too."""
    counter = Counter(hall)
    counter.holds("closed")
    counter.does("open")
    counter.holds("open, nobody waits")
    for _ in range(4):
        counter.comes()
    counter.holds("open, some wait")
    counter.does("call")
    counter.holds("calling")
    hall.later(11)
    counter.holds("calling for a while")
    counter.does("hold")
    counter.holds("open, one is kept")
    counter.does("call")
    counter.does("start")
    counter.holds("serving")
    counter.does("finish")
    counter.holds("just finished")
    counter.does("call")
    counter.does("no-show")
    counter.holds("just missed")
    hall.later(11)
    counter.does("pause", reason="break", minutes=30)
    counter.holds("paused")
    counter.does("open")
    number = hall.told("supervisor", "POST", "/halls/main/incidents", {"kind": "crowding"})["id"]
    hall.told("supervisor", "POST", f"/halls/main/incidents/{number}/measures", {"code": "hold"})
    counter.holds("open, calls rest")
    assert counter.faults == []
    assert counter.offered == set(DeskAct)
    assert hall.faults() == []


def test_calls_that_rest_while_one_is_called(hall: Inside) -> None:
    """Neither called again nor missed meanwhile; whoever stands there is served."""
    counter = Counter(hall)
    counter.does("open")
    counter.comes()
    counter.does("call")
    number = hall.told("supervisor", "POST", "/halls/main/incidents", {"kind": "crowding"})["id"]
    hall.told("supervisor", "POST", f"/halls/main/incidents/{number}/measures", {"code": "hold"})
    counter.holds("calling, calls rest")
    assert counter.faults == []
    assert "start" in counter.offered
    assert {"recall", "no-show"} & counter.offered == set()


def test_of_two_incidents_the_real_one_asks_at_a_counter(hall: Inside) -> None:
    """While something is for real, no drill asks for a step; alone, it does."""
    hall.at_counter("3", "open")

    def asked() -> dict[str, bool]:
        """Return kind → whether a step of it is asked for at counter 3."""
        found = hall.told("clerk3", "GET", "/halls/main/views/counter:3")["data"]["incidents"]
        return {one["kind"]: any(step["next"] for step in one["steps"]) for one in found}

    hall.told("supervisor", "POST", "/halls/main/incidents", {"kind": "crowding", "drill": True})
    assert asked() == {"crowding": True}
    hall.told("supervisor", "POST", "/halls/main/incidents", {"kind": "system_failure"})
    assert asked() == {"crowding": False, "system_failure": True}


@pytest.mark.parametrize("name", RULES)
def test_the_terminal_compares_no_state(name: str) -> None:
    """What draws its keys, and what they do, knows the view's acts and no counter's or ticket's state."""
    source = Path("counter/terminal", name).read_text(encoding="utf-8")
    assert source
    assert re.findall(r"\.state\b", source) == []
