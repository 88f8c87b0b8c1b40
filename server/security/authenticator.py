"""Who comes in: from a token to an actor, remembered for a second so that a busy kiosk costs no query."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import bindparam, delete, update
from werkzeug.http import parse_cookie

from server.security import reads
from server.security.actors import SYSTEM, Actor, ActorKind
from server.security.commands import SESSION_LASTS
from server.security.posts import Posts
from server.security.rate_limiter import RateLimiter
from server.security.refusals import UnknownTicket
from server.security.rights import DeviceKind, May, Role
from server.security.shares import AddressTurns
from server.security.tables import device_tokens, sessions
from server.security.tokens import OF_STAFF, TokenSigner, hall_of, hash_of, is_token
from server.store.directory import hall_number
from server.store.hall import HEAD, HallSnapshot, Store

REMEMBERED: Final = timedelta(seconds=1)  # sockets ask every three: a revoked sign-in is cut within five
TICKETS_REMEMBERED: Final = timedelta(minutes=1)  # nobody takes a ticket's secret back; it ends with the ticket
EXPIRED_KEPT: Final = timedelta(days=7)  # a clock that was ahead for a while must not have ended them for good
MOST_REMEMBERED: Final = 20_000  # then all are forgotten and looked up again
SESSION_COOKIE: Final = "floor_session"
DEVICE_COOKIE: Final = "floor_device"  # tokens of all devices that this browser is, joined by dots
CSRF_COOKIE: Final = "floor_csrf"
LOOPBACK: Final = ("127.", "::1", "::ffff:127.")
MOST_DEVICES: Final = 6  # in one browser: the demo's screens side by side

SLIDE = (
    update(sessions)
    .where(sessions.c.hall_id == HEAD, sessions.c.token_hash == bindparam("hash"))
    .values(expires_at=bindparam("until"))
)
FORGET_SESSIONS = delete(sessions).where(sessions.c.hall_id == HEAD, sessions.c.expires_at <= bindparam("before"))
SEEN = (
    update(device_tokens)
    .where(device_tokens.c.hall_id == bindparam("hall"), device_tokens.c.token_hash == bindparam("hash"))
    .values(last_seen=bindparam("seen"))
)

HolderLookup = Callable[[str], tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Policy:
    """What the installation adds: which halls are demos, and which counters a hall has."""

    demo_halls: frozenset[str] = frozenset()
    has_counter: Callable[[HallSnapshot, str], bool] = lambda _hall, _counter: True

    def at_once(self, hall: str, kind: DeviceKind, address: str | None) -> bool:
        """Return whether a device comes in without a supervisor: a demo's screens, on the machine itself."""
        screens = {DeviceKind.DISPLAY, DeviceKind.COUNTER_SIGN, DeviceKind.TABLET}
        return hall in self.demo_halls and kind in screens and (address or "").startswith(LOOPBACK)


def staff_actor(number: int, role: Role, posts: Posts, *, proof: str = "") -> Actor:
    """Return a person as who acts, with their role in each hall."""
    return Actor(ActorKind.STAFF, number, role, frozenset(posts), proof=proof, posts=tuple(sorted(posts.items())))


class Authenticator:
    """Knows who comes in. One in a process."""

    def __init__(
        self,
        store: Store,
        *,
        secret_key: str,
        policy: Policy | None = None,
        tries: RateLimiter | None = None,
        public_url: str | None = None,
        holder_of: HolderLookup = lambda _secret: None,
    ) -> None:
        self.store = store
        self.signer = TokenSigner(secret_key)
        self.policy = policy or Policy()
        self.tries = tries or RateLimiter(None)
        self.turns = AddressTurns()
        self.public_url = public_url
        self.holder_of = holder_of
        self.data: Path | None = None  # where it is noted when the journal was last checked
        self.remembered: dict[str, tuple[datetime, Actor]] = {}  # by tokens, and by nothing else
        self.holders: dict[str, tuple[datetime, Actor]] = {}  # by tickets' secrets: no kind of proof opens as another
        self.asking: set[str] = set()
        self.numbers: dict[str, int] = {}
        self.seen: dict[tuple[int, str], datetime] = {}

    def set_holder_lookup(self, holder_of: HolderLookup) -> None:
        """Take the way from a ticket's secret to (hall, ticket): `floor` knows it."""
        self.holder_of = holder_of

    def hall_number(self, code: str) -> int:
        """Return a hall's number; a hall keeps it for ever, so it is asked for once."""
        found = self.numbers.get(code)
        if found is None:
            with self.store.look(HEAD) as head:
                found = self.numbers[code] = hall_number(head, code)
        return found

    def resolve(self, token: str, *, used: bool = True) -> Actor | None:
        """Return whose token this is, as of at most a second ago; what has not a token's form is nobody's.

        Not `used`: it is only asked whether it still holds, which prolongs no sign-in.
        """
        if not is_token(token):
            return None
        now = self.store.clock.now()
        actor = self.known(token, now)
        if actor is not None and (used or actor.kind is ActorKind.DEVICE):
            line = HEAD if actor.kind is ActorKind.STAFF else next(iter(actor.halls))
            self.seen[line, hash_of(token)] = now
        return actor

    def known(self, token: str, now: datetime) -> Actor | None:
        """Return whose token this is, looked up again after a second."""
        found = self.remembered.get(token)
        if found is not None and (timedelta() <= now - found[0] < REMEMBERED or token in self.asking):
            return found[1]  # somebody is asking already, and will know in a moment
        self.asking.add(token)
        try:
            actor = self.looked_up(token, now)
        finally:
            self.asking.discard(token)
        if actor is None:
            self.remembered.pop(token, None)
            return None
        if len(self.remembered) >= MOST_REMEMBERED:
            self.remembered.clear()
        self.remembered[token] = (now, actor)
        return actor

    def looked_up(self, token: str, now: datetime) -> Actor | None:
        """Ask the database whose token this is."""
        if OF_STAFF.fullmatch(token):
            token_hash = hash_of(token)
            with self.store.look(HEAD) as head:
                session = reads.session(head, token_hash)
            if session is None:
                return None
            return staff_actor(session[0], session[1], session[2], proof=token)
        hall = hall_of(token, "d")
        if hall is None:
            return None
        token_hash = hash_of(token)
        with self.store.look(hall) as sight:
            device = reads.device_of(sight, token_hash)
        if device is None:
            return None
        return Actor(ActorKind.DEVICE, device.id, device.kind, frozenset({hall}), device.counter, proof=token)

    def holder(self, secret: str) -> Actor:
        """Return the customer who holds a ticket's secret; refuse one that opens nothing."""
        now = self.store.clock.now()
        found = self.holders.get(secret)
        if found is not None and timedelta() <= now - found[0] < TICKETS_REMEMBERED:
            return found[1]
        ticket = self.holder_of(secret)
        if ticket is None:
            raise UnknownTicket
        actor = Actor(ActorKind.TICKET, ticket[1], halls=frozenset({ticket[0]}), proof=secret)
        if len(self.holders) >= MOST_REMEMBERED:
            self.holders.clear()
        self.holders[secret] = (now, actor)
        return actor

    def forget(self, token: str) -> None:
        """Look a token up anew: it was revoked here."""
        self.remembered.pop(token, None)

    def forget_all(self) -> None:
        """Look all tokens up anew."""
        self.remembered.clear()
        self.holders.clear()

    def by_cookies(self, cookies: Mapping[str, str]) -> Actor | None:
        """Return who a browser is: the person signed in, else its first device; the other devices go along to look."""
        tokens = [cookies.get(SESSION_COOKIE, ""), *cookies.get(DEVICE_COOKIE, "").split(".")[:MOST_DEVICES]]
        found = [actor for token in tokens if token and (actor := self.resolve(token)) is not None]
        return replace(found[0], also=tuple(found[1:])) if len(found) > 1 else next(iter(found), None)

    def acting_as(self, actor: Actor, hall: str, right: May | None, *, counter: str | None = None) -> Actor | None:
        """Return as whom a browser acts in a hall: as the first that it is; of several devices, as the first that may.

        Behind a person's sign-in a device only looks, so that no clerk rates through a tablet; in a demo, where one
        browser shows all screens of a hall side by side, each of them works. `counter` is the page's word for which of
        its devices it is: two tablets are told apart by it. It chooses among them, and opens nothing.
        """
        number = self.hall_number(hall)
        first = actor.within(number, acting=True)
        if right is None or (first is not None and first.may_some(right, at=counter)):
            return first
        if actor.kind is not ActorKind.DEVICE and hall not in self.policy.demo_halls:
            return first
        return next((one for one in actor.also if one.may_some(right, hall=number, at=counter)), first)

    def authenticate(self, auth: Mapping[str, Any] | None, environ: Mapping[str, Any]) -> Actor | None:
        """Return who opens a socket: by token, by a ticket's secret, or by cookies when our own page asks."""
        token, ticket = (auth or {}).get("token"), (auth or {}).get("ticket")
        if token is not None:
            return self.resolve(token) if isinstance(token, str) else None
        if ticket is not None:
            return self.holder_or_none(ticket) if isinstance(ticket, str) else None
        if not self.from_our_page(environ):
            return None
        return self.by_cookies(parse_cookie(environ.get("HTTP_COOKIE", "")))

    def holder_or_none(self, secret: str) -> Actor | None:
        """Return the customer who holds a secret, or nobody."""
        try:
            return self.holder(secret)
        except UnknownTicket:
            return None

    def from_our_page(self, environ: Mapping[str, Any]) -> bool:
        """Return whether a request's Origin is this server: a strange page must not use a browser's cookies."""
        origin = environ.get("HTTP_ORIGIN")
        if not origin:
            return False
        ours = {str(environ.get("HTTP_HOST", "")).lower(), urlsplit(self.public_url or "").netloc.lower()} - {""}
        return urlsplit(str(origin)).netloc.lower() in ours

    def still_valid(self, actor: Actor) -> bool:
        """Return whether a sign-in is good as it was: neither revoked nor changed, as of at most a second ago."""
        if actor is SYSTEM:
            return True
        now = (
            self.holder_or_none(actor.proof)
            if actor.kind is ActorKind.TICKET
            else self.resolve(actor.proof, used=False)
        )
        return now == actor and all(self.still_valid(other) for other in actor.also)

    def upkeep(self) -> None:
        """Write down who was seen, prolong their sessions, forget the expired ones; to be called once a minute."""
        seen, self.seen = self.seen, {}
        now = self.store.clock.now()
        with self.store.hall(HEAD, SYSTEM) as head:
            prolonged = [
                {"hash": token, "until": at + SESSION_LASTS} for (hall, token), at in seen.items() if hall == HEAD
            ]
            if prolonged:
                head.write_unlogged(SLIDE, prolonged)
            if self.store.clock.sure():
                head.write_unlogged(FORGET_SESSIONS, {"before": now - EXPIRED_KEPT})
        for number in {hall for hall, _ in seen} - {HEAD}:
            with self.store.hall(number, SYSTEM) as hall:
                hall.write_unlogged(
                    SEEN,
                    [{"hall": number, "hash": token, "seen": at} for (of, token), at in seen.items() if of == number],
                    shown=False,
                )
