"""“Why not me?”: a page for whoever holds a slip, without a script: who was called before since they came, and why."""

from pathlib import Path
from typing import Final

from flask import Flask, Response
from pydantic import Field

from server.appointments.drawing import beside, drawn
from server.floor.reads.halls import hall_now
from server.floor.reads.tickets import ticket_of
from server.floor.why_not import SENTENCES, CalledBefore
from server.kernel.languages import Words, words
from server.kernel.refusals import NoSuchPage, Refusal
from server.reports.before import called_before
from server.screens.parts import Part
from server.screens.phone import api
from server.security.authenticator import Authenticator
from server.security.rights import May
from server.store.hall import HallSnapshot

TEMPLATES: Final = beside(Path(__file__).parent / "templates")


class Before(Part):
    """A number that was called before mine."""

    at: str = Field(description="when, in UTC")
    number: str
    counter: str
    rule: str
    why: Words


def shown(one: CalledBefore) -> Before:
    """Return a call as its reader sees it."""
    return Before(
        at=one.at.isoformat(), number=one.number, counter=one.counter, rule=one.rule, why=words(SENTENCES[one.rule])
    )


@api.holder("GET", "/track/<secret>/before")
def before(hall: HallSnapshot, ticket: int) -> list[Before]:
    """Say who was called before one's own ticket since it came, and by which rule; the newest last."""
    return [shown(one) for one in called_before(hall, ticket)]


@api.read("/halls/<hall>/tickets/<int:ticket>/before", may=May.READ_TICKET)
def before_any(hall: HallSnapshot, ticket: int) -> list[Before]:
    """Say of any ticket who was called before it since it came, and by which rule; the newest last."""
    return [shown(one) for one in called_before(hall, ticket)]


def install_before_page(app: Flask, authenticator: Authenticator) -> None:
    """Serve the page."""

    def handle(secret: str) -> Response:
        try:
            actor = authenticator.holder(secret)
            (hall_id,) = actor.halls
        except Refusal:
            return drawn("alone.html", None, refusal=NoSuchPage())
        with authenticator.store.look(hall_id) as hall:
            mine, settings = ticket_of(hall, actor.id or 0), hall_now(hall).settings
            found = called_before(hall, actor.id or 0)
        return drawn(
            "before.html", settings, templates=TEMPLATES, mine=mine, found=found[::-1], sentences=SENTENCES,
            secret=secret,
        )  # fmt: skip

    app.add_url_rule("/t/<secret>/before", "page /t/<secret>/before", handle)
