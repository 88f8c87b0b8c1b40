"""Among idle counters the one with the fewest skills, then the longest idle, gets the earliest person."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.autocall.deciding import Countdown, Doing, Step, doings
from server.floor.calling import Choice, CounterOffer, Waiting, next_ticket
from server.floor.idle import IdleCounter, called_elsewhere, spread
from server.floor.states import Reason

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def ago(minutes: float) -> datetime:
    """Return a moment so many minutes before now."""
    return NOW - timedelta(minutes=minutes)


def idle(code: str, services: str, minutes: float = 1, *, by_hand: bool = False) -> IdleCounter:
    """Return a counter that is free for so long."""
    return IdleCounter(CounterOffer(code, frozenset(services)), ago(minutes), by_hand)


def person(number: int, service: str, minutes: float = 5) -> Waiting:
    """Return who came so long ago."""
    return Waiting(number, f"{service}{number:03}", service, False, ago(minutes), ago(minutes))


def told(found: dict[str, Choice]) -> dict[str, str]:
    """Return counter → the number that it calls."""
    return {code: choice.ticket.number for code, choice in found.items()}


def test_the_one_that_serves_least_calls() -> None:
    """Counter 2 serves everything and is free for longer; A is the other one's, so that 2 stays free for B."""
    desks = [idle("2", "ABC", 30), idle("1", "A", 1)]
    assert told(spread([person(1, "A")], desks, at=NOW)) == {"1": "A001"}
    assert told(spread([person(1, "A"), person(2, "B", 3)], desks, at=NOW)) == {"1": "A001", "2": "B002"}


def test_of_two_that_serve_as_much_the_longest_idle() -> None:
    """By the moment at which they became free, whatever their numbers are."""
    assert told(spread([person(1, "A")], [idle("1", "AB", 1), idle("2", "AC", 2)], at=NOW)) == {"2": "A001"}


def test_by_hand_it_is_theirs_for_a_while() -> None:
    """Whom a clerk at another counter is to call is left to them for the countdown's length, not for ever."""
    desks = [idle("2", "AB"), idle("1", "A", by_hand=True)]
    patience = timedelta(seconds=8)
    fresh = [person(1, "A", 0.1)]
    assert told(spread(fresh, desks, at=NOW, patience=patience)) == {"1": "A001"}
    assert told(spread(fresh, desks, at=NOW + patience, patience=patience)) == {"2": "A001"}


def test_which_counter_is_rather_to_call() -> None:
    """The hint at an idle terminal: another one, none where it is this one."""
    found = spread([person(1, "A")], [idle("2", "AB"), idle("1", "A")], at=NOW)
    assert (called_elsewhere(found, "2", 1), called_elsewhere(found, "1", 1)) == ("1", None)


@given(
    st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(0, 60)), max_size=8),
    st.lists(st.tuples(st.sets(st.sampled_from("ABCD"), min_size=1), st.integers(0, 60)), max_size=6),
)
def test_of_random_halls(people: list[tuple[str, int]], desks: list[tuple[set[str], int]]) -> None:
    """Nobody twice; each by the rule of their counter; nobody is left whom a free one serves; none served less."""
    line = [person(nth, service, minutes) for nth, (service, minutes) in enumerate(people)]
    free = {str(nth): idle(str(nth), "".join(sorted(skills)), since) for nth, (skills, since) in enumerate(desks)}
    found = spread(line, free.values(), at=NOW)
    taken = [choice.ticket.id for choice in found.values()]
    assert len(taken) == len(set(taken))
    left = [one for one in line if one.id not in taken]
    for code, counter in free.items():
        if code not in found:
            assert next_ticket(left, counter.offer, at=NOW) is None
    for code, choice in found.items():
        mine = next_ticket([*left, choice.ticket], free[code].offer, at=NOW)
        assert mine is not None
        assert mine.ticket.id == choice.ticket.id
        for other in free.keys() - found.keys():
            if choice.ticket.service in free[other].offer.services:
                this, that = free[code], free[other]
                assert (len(this.offer.services), this.since) <= (len(that.offer.services), that.since)


def choice(number: int) -> Choice:
    """Return whom a counter is to call."""
    return Choice(person(number, "A"), Reason.EARLIEST)


FIRST = choice(1)


def test_a_countdown_begins_runs_calls_and_is_let_go() -> None:
    """Each step by the moment; stopped it stays so while the counter is free; over for long, it begins anew."""
    desk = idle("1", "A")
    second = timedelta(seconds=1)

    def now(count: Countdown | None, whom: Choice | None = FIRST, at: datetime = NOW) -> list[Step]:
        known = {} if count is None else {"1": count}
        return [one.step for one in doings({} if whom is None else {"1": whom}, [desk], known, at=at)]

    running = Countdown("1", desk.since, NOW)
    assert now(None) == [Step.BEGIN]
    assert now(None, None) == []
    assert now(running, at=NOW - second) == []
    assert now(running) == [Step.CALL]
    assert now(running, None) == [Step.DROP]
    assert now(running, at=NOW + 6 * second) == [Step.BEGIN]
    assert now(Countdown("1", desk.since, None)) == []
    assert now(Countdown("1", desk.since - second, None)) == [Step.BEGIN]


def test_who_is_called_is_decided_when_it_is_due() -> None:
    """Who came during the countdown and comes before is called; the earliest of several counters' calls first."""
    desks = [idle("1", "A"), idle("2", "A")]
    known = {one.offer.code: Countdown(one.offer.code, one.since, NOW) for one in desks}
    late, early = Choice(person(1, "A", 3), Reason.EARLIEST), Choice(person(2, "A", 9), Reason.EARLIEST)
    found = doings({"1": late, "2": early}, desks, known, at=NOW)
    assert found == [Doing(Step.CALL, "2", early), Doing(Step.CALL, "1", late)]
