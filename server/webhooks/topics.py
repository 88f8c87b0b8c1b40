"""What a webhook can be told: which facts, and of each the fields that name nobody. What is not listed stays here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import orjson

from server.kernel.languages import N_


class Topic(StrEnum):
    """What a webhook can be told, as it stands in `type`."""

    ISSUED = "ticket.issued"
    CALLED = "ticket.called"
    RECALLED = "ticket.recalled"
    STARTED = "ticket.started"
    MISSED = "ticket.missed"
    SENT_ON = "ticket.sent_on"
    FINISHED = "ticket.finished"
    CANCELLED = "ticket.cancelled"
    COUNTERS = "counter.changed"
    NUMBERS = "hall.numbers"
    CROWD = "crowd.changed"


LABELS: Final[Mapping[Topic, str]] = {
    Topic.ISSUED: N_("A number was given out"),
    Topic.CALLED: N_("A number was called"),
    Topic.RECALLED: N_("A number was called again"),
    Topic.STARTED: N_("A service began"),
    Topic.MISSED: N_("Nobody came to a call"),
    Topic.SENT_ON: N_("A number was sent on"),
    Topic.FINISHED: N_("A service ended"),
    Topic.CANCELLED: N_("A number was given back or expired"),
    Topic.COUNTERS: N_("A counter opened, paused or closed"),
    Topic.NUMBERS: N_("Numbers were stopped or given out again"),
    Topic.CROWD: N_("The hall became fuller or emptier"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What of a kind of fact is told: under which topic, which of its fields, what it says besides."""

    topic: Topic
    fields: tuple[str, ...] = ()
    also: tuple[tuple[str, object], ...] = ()


FACTS: Final[Mapping[str, Told]] = {
    "TicketIssued": Told(Topic.ISSUED, ("counts_from",)),
    "OfflineTicketIssued": Told(Topic.ISSUED, ("counts_from", "arrived_at")),
    "TicketCalled": Told(Topic.CALLED, ("ticket", "counter", "reason")),
    "TicketRecalled": Told(Topic.RECALLED, ("ticket", "counter", "by_itself")),
    "TicketStarted": Told(Topic.STARTED, ("ticket", "counter")),
    "TicketMissed": Told(Topic.MISSED, ("ticket", "counter")),
    "TicketTransferred": Told(Topic.SENT_ON, ("ticket", "counter", "service", "to_counter")),
    "TicketFinished": Told(Topic.FINISHED, ("ticket", "counter", "outcome", "seconds", "waited")),
    "TicketCancelled": Told(Topic.CANCELLED, ("ticket",)),
    "TicketExpired": Told(Topic.CANCELLED, ("ticket",), (("expired", True),)),
    "CounterOpened": Told(Topic.COUNTERS, ("counter",), (("state", "open"),)),
    "CounterPaused": Told(Topic.COUNTERS, ("counter", "until"), (("state", "paused"),)),
    "CounterClosed": Told(Topic.COUNTERS, ("counter",), (("state", "closed"),)),
    "IssueStopped": Told(Topic.NUMBERS, ("until",), (("stopped", True),)),
    "IssueResumed": Told(Topic.NUMBERS, (), (("stopped", False),)),
    "CrowdLevelChanged": Told(Topic.CROWD, ("before", "after", "people")),
}
OF_ITSELF: Final = frozenset({"TicketIssued", "OfflineTicketIssued"})  # whose entry is the ticket's number


def facts_of(topics: frozenset[str]) -> list[str]:
    """Return the kinds of facts that topics are about."""
    return [name for name, told in FACTS.items() if told.topic in topics]


def ticket_in(fact: str, seq: int, data: Mapping[str, Any]) -> int | None:
    """Return which ticket a fact is about."""
    return seq if fact in OF_ITSELF else data.get("ticket")


def payload(
    hall: str, *, seq: int, at: datetime, fact: str, data: Mapping[str, Any], ticket: tuple[str | None, str] | None
) -> bytes:
    """Return what is sent of a fact, as JSON; `ticket`: the number and the service of the one that it is about."""
    told = FACTS[fact]
    of: dict[str, object] = {}
    which = ticket_in(fact, seq, data)
    if which is not None:
        number, service = ticket or (None, data.get("service", ""))
        of = {"ticket": which, "number": number, "service": service}
    of |= {name: data[name] for name in told.fields if name in data}
    of |= dict(told.also)
    whole = {"id": f"{hall}-{seq}", "type": told.topic.value, "hall": hall, "at": at.isoformat(), "data": of}
    return orjson.dumps(whole)
