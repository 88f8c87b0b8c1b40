"""A visit for several services: in which order it is over soonest, for what it may be called, what it counts from."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random

import pytest

from server.floor.calling import CounterOffer, Waiting, key, next_ticket, wanted
from server.floor.visit import Leg, callable_for, credit_of, joined, moved, parted, plan, soonest, turned

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("waits", "order"),
    [
        ({"A": 600, "B": 60, "C": 300}, "BCA"),
        ({"A": 60, "B": 60, "C": 60}, "ABC"),
        ({"A": None, "B": 900, "C": 0}, "CBA"),
        ({"A": None, "B": None, "C": 5}, "CAB"),
    ],
)
def test_the_order(waits: dict[str, float | None], order: str) -> None:
    """Whose turn comes first goes first; equal ones as they were chosen; what nobody serves last."""
    assert "".join(soonest("ABC", waits)) == order


@pytest.mark.parametrize("seed", range(40))
def test_no_order_is_over_sooner(seed: int) -> None:
    """Of all orders of five services, whatever they take."""
    random = Random(seed)
    waits: dict[str, float | None] = {code: random.randrange(3600) for code in "ABCDE"}
    times = {code: float(random.randrange(60, 1800)) for code in "ABCDE"}
    ends = {order: plan(order, waits, times)[-1].ends for order in permutations("ABCDE")}
    assert plan(soonest("ABCDE", waits), waits, times)[-1].ends == min(ends.values())


def test_a_plan_waits_for_the_turn_and_for_the_service_before() -> None:
    """The second begins when the first is over, or when its own turn comes, whichever is later."""
    legs = plan("ABC", {"A": 60, "B": 30, "C": 1000}, {"A": 100, "B": 200, "C": 50})
    assert legs == [Leg("A", 60, 160), Leg("B", 160, 360), Leg("C", 1000, 1050)]


@pytest.mark.parametrize(
    ("served", "in_order", "what"),
    [
        ("AB", False, "A"),
        ("BC", False, "B"),
        ("C", False, "C"),
        ("D", False, None),
        ("BC", True, None),
        ("A", True, "A"),
    ],
)
def test_what_one_is_called_for(served: str, in_order: bool, what: str | None) -> None:
    """The first of the visit that is served there; in an order of one's own only the very first."""
    assert wanted(visitor(in_order=in_order), set(served)) == what


def test_a_plain_ticket_is_called_for_its_service_alone() -> None:
    """Nothing is different for whoever came for one thing."""
    plain = visitor()._replace(further=None)
    assert [wanted(plain, {code}) for code in "ABC"] == ["A", None, None]


def test_the_key_is_that_of_the_service_that_is_served_there() -> None:
    """A counter that takes B first has a visitor for B before one for C who came at the same time."""
    desk = CounterOffer("7", frozenset("BC"), frozenset("B"))
    other = visitor()._replace(id=2, number="C001", service="C", further=None, counts_from=NOON - timedelta(minutes=5))
    assert key(visitor(), desk) < key(other, desk)
    choice = next_ticket([other, visitor()], desk, at=NOON)
    assert choice is not None
    assert choice.ticket.id == 1


def test_what_it_counts_from_is_the_least_of_its_credits() -> None:
    """So that it passes nobody in any of its lines; in an order the first line alone counts."""
    credits_of = {"A": 0.0, "B": 15.0, "C": -10.0}
    assert credit_of("BA", credits_of, in_order=False) == timedelta()
    assert credit_of("BAC", credits_of, in_order=False) == timedelta(minutes=-10)
    assert credit_of("BAC", credits_of, in_order=True) == timedelta(minutes=15)
    assert moved(NOON, timedelta(minutes=15), timedelta(minutes=-10)) == NOON + timedelta(minutes=25)


def test_as_rows_keep_them() -> None:
    """Nothing is none, and none nothing."""
    assert (joined(()), joined("BC"), parted(None), parted("B,CD")) == (None, "B,C", (), ("B", "CD"))
    assert callable_for("A", "B,CD", in_order=False) == ("A", "B", "CD")
    assert turned("A", "B,C", "B") == ("B", "A", "C")


def visitor(*, in_order: bool = False) -> Waiting:
    """Return somebody who came at noon for A, B and C."""
    return Waiting(1, "A001", "A", False, NOON, NOON, further="B,C", in_order=in_order)
