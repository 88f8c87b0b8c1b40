"""What a text is found by: two Chinese characters in either script, beginnings of words in any case."""

import pytest

from server.search.terms import asked_by, has, indexed_by


@pytest.mark.parametrize(
    ("asked", "text", "found"),
    [
        ("戶口", "戶口名簿", True),
        ("口名", "戶口名簿", True),
        ("户口", "戶口名簿", True),  # simplified finds traditional …
        ("戶口", "户口簿", True),  # … and the other way round
        ("戶簿", "戶口名簿", False),  # they stand apart
        ("簿", "戶口名簿", True),
        ("名簿戶口", "戶口名簿", False),
        ("househ", "Household certificate", True),
        ("HOUSEHOLD CERT", "Household certificate", True),
        ("hold", "Household certificate", False),  # a beginning, not a middle
        ("cafe", "Café au lait", True),
        ("A4", "A4紙本", True),
        ("紙本", "A4紙本", True),
        ("119", "消防 119", True),
        ("１１９", "消防 119", True),  # full width, as an input method types it
    ],
)
def test_asked_and_found(asked: str, text: str, found: bool) -> None:
    """All that is asked for is there, or it is not found."""
    terms = asked_by(asked)
    assert (has(terms, text) == len(terms)) is found


def test_signs_ask_for_nothing() -> None:
    """What no database may read as an operator is no term: quotes, stars, brackets."""
    assert asked_by("\"'*()&|!:- _%\\") == []
    assert asked_by('"a" OR b*') == ["a", "or", "b"]


def test_of_a_long_word_the_beginning_counts() -> None:
    """A word of any length is kept and found."""
    assert indexed_by("x" * 5000) == asked_by("x" * 4000) == ["x" * 40]
