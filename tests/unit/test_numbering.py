"""The numbers of a day: 001–799, past those that kiosks keep for when they are cut off, on from 1001."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from server.floor.numbering import SOME_MORE, first_free, label, next_number, number_after, numbers_after, rests_for


@pytest.mark.parametrize(
    ("last", "next_one"), [(0, 1), (1, 2), (798, 799), (799, 1001), (1001, 1002), (1998, 1999), (9999, 10000)]
)
def test_the_next_number(last: int, next_one: int) -> None:
    """800 to 1000 are never given out."""
    assert number_after(last) == next_one


def test_a_whole_day() -> None:
    """In order, each once, none of those that are kept."""
    day = numbers_after(0, 1200)
    assert day == [*range(1, 800), *range(1001, 1402)]
    assert numbers_after(797, 4) == [798, 799, 1001, 1002]


@pytest.mark.parametrize(("number", "text"), [(7, "A007"), (42, "A042"), (799, "A799"), (1001, "A1001")])
def test_what_stands_on_the_slip(number: int, text: str) -> None:
    """Three digits, four where a day needs more."""
    assert label("A", number) == text


def test_the_first_that_nobody_bears() -> None:
    """In the order of the day; none where all are borne."""
    assert first_free("A", [798, 799, 1001], {"A798", "A799"}) == 1001
    assert first_free("A", [1, 2], {"B001"}) == 1
    assert first_free("A", [1, 2], {"A001", "A002"}) is None


@pytest.mark.parametrize(("back_within", "rests"), [(20, 1200), (0, 10), (0.1, 10), (1, 60)])
def test_how_long_a_number_rests(back_within: float, rests: int) -> None:
    """As long as its bearer may come back, and never less than an end can be taken back."""
    assert rests_for(back_within) == timedelta(seconds=rests)


def asks(borne: set[str], asked: list[list[str]]) -> Callable[[Sequence[str]], set[str]]:
    """Return what says which of some labels are borne, noting what it is asked."""

    def bearing(labels: Sequence[str]) -> set[str]:
        asked.append(list(labels))
        return borne & set(labels)

    return bearing


def test_the_next_that_nobody_bears() -> None:
    """The very next one, unasked, where nobody bears it; else the first free one, a hundred looked at together."""
    asked: list[list[str]] = []
    assert next_number("A", 799, borne=False, bearing=asks(set(), asked)) == 1001
    assert asked == []
    assert next_number("A", 0, borne=True, bearing=asks({"A001", "A002"}, asked)) == 3
    assert [(len(one), one[0], one[-1]) for one in asked] == [(SOME_MORE, "A001", "A100")]
    asked.clear()
    everyone = {label("A", number) for number in range(1, 151)}
    assert next_number("A", 0, borne=True, bearing=asks(everyone, asked)) == 151
    assert [one[0] for one in asked] == ["A001", "A101"]
