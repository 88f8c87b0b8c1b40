"""A number is given back while it waits, is held or missed its call: never while its customer is called or served."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.inside import Inside


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall in which counter 3 is open; whatever happened, its history is whole."""
    made = Inside(tmp_path)
    made.at_counter("3", "open")
    yield made
    assert made.faults() == []
    made.close()


def test_a_held_one_can_be_given_back(hall: Inside) -> None:
    """So can one that missed its call."""
    for act in ("hold", "no-show"):
        secret = hall.ticket()["track_url"].rpartition("/")[2]
        hall.at_counter("3", "call")
        hall.at_counter("3", act)
        assert cancelled(hall, secret) == (200, "cancelled")
        assert cancelled(hall, secret) == (200, "cancelled"), "given back twice is given back"
    assert hall.journal().count("TicketCancelled") == 2


@pytest.mark.parametrize(
    ("acts", "state"), [(["call"], "called"), (["call", "start"], "serving"), (["call", "start", "finish"], "done")]
)
def test_whom_a_clerk_waits_for_cannot_leave_by_phone(hall: Inside, acts: list[str], state: str) -> None:
    """Called, served or done: refused, and the counter keeps its customer."""
    secret = hall.ticket()["track_url"].rpartition("/")[2]
    for act in acts:
        hall.at_counter("3", act)
    assert cancelled(hall, secret) == (409, state)


def cancelled(hall: Inside, secret: str) -> tuple[int, str]:
    """Give a number back by phone; return the answer's status, and where the ticket then is."""
    status = hall.asks(None, "POST", f"/track/{secret}/cancel", {}).status_code
    return status, hall.told(None, "GET", f"/track/{secret}")["state"]
