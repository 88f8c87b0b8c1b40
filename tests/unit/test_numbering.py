"""The numbers of a day: 001–799, past those that kiosks keep for when they are cut off, on from 1001."""

from datetime import timedelta

import pytest

from server.floor.numbering import first_free, label, number_after, numbers_after, rests_for


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
