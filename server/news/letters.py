"""What somebody on the way is told, in few words: it is read on a locked phone."""

from collections.abc import Mapping
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
READY: Final = Kind("news_ready", N_("News: result ready"), useful_for=timedelta(days=2))
KEPT: Final = Kind("news_kept", N_("News: the place is kept"), urgent=True, useful_for=timedelta(minutes=15))
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
    KEPT.name: (
        N_("{number}: it is your turn, and you are not here"),
        N_("Your place is kept until {until}. Say that you are here, by the code at the door or at the kiosk."),
    ),
    SENT_ON.name: (
        N_("{number}: you go on to another counter"),
        N_("Please stay in the hall: you are called again for {service}."),
    ),
    READY.name: (
        N_("{number}: your result is ready"),
        N_("Please collect it at counter {counter}, until {until}."),
    ),
}


SHORT: Final = {  # by which text a phone is told it (messages/gateways/texts.py)
    BEGUN.name: "begun",
    NEAR.name: "near",
    TURN.name: "turn",
    MISSED.name: "missed",
    KEPT.name: "near",  # come now, with the way to the page that says until when
    SENT_ON.name: "sent_on",
    READY.name: "ready",
}


def values_of(hall: HallOnly, ticket: Ticket, service: Words, language: str) -> dict[str, object]:
    """Return what is filled into a message about a ticket, in a language."""
    return {
        "number": ticket.number or "",
        "hall": hall.name.get(language, hall.code),
        "counter": ticket.counter or "",
        "service": service.get(language, ticket.service),
        "minutes": hall.back_within,
    }


def words(what: Kind, language: str, values: Mapping[str, object]) -> tuple[str, str]:
    """Return subject and text of a message, in a language."""
    subject, text = SAID[what.name]
    return say(subject, language, **values), say(text, language, **values)
