"""What a kiosk gave while cut off is in the line once, at its time; what fits nothing is put aside, never lost."""

import hashlib
import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.floor.commands.settings import save_hall
from server.floor.hallfile import HallOnly
from server.floor.reads.halls import hall_now, hall_text
from server.security import setting_up
from server.security.actors import SYSTEM
from server.security.rights import DeviceKind
from tests.inside import NINE, Inside

DAY = "2026-11-25"


class Journal:
    """A kiosk's journal, written by hand, and handed in."""

    def __init__(self, hall: Inside, who: str = "kiosk", follows: str | None = None) -> None:
        self.hall, self.who, self.follows = hall, who, follows
        self.name = uuid.uuid4().hex
        self.entries: list[dict[str, Any]] = []
        self.turn = 0

    def write(self, kind: str, uid: str, **more: Any) -> str:
        """Write an entry, at the hall's present moment."""
        now = self.hall.clock
        said = {"kind": kind, "uid": uid, "wall": now.at.timestamp(), "mono": now.count, "boot": "one", **more}
        seq, prev, body = len(self.entries) + 1, self.entries[-1]["hash"] if self.entries else "", json.dumps(said)
        made = hashlib.sha256(f"{prev}\n{seq}\n{body}".encode()).hexdigest()
        self.entries.append({"seq": seq, "body": body, "hash": made, "prev": prev})
        return uid

    def gives(self, nth: int, service: str = "A", day: str = DAY, **more: Any) -> str:
        """Give a number out by itself."""
        number = f"{service}{nth:03d}"
        whose = number if day == DAY else f"{number}-{day}"
        what = {"day": day, "service": service, "nth": nth, "number": number, "secret": hashed(whose), **more}
        return self.write("reserved", f"{self.name[:8]}-{whose}", **what)

    def hand_in(self, since: int = 0) -> dict[str, Any]:
        """Hand in all from an entry on."""
        self.turn += 1
        body = {"journal": self.name, "turn": self.turn, "last": len(self.entries), "entries": self.entries[since:]}
        body |= {"mono": self.hall.clock.count, "boot": "one", "follows": self.follows}
        answer: dict[str, Any] = self.hall.told(self.who, "POST", "/halls/main/kiosk/journal", body)
        return answer


def hashed(number: str) -> str:
    """Return the hash of a slip's secret."""
    return hashlib.sha256(f"1.secret-{number}".encode()).hexdigest()


def blocks(answer: dict[str, Any], service: str = "A", day: str = DAY) -> list[tuple[int, int]]:
    """Return the numbers that a kiosk may give of a service and a day."""
    (found,) = [one for one in answer["days"] if one["day"] == day]
    (row,) = [one for one in found["services"] if one["code"] == service]
    return [(block["first"], block["last"]) for block in row["blocks"]]


@pytest.fixture
def hall(database: str, tmp_path: Path) -> Iterator[Inside]:
    """A hall with a kiosk; whatever happened, its history is whole."""
    made = Inside(tmp_path, database=database)
    yield made
    assert made.faults() == []
    made.close()


def line_of(hall: Inside) -> list[str]:
    """Return the numbers that wait, as counter 3 would call them."""
    view = hall.told("supervisor", "GET", "/halls/main/views/counter:3")["data"]
    return [row["number"] for row in view["line"]]


def said(hall: Inside, event: str, field: str) -> list[Any]:
    """Return what a field of all facts of a name says, oldest first."""
    items = hall.told("auditor", "GET", "/halls/main/journal?limit=1000")["items"]
    return [json.loads(one["data"])[field] for one in items if one["event"] == event]


def test_numbers_are_granted_ahead_and_topped_up(hall: Inside) -> None:
    """Today and two days ahead, of each service; more below half; asking again brings nothing more."""
    journal = Journal(hall)
    first = journal.hand_in()
    assert [one["day"] for one in first["days"]] == [DAY, "2026-11-26", "2026-11-27"]
    assert {one["code"] for one in first["days"][0]["services"]} >= {"A", "B"}
    assert blocks(first) == blocks(first, day="2026-11-27") == [(801, 840)]
    assert journal.hand_in()["days"] == first["days"]
    for nth in range(801, 822):
        journal.gives(nth)
    assert blocks(journal.hand_in()) == [(801, 840), (841, 880)]
    assert blocks(journal.hand_in(), "B") == [(801, 840)]


def test_no_two_kiosks_ever_get_the_same_number(hall: Inside) -> None:
    """Nor does a kiosk that is let in after another one was taken out."""
    granted = []
    for n in range(6):
        who = f"kiosk:{n}"
        hall.tokens[who] = hall.tokens.get(who) or enrolled(hall, who)
        granted += blocks(Journal(hall, who).hand_in())
        device = hall.told(who, "GET", "/me")
        hall.asks("supervisor", "DELETE", f"/halls/main/devices/{device['id']}")
    numbers = [nth for first, last in granted for nth in range(first, last + 1)]
    assert len(numbers) == len(set(numbers))
    assert (min(numbers), max(numbers)) == (801, 899), "the other half is the next day's: this hall never closes"


def enrolled(hall: Inside, who: str) -> str:
    """Let a kiosk in, and return its token."""
    return setting_up.enrol_device(hall.store, hall="main", kind=DeviceKind.KIOSK, counter=None, name=who)


def test_a_slip_joins_the_line_at_its_time(hall: Inside) -> None:
    """Between those who came before and after, whom the server gave numbers meanwhile."""
    journal = Journal(hall)
    journal.hand_in()
    numbers = [hall.ticket()["ticket"]["number"]]
    hall.later(60)
    uid = journal.gives(801)
    journal.write("printed", uid)
    hall.later(60)
    numbers.append(hall.ticket()["ticket"]["number"])
    journal.hand_in()
    assert line_of(hall) == [numbers[0], "A801", numbers[1]]
    assert hall.told(None, "GET", "/track/1.secret-A801")["number"] == "A801"
    hall.at_counter("3", "open")
    assert [hall.at_counter("3", "call")["ticket"]["number"], *again(hall)] == [numbers[0], "A801"]
    today = hall.told("supervisor", "GET", "/halls/main/reports/today")
    assert today["issued"] == 3, "the day's figures count it"


def again(hall: Inside) -> list[str]:
    """Serve whom counter 3 called, and call the next one."""
    for act in ("start", "finish"):
        hall.at_counter("3", act)
    return [hall.at_counter("3", "call")["ticket"]["number"]]


def test_handed_in_twice_it_is_there_once(hall: Inside) -> None:
    """Again, in part, or from the middle: nothing changes, and the answer says how far it was taken in."""
    journal = Journal(hall)
    journal.hand_in()
    for nth in (801, 802):
        journal.write("printed", journal.gives(nth))
    assert journal.hand_in()["seq"] == 4
    before = hall.last()
    assert [journal.hand_in(since)["seq"] for since in (0, 2, 3, 4)] == [4] * 4
    assert hall.last() == before
    journal.gives(803)
    assert journal.hand_in(since=4)["seq"] == 5
    journal.gives(804)
    journal.gives(805)
    assert journal.hand_in(since=6)["seq"] == 5, "a gap ends it"


def test_a_wrong_clock_jumps_no_line(hall: Inside) -> None:
    """Not before the kiosk was last heard of, nor after it was heard: whatever its clock says."""
    journal = Journal(hall)
    journal.hand_in()
    hall.later(60)
    first = hall.ticket()["ticket"]["number"]
    ago, ahead = (NINE - timedelta(days=400)).timestamp(), (NINE + timedelta(days=400)).timestamp()
    for nth, wall in ((801, ago), (802, ahead), (803, ago)):
        journal.gives(nth, wall=wall, boot="another start", mono=7.0)
    hall.later(60)
    journal.hand_in()
    assert line_of(hall) == ["A801", first, "A802", "A803"]
    came = said(hall, "OfflineTicketIssued", "arrived_at")
    assert came == sorted(came)
    assert came[1] == came[2], "not after it was heard, and in the kiosk's order"


def test_an_abandoned_question_never_becomes_a_ticket(hall: Inside) -> None:
    """Whether its answer was lost, or it comes late; a copy of the question is refused for ever."""
    journal = Journal(hall)
    wish = {"service": "A"}
    lost, late = "the-answer-was-lost", "the-question-was-late"
    assert hall.asks("kiosk", "POST", "/halls/main/tickets", wish, **{"Idempotency-Key": lost}).status_code == 201
    journal.write("abandoned", lost)
    journal.write("abandoned", late)
    journal.hand_in()
    assert line_of(hall) == []
    for key in (late, lost, late):
        hall.asks("kiosk", "POST", "/halls/main/tickets", wish, **{"Idempotency-Key": key})
    assert line_of(hall) == []


def test_a_call_that_was_made_stays(hall: Inside) -> None:
    """Also of a number that its kiosk had given up: should somebody come with it, they are served."""
    journal = Journal(hall)
    lost = "the-answer-was-lost"
    hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}, **{"Idempotency-Key": lost})
    hall.at_counter("3", "open")
    assert hall.at_counter("3", "call")["ticket"]["number"] == "A001"
    journal.write("abandoned", lost)
    journal.hand_in()
    view = hall.told("supervisor", "GET", "/halls/main/views/counter:3")["data"]
    assert (view["state"], view["ticket"]["number"]) == ("calling", "A001")
    hall.at_counter("3", "start")


@pytest.mark.parametrize(
    ("nth", "service", "why"), [(950, "A", "not_granted"), (801, "Z", "unknown_service"), (802, "A", "taken")]
)
def test_what_fits_nothing_is_put_aside(hall: Inside, nth: int, service: str, why: str) -> None:
    """It is kept as it came, in no line, and stands on the board until a person has seen to it."""
    first, second = Journal(hall), Journal(hall)
    first.hand_in()
    second.hand_in()
    first.gives(802)
    first.hand_in()
    journal = Journal(hall, follows=first.name) if why == "taken" else second
    journal.gives(nth, service)
    journal.hand_in()
    assert said(hall, "EntrySetAside", "why") == [why]
    assert line_of(hall) == ["A802"]
    board = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]
    assert "put_aside" in [one["kind"] for one in board["todo"]]


def test_a_changed_entry_is_put_aside_and_the_next_ones_are_taken_in(hall: Inside) -> None:
    """Also one that is gone, and one that nobody can read."""
    journal = Journal(hall)
    journal.hand_in()
    for nth in (801, 802, 803, 804, 805):
        journal.gives(nth)
    journal.entries[1]["body"] = journal.entries[1]["body"].replace("802", "840")
    journal.entries[2]["body"] = ""
    journal.entries[3]["body"] = "\\x00 no JSON"
    assert journal.hand_in()["seq"] == 5
    assert line_of(hall) == ["A801", "A805"]
    assert said(hall, "EntrySetAside", "why") == ["changed", "missing", "changed"]


def test_a_disk_that_was_set_back_begins_another_journal(hall: Inside) -> None:
    """The old one is broken off, with an alarm; the kiosk gets other numbers; what it still has is taken in once."""
    journal = Journal(hall)
    journal.hand_in()
    uids = [journal.gives(nth) for nth in (801, 802, 803)]
    journal.hand_in()
    journal.entries = journal.entries[:1]
    assert journal.hand_in()["broken"]
    later = Journal(hall, follows=journal.name)
    later.turn = journal.turn
    later.write("reserved", uids[0], day=DAY, service="A", nth=801, number="A801", secret="")
    answer = later.hand_in()
    assert (answer["seq"], answer["broken"]) == (1, False)
    assert blocks(answer) == [(841, 880)]
    assert line_of(hall) == ["A801", "A802", "A803"]
    assert hall.journal().count("KioskJournalBroken") == 1


def test_late_for_a_day_that_is_over_it_is_history(hall: Inside) -> None:
    """It stands in no line of today, and its number is still in the records."""
    journal = Journal(hall)
    journal.hand_in()
    journal.gives(801)
    hall.later(26 * 3600)
    journal.hand_in()
    assert line_of(hall) == []
    assert said(hall, "OfflineTicketIssued", "late") == [True]


def test_yesterday_s_numbers_are_not_given_today(hall: Inside) -> None:
    """A hall that never closes: who came yesterday waits still, and no kiosk gives their number again."""
    journal = Journal(hall)
    journal.hand_in()
    journal.gives(801)
    journal.hand_in()
    hall.later(22 * 3600)  # seven in the morning; whoever is left of yesterday goes at noon
    days = {one["day"]: one for one in journal.hand_in()["days"]}
    assert (blocks(journal.hand_in(), day="2026-11-26"), "2026-11-25" in days) == ([(900, 939)], False)
    journal.gives(900, day="2026-11-26")
    journal.hand_in()
    assert line_of(hall) == ["A801", "A900"]


def test_of_two_alike_one_is_put_aside(hall: Inside) -> None:
    """Numbers granted while the hall closed at night: it stays open since, and the first one is still there."""
    hours(hall, {"wed": ["08:00-18:00"], "thu": ["08:00-18:00"]})
    journal = Journal(hall)
    assert blocks(journal.hand_in(), day="2026-11-26") == [(801, 840)]
    hours(hall, "always")
    journal.gives(801)
    journal.hand_in()
    hall.later(22 * 3600)
    journal.gives(801, day="2026-11-26")
    journal.gives(802, day="2026-11-26")
    journal.hand_in()
    assert (line_of(hall), said(hall, "EntrySetAside", "why")) == (["A801", "A802"], ["taken"])
    hall.later(6 * 3600)
    assert "A801" not in line_of(hall), "yesterday is over"
    told = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]["todo"]
    assert "put_aside" in [one["kind"] for one in told]


def hours(hall: Inside, wanted: object) -> None:
    """Have the hall open at these hours."""
    with hall.store.hall(hall.hall, SYSTEM) as work:
        settings = hall_now(work).settings.model_copy(update={"hours": wanted})
        save_hall(work, HallOnly.model_validate(settings.model_dump()), before=hall_text(work) or "")
