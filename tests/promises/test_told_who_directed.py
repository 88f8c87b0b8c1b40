"""A clerk whose counter was released, ended or closed by somebody else reads who did it, until they act themselves."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.inside import Inside


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """Clerk 3 serves A001 at counter 3."""
    made = Inside(tmp_path)
    made.ticket("A")
    for act in ("open", "call", "start"):
        made.at_counter("3", act)
    yield made
    made.close()


def told(hall: Inside) -> tuple[str, str | None] | None:
    """Return what counter 3's terminal says that somebody else did; the name is checked."""
    seen: Any = hall.told("supervisor", "GET", "/halls/main/views/counter:3")["data"]["directed"]
    if seen is None:
        return None
    assert seen["by"] == hall.told("supervisor", "GET", "/me")["name"]
    return seen["what"], seen["number"]


@pytest.mark.parametrize(
    ("path", "then", "what"),
    [
        ("free", "back", ("returned", "A001")),
        ("free", "done", ("finished", "A001")),
        ("close-for", "back", ("closed", None)),
        ("close-for", "done", ("closed", None)),
    ],
)
def test_the_terminal_says_who_and_what(hall: Inside, path: str, then: str, what: tuple[str, str | None]) -> None:
    """By name, with the number; the clerk's own next act ends it."""
    assert told(hall) is None
    hall.told("supervisor", "POST", f"/halls/main/counters/3/{path}", {"then": then})
    assert told(hall) == what
    hall.ticket("B")
    assert told(hall) == what, "what others do elsewhere changes nothing of it"
    for act in ("open", "call"):
        hall.at_counter("3", act)
    assert told(hall) is None


def test_what_they_did_themselves_needs_no_saying(hall: Inside) -> None:
    """Ending, setting aside, bringing back and closing by the clerk's own hand."""
    hall.at_counter("3", "finish", outcome="done")
    assert told(hall) is None
    hall.at_counter("3", "close")
    assert told(hall) is None


def test_it_is_said_for_a_quarter_of_an_hour(hall: Inside) -> None:
    """Whoever comes back later than that sees what there is to do."""
    hall.told("supervisor", "POST", "/halls/main/counters/3/free", {"then": "back"})
    hall.later(14 * 60)
    assert told(hall) == ("returned", "A001")
    hall.later(120)
    assert told(hall) is None
