"""Signing in by the company's own OpenID Connect provider: code flow with PKCE (Authlib), the ID token checked.

Whoever the provider vouches for must be known here: an administrator has added them under the user name that the
provider's claim says, letter by letter. From their first sign-in on it is the account that counts
(security/accounts.py). The provider never says what somebody may do here.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from flask import redirect, request
from itsdangerous import BadData
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from werkzeug.wrappers import Response

from server.kernel.clock import Clock
from server.kernel.languages import N_
from server.kernel.refusals import Fault, Refusal
from server.kernel.settings import Settings
from server.office.context import Go, PageContext
from server.office.pages import PREFIX, Pages
from server.office.sign_in import asked, own_address
from server.security.api.session import begin_session
from server.security.cookies import clear_cookie, set_cookie
from server.security.watch import Happening, tell

COOKIE: Final = "floor_sso"
LASTS: Final = 600  # seconds to sign in at the provider
KEPT: Final = 3600  # seconds for which what the provider says of itself is believed
KEYS_REST: Final = 60  # seconds between two looks for a key that nobody knew: providers change theirs at any time
WAITS: Final = 10  # seconds for the provider's answers
LEEWAY: Final = 60  # seconds by which two clocks may differ
MOST_SUBJECT: Final = 256  # characters; OpenID Connect allows 255
SIGNED_BY: Final = ["RS256", "ES256", "PS256", "EdDSA"]


class ProviderSilent(Refusal):
    """The provider does not answer, or not as it should."""

    status = 503
    title = N_("Single sign-on does not answer")
    says = N_("Single sign-on cannot be reached just now. Sign in with your user name, or try again in a minute.")


class NotVouchedFor(Refusal):
    """What came back is not what was sent out, is too old, or the provider said no."""

    status = 403
    title = N_("Not signed in")
    says = N_("Single sign-on did not let you in, or it took too long. Please try again.")


class NobodyHere(Refusal):
    """The provider knows them, this company's hall does not."""

    status = 403
    title = N_("Not known here")
    says = N_("Nobody here has the user name “{username}”. Ask your administrator to add you.")


@dataclass(frozen=True, slots=True)
class Vouched:
    """For whom a provider vouches: the account, and the name that the settings take."""

    issuer: str
    subject: str
    username: str


@dataclass
class Provider:
    """A company's sign-in, as the settings name it."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str
    passed: Callable[[], float]  # seconds, as the clock counts them
    told: dict[str, Any] = field(default_factory=dict)
    keys: KeySet | None = None
    told_at: float = 0.0
    keys_at: float = 0.0

    def says(self) -> dict[str, Any]:
        """Return what the provider says of itself, asked once an hour."""
        if not self.told or self.passed() - self.told_at > KEPT:
            told = fetched(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if told.get("issuer") != self.issuer:
                raise ProviderSilent
            self.told, self.told_at = told, self.passed()
            self.fetch_keys()
        return self.told

    def fetch_keys(self) -> None:
        """Fetch the keys with which the provider signs."""
        self.keys_at = self.passed()
        self.keys = KeySet.import_key_set(fetched(str(self.told["jwks_uri"])))  # type: ignore[arg-type]  # it checks them itself

    def session(self, back: str) -> OAuth2Session:
        """Return a conversation with the provider."""
        return OAuth2Session(
            self.client_id, self.client_secret, scope="openid profile", redirect_uri=back, code_challenge_method="S256"
        )

    def vouches(self, code: str, back: str, verifier: str, nonce: str) -> Vouched:
        """Exchange the code and return for whom the provider vouches; raise where anything does not fit."""
        endpoint = self.says()["token_endpoint"]
        token = self.session(back).fetch_token(endpoint, code=code, code_verifier=verifier, timeout=WAITS)
        claims = self.opened(str(token.get("id_token", "")))
        jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)
        audience, party = claims["aud"], claims.get("azp")
        if (isinstance(audience, list) and len(audience) > 1 and party is None) or party not in {None, self.client_id}:
            raise NotVouchedFor  # it was issued to another program, which shows it to us (OpenID Connect Core, 3.1.3.7)
        subject, name = claims.get("sub"), claims.get(self.claim)
        if not isinstance(subject, str) or not 0 < len(subject) < MOST_SUBJECT:
            raise NotVouchedFor
        return Vouched(self.issuer, subject, name if isinstance(name, str) else "")

    def opened(self, token: str) -> dict[str, Any]:
        """Return an ID token's claims, its signature checked; keys that it does not know are fetched, once a minute."""
        for again in (False, True):
            if again and self.passed() - self.keys_at < KEYS_REST:
                break
            if again:
                self.fetch_keys()
            if self.keys is not None:
                try:
                    return jwt.decode(token, self.keys, algorithms=SIGNED_BY).claims
                except (JoseError, ValueError):
                    if again:
                        raise
        raise NotVouchedFor


def fetched(address: str) -> dict[str, Any]:
    """Fetch JSON from the provider."""
    try:
        answer = requests.get(address, timeout=WAITS)
        answer.raise_for_status()
        told = answer.json()
    except requests.RequestException as error:
        raise ProviderSilent from error
    return dict(told)


def provider_of(settings: Settings, clock: Clock) -> Provider | None:
    """Return the provider that the settings name; None where there is no single sign-on."""
    if not settings.oidc_issuer or not settings.oidc_client_id or not settings.oidc_client_secret:
        return None
    asked = urlsplit(settings.oidc_issuer)
    if asked.scheme != "https" and asked.hostname not in {"127.0.0.1", "::1", "localhost"}:
        raise Fault("FLOOR_OIDC_ISSUER: anybody on the way could vouch for anybody; give an address with https://")
    client, secret = settings.oidc_client_id, settings.oidc_client_secret
    return Provider(settings.oidc_issuer, client, secret, settings.oidc_claim, clock.passed)


def single_sign_on(provider: Provider) -> Pages:
    """Return the two addresses of a provider's way in."""
    pages = Pages("single-sign-on")

    @pages.door("GET", "/sso", again=asked)
    def out(context: PageContext) -> Response:
        """Send the browser to the provider."""
        journey = {
            "state": secrets.token_urlsafe(16), "nonce": secrets.token_urlsafe(16),
            "verifier": secrets.token_urlsafe(48), "next": own_address(context.asked.get("next", "")),
        }  # fmt: skip
        address, _ = provider.session(back_to(context)).create_authorization_url(
            provider.says()["authorization_endpoint"],
            state=journey["state"], nonce=journey["nonce"], code_verifier=journey["verifier"],
        )  # fmt: skip
        set_cookie(COOKIE, context.authenticator.signer.journey.dumps(journey), lasts=LASTS)
        return redirect(address, 303)

    @pages.door("GET", "/sso/back", again=asked)
    def back(context: PageContext) -> Go:
        """Take who comes back from the provider."""
        clear_cookie(COOKIE)
        try:
            return Go(taken(context, provider))
        except Refusal as refusal:
            tell(Happening.PROVIDER_REFUSED, code=refusal.code)
            raise

    return pages


def taken(context: PageContext, provider: Provider) -> str:
    """Sign in whom the provider vouches for, and return where they wanted to go; refuse what does not fit."""
    try:
        journey = context.authenticator.signer.journey.loads(request.cookies.get(COOKIE, ""), max_age=LASTS)
    except BadData:
        raise NotVouchedFor from None
    if (
        not context.authenticator.signer.same(context.asked.get("state", ""), journey["state"])
        or "code" not in context.asked
    ):
        raise NotVouchedFor
    try:
        one = provider.vouches(
            context.asked["code"], back_to(context), verifier=journey["verifier"], nonce=journey["nonce"]
        )
    except requests.RequestException as error:
        raise ProviderSilent from error
    except (AuthlibBaseError, JoseError, ValueError) as error:
        raise NotVouchedFor from error
    if not begin_session(context.authenticator, issuer=one.issuer, subject=one.subject, username=one.username):
        raise NobodyHere(username=one.username)
    return str(journey["next"])


def back_to(context: PageContext) -> str:
    """Return the address to which the provider sends the browser back."""
    return f"{context.authenticator.public_url}{PREFIX}/sso/back"


def way(address: str = "") -> tuple[str, str]:
    """Return the link on the sign-in page: its text and its address."""
    return N_("Single sign-on"), f"{PREFIX}/sso" + (f"?{urlencode({'next': address})}" if address else "")
