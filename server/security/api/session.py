"""Signing in and out."""

from typing import Annotated

from flask import request
from pydantic import BaseModel, ConfigDict, Field

from server.kernel.refusals import TooManyTries
from server.security import accounts, commands, reads
from server.security.actors import SYSTEM, Actor
from server.security.authenticator import CSRF_COOKIE, SESSION_COOKIE, Authenticator, staff_actor
from server.security.cookies import afterwards, clear_cookie, give_csrf, give_session
from server.security.off_hub import off_hub
from server.security.passwords import LEAST, fits, hashed
from server.security.rate_limiter import OF_A_NAME, OF_A_NAME_HERE, OF_AN_ADDRESS
from server.security.refusals import NotThePassword, OwnPasswordNeeded, Suspended, TooCommon, TooShort, WrongPassword
from server.security.rights import ALLOWED, May, Role
from server.security.setting_up import folded
from server.security.shares import AddressQueue, share_of
from server.security.strength import must_be_strong
from server.security.tokens import hash_of, staff_token
from server.security.watch import Happening, tell
from server.security.web import Api
from server.store.directory import all_halls
from server.store.hall import HEAD, UnitOfWork

api = Api("Signing in")


class SignIn(BaseModel):
    """Who signs in."""

    model_config = ConfigDict(extra="forbid")

    username: Annotated[str, Field(min_length=1, max_length=80)]
    password: Annotated[str, Field(min_length=1, max_length=200)]
    own_password: Annotated[
        str | None, Field(max_length=200, description="replaces a one-time password, which alone signs nobody in")
    ] = None


class Person(BaseModel):
    """A member of staff."""

    id: int
    name: str
    role: Role = Field(description="in the first of their halls")
    halls: list[str] = Field(description="codes of the halls they work in")
    roles: dict[str, Role] = Field(description="what they are in each hall")
    rights: dict[str, list[str]] = Field(description="what they may in each hall; an act of a view names what it wants")


class SessionBegun(BaseModel):
    """A new sign-in: the cookies are set; the token is for programs."""

    token: str
    person: Person


class Present(BaseModel):
    """The present sign-in."""

    person: Person | None = Field(description="null: nobody is signed in here")
    demo: bool = Field(description="invented people, sign-ins with the password `demo`")


@api.public("POST", "/session")
def sign_in(authenticator: Authenticator, body: SignIn) -> SessionBegun:
    """Sign in. Wrong tries are limited by address, and there by username; from elsewhere a name is slowed down.

    They are counted before the work and forgiven when right; of one address one is looked at at a time, a few wait.
    """
    share = share_of(request.remote_addr)
    try:
        with authenticator.turns.waits(share) as line:
            member, own = proved(authenticator, body, share, line)
    except TooManyTries:
        tell(Happening.TOO_MANY_TRIES)
        raise
    except (WrongPassword, OwnPasswordNeeded, TooShort, TooCommon) as refusal:
        tell(Happening.SIGN_IN_REFUSED, code=refusal.code)
        raise
    with authenticator.store.look(HEAD) as head:
        codes = {number: code for code, number in all_halls(head).items()}
    token = signed_in(authenticator, member, own)
    tell(Happening.SIGNED_IN, staff=member.id)
    return SessionBegun(token=token, person=person_of(member, codes))


def proved(
    authenticator: Authenticator, body: SignIn, share: str, line: AddressQueue
) -> tuple[reads.Member, str | None]:
    """Return who it is whose password was given, and the hash of a new one of their own; refuse what is wrong."""
    username = folded(body.username)
    name_hash = hash_of(username)  # a count must not become a list of names
    authenticator.tries.check(OF_AN_ADDRESS, "sign-in from", share)
    authenticator.tries.count(OF_A_NAME_HERE, "sign-in as", name_hash, share)
    authenticator.tries.slow(OF_A_NAME, "sign-in anywhere as", name_hash)
    with line.turn:
        authenticator.tries.check(OF_AN_ADDRESS, "sign-in from", share)  # others of the address were wrong meanwhile
        with authenticator.store.look(HEAD) as head:
            found = reads.sign_in_of(head, username)
        if not off_hub(fits, found[1] if found else None, body.password) or found is None:
            authenticator.tries.count(OF_AN_ADDRESS, "sign-in from", share)
            raise WrongPassword
        authenticator.tries.forgive(OF_A_NAME_HERE, "sign-in as", name_hash, share)
        authenticator.tries.forgive(OF_A_NAME, "sign-in anywhere as", name_hash)
        return found[0], own_password(body, found[0].name) if found[2] else None


def signed_in(authenticator: Authenticator, member: reads.Member, own: str | None = None) -> str:
    """Sign a person in, with the cookies, and return the token; `own` is the hash that replaces a one-time password."""
    with authenticator.store.look(HEAD) as head:
        if member.id in reads.suspended(head):
            raise Suspended
    token = staff_token()  # always a new one: a token planted before is worth nothing
    actor = staff_actor(member.id, member.role, member.posts)
    with authenticator.store.hall(HEAD, actor) as work:
        if own is not None:
            commands.choose_password(work, staff=member.id, password_hash=own)
        commands.sign_in(work, staff=member.id, token_hash=hash_of(token))
    give_session(authenticator, token)
    return token


def begin_session(authenticator: Authenticator, *, issuer: str, subject: str, username: str) -> bool:
    """Sign in whoever a trusted provider vouches for; return whether the account or the name is anybody's here."""
    with authenticator.store.hall(HEAD, SYSTEM) as head:
        found = accounts.meets(head, issuer=issuer, subject=subject, username=username)
        if found is not None and found[1]:
            accounts.bind(head, staff=found[0].id, issuer=issuer, subject=subject)
    if found is None:
        return False
    signed_in(authenticator, found[0])
    tell(Happening.SIGNED_IN_BY_PROVIDER, staff=found[0].id)
    return True


def own_password(body: SignIn, name: str) -> str:
    """Return the hash of the password that replaces a one-time one; refuse where none is given, or too weak a one."""
    if not body.own_password:
        raise OwnPasswordNeeded
    if body.own_password == body.password:
        raise TooShort(n=LEAST)
    off_hub(must_be_strong, body.own_password, body.username, name)
    return off_hub(hashed, body.own_password)


def prove_again(authenticator: Authenticator, *, staff: int, password: str, new: str, address: str | None) -> str:
    """Return the hash of a new password, where the present one is right; wrong ones count as wrong sign-ins do."""
    with authenticator.store.look(HEAD) as head:
        found = next((one for one in reads.colleagues(head) if one.id == staff), None)
    if found is None:
        raise WrongPassword
    share = share_of(address)
    try:
        with authenticator.turns.waits(share) as line:
            proved(authenticator, SignIn(username=found.username, password=password), share, line)
    except WrongPassword:
        tell(Happening.SIGN_IN_REFUSED, staff=staff, code=NotThePassword.code)
        raise NotThePassword from None
    off_hub(must_be_strong, new, found.username, found.name)
    return off_hub(hashed, new)


@api.public("GET", "/session")
def session(authenticator: Authenticator) -> Present:
    """Say who is signed in, if anybody is: every page asks, and nobody being there is no error."""
    demo = bool(authenticator.policy.demo_halls)
    token = request.cookies.get(SESSION_COOKIE, "")
    actor = authenticator.resolve(token) if token else None
    if actor is None:
        return Present(person=None, demo=demo)
    with authenticator.store.look(HEAD) as head:
        found = reads.member(head, actor.id)
        codes = {number: code for code, number in all_halls(head).items()}
    give_csrf(authenticator, actor.proof)
    return Present(person=person_of(found, codes) if found else None, demo=demo)


@api.command("/session", method="DELETE", status=204)
def sign_out(head: UnitOfWork, actor: Actor, authenticator: Authenticator) -> None:
    """Sign out: the token opens nothing from now on."""
    commands.sign_out(head, token_hash=hash_of(actor.proof))
    tell(Happening.SIGNED_OUT, staff=actor.id)
    afterwards(lambda: authenticator.forget(actor.proof))
    clear_cookie(SESSION_COOKIE)
    clear_cookie(CSRF_COOKIE)


def person_of(member: reads.Member, codes: dict[int, str]) -> Person:
    """Return a person as the API says them."""
    roles = {codes[hall]: role for hall, role in member.posts.items() if hall in codes}
    rights = {code: [right.name for right in May if role in ALLOWED[right]] for code, role in roles.items()}
    return Person(id=member.id, name=member.name, role=member.role, halls=list(roles), roles=roles, rights=rights)
