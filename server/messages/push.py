"""Web Push (RFC 8030, 8291, 8292): a phone is told though it is locked and the page is closed."""

import base64
import json
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import BaseModel, ConfigDict, Field

from server.kernel.clock import Clock
from server.kernel.settings import Settings
from server.messages.letters import Letter, NotEver, NotNow
from server.store.sealed import push_secret

ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256 (FIPS 186-4)
LASTS: Final = 600  # seconds that a push service keeps a message for a phone without a network
TIMEOUT: Final = 10.0  # seconds
GONE: Final = frozenset({400, 401, 403, 404, 410, 413})  # statuses after which this address never takes a message


class Keys(BaseModel):
    """What a browser encrypts with."""

    model_config = ConfigDict(extra="forbid")

    p256dh: str = Field(pattern=r"^[A-Za-z0-9_-]{80,100}={0,2}$")
    auth: str = Field(pattern=r"^[A-Za-z0-9_-]{16,32}={0,2}$")


class Subscription(BaseModel):
    """A browser's push address, as it gives it to the page."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "endpoint": "https://web.push.apple.com/QOfAPhone",
                    "keys": {"p256dh": "B" + "A" * 86, "auth": "A" * 22},
                }
            ]
        },
    )

    endpoint: str = Field(max_length=1000, pattern=r"^https?://[^\s]+$")
    keys: Keys


def is_known(endpoint: str, services: Sequence[str]) -> bool:
    """Return whether an address is of a push service that is known: the server calls no other, whoever names it.

    `services`: hosts, those below them too, over https; or a whole origin, `http://HOST:PORT`.
    """
    at = urlsplit(endpoint)
    host = (at.hostname or "").lower()
    origin = f"{at.scheme}://{at.netloc}".lower()
    if any("//" in one and origin == one.lower() for one in services):
        return True
    return at.scheme == "https" and at.port in {None, 443} and at.username is None and below(host, services)


def below(host: str, services: Sequence[str]) -> bool:
    """Return whether a host is one of these, or below one."""
    return any(host == one.lower() or host.endswith(f".{one.lower()}") for one in services if "//" not in one)


def private_key() -> ec.EllipticCurvePrivateKey:
    """Return the key by which push services know this server; it follows from its secret."""
    return ec.derive_private_key(int.from_bytes(push_secret(), "big") % (ORDER - 1) + 1, ec.SECP256R1())


def public_key() -> str:
    """Return the public half, as a browser takes it."""
    point = private_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


class Push:
    """The channel."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.clock, self.per_minute = clock, settings.push_per_minute
        self.contact, self.services = settings.push_contact or "", list(settings.push_services)

    def send(self, letter: Letter) -> None:
        """Encrypt and send; one address that is not reached is no fault of the channel."""
        from py_vapid import Vapid02  # noqa: PLC0415 - only the worker needs it
        from pywebpush import WebPushException, webpush  # noqa: PLC0415 - likewise
        from requests import RequestException  # noqa: PLC0415 - likewise

        subscription: dict[str, Any] = json.loads(letter.recipient)
        if not is_known(subscription["endpoint"], self.services):
            raise NotEver("the push service is not one of those that are known")
        try:
            webpush(
                subscription,
                letter.content.text,
                vapid_private_key=Vapid02(private_key()),
                vapid_claims={"sub": f"mailto:{self.contact}", "exp": int(self.clock.now().timestamp()) + LASTS},
                ttl=LASTS,
                timeout=TIMEOUT,
                headers={"Urgency": "high", "Topic": letter.key[:32]},
            )
        except WebPushException as error:
            status = error.response.status_code if error.response is not None else 0
            said = f"{urlsplit(subscription['endpoint']).hostname}: {status or 'no answer'}"
            raise (NotEver if status in GONE else NotNow)(said) from error
        except RequestException as error:
            raise NotNow(f"{urlsplit(subscription['endpoint']).hostname}: {type(error).__name__}") from error

    def rest(self) -> None:
        """Nothing is held open."""
