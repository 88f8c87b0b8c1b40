"""Who counts as present: who waits, is called, held or served, or was served just now; as many as come on a number."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.crowd.commands import assess, count_heads
from server.crowd.reads import crowd_now
from server.security.actors import SYSTEM
from tests.hall import quiet_config
from tests.inside import Inside


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still."""
    made = Inside(tmp_path)
    yield made
    made.close()


def people(hall: Inside) -> int:
    """Return how many there are by now."""
    with hall.store.look(hall.hall) as sight:
        return crowd_now(sight).people


def test_who_gave_a_number_back_or_did_not_come_is_not_here(hall: Inside) -> None:
    """Who was served is, for the two and a half minutes that it takes to be out of the door."""
    gone, missed, served = hall.ticket(party=1), hall.ticket(), hall.ticket()
    assert (missed["ticket"]["number"], served["ticket"]["number"]) == ("A002", "A003")
    all_three = people(hall)
    hall.told(None, "POST", f"/track/{gone['track_url'].rpartition('/')[2]}/cancel")
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")
    hall.at_counter("3", "no-show")
    one = people(hall)
    assert one == round(all_three / 3)
    for act in ("call", "start", "finish"):
        hall.at_counter("3", act)
    assert people(hall) == one
    hall.later(151)
    assert people(hall) == 0


def test_how_many_come_on_a_number_is_learned(tmp_path: Path) -> None:
    """Where the kiosk does not ask, counts of all inside teach it; the setting counts at first, and less and less."""
    config = quiet_config(tmp_path)
    text = config.read_text(encoding="utf-8")
    assert "ask_party = true" in text
    config.write_text(text.replace("ask_party = true", "ask_party = false"), encoding="utf-8")
    hall = Inside(tmp_path, config=config)
    for _ in range(20):
        hall.ticket()
    assert people(hall) == 30
    for _ in range(30):
        with hall.store.hall(hall.hall, SYSTEM) as work:
            count_heads(work, inside=50)
        hall.later(600)
    hall.later(4 * 3600)
    with hall.store.hall(hall.hall, SYSTEM) as work:
        assess(work)
    assert 46 <= people(hall) <= 50
    hall.close()
