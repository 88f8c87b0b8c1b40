"""Messages out: the outbox, its pages in the office, what becomes of each message."""

from collections.abc import Sequence
from typing import Final

from server.feature.parts import Feature
from server.kernel.languages import N_
from server.kernel.settings import Settings
from server.messages import events, tables
from server.messages.events import MessageDied
from server.messages.office import office_pages
from server.messages.states import MESSAGE
from server.messages.todos import DUTIES


def in_a_process(settings: Settings, _features: Sequence[Feature]) -> Feature:
    """Return the pages, which say whether this process names a mail server."""
    return Feature("messages", office=(office_pages(sends_email=bool(settings.smtp_host)),))


FEATURE: Final = Feature(
    "messages",
    title=N_("Messages out"),
    events=(events,),
    tables=(tables,),
    todos=DUTIES,
    workflows=(MESSAGE,),
    warns={MessageDied: "a message out could not be sent"},
    more=in_a_process,
)
