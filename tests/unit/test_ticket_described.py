"""A ticket is described once: what is taken down goes by its name from the request to the row and out again."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from server.floor.events.services import WalkInServed
from server.floor.events.tickets import TicketIssued
from server.floor.intake import PROPERTIES, Intake
from server.floor.reads.tickets import NAMES, ticket_of
from server.floor.tables import tickets
from tests.inside import Inside

SAID = {"priority": True, "priority_class": "priority", "party": 3, "language": "en"}
SPELLED = {
    "server/floor/intake.py",  # what it is
    "server/floor/tables.py",  # its column
    "server/floor/api/models.py",  # what may be said, and what is answered
}

SPELLED_BY_PAGES = {
    "server/static/intake.js",  # what it is
    "kiosk/page/question.js",  # the customer is asked
    "counter/terminal/reception.js",  # the clerk is asked
    "counter/terminal/paper.js",  # printed, where the server is gone
    "counter/terminal/naming.js",  # its words
    "counter/terminal/now.js",  # drawn
}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall with its counter 3 open."""
    inside = Inside(tmp_path)
    inside.at_counter("3", "open")
    yield inside
    assert inside.faults() == []
    inside.close()


def test_a_ticket_is_its_row() -> None:
    """Whatever column is added: a ticket without it, or a field without a column, is found here."""
    assert set(NAMES) == {column.name for column in tickets.c} - {"hall_id"}


@pytest.mark.parametrize("fact", [TicketIssued, WalkInServed])
def test_facts_that_begin_a_ticket_hold_all_that_is_taken_down(fact: type[TicketIssued | WalkInServed]) -> None:
    """Both, with what is as by default for the facts of before."""
    assert {field.name for field in fields(fact)} >= set(PROPERTIES)
    assert {name: getattr(Intake(), name) for name in PROPERTIES} == {
        field.name: field.default for field in fields(fact) if field.name in PROPERTIES
    }


@pytest.mark.parametrize("way", ["kiosk", "counter"])
def test_all_that_is_said_is_in_the_row_and_in_the_answer(hall: Inside, way: str) -> None:
    """At the kiosk and at the counter; the ticket that is answered is the one that was written."""
    assert set(SAID) == set(PROPERTIES), "say the new one here, with another value than by default"
    taken = hall.ticket("A", **SAID)["ticket"]
    if way == "counter":
        taken = hall.at_counter("3", "serve", service="B", **SAID)["ticket"]
    with hall.store.look(hall.hall) as sight:
        row = ticket_of(sight, taken["id"])
    assert row.taken_down() == SAID
    assert {name: taken[name] for name in PROPERTIES} == SAID
    assert hall.told("supervisor", "GET", f"/halls/main/tickets/{taken['id']}") == taken


def test_a_ticket_that_was_just_issued_is_what_its_row_says(hall: Inside) -> None:
    """The fact makes both, so that neither can leave anything out."""
    said = hall.ticket("A", **SAID)["ticket"]
    with hall.store.look(hall.hall) as sight:
        row = ticket_of(sight, said["id"])
    event = TicketIssued(
        day=row.day,
        letter=row.service,
        nth=1,
        follows=0,
        number=str(row.number),
        counts_from=row.counts_from,
        **SAID,
    )
    assert type(row)(**event.ticket(row.id, row.issued_at)) == row


def test_how_many_places_spell_a_property() -> None:
    """A property that only stands with the ticket is spelled in three files of the floor: as `party` shows."""
    found = {
        str(path) for path in Path("server/floor").rglob("*.py") if re.search(r"\bparty\b", path.read_text("utf-8"))
    }
    assert found == SPELLED


def test_how_many_places_of_the_pages_spell_it() -> None:
    """Where it is described, where a customer or a clerk is asked for it, and where it is drawn."""
    found = {
        str(path)
        for folder in ("kiosk", "counter", "display", "server")
        for path in Path(folder).rglob("*.js")
        if re.search(r"\bparty(?=[:}]|\s*=(?!==))|[.]party\b|name=\"party\"", path.read_text("utf-8"))
    }
    assert found == SPELLED_BY_PAGES
