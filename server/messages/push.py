"""Web Push (RFC 8030, 8291, 8292): a phone is told though it is locked and the page is closed."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import BaseModel, ConfigDict, Field

from server.kernel.clock import Clock
from server.kernel.settings import Settings
from server.messages.letters import Allowance, Letter, NotEver, NotNow
from server.store.sealed import push_secret

ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256 (FIPS 186-4)
LASTS: Final = 600  # seconds that a push service keeps a message for a phone without a network
TIMEOUT: Final = 10.0  # seconds
HEADERS: Final = {"TTL": str(LASTS), "Urgency": "high", "Content-Encoding": "aes128gcm"}
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

    def allowance(self, _now: datetime) -> Allowance:
        """Return how many messages may leave in a minute."""
        return Allowance(self.per_minute)

    def send(self, letter: Letter) -> None:
        """Encrypt and send; one address that is not reached is no fault of the channel."""
        from requests import RequestException, post  # noqa: PLC0415 - only the worker needs it

        subscription = Subscription.model_validate_json(letter.recipient)
        endpoint, host = subscription.endpoint, urlsplit(subscription.endpoint).hostname
        if not is_known(endpoint, self.services):
            raise NotEver("the push service is not one of those that are known")
        headers = self.proof(endpoint) | HEADERS | {"Topic": letter.key[:32]}
        try:
            body = encrypted(letter.content.text.encode(), subscription.keys)
            answer = post(endpoint, body, headers=headers, timeout=TIMEOUT, allow_redirects=False)
        except RequestException as error:
            raise NotNow(f"{host}: {type(error).__name__}") from error
        except ValueError as error:  # keys that are on no curve
            raise NotEver(f"{host}: {error}") from error
        if not answer.ok:
            raise (NotEver if answer.status_code in GONE else NotNow)(f"{host}: {answer.status_code}")

    def proof(self, endpoint: str) -> dict[str, str]:
        """Return who sends, signed for one push service alone (VAPID, RFC 8292)."""
        from py_vapid import Vapid02  # noqa: PLC0415 - only the worker needs it

        at = urlsplit(endpoint)
        until = int(self.clock.now().timestamp()) + LASTS
        claims = {"sub": f"mailto:{self.contact}", "aud": f"{at.scheme}://{at.netloc}", "exp": until}
        return dict(Vapid02(private_key()).sign(claims))

    def rest(self) -> None:
        """Nothing is held open."""


def encrypted(content: bytes, keys: Keys) -> bytes:
    """Return a message that one browser alone opens (RFC 8291); raise `ValueError` where its keys are none."""
    from http_ece import encrypt  # noqa: PLC0415 - only the worker needs it

    own = ec.generate_private_key(ec.SECP256R1())
    point, auth = decoded(keys.p256dh), decoded(keys.auth)
    return bytes(encrypt(content, private_key=own, dh=point, auth_secret=auth, version="aes128gcm"))


def decoded(text: str) -> bytes:
    """Return what was written as base64url, with or without its end."""
    bare = text.rstrip("=")
    return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
