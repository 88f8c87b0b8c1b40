"""Who is next: as tables, and as properties over any line."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.floor.calling import (
    CounterOffer,
    Waiting,
    counts_from,
    here_already,
    is_later,
    later,
    may_take,
    next_ticket,
    order,
)
from server.floor.states import Reason

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
CREDIT = timedelta(minutes=60)
SERVICES = "ABC"
ALL = CounterOffer("1", frozenset(SERVICES))


def minutes(value: float) -> timedelta:
    """Return minutes."""
    return timedelta(minutes=value)


def waiting(
    nth: int,
    at: float,
    *,
    service: str = "A",
    priority: bool = False,
    not_before: float | None = None,
    keeps: str | None = None,
    back: bool = False,
) -> Waiting:
    """Return a ticket that came `at` minutes after noon."""
    came = NOON + minutes(at)
    return Waiting(
        id=nth,
        number=f"{service}{nth:03d}",
        service=service,
        priority=priority,
        issued_at=came,
        counts_from=counts_from(came, class_credit=CREDIT if priority else timedelta(), service_credit=timedelta()),
        not_before=None if not_before is None else NOON + minutes(not_before),
        keeps=keeps,
        came_back=back,
    )


def booked(nth: int, *, came: float, counts: float) -> Waiting:
    """Return the ticket of an appointment that came and counts from so many minutes after noon."""
    return waiting(nth, came)._replace(counts_from=NOON + minutes(counts), appointment=7)


def chosen(
    line: list[Waiting], desk: CounterOffer = ALL, *, at: float = 120, staffed: str = ""
) -> tuple[int, Reason] | None:
    """Return who is next, and why."""
    choice = next_ticket(line, desk, at=NOON + minutes(at), working=dict.fromkeys(staffed, "A"))
    return None if choice is None else (choice.ticket.id, choice.reason)


TABLE = {
    "nobody": ([], ALL, None),
    "the earliest": ([waiting(2, 5), waiting(1, 3)], ALL, (1, Reason.EARLIEST)),
    "priority counts an hour earlier": ([waiting(1, 0), waiting(2, 59, priority=True)], ALL, (2, Reason.PRIORITY)),
    "and no more than that": ([waiting(1, 0), waiting(2, 61, priority=True)], ALL, (1, Reason.EARLIEST)),
    "priority that was first anyway": ([waiting(1, 0, priority=True), waiting(2, 1)], ALL, (1, Reason.EARLIEST)),
    "an appointment counts from before its time": (
        [waiting(1, 10), booked(2, came=55, counts=5)],
        ALL,
        (2, Reason.APPOINTMENT),
    ),
    "an early one lets those pass who came before what it counts from": (
        [booked(1, came=0, counts=30), waiting(2, 29)],
        ALL,
        (2, Reason.COUNTS),
    ),
    "a late one stands where it came": ([booked(1, came=40, counts=40), waiting(2, 41)], ALL, (1, Reason.EARLIEST)),
    "only what the counter serves": (
        [waiting(1, 0, service="B"), waiting(2, 5)],
        CounterOffer("1", frozenset("A")),
        (2, Reason.EARLIEST),
    ),
    "nothing that it serves": ([waiting(1, 0, service="B")], CounterOffer("1", frozenset("A")), None),
    "asked to be called later": ([waiting(1, 0, not_before=121), waiting(2, 5)], ALL, (2, Reason.EARLIEST)),
    "the later has come": ([waiting(1, 0, not_before=120), waiting(2, 5)], ALL, (1, Reason.EARLIEST)),
    "held here comes first": ([waiting(1, 0), waiting(2, 50, keeps="1")], ALL, (2, Reason.HELD_HERE)),
    "held at a counter where somebody works": ([waiting(1, 0, keeps="2"), waiting(2, 5)], ALL, (2, Reason.EARLIEST)),
    "held at a counter that is closed": ([waiting(1, 0, keeps="3"), waiting(2, 5)], ALL, (1, Reason.EARLIEST)),
    "kept for a counter that serves other things today": (
        [waiting(1, 0, service="B", keeps="2"), waiting(2, 5)],
        ALL,
        (1, Reason.EARLIEST),
    ),
    "came back": ([waiting(1, 0, back=True), waiting(2, 5)], ALL, (1, Reason.CAME_BACK)),
    "a tie goes by number": ([waiting(2, 0), waiting(1, 0)], ALL, (1, Reason.EARLIEST)),
    "primary first, within fifteen minutes": (
        [waiting(1, 0), waiting(2, 14, service="B")],
        CounterOffer("1", frozenset("AB"), frozenset("B")),
        (2, Reason.PRIMARY),
    ),
    "and not after them": (
        [waiting(1, 0), waiting(2, 16, service="B")],
        CounterOffer("1", frozenset("AB"), frozenset("B")),
        (1, Reason.EARLIEST),
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_who_is_next(name: str) -> None:
    """Each line of the table; somebody works at counter 2."""
    line, desk, wanted = TABLE[name]
    assert chosen(line, desk, staffed="2") == wanted


def test_a_call_names_whom_it_passes() -> None:
    """Only primary-first and held tickets pass anybody who counts from earlier; those are named."""
    choice = next_ticket(
        [waiting(1, 0), waiting(2, 3), waiting(3, 14, service="B")],
        CounterOffer("1", frozenset("AB"), frozenset("B")),
        at=NOON,
    )
    assert choice is not None
    assert choice.passed == (1, 2)


arrivals = st.lists(
    st.tuples(st.integers(0, 120), st.sampled_from(SERVICES), st.booleans()), max_size=40, unique_by=lambda one: one[0]
).map(
    lambda rows: [
        waiting(nth, at, service=service, priority=priority)
        for nth, (at, service, priority) in enumerate(sorted(rows), 1)
    ]
)
desks = st.builds(
    lambda services, first: CounterOffer("1", frozenset(services), frozenset(services[:1]) if first else frozenset()),
    st.lists(st.sampled_from(SERVICES), min_size=1, unique=True),
    st.booleans(),
)


@given(arrivals, desks)
def test_nobody_is_passed_by_who_comes_later_than_the_credit_allows(line: list[Waiting], desk: CounterOffer) -> None:
    """At any load and any share of priority; a counter's primary services add their fifteen minutes."""
    served = order(line, desk, at=NOON + minutes(500))
    allowed = CREDIT + (desk.primary_first if desk.primary else timedelta())
    for before, after in combinations(served, 2):
        assert before.issued_at - after.issued_at <= allowed
        same_kind = before.priority == after.priority and (before.service == after.service or not desk.primary)
        assert not same_kind or before.issued_at < after.issued_at


@given(
    st.lists(st.tuples(st.integers(0, 300), st.sampled_from([0, 5, 15, 60, 90, 240])), max_size=60),
    st.sampled_from([0, 0.5, 2]),
)
def test_nobody_starves_however_many_classes_there_are(came: list[tuple[int, int]], serves: float) -> None:
    """Any arrivals of any classes, a counter that serves less or more than come: whoever is called passes only those
    who came within the difference of both credits; so none waits for more than came before that and in it.
    """
    line: list[Waiting] = []
    credit_of: dict[int, timedelta] = {}
    queued = sorted(came)
    for nth, (at, less) in enumerate(queued, 1):
        credit_of[nth] = minutes(less)
        counts = counts_from(NOON + minutes(at), class_credit=minutes(less), service_credit=timedelta())
        line.append(waiting(nth, at)._replace(counts_from=counts, priority=less > 0, priority_class=f"c{less}"))
    here: list[Waiting] = []
    passed_by: dict[int, int] = dict.fromkeys(credit_of, 0)
    clock, waiting_for = 0.0, list(line)
    while waiting_for or here:
        clock += 1 / serves if serves else 10
        here += [one for one in waiting_for if one.issued_at <= NOON + minutes(clock)]
        waiting_for = [one for one in waiting_for if one.issued_at > NOON + minutes(clock)]
        choice = next_ticket(here, ALL, at=NOON + minutes(clock))
        if choice is None:
            continue
        called = choice.ticket
        here.remove(called)
        for one in here:
            if one.issued_at < called.issued_at:
                passed_by[one.id] += 1
                assert called.issued_at - one.issued_at <= credit_of[called.id] - credit_of[one.id]
    for one in line:
        may = sum(
            1
            for other in line
            if timedelta() < other.issued_at - one.issued_at <= credit_of[other.id] - credit_of[one.id]
        )
        assert passed_by[one.id] <= may


@given(arrivals, st.sets(st.sampled_from(SERVICES), min_size=1), st.sets(st.sampled_from(SERVICES), min_size=1))
def test_two_counters_never_disagree(line: list[Waiting], one: set[str], other: set[str]) -> None:
    """Whom both can serve, both put in the same order, whatever else they serve and however they read the line."""
    both = one & other
    here = order(line, CounterOffer("1", frozenset(one)), at=NOON)
    there = order(line[::-1], CounterOffer("2", frozenset(other)), at=NOON)
    assert [ticket.id for ticket in here if ticket.service in both] == [
        ticket.id for ticket in there if ticket.service in both
    ]


@given(arrivals, st.integers(0, 60))
def test_waiting_longer_does_not_change_the_order(line: list[Waiting], later: int) -> None:
    """The key never changes while one waits."""
    assert order(line, ALL, at=NOON) == order(line, ALL, at=NOON + minutes(later))


@st.composite
def any_line(draw: st.DrawFn) -> list[Waiting]:
    """Return a line in which anything may have happened: credits of services, transfers, holds, coming back."""
    line = []
    for ticket in draw(arrivals):
        moved = draw(st.sampled_from([0, 0, 0, -240, -20, -3, 3, 20, 240]))
        line.append(
            ticket._replace(
                counts_from=ticket.counts_from + minutes(moved),
                keeps=draw(st.sampled_from([None, None, None, "1", "2"])),
                came_back=draw(st.booleans()),
                appointment=draw(st.sampled_from([None, None, 7])),
            )
        )
    return line


@given(any_line(), desks)
def test_the_reason_is_true(line: list[Waiting], desk: CounterOffer) -> None:
    """What is said of the next one holds against everybody whom the counter could call."""
    choice = next_ticket(line, desk, at=NOON)
    able = [ticket for ticket in line if ticket.service in desk.services]  # nobody works at counter 2
    assert (choice is None) == (not able)
    if choice is None:
        return
    earlier = [ticket for ticket in able if ticket.issued_at < choice.ticket.issued_at]
    passed = [ticket.id for ticket in able if ticket.counts_from < choice.ticket.counts_from]
    assert sorted(choice.passed) == sorted(passed)
    match choice.reason:
        case Reason.EARLIEST:
            assert earlier == []
        case Reason.PRIORITY:
            assert choice.ticket.priority
            assert earlier
            assert passed == []
        case Reason.APPOINTMENT:
            assert choice.ticket.appointment
            assert earlier
            assert passed == []
        case Reason.COUNTS:
            assert not choice.ticket.priority
            assert choice.ticket.appointment is None
            assert earlier
            assert passed == []
        case Reason.HELD_HERE:
            assert choice.ticket.keeps == desk.code
        case Reason.CAME_BACK:
            assert choice.ticket.came_back
            assert passed == []
        case Reason.PRIMARY:
            assert choice.ticket.service in desk.primary
            assert passed
        case unexpected:
            pytest.fail(f"{unexpected} without cause")


def test_a_tie_goes_by_the_number_not_its_letters() -> None:
    """A999 comes before A1001, as they were given out."""
    line = [waiting(nth, 0)._replace(number=f"A{nth}") for nth in (1001, 999)]
    assert [ticket.number for ticket in order(line, ALL, at=NOON)] == ["A999", "A1001"]


@pytest.mark.parametrize(("priority", "counts"), [(False, 100 - 7), (True, 100 - 60 - 7)])
def test_what_a_ticket_counts_from(priority: bool, counts: float) -> None:
    """Its arrival less the credit of its class, if it has one, and that of its service."""
    less = {"class_credit": minutes(60 if priority else 0), "service_credit": minutes(7)}
    assert counts_from(NOON + minutes(100), **less) == NOON + minutes(counts)


@pytest.mark.parametrize(
    ("keeps", "working", "takes"),
    [
        (None, {"1": "A", "2": "A"}, True),
        ("1", {"1": "A", "2": "A"}, True),
        ("1", {}, True),
        ("2", {"1": "A", "2": "AB"}, False),
        ("2", {"1": "A", "2": "B"}, True),
        ("2", {"1": "A"}, True),
    ],
)
def test_whom_a_counter_may_take(keeps: str | None, working: dict[str, str], takes: bool) -> None:
    """Who is kept for another counter is left to it while somebody works there and serves that."""
    desk = CounterOffer("1", frozenset("A"))
    assert may_take(waiting(1, 0, keeps=keeps), desk, working) is takes
    assert not may_take(waiting(1, 0, service="B", keeps=keeps), desk, working)


def test_who_asked_for_later_is_later_until_then() -> None:
    """At the moment itself it is no longer later."""
    one = waiting(1, 0, not_before=5)
    assert [is_later(one, NOON + minutes(at)) for at in (4, 5, 6)] == [True, False, False]
    assert not is_later(waiting(1, 0), NOON)


def test_those_who_asked_for_later_are_in_the_order_of_their_times() -> None:
    """Whoever can be called first, first; none whom the counter doesn't serve, none who may be called now."""
    line = [waiting(nth, nth, not_before=at) for nth, at in enumerate((9, 7, 8, 0))]
    line.append(waiting(9, 9, service="Z", not_before=6))
    desk = CounterOffer("1", frozenset("A"))
    assert [one.id for one in later(line, desk, at=NOON + minutes(2))] == [1, 2, 0]
    kept = waiting(8, 8, not_before=6, keeps="2")
    assert [one.id for one in later([*line, kept], desk, at=NOON + minutes(2))] == [8, 1, 2, 0]
    assert [one.id for one in later([*line, kept], desk, at=NOON + minutes(2), working={"2": "A"})] == [1, 2, 0]
    here = here_already(line, 2)
    assert [one.not_before is None for one in here] == [False, False, True, False, False]
    assert [one.id for one in here] == [one.id for one in line]
