"""What happens at the door, one line of JSON each, and counted: sign-ins, refusals, rights, pairings, passwords.

A line names staff and devices by number, and who is not let in by their address alone: no name, password or token is in
it. What one address does again and again is counted all the same, and written ten times a minute.
"""

import time
from collections import deque
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

import structlog
from flask import Response, after_this_request, current_app, g, has_request_context, request

from server.kernel.refusals import Forbidden, Refusal
from server.security.events import (
    AccountBound,
    DeviceEnrolled,
    DeviceRevoked,
    PasswordChosen,
    PasswordGiven,
    StaffAdded,
    StaffChanged,
    StaffRemoved,
)
from server.security.refusals import OwnPasswordNeeded
from server.security.shares import share_of
from server.store.events import Event
from server.store.hall import Reaction, UnitOfWork

log = structlog.get_logger()
LINES: Final = 10  # about one thing from one address in a minute
MINUTE: Final = 60.0
MOST_REMEMBERED: Final = 10_000


class Happening(StrEnum):
    """What happens at the door, as log and metrics name it."""

    SIGNED_IN = "signed_in"
    SIGNED_IN_BY_PROVIDER = "signed_in_by_provider"
    SIGN_IN_REFUSED = "sign_in_refused"
    TOO_MANY_TRIES = "too_many_tries"
    SIGNED_OUT = "signed_out"
    SIGN_INS_ENDED = "sign_ins_ended"
    PROVIDER_REFUSED = "provider_refused"
    RIGHT_REFUSED = "right_refused"
    PAIRING_ASKED = "pairing_asked"
    PAIRING_REFUSED = "pairing_refused"
    DEVICE_LET_IN = "device_let_in"
    DEVICE_SHUT_OUT = "device_shut_out"
    ONE_TIME_GIVEN = "one_time_given"
    OWN_CHOSEN = "own_chosen"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    PERSON_LEFT = "person_left"
    ACCOUNT_BOUND = "account_bound"
    FIRST_LINK_OPENED = "first_set_up_opened"
    FIRST_LINK_REFUSED = "first_set_up_refused"


FACTS: Final[Mapping[type[Event], Happening]] = {
    StaffAdded: Happening.PERSON_ADDED,
    StaffChanged: Happening.PERSON_CHANGED,
    StaffRemoved: Happening.PERSON_LEFT,
    PasswordGiven: Happening.ONE_TIME_GIVEN,
    PasswordChosen: Happening.OWN_CHOSEN,
    AccountBound: Happening.ACCOUNT_BOUND,
    DeviceEnrolled: Happening.DEVICE_LET_IN,
    DeviceRevoked: Happening.DEVICE_SHUT_OUT,
}
recent: dict[tuple[Happening, str], deque[float]] = {}


def tell(what: Happening, **values: object) -> None:
    """Count what happened, and write it down unless the address did it ten times in the last minute."""
    if has_request_context() and (count := current_app.extensions.get("happened")) is not None:
        count(what)
    address = request.remote_addr if has_request_context() else None
    if address is not None and not room(what, share_of(address), time.monotonic()):
        return
    where = {"address": address, "rule": f"{request.method} {request.url_rule}"} if address is not None else {}
    log.info("security", what=what.value, **where, **values)


def refused(refusal: Refusal) -> None:
    """Tell of a right that was refused."""
    if isinstance(refusal, Forbidden) and not isinstance(refusal, OwnPasswordNeeded):
        tell(Happening.RIGHT_REFUSED, code=refusal.code, actor=g.get("actor"))


def room(what: Happening, share: str, now: float) -> bool:
    """Return whether another line about something from an address is to be written."""
    if len(recent) > MOST_REMEMBERED:
        recent.clear()
    times = recent.setdefault((what, share), deque(maxlen=LINES))
    if len(times) == LINES and 0 <= now - times[0] < MINUTE:
        return False
    times.append(now)
    return True


def reactions() -> tuple[tuple[type[Event], Reaction], ...]:
    """Return what tells the journal's facts about people and devices, once they are committed."""
    return tuple((fact, telling(what)) for fact, what in FACTS.items())


def telling(what: Happening) -> Callable[[UnitOfWork, Any], None]:
    """Return what tells one kind of fact: with the answer, when the request went well."""

    def react(hall: UnitOfWork, event: Event) -> None:
        values: dict[str, object] = {"actor": hall.actor.name, "line": hall.id, "entry": hall.cause}
        values |= {name: getattr(event, name) for name in ("staff", "device", "kind") if hasattr(event, name)}
        if not has_request_context():
            tell(what, **values)
            return

        @after_this_request
        def done(response: Response) -> Response:
            if response.status_code < 400:
                tell(what, **values)
            return response

    return react
