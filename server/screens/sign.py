"""The view of the sign over one counter."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from pydantic import Field

from server.floor.reads.halls import CounterNow, all_counters, all_services, counter_of, hall_now
from server.floor.reads.shown import shown_of
from server.floor.reads.tickets import ticket_of
from server.floor.reads.turns import returns_at, turns
from server.floor.states import CounterKind, CounterState
from server.kernel.languages import LANGUAGES, N_, listed, words
from server.screens.emergency import Instruction, instruction
from server.screens.parts import HallSign, Part, Words, hall_sign
from server.security import reads as people
from server.store.hall import HallSnapshot

POSTS = {
    CounterKind.RECEPTION: N_("Reception"),
    CounterKind.PROCESSING: N_("Processing"),
    CounterKind.CONSULTATION: N_("Consultation"),
}
STATES: Final[Mapping[CounterState, Literal["called", "serving", "ready", "paused", "closed"]]] = {
    CounterState.CALLING: "called",
    CounterState.SERVING: "serving",
    CounterState.OPEN: "ready",
    CounterState.PAUSED: "paused",
    CounterState.CLOSED: "closed",
}


FEW, READ_IN_PASSING = 3, 60  # services, and letters of their names, on a sign


class SignOther(Part):
    """An open counter to go to."""

    counter: str
    services: list[str] = Field(description="for these of the services here; empty: for all of them")


class SignView(Part):
    """What stands over a counter."""

    hall: HallSign
    counter: str
    state: Literal["called", "serving", "ready", "paused", "closed"]
    number: str | None = Field(description="the ticket called or served; a walk-in has none")
    clerk: str | None = Field(description="name of who sits there")
    post: Words = Field(description="what the counter is: its own name, or its kind")
    purpose: Words = Field(description="what one comes here for: its own name, else its services")
    until: datetime | None = Field(description="paused: when it goes on, where that is known")
    emergency: Instruction | None = Field(description="what everyone is to do now: the whole sign")
    others: list[SignOther] = Field(description="paused or closed: open counters that serve what this one does")


def sign_view(hall: HallSnapshot, counter: str) -> SignView:
    """Return what stands over a counter."""
    found = counter_of(hall, counter)
    settings = hall_now(hall).settings
    member = people.member(hall, found.clerk) if found.clerk is not None else None
    return SignView(
        hall=hall_sign(settings, at=hall.at, shared=True),
        counter=counter,
        state=STATES[found.state],
        number=number_of(hall, found.ticket),
        clerk=member.name if member else None,
        post=found.settings.post or words(POSTS[found.settings.kind]),
        purpose=purpose(hall, found),
        until=returns_at(hall, found),
        emergency=instruction(hall),
        others=others(hall, found),
    )


def number_of(hall: HallSnapshot, ticket: int | None) -> str | None:
    """Return what everybody may see of the ticket at a counter; None: there is none, or it has no number."""
    if ticket is None:
        return None
    found = ticket_of(hall, ticket)
    return shown_of(hall, [found])[ticket] if found.number else None


def purpose(hall: HallSnapshot, counter: CounterNow) -> Words:
    """Return what one comes to a counter for; its services by their names where these can be read in passing."""
    if counter.settings.post:
        return counter.settings.post
    services = all_services(hall)
    codes = list(dict.fromkeys([*counter.settings.primary, *counter.settings.services]))
    names = [services[code].name for code in codes if code in services]
    if len(names) > FEW or sum(len(name["en"]) for name in names) > READ_IN_PASSING:
        return words(N_("Services {letters}"), letters=", ".join(codes))
    return {tag: listed([name[tag] for name in names], tag) for tag in LANGUAGES}


def others(hall: HallSnapshot, counter: CounterNow) -> list[SignOther]:
    """Return where to go instead: first counters that together serve most of what this one does, then the rest."""
    if counter.state not in {CounterState.PAUSED, CounterState.CLOSED}:
        return []
    mine, desks = list(counter.settings.services), turns(hall).desks
    serves = {code: [one for one in mine if code in desks[one]] for code in all_counters(hall)}
    left, missing, found = [code for code in serves if serves[code]], set(mine), []
    while left:
        best = max(left, key=lambda code: len(missing & set(serves[code])))
        left.remove(best)
        missing -= set(serves[best])
        found.append(SignOther(counter=best, services=[] if len(serves[best]) == len(mine) else serves[best]))
    return found
