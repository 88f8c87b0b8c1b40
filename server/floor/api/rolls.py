"""Paper rolls over HTTP: which numbers are in the room."""

from typing import Final

from pydantic import BaseModel, Field

from server.floor.api.models import Body, TicketAnswer, ticket_answer
from server.floor.commands.roll import in_the_room
from server.security.rights import May
from server.security.web import Api, Key
from server.store.hall import UnitOfWork

api = Api("Tickets")
LONGEST: Final = 5  # digits of a number


class InTheRoom(Body):
    """Numbers of a paper roll that people have torn off."""

    service: str = Field(min_length=1, max_length=2, description="whose roll it is, by its letter")
    up_to: str = Field(
        min_length=1,
        max_length=LONGEST,
        pattern=r"^[0-9]+$",
        examples=["57"],
        description="the last one that somebody has",
    )
    first: str = Field(
        default="",
        max_length=LONGEST,
        pattern=r"^[0-9]*$",
        description="the first that counts, of a new roll or to put it right; empty: the one after the last known",
    )


class RollAnswer(BaseModel):
    """Who stands in the line now."""

    tickets: list[TicketAnswer]


@api.command("/halls/<hall>/roll", key=Key.REQUIRED, status=201, may=May.ISSUE)
def in_room(hall: UnitOfWork, body: InTheRoom) -> RollAnswer:
    """Say which numbers of a paper roll are in the room: from the last one said, up to this."""
    found = in_the_room(hall, service=body.service, up_to=body.up_to, first=body.first)
    return RollAnswer(tickets=[ticket_answer(one) for one in found])
