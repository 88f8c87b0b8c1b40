"""What a webhook brought: is it the hall's, and of just now?"""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

HEADER = "Floor-Signature"
TOLERANCE = 300.0  # seconds between its signing and now; older ones may be somebody's copy


class NotGenuine(Exception):
    """It is not signed with this secret, or too old: do nothing of what it says, and answer 400."""


@dataclass(frozen=True)
class WebhookEvent:
    """What happened. `id` is the same each time it is sent: what was done under it is not done again."""

    id: str
    type: str  # ticket.called, counter.changed, … or test
    hall: str
    at: datetime
    data: dict[str, Any]


def verify(
    body: bytes, signature: str, secret: str, *, now: float | None = None, tolerance: float = TOLERANCE
) -> WebhookEvent:
    """Return what a request's body says; raise `NotGenuine` where it is not the hall's.

    `body` as it came, byte for byte; `signature` is the header `Floor-Signature`; `now` in seconds since 1970.
    """
    parts = dict(part.partition("=")[::2] for part in signature.split(","))
    moment, given = parts.get("t", ""), parts.get("v1", "")
    if not moment.isascii() or not moment.isdecimal():
        raise NotGenuine("no signature")
    wanted = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(wanted.encode(), given.encode()):
        raise NotGenuine("signed with another secret")
    if abs((time.time() if now is None else now) - int(moment)) > tolerance:
        raise NotGenuine("too old")
    told = json.loads(body)
    return WebhookEvent(
        id=told["id"],
        type=told["type"],
        hall=told["hall"],
        at=datetime.fromisoformat(told["at"]),
        data=told["data"],
    )
