"""The rule's sentence: why a ticket is the next one, in every language."""

from datetime import datetime
from typing import Final

from server.floor.calling import Choice, Waiting
from server.floor.hallfile import HallOnly
from server.floor.opening import time_said
from server.floor.states import Reason
from server.kernel.languages import N_, Words, words

SENTENCES: Final = {
    Reason.EARLIEST: N_("{number} arrived at {arrived}, the earliest you can serve."),
    Reason.PRIORITY: N_("{number} has priority: arrived {arrived}, counts from {counts}, the earliest you can serve."),
    Reason.APPOINTMENT: N_("{number} has an appointment and counts from {counts}, the earliest you can serve."),
    Reason.COUNTS: N_("{number} arrived at {arrived} and counts from {counts}, the earliest you can serve."),
    Reason.HELD_HERE: N_("{number} was held here or sent to this counter, so it comes first."),
    Reason.CAME_BACK: N_("{number} missed its call, came back and counts from {counts}, the earliest you can serve."),
    Reason.PRIMARY: N_("{number} is for a service that this counter takes first, for {minutes} minutes at most."),
    Reason.LEFT: N_("{number} is next here: who comes before it is left to a free counter that serves fewer services."),
    Reason.OUT_OF_ORDER: N_("{number} was called out of order: {said}"),
}


def why(ticket: Waiting, reason: Reason, settings: HallOnly, *, at: datetime, said: str = "") -> Words:
    """Return the sentence that says why a ticket is called, in the hall's time; of another day with its date."""
    return words(
        SENTENCES[reason],
        number=ticket.number,
        arrived=time_said(settings, ticket.issued_at, at),
        counts=time_said(settings, ticket.counts_from, at),
        minutes=round(settings.primary_first),
        said=said,
    )


def why_next(choice: Choice, settings: HallOnly, at: datetime) -> Words:
    """Return why a choice is the next one."""
    return why(choice.ticket, choice.reason, settings, at=at)
