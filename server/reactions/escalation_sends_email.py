"""What nobody answered in time is told by e-mail to those who lead the hall and asked for it.

A lock screen shows a subject, and a mailbox is read by others: neither says more than that somebody is to look. So a
silent alarm sends the same words as everything else.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from server.crowd.events import CrowdAlertReminded, CrowdAlertStageRaised
from server.emergency.events.incidents import IncidentLookLate
from server.emergency.events.steps import StepEscalated
from server.emergency.reads import incident_of
from server.floor.reads.halls import hall_now
from server.kernel.languages import N_, say
from server.messages.commands import write
from server.messages.letters import EMAIL, Content, Kind
from server.messages.reads import last_to
from server.security.reads import reachable
from server.security.rights import ALLOWED, May
from server.store.hall import UnitOfWork

ESCALATION: Final = Kind(
    "escalation", N_("Something was not answered in time"), urgent=True, useful_for=timedelta(hours=12)
)
APART: Final = timedelta(minutes=5)  # a person gets no two within: ten late steps are one reason to look
LEADS: Final = ALLOWED[May.LEAD_INCIDENT]
SUBJECT: Final = N_("{hall}: please look now")
TAKE_BACK: Final = N_("You asked for this in the office, under “My e-mail”; there you can take it back.")
CROWD: Final = N_("The hall is too full, and nobody has taken note of the alert.")
FULLER: Final = N_("The hall has become dangerously full.")
INCIDENT: Final = N_("Something in the incident room was not answered in time.")


def escalation_sends_email(public_url: str) -> Callable[[UnitOfWork, object], None]:
    """Return what writes the e-mails; `public_url` is where their reader finds the board and the incident room."""

    def tell(hall: UnitOfWork, event: object) -> None:
        what, page = told(hall, event)
        if not what:
            return
        settings = hall_now(hall).settings
        address = f"{public_url.rstrip('/')}/{page}/{settings.code}" if public_url else ""
        at = hall.at.astimezone(settings.zone).strftime("%Y-%m-%d %H:%M")
        for one in reachable(hall):
            last = last_to(hall, one.staff, ESCALATION.name)
            if one.posts.get(hall.id) not in LEADS or (last is not None and hall.at - last < APART):
                continue
            name = settings.name.get(one.language, settings.code)
            parts = [say(what, one.language), f"{name}\n{at}\n{address}".rstrip(), say(TAKE_BACK, one.language)]
            content = Content(say(SUBJECT, one.language, hall=name), "\n\n".join(parts) + "\n")
            write(hall, kind=ESCALATION, channel=EMAIL, recipient=one.email, content=content, staff=one.staff)

    return tell


def told(hall: UnitOfWork, event: object) -> tuple[str, str]:
    """Return what a fact tells and the page where it is answered; nothing for a drill."""
    if isinstance(event, CrowdAlertReminded):
        return CROWD, "board"
    if isinstance(event, CrowdAlertStageRaised):
        return FULLER, "board"
    if isinstance(event, IncidentLookLate | StepEscalated) and not incident_of(hall, event.incident).drill:
        return INCIDENT, "incident"
    return "", ""
