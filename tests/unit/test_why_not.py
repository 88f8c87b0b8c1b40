"""Why not me: as a table, and as a property over any line: each call before mine has one rule, and it is true."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.floor.calling import CounterOffer, Waiting, counts_from, next_ticket
from server.floor.states import Reason
from server.floor.why_not import OF_IT, SENTENCES, Asking, OtherCall, Rule, explained, rule_of

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
CREDIT = timedelta(minutes=60)
OF_C = timedelta(minutes=20)  # service C is before others
DESKS = (
    CounterOffer("1", frozenset("AB")),
    CounterOffer("2", frozenset("BC"), frozenset("C")),
    CounterOffer("3", frozenset("ABC"), frozenset("A")),
)
WORKING = {desk.code: desk.services for desk in DESKS}


def at(minutes: float) -> datetime:
    """Return a moment after noon."""
    return NOON + timedelta(minutes=minutes)


@dataclass(frozen=True)
class Comes:
    """Somebody who comes."""

    when: int
    service: str
    priority: bool
    later: int | None
    keeps: str | None
    booked: bool

    def ticket(self, nth: int) -> Waiting:
        """Return their ticket."""
        came = at(self.when)
        counts = counts_from(
            came,
            class_credit=CREDIT if self.priority else timedelta(),
            service_credit=OF_C if self.service == "C" else timedelta(),
        )
        return Waiting(
            nth, f"{self.service}{nth:03d}", self.service, self.priority, came,
            min(counts, came - timedelta(minutes=30)) if self.booked else counts,
            not_before=None if self.later is None else at(self.when + self.later),
            keeps=self.keeps, appointment=nth if self.booked else None,
        )  # fmt: skip


PEOPLE = st.lists(
    st.builds(
        Comes,
        when=st.integers(0, 90),
        service=st.sampled_from("ABC"),
        priority=st.sampled_from([False, False, False, True]),
        later=st.sampled_from([None, None, None, 10, 30]),
        keeps=st.sampled_from([None, None, None, None, "1", "2", "3"]),
        booked=st.sampled_from([False, False, False, False, True]),
    ),
    min_size=2,
    max_size=25,
)


Called = list[tuple[OtherCall, Waiting, CounterOffer]]


def played(people: list[Comes], desks: list[int]) -> tuple[list[Waiting], Called]:
    """Play a line by the calling rule: each five minutes a desk calls; return all tickets, and the calls."""
    everybody = [one.ticket(nth) for nth, one in enumerate(people, 1)]
    called: Called = []
    gone: set[int] = set()
    for step, which in enumerate(desks):
        now, desk = at(5 * step), DESKS[which]
        line = [one for one in everybody if one.issued_at <= now and one.id not in gone]
        choice = next_ticket(line, desk, at=now, working=WORKING)
        if choice is not None:
            one = choice.ticket
            gone.add(one.id)
            call = OtherCall(
                now, one.number, desk.code, choice.reason, one.issued_at, one.counts_from, choice.passed,
                priority=one.priority, appointment=one.appointment is not None,
            )  # fmt: skip
            called.append((call, one, desk))
    return everybody, called


def holds(rule: Rule, mine: Waiting, one: Waiting, desk: CounterOffer, now: datetime) -> bool:
    """Return whether what a rule says is true of two tickets and a desk."""
    truths: Mapping[Rule, bool] = {
        Rule.OTHER_COUNTER: mine.service not in desk.services,
        Rule.LATER: mine.not_before is not None and mine.not_before > now,
        Rule.KEPT_MINE: mine.keeps not in {None, desk.code},
        Rule.KEPT: one.keeps == desk.code,
        Rule.EARLIER: one.issued_at <= mine.issued_at and one.counts_from <= mine.counts_from,
        Rule.APPOINTMENT: one.appointment is not None and one.counts_from <= mine.counts_from,
        Rule.CLASS: one.priority and one.counts_from <= mine.counts_from,
        Rule.SERVICE: one.service == "C" and one.counts_from <= mine.counts_from,
        Rule.FIRST_HERE: one.service in desk.primary and mine.service not in desk.primary,
    }
    return truths.get(rule, False)


@settings(max_examples=150, deadline=None)
@given(people=PEOPLE, desks=st.lists(st.integers(0, 2), min_size=1, max_size=40))
def test_each_call_before_mine_has_one_rule_and_it_is_true(people: list[Comes], desks: list[int]) -> None:
    """Whoever asks, in any line that was called by the rule: nothing is unknown, and nothing that is said is false."""
    everybody, called = played(people, desks)
    when = {one.id: call.at for call, one, _ in called}
    for mine in everybody:
        before = [
            (call, one, desk)
            for call, one, desk in called
            if one.id != mine.id and mine.issued_at <= call.at < when.get(mine.id, at(10_000))
        ]
        absent = ((mine.issued_at, mine.not_before),) if mine.not_before else ()
        asking = Asking(mine.id, mine.issued_at, mine.counts_from, absent, mine.keeps)
        counters = {desk.code for desk in DESKS if mine.service in desk.services}
        found = explained(asking, [call for call, _, _ in before], counters)
        assert [one.number for one in found] == [one.number for _, one, _ in before]
        for said, (call, one, desk) in zip(found, before, strict=True):
            assert holds(said.rule, mine, one, desk, call.at), (said.rule, mine, one, desk)


MINE = Asking(7, at(10), at(10), ((at(20), at(30)),), keeps=None)


@pytest.mark.parametrize(
    ("reason", "came", "counts", "more", "rule"),
    [
        (Reason.OUT_OF_ORDER, 12, 12, {"passed": (7,)}, Rule.OUT_OF_ORDER),
        (Reason.EARLIEST, 5, 5, {"counter": "9"}, Rule.OTHER_COUNTER),
        (Reason.EARLIEST, 5, 5, {}, Rule.EARLIER),
        (Reason.CAME_BACK, 5, 9, {}, Rule.CAME_BACK),
        (Reason.PRIORITY, 40, -20, {"priority": True}, Rule.CLASS),
        (Reason.APPOINTMENT, 30, 0, {"appointment": True}, Rule.APPOINTMENT),
        (Reason.COUNTS, 30, 5, {}, Rule.SERVICE),
        (Reason.HELD_HERE, 30, 30, {"passed": (7,)}, Rule.KEPT),
        (Reason.LEFT, 30, 30, {}, Rule.KEPT),
        (Reason.PRIMARY, 30, 30, {"passed": (7,)}, Rule.FIRST_HERE),
        (Reason.PRIMARY, 30, 30, {"passed": (7,), "counter": "9"}, Rule.FIRST_HERE),  # it served mine then
        (Reason.EARLIEST, 15, 15, {"at": 25}, Rule.LATER),
        (Reason.EARLIEST, 15, 15, {"at": 30}, Rule.UNKNOWN),
    ],
)
def test_by_which_rule(reason: Reason, came: int, counts: int, more: dict[str, object], rule: Rule) -> None:
    """Each rule once."""
    given_at = more.pop("at", 50) if "at" in more else 50
    counter = str(more.get("counter", "3"))
    rest = {name: value for name, value in more.items() if name != "counter"}
    call = OtherCall(at(float(str(given_at))), "A001", counter, reason, at(came), at(counts), **rest)  # type: ignore[arg-type]
    assert rule_of(MINE, call, {"3"}) is rule


def test_each_rule_has_its_words() -> None:
    """For who asks, and for staff."""
    assert set(SENTENCES) == set(OF_IT) == set(Rule)
