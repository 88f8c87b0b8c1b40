"""The view of the sign over one counter."""

from datetime import datetime

from pydantic import Field

from server.floor.reads.halls import all_counters, counter_of, hall_now
from server.floor.reads.tickets import ticket_of
from server.floor.states import STAFFED, CounterKind, CounterState
from server.kernel.languages import N_, words
from server.screens.emergency import Instruction, instruction
from server.screens.parts import HallSign, Part, Words, hall_sign
from server.security import reads as people
from server.store.hall import HallSight

POSTS = {
    CounterKind.RECEPTION: N_("Reception"),
    CounterKind.PROCESSING: N_("Processing"),
    CounterKind.CONSULTATION: N_("Consultation"),
}
STATES = {
    CounterState.CALLING: "called",
    CounterState.SERVING: "serving",
    CounterState.OPEN: "ready",
    CounterState.PAUSED: "paused",
    CounterState.CLOSED: "closed",
}


class SignView(Part):
    """What stands over a counter."""

    hall: HallSign
    counter: str
    state: str = Field(description="called | serving | ready | paused | closed")
    number: str | None = Field(description="the ticket called or served; a walk-in has none")
    clerk: str | None = Field(description="name of who sits there")
    post: Words = Field(description="what the counter is: its own name, or its kind")
    until: datetime | None = Field(description="paused: when it goes on, where that is known")
    emergency: Instruction | None = Field(description="what everyone is to do now: the whole sign")
    others: list[str] = Field(description="open counters that serve the same, where this one is paused or closed")


def sign_view(hall: HallSight, counter: str) -> SignView:
    """Return what stands over a counter."""
    found = counter_of(hall, counter)
    settings = hall_now(hall).settings
    member = people.member(hall, found.clerk) if found.clerk is not None else None
    mine = set(found.settings.services)
    away = found.state in {CounterState.PAUSED, CounterState.CLOSED}
    others = [
        other.code
        for other in all_counters(hall).values()
        if away and other.code != counter and other.state in STAFFED and mine & set(other.settings.services)
    ]
    return SignView(
        hall=hall_sign(settings, shared=True),
        counter=counter,
        state=STATES[found.state],
        number=ticket_of(hall, found.ticket).number if found.ticket is not None else None,
        clerk=member.name if member else None,
        post=found.settings.post or words(POSTS[found.settings.kind]),
        until=found.pause_until,
        emergency=instruction(hall),
        others=others,
    )
