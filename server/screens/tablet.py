"""The view of a counter's rating tablet: awake from the end of a service until its customer is done or silent."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from server.floor.reads.halls import counter_of, hall_now, service_of
from server.floor.reads.tickets import ticket_of
from server.kernel.languages import words
from server.ratings.reads import last_leaves
from server.ratings.turns import shown
from server.screens.emergency import Instruction, instruction
from server.screens.parts import HallSign, Part, Words, hall_sign
from server.screens.rated import Choices, choices
from server.screens.sign import POSTS
from server.security import reads as people
from server.store.hall import HallSnapshot


class TabletView(Part):
    """What stands before a customer who leaves."""

    hall: HallSign
    counter: str
    state: Literal["idle", "rate", "thanks"] = Field(description="thanks with a token: reasons may still be added")
    ticket: int | None
    token: str | None = Field(description="rates this ticket, once, on this tablet")
    number: str | None = Field(description="on the slip; a walk-in has none")
    language: str | None = Field(description="the customer's")
    service_name: Words | None
    score: int | None = Field(description="thanks: what was touched")
    since: datetime | None = Field(description="thanks: when it was touched or closed")
    clerk: str | None = Field(description="name of who sits there")
    post: Words
    choices: Choices
    emergency: Instruction | None = Field(description="what everyone is to do now: the whole tablet")


def tablet_view(hall: HallSnapshot, counter: str) -> TabletView:
    """Return what a counter's tablet shows."""
    desk, settings = counter_of(hall, counter), hall_now(hall).settings
    member = people.member(hall, desk.clerk) if desk.clerk is not None else None
    state, leave, since = shown(last_leaves(hall, counter), hall.at)
    ticket = ticket_of(hall, leave.ticket) if leave else None
    return TabletView(
        hall=hall_sign(settings, at=hall.at),
        counter=counter,
        state=state,
        ticket=leave.ticket if leave else None,
        token=leave.token if leave and leave.closed_at is None else None,
        number=ticket.number if ticket else None,
        language=ticket.language if ticket else None,
        service_name=service_of(hall, ticket.service).name if ticket else None,
        score=leave.score if leave else None,
        since=since,
        clerk=member.name if member else None,
        post=desk.settings.post or words(POSTS[desk.settings.kind]),
        choices=choices(),
        emergency=instruction(hall),
    )
