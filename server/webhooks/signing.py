"""How a receiver knows that a webhook is ours: HMAC-SHA256 over the moment and the body, under a secret of both."""

import hmac
from datetime import datetime
from typing import Final

SIGNATURE: Final = "Floor-Signature"
DELIVERY: Final = "Floor-Delivery"
KIND: Final = "Floor-Event"


def signature(secret: str, body: bytes, at: datetime) -> str:
    """Return the header's value: t=MOMENT,v1=HEX; the moment is in seconds since 1970."""
    moment = int(at.timestamp())
    digest = hmac.new(secret.encode(), b"%d." % moment + body, "sha256").hexdigest()
    return f"t={moment},v1={digest}"


def headers(secret: str, body: bytes, at: datetime, *, key: str, kind: str) -> dict[str, str]:
    """Return the headers of a delivery."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "servicefloor",
        SIGNATURE: signature(secret, body, at),
        DELIVERY: key,
        KIND: kind,
    }
