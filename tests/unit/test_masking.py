"""What a discreet hall's screens show: nobody else knows who is meant, and nobody else is meant."""

import pytest

from server.floor.masking import masked_name, masked_number

NAMES = {
    "王小明": "王○明", "王明": "王○", "歐陽娜娜": "歐○○娜", "Mary Kay": "M. K.", "Ho Chi Minh Long": "H. C. M.",
    "  李 華 ": "李○", "J.": "J.", "": "", "   ": "",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_masked(name: str) -> None:
    """The first and the last sign in Chinese, initials elsewhere; of three words at most."""
    assert masked_name(name) == NAMES[name]


@pytest.mark.parametrize(
    ("number", "others", "shown"),
    [
        ("A017", [], "A•17"), ("A1024", [], "A•24"), ("AB007", [], "AB•07"), ("57", [], "•7"), ("057", [], "•57"),
        ("A017", ["A017", "A018"], "A•17"), ("A017", ["A117"], "A017"), ("A017", ["B117"], "A•17"),
    ],
)  # fmt: skip
def test_a_number_is_masked_unless_somebody_elses_would_look_the_same(
    number: str, others: list[str], shown: str
) -> None:
    """Of two that end alike both stand whole."""
    assert masked_number(number, others) == shown
