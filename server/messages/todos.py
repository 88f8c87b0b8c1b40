"""Messages out that somebody has to look after: dead ones, and those that do not leave."""

from collections.abc import Iterator
from typing import Final

from server.feature.todos import Duty, Obligation
from server.kernel.languages import N_, words
from server.messages.gateways.reads import channel_names
from server.messages.office import CHANNELS
from server.messages.reads import standing
from server.security.rights import May
from server.store.hall import HallSnapshot

SEE: Final = N_("See the messages")


def not_sent(hall: HallSnapshot) -> Iterator[Obligation]:
    """Messages that could not be sent, and those that wait for too long."""
    now = standing(hall)
    if now.dead:
        yield Obligation(
            "message",
            words(N_("Messages that could not be sent: {n}"), n=now.dead),
            "messages",
            words(SEE),
            words(N_("Have them tried again, or give them up.")),
        )
    if now.late(hall.at):
        not_reached = N_("{channel} is not reached. Tell whoever runs the system.")
        nothing = N_("Nothing has left for five minutes: is the worker running? Tell whoever runs the system.")
        names = {name: words(label) for name, label in CHANNELS.items()} | channel_names(hall)
        failing = [names[one] for one in sorted(now.failing) if one in names]
        yield Obligation(
            "message",
            words(N_("Messages that wait to be sent: {n}"), n=now.waiting),
            "messages",
            words(SEE),
            words(not_reached if failing else nothing, channel=failing),
        )


DUTIES: Final = (Duty(not_sent, board=100, may=May.SETTLE_MESSAGES),)
