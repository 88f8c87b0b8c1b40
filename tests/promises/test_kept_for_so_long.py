"""How long what is kept is a property of its table: one round erases it, and the office says it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from server.crowd.tables import headcounts
from server.features import FEATURES
from server.ratings.tables import rating_words
from server.security.actors import SYSTEM
from server.store.kept import all_kept
from server.store.tables import metadata
from tests.inside import Inside
from tests.inside_office import page, words

JOB = "what was kept for long enough"
DAY = timedelta(days=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still, on either database."""
    made = Inside(tmp_path, database=request.getfixturevalue("new_database") if request.param == "postgresql" else "")
    yield made
    assert made.faults() == []
    made.close()


def test_what_is_personal_says_how_long() -> None:
    """Each table of personal data has its time; each time stands in a column that there is."""
    assert FEATURES
    personal = {table.name for table in metadata.sorted_tables if table.info["kind"] == "personal"}
    assert personal - {table.name for table, _ in all_kept()} == set()
    for table, kept in all_kept():
        assert (kept.lasts is None) == bool(kept.until), table.name
        if kept.lasts is not None:
            assert kept.by in table.c, table.name
            assert not kept.empties or table.c[kept.empties].nullable, table.name
        if table.info["kind"] == "history":
            assert kept.by_feature, f"{table.name} follows from the journal: only a fact erases it"


def test_what_is_older_is_erased_and_nothing_else(hall: Inside) -> None:
    """The way to a customer goes after its month, what they wrote after two years, a count after thirty days."""
    hall.told("supervisor", "POST", "/halls/main/headcount", {"inside": 12})
    written(hall)
    for passed, counts, contacts, texts in ((29.9, 1, 1, 1), (0.2, 0, 0, 1), (699.8, 0, 0, 1), (0.2, 0, 0, 0)):
        hall.clock.forward((passed * DAY).total_seconds())
        hall.floor.scheduler.now(JOB)
        rows = looked(hall, select(rating_words.c.words, rating_words.c.contact))
        found = [len(rows), sum(row.contact is not None for row in rows)]
        assert (len(looked(hall, select(headcounts.c.id))), *found) == (counts, texts, contacts)


def written(hall: Inside) -> None:
    """Have a customer's words and their telephone number kept."""
    with hall.store.hall(hall.hall, SYSTEM) as work:
        row = {"hall_id": hall.hall, "ticket": 1, "words": "The door sticks.", "contact": "0912-345-678", "at": work.at}
        work.write_unlogged(rating_words.insert(), row)


def looked(hall: Inside, query: Any) -> list[Any]:
    """Return rows."""
    with hall.store.look(hall.hall) as sight:
        return list(sight.connection.execute(query))


def test_the_office_says_it(hall: Inside) -> None:
    """To the manager, the auditor and whoever sets up: each thing once, for how long, and from when the oldest is."""
    hall.told("supervisor", "POST", "/halls/main/headcount", {"inside": 12})
    told = " ".join(words(page(hall, "auditor", "kept")).split())
    for text in ("Counts of people 30 days Wed, 25 Nov 2026", "Names and passwords of staff until they leave"):
        assert text in told
    assert told.count("Where customers want to be reached") == 1
    page(hall, "clerk1", "kept", status=403)
