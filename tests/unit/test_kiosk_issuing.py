"""From the touch to the number, with a server that answers, refuses or is cut off: none in the air, none twice."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import gevent
import pytest

from kiosk.alone import Alone
from kiosk.issuing import GIVEN_UP, Issuing, secret_of
from kiosk.journal import Journal, State
from kiosk.screen import Link, PrintState, Screen
from kiosk.upstream import CutOffError, RefusedError, Upstream

KEY = "a-touch-of-the-page"
WISH = {"service": "A", "language": "en"}
Fault = CutOffError | RefusedError


class Server(Upstream):
    """As much of the server as issuing speaks to; `faults`: what the next calls raise, those that did nothing."""

    def __init__(self, journal: Journal) -> None:
        super().__init__("http://127.0.0.1:9")
        self.journal = journal
        self.faults: list[Fault | None] = []
        self.gave: dict[str, dict[str, Any]] = {}
        self.cancelled: list[str] = []
        self.reported: list[tuple[int, str]] = []
        self.known: list[State | None] = []  # what the journal had of each question as it was asked
        self.takes = 0.0  # seconds for an answer

    def issue(self, hall: str, key: str, request: dict[str, Any], seconds: float = 0) -> dict[str, Any]:
        """Give the key's number; a cut line may lose the answer after it was given."""
        entry = self.journal.find(key)
        self.known.append(entry.state if entry else None)
        gevent.sleep(self.takes)
        number = len(self.gave) + 1
        answer = {"ticket": {"id": number, "number": f"A{number:03}"}, "track_url": f"http://hall/t/{number}.secret"}
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, RefusedError):
            raise fault
        self.gave.setdefault(key, answer)
        if fault is not None:
            raise fault
        return self.gave[key]

    def cancel(self, secret: str, language: str = "en", seconds: float = 0) -> None:
        """Take a number back."""
        if self.faults and (fault := self.faults.pop(0)) is not None:
            raise fault
        self.cancelled.append(secret)

    def change(self, secret: str, service: str, language: str, seconds: float) -> dict[str, Any]:
        """Have a ticket be for another service."""
        if self.faults and (fault := self.faults.pop(0)) is not None:
            raise fault
        number = int(secret.partition(".")[0])
        return {"id": number, "number": f"A{number:03}", "service": service}

    def track(self, secret: str, seconds: float) -> dict[str, Any]:
        """Say how the ticket stands."""
        return {"ahead": 4, "wait": None, "soon": False, "served_at": None, "desks": []}

    def report(self, hall: str, report: Any) -> None:
        """Hear what became of a print."""
        if self.faults and (fault := self.faults.pop(0)) is not None:
            raise fault
        self.reported.append((report.ticket, report.state))


class Room:
    """A print room that only notes what it is to print."""

    def __init__(self) -> None:
        self.slips: list[tuple[str, bool]] = []

    def put(self, key: str, *, copy: bool = False) -> None:
        """Take a slip."""
        self.slips.append((key, copy))


class Kiosk:
    """A kiosk's record and what it speaks to; `past`: let an intent be so old that its page has given up."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "kiosk.sqlite3"
        self.journal = Journal(self.file)
        self.server, self.room, self.screen = Server(self.journal), Room(), Screen("http://127.0.0.1/kiosk/setup")
        self.screen.tell(link=Link(online=True, since=datetime.now(UTC)))
        alone = Alone(self.journal, self.journal.clock)
        self.issuing = Issuing(self.journal, self.server, self.room, self.screen, alone)  # type: ignore[arg-type]  # it only puts
        self.issuing.hall = "main"

    def handed(self) -> list[tuple[str, str]]:
        """Return what the server is to take in: kind and id of each entry."""
        bodies = [json.loads(line.body) for line in self.journal.entries.after(0, 50)]
        return [(body["kind"], body["uid"]) for body in bodies]

    def take(self, key: str = KEY) -> dict[str, Any]:
        """Touch."""
        return self.issuing.take(key, WISH)

    def state(self, key: str = KEY) -> State | None:
        """Return how far a slip is."""
        entry = self.journal.find(key)
        return entry.state if entry else None

    def waits(self, seconds: float) -> None:
        """Let so much time pass since all touches."""
        with closing(sqlite3.connect(self.file)) as connection, connection:
            earlier = "UPDATE slip SET at = strftime('%Y-%m-%dT%H:%M:%f+00:00', at, ?)"
            connection.execute(earlier, (f"-{seconds} seconds",))

    def tidies(self) -> None:
        """Do what `tidy` does at each look."""
        while self.issuing._reported():
            pass
        self.issuing._settled()


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    """A kiosk of the main hall."""
    made = Kiosk(tmp_path)
    yield made
    made.journal.close()


def refusal(status: int) -> RefusedError:
    """Return a refusal of the server's."""
    return RefusedError(status, {"code": "no"})


def test_it_is_recorded_before_it_is_asked_and_before_it_is_printed(kiosk: Kiosk) -> None:
    """A sudden end at any moment leaves what can be mended: the intent, then the number, then the slip."""
    taken = kiosk.take()
    assert kiosk.server.known == [State.INTENT]
    assert kiosk.state() is State.RESERVED
    assert kiosk.room.slips == [(KEY, False)]
    assert (taken["id"], taken["ticket"]["number"]) == (KEY, "A001")


def test_asked_again_it_is_the_same_number(kiosk: Kiosk) -> None:
    """Without the server, and without a second slip."""
    first = kiosk.take()
    kiosk.server.faults = [CutOffError("gone")]
    assert kiosk.take() == first
    assert kiosk.room.slips == [(KEY, False)]


def test_two_touches_at_once_are_two_numbers_and_one_touch_twice_is_one(kiosk: Kiosk) -> None:
    """A page that asks again before the first answer came waits for it."""
    kiosk.server.takes = 0.01
    taken = [gevent.spawn(kiosk.take, key) for key in (KEY, KEY, "another-touch")]
    gevent.joinall(taken, raise_error=True)
    assert [one.value["ticket"]["number"] for one in taken] == ["A001", "A001", "A002"]
    assert kiosk.room.slips == [(KEY, False), ("another-touch", False)]
    assert len(kiosk.server.known) == 2


def test_a_refusal_is_over(kiosk: Kiosk) -> None:
    """Nothing is printed, and nobody asks for it again."""
    kiosk.server.faults = [refusal(409)]
    with pytest.raises(RefusedError):
        kiosk.take()
    assert (kiosk.state(), kiosk.room.slips) == (State.REFUSED, [])
    kiosk.waits(60)
    kiosk.tidies()
    assert (kiosk.server.gave, kiosk.state()) == ({}, State.REFUSED)


def test_without_a_hall_nothing_is_asked(kiosk: Kiosk) -> None:
    """A kiosk that is not paired keeps no intent that nobody could settle."""
    kiosk.issuing.hall = None
    with pytest.raises(CutOffError):
        kiosk.take()
    assert (kiosk.state(), kiosk.server.known) == (None, [])


@pytest.mark.parametrize(("seconds", "abandoned"), [(0, False), (GIVEN_UP.total_seconds() - 5, False), (21, True)])
def test_what_nobody_waits_for_is_abandoned(kiosk: Kiosk, seconds: float, *, abandoned: bool) -> None:
    """Once, when its page has surely given up: the server is told so, and sees that nobody has the number."""
    kiosk.server.faults = [CutOffError("too late")]
    with pytest.raises(CutOffError):
        kiosk.take()
    kiosk.waits(seconds)
    for _ in range(2):
        kiosk.tidies()
        assert kiosk.handed() == ([("abandoned", KEY)] if abandoned else [])
    assert kiosk.state() is (State.ABANDONED if abandoned else State.INTENT)
    assert (kiosk.room.slips, kiosk.server.reported) == ([], [])


def test_a_page_that_comes_after_all_gets_another_number(kiosk: Kiosk) -> None:
    """What it had asked for is abandoned for ever; it is asked for anew, under another id."""
    kiosk.server.faults = [CutOffError("too late")]
    with pytest.raises(CutOffError):
        kiosk.take()
    kiosk.waits(21)
    kiosk.tidies()
    assert kiosk.take()["ticket"]["number"] == "A002"
    assert kiosk.handed() == [("abandoned", KEY)]
    entry = kiosk.journal.find(KEY)
    assert entry is not None
    assert (entry.uid in kiosk.server.gave, entry.uid != KEY) == (True, True)


def test_what_a_sudden_end_left_asked_is_abandoned(kiosk: Kiosk) -> None:
    """Nobody knows whether it was answered, and its page is gone."""
    kiosk.server.faults = [CutOffError("too late")]
    with pytest.raises(CutOffError):
        kiosk.take()
    kiosk.issuing.recover()
    assert (kiosk.handed(), kiosk.state()) == ([("abandoned", KEY)], State.ABANDONED)


def test_a_number_that_was_given_back_is_nobodys(kiosk: Kiosk) -> None:
    """The page that comes after all is not given it again, nor a copy of it: a new touch is a new number."""
    kiosk.take()
    kiosk.issuing.give_back(KEY, "en")
    asked, slips = len(kiosk.server.known), list(kiosk.room.slips)
    with pytest.raises(CutOffError):
        kiosk.take()
    assert (len(kiosk.server.known), kiosk.issuing.copy(KEY), kiosk.room.slips) == (asked, False, slips)
    assert kiosk.state() is State.ABANDONED
    assert kiosk.take("another-touch")["ticket"]["number"] == "A002"


def test_a_page_that_asks_while_it_is_settled_gets_its_number(kiosk: Kiosk) -> None:
    """Whoever is first: a number in a hand is not handed back."""
    kiosk.server.faults = [CutOffError("too late")]
    with pytest.raises(CutOffError):
        kiosk.take()
    kiosk.waits(21)
    kiosk.server.takes = 0.01
    page, tidy = gevent.spawn(kiosk.take), gevent.spawn(kiosk.tidies)
    gevent.joinall([page, tidy], raise_error=True)
    assert (page.value["ticket"]["number"], kiosk.server.cancelled, kiosk.state()) == ("A001", [], State.RESERVED)


@pytest.mark.parametrize("status", [401, 403, 408, 429])
def test_a_server_that_does_not_listen_just_now_is_told_later(kiosk: Kiosk, status: int) -> None:
    """Not signed in, not let in, too slow, too many: no report is given up for it."""
    kiosk.take()
    kiosk.journal.end(KEY, State.PRINTED)
    kiosk.server.faults = [refusal(status)]
    with pytest.raises(CutOffError):
        kiosk.tidies()
    kiosk.tidies()
    assert kiosk.server.reported == [(1, "printed")]


def test_what_the_server_will_never_take_is_let_go(kiosk: Kiosk) -> None:
    """A report that it does not know: once."""
    kiosk.take()
    kiosk.journal.end(KEY, State.PRINTED)
    kiosk.server.faults = [refusal(404)]
    kiosk.tidies()
    kiosk.tidies()
    assert (kiosk.server.reported, kiosk.journal.unsent()) == ([], None)


def test_a_copy_says_that_it_is_one(kiosk: Kiosk) -> None:
    """Of a slip that there is."""
    kiosk.take()
    assert [kiosk.issuing.copy(KEY), kiosk.issuing.copy("never-was-here")] == [True, False]
    assert kiosk.room.slips == [(KEY, False), (KEY, True)]


def test_given_back_by_hand(kiosk: Kiosk) -> None:
    """At the server first: one that is cut off keeps the number its customer's; then once, however often it is said."""
    kiosk.take()
    kiosk.server.faults = [CutOffError("gone")]
    with pytest.raises(CutOffError):
        kiosk.issuing.give_back(KEY, "en")
    assert kiosk.state() is State.RESERVED
    said = [kiosk.issuing.give_back(key, "en") for key in (KEY, KEY, "never-was-here")]
    assert (said, kiosk.server.cancelled, kiosk.state()) == ([True, True, False], ["1.secret"], State.ABANDONED)


def test_a_wrong_choice_is_changed_and_printed_anew(kiosk: Kiosk) -> None:
    """The number stays, the slip says what is so now; cut off or refused, all stays as it was."""
    kiosk.take()
    for fault in (CutOffError("gone"), refusal(409)):
        kiosk.server.faults = [fault]
        with pytest.raises((CutOffError, RefusedError)):
            kiosk.issuing.change(KEY, "B", "en")
    assert kiosk.room.slips == [(KEY, False)]
    changed = kiosk.issuing.change(KEY, "B", "en")
    assert changed is not None
    assert (changed["ticket"]["number"], changed["ticket"]["service"]) == ("A001", "B")
    assert (changed["ahead"], changed["served"], changed["track_url"]) == (4, False, "http://hall/t/1.secret")
    assert kiosk.room.slips == [(KEY, False), (KEY, False)]
    assert kiosk.issuing.change("never-was-here", "B", "en") is None
    kiosk.issuing.give_back(KEY, "en")
    assert kiosk.issuing.change(KEY, "C", "en") is None, "it is nobody's now"


@pytest.mark.parametrize(("printed", "state"), [(True, State.PRINTED), (False, State.FAILED)])
def test_what_the_customer_says_counts_where_nobody_knows(kiosk: Kiosk, *, printed: bool, state: State) -> None:
    """Of an unconfirmed slip; of any other it changes nothing."""
    kiosk.take()
    assert kiosk.issuing.seen(KEY, printed=printed) is State.RESERVED
    kiosk.journal.end(KEY, State.UNCONFIRMED)
    assert kiosk.issuing.seen(KEY, printed=printed) is state
    assert kiosk.issuing.seen(KEY, printed=not printed) is state
    assert kiosk.issuing.seen("never-was-here", printed=printed) is None
    kiosk.tidies()
    assert kiosk.server.reported == [(1, "unconfirmed"), (1, state)]


def test_what_opens_a_tickets_page() -> None:
    """The last part of its address."""
    assert secret_of({"track_url": "http://hall.example/t/1.secret?lang=en"}) == "1.secret"


def test_what_the_page_is_given_to_show(kiosk: Kiosk) -> None:
    """The ticket as the server told it, and a code to draw; what the server did not say is nothing."""
    taken = kiosk.take()
    size, path = taken["qr"]["size"], taken["qr"]["path"]
    assert size >= 21
    assert path.startswith("M")
    assert {name: value for name, value in taken.items() if name != "qr"} == {
        "id": KEY, "ticket": {"id": 1, "number": "A001"}, "track_url": "http://hall/t/1.secret",
        "ahead": None, "wait": None, "soon": None, "served": None, "served_at": None, "alone": False, "told": None,
    }  # fmt: skip


def test_the_page_is_told_what_the_customer_said(kiosk: Kiosk) -> None:
    """And the server, with who said so."""
    kiosk.take()
    kiosk.journal.end(KEY, State.UNCONFIRMED, "no answer")
    kiosk.issuing.seen(KEY, printed=True)
    assert kiosk.screen.print == PrintState(KEY, State.PRINTED)
    waits = []
    while (report := kiosk.journal.unsent()) is not None:
        waits.append((report.id, report.ticket, report.state, report.detail))
        kiosk.journal.sent(report.seq)
    assert waits == [(KEY, 1, "unconfirmed", "no answer"), (KEY, 1, "printed", "the customer said so")]


def test_the_record_of_a_slip(kiosk: Kiosk) -> None:
    """What was wished for, when, how many copies; asked for twice it is one wish."""
    before = datetime.now(UTC)
    kiosk.journal.intend(KEY, WISH)
    kiosk.journal.intend(KEY, {"service": "B"})
    entry = kiosk.journal.find(KEY)
    assert entry is not None
    assert (entry.id, entry.state, entry.request, entry.answer, entry.copies) == (KEY, State.INTENT, WISH, None, 0)
    assert before <= entry.at <= datetime.now(UTC)
    for copies, copy in ((0, False), (1, True), (2, True)):
        kiosk.journal.begin(KEY, copy=copy)
        entry = kiosk.journal.find(KEY)
        assert entry is not None
        assert (entry.state, entry.copies) == (State.PRINTING, copies)
    assert [one.id for one in kiosk.journal.waiting(State.PRINTING, State.FAILED)] == [KEY]
    assert kiosk.journal.waiting(State.FAILED) == []


def test_what_is_kept_over_restarts(kiosk: Kiosk) -> None:
    """The last value of a name; nothing of one that was never kept; in the file, for whoever opens it next."""
    for value in ({"a": [1]}, {"a": [2]}):
        kiosk.journal.keep("view", value)
    other = Journal(kiosk.file)
    assert (other.kept("view"), other.kept("nothing"), other.keeps) == ({"a": [2]}, None, True)
    other.close()


def test_slips_are_forgotten_with_their_secrets(kiosk: Kiosk) -> None:
    """Of before a moment: but for what is still to be settled or told, which stays without what opens its page."""
    for key in ("told-long-ago", "not-told-yet", "still-asked"):
        if key == "still-asked":
            kiosk.server.faults = [CutOffError("too late")]
            with pytest.raises(CutOffError):
                kiosk.take(key)
        else:
            kiosk.take(key)
            kiosk.journal.end(key, State.PRINTED)
        if key == "told-long-ago":
            kiosk.tidies()
    kiosk.waits(3600)
    kiosk.take("of-today")
    hour_ago = datetime.now(UTC) - timedelta(seconds=1800)
    assert kiosk.journal.forget(hour_ago - timedelta(days=1)) == 0
    assert kiosk.journal.forget(hour_ago) == 1
    assert [kiosk.state(key) for key in ("told-long-ago", "not-told-yet", "still-asked", "of-today")] == [
        None, State.PRINTED, State.INTENT, State.RESERVED,
    ]  # fmt: skip
    answers = [entry.answer for key in ("not-told-yet", "of-today") if (entry := kiosk.journal.find(key))]
    assert ["track_url" in (answer or {}) for answer in answers] == [False, True]
    assert kiosk.issuing.give_back("not-told-yet", "en") is False, "nobody can any more"
    kiosk.tidies()
    assert kiosk.server.reported == [(1, "printed"), (2, "printed")]
    assert kiosk.journal.forget(hour_ago) == 2
