"""What somebody on the way is told, in few words: it is read on a locked phone."""

from datetime import timedelta
from typing import Final

from server.floor.hallfile import HallOnly
from server.floor.reads.tickets import Ticket
from server.kernel.languages import N_, Words, say
from server.messages.letters import Kind

BEGUN: Final = Kind("news_begun", N_("News: followed"), useful_for=timedelta(hours=1))
NEAR: Final = Kind("news_near", N_("News: the turn is near"), urgent=True, useful_for=timedelta(minutes=20))
TURN: Final = Kind("news_turn", N_("News: called"), urgent=True, useful_for=timedelta(minutes=5))
MISSED: Final = Kind("news_missed", N_("News: missed"), urgent=True, useful_for=timedelta(minutes=20))
SENT_ON: Final = Kind("news_sent_on", N_("News: sent on"), urgent=True, useful_for=timedelta(minutes=30))

SAID: Final = {
    BEGUN.name: (
        N_("{number}: we tell you when to come"),
        N_("You are told when your turn is near and when you are called. This ends with your number."),
    ),
    NEAR.name: (
        N_("{number}: your turn is near"),
        N_("Please come back to the hall now: {hall}."),
    ),
    TURN.name: (
        N_("{number}: it is your turn"),
        N_("Please go to counter {counter}."),
    ),
    MISSED.name: (
        N_("{number}: we called you"),
        N_("Nobody came to the counter. Within {minutes} min you can come back into the line on your page."),
    ),
    SENT_ON.name: (
        N_("{number}: you go on to another counter"),
        N_("Please stay in the hall: you are called again for {service}."),
    ),
}


def words(hall: HallOnly, ticket: Ticket, service: Words, what: Kind, language: str) -> tuple[str, str]:
    """Return subject and text of a message about a ticket, in a language."""
    values = {
        "number": ticket.number or "",
        "hall": hall.name.get(language, hall.code),
        "counter": ticket.counter or "",
        "service": service.get(language, ticket.service),
        "minutes": hall.back_within,
    }
    subject, text = SAID[what.name]
    return say(subject, language, **values), say(text, language, **values)
