"""What can be done with people and devices: add, change, remove; sign in and out; let devices in and take them out."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Final

from sqlalchemy import bindparam, delete, insert, update

from server.kernel.refusals import Forbidden
from server.security import reads
from server.security.accounts import release
from server.security.actors import Actor, ActorKind
from server.security.events import (
    DeviceEnrolled,
    DeviceRevoked,
    PasswordChosen,
    PasswordGiven,
    SignedIn,
    SignedOut,
    StaffAdded,
    StaffAddressChanged,
    StaffChanged,
    StaffRemoved,
    StaffRenamed,
)
from server.security.naming import name_unasked
from server.security.posts import Posts, changed, kept_as
from server.security.refusals import (
    CounterNeeded,
    LastAdministrator,
    LastHall,
    OfOtherHalls,
    OwnRights,
    TooManyPairings,
    UnknownDevice,
    UnknownPairing,
    UnknownPerson,
    UsernameTaken,
)
from server.security.rights import DeviceKind, May, Role
from server.security.tables import device_tokens, pairings, people, sessions
from server.security.tokens import pairing_code
from server.security.watch import Happening, tell
from server.store.hall import HEAD, UnitOfWork

SESSION_LASTS: Final = timedelta(hours=12)  # since it was last used: a shift and its overtime
PAIRING_LASTS: Final = timedelta(minutes=10)
MOST_ASKING: Final = 100  # devices waiting in one hall; anybody may ask, so there is an end to it
AT_A_COUNTER: Final = {DeviceKind.COUNTER_SIGN, DeviceKind.TABLET}

ADD_PERSON = insert(people)
ERASE_PERSON = delete(people).where(people.c.hall_id == HEAD, people.c.staff == bindparam("who"))
_OF_PERSON = update(people).where(people.c.hall_id == HEAD, people.c.staff == bindparam("who"))
RENAME = _OF_PERSON.values(name=bindparam("called"))
SET_EMAIL = _OF_PERSON.values(
    email=bindparam("address", type_=people.c.email.type), email_language=bindparam("language")
)
SET_PASSWORD = _OF_PERSON.values(password_hash=bindparam("hash"), one_time=bindparam("once"))
ADD_SESSION = insert(sessions)
REVOKE_SESSION = (
    update(sessions).where(sessions.c.hall_id == HEAD, sessions.c.token_hash == bindparam("hash")).values(revoked=True)
)
REVOKE_ALL = (
    update(sessions).where(sessions.c.hall_id == HEAD, sessions.c.staff == bindparam("who")).values(revoked=True)
)
ADD_TOKEN = insert(device_tokens)
DROP_TOKENS = delete(device_tokens).where(
    device_tokens.c.hall_id == bindparam("hall"), device_tokens.c.device == bindparam("which")
)
ADD_PAIRING = insert(pairings)
SETTLE_PAIRING = (
    update(pairings)
    .where(pairings.c.hall_id == bindparam("hall"), pairings.c.secret_hash == bindparam("hash"))
    .values(device=bindparam("became"))
)
DROP_PAIRING = delete(pairings).where(
    pairings.c.hall_id == bindparam("hall"), pairings.c.secret_hash == bindparam("hash")
)
FORGET_PAIRINGS = delete(pairings).where(
    pairings.c.hall_id == bindparam("hall"), pairings.c.expires_at <= bindparam("now")
)


def add_staff(
    head: UnitOfWork,
    *,
    posts: Posts,
    role: Role | None = None,
    name: str,
    username: str,
    password_hash: str,
    one_time: bool = False,
) -> int:
    """Add a person and return their number; `username` is folded, `role` is theirs while there is no hall yet."""
    must_administer(head, posts)
    if reads.sign_in_of(head, username) is not None:
        raise UsernameTaken(username=username)
    of, halls, others = kept_as(posts, role or Role.CLERK)
    number = head.record(StaffAdded(role=of, halls=halls, other_roles=others)).number
    head.write_unlogged(
        ADD_PERSON,
        {
            "hall_id": HEAD,
            "staff": number,
            "name": name,
            "username": username,
            "password_hash": password_hash,
            "one_time": one_time,
        },
    )
    return number


def change_staff(head: UnitOfWork, *, staff: int, posts: Posts) -> StaffChanged:
    """Give a person other roles or halls; their sign-ins follow within seconds.

    A role in a hall is given and taken by who administers that hall; a further hall is added by those alone who
    administer all of the person's: else the new one's administrator would gain a hold on somebody of elsewhere.
    """
    was = known(head, staff)
    halls = changed(was.posts, posts)
    must_administer(head, halls)
    if posts.keys() - was.posts.keys():
        must_look_after(head, was)
    if was.posts and not posts:
        raise LastHall
    if head.actor.name == f"staff:{staff}" and halls & was.posts.keys():
        raise OwnRights
    leaves(head, was, {hall for hall in halls if posts.get(hall) is not Role.ADMIN})
    return take_posts(head, was, posts)


def take_up(head: UnitOfWork, *, hall: int) -> None:
    """Make whoever opened a hall its administrator; refuse where somebody works there already."""
    was = known(head, int(head.actor.name.removeprefix("staff:")))
    if hall in was.posts or any(hall in one.posts for one in reads.colleagues(head)):
        raise Forbidden
    take_posts(head, was, {**was.posts, hall: Role.ADMIN})


def take_posts(head: UnitOfWork, was: reads.Member, posts: Posts) -> StaffChanged:
    """Record a person's other roles."""
    role, halls, others = kept_as(posts, was.role)
    return head.record(
        StaffChanged(
            staff=was.id,
            role=role,
            halls=halls,
            other_roles=others,
            was_role=was.role,
            was_halls=was.halls,
            was_other_roles=was.other_roles,
        )
    ).fact


def rename_staff(head: UnitOfWork, *, staff: int, name: str) -> None:
    """Give a person another name; that it changed is in the journal, no name is."""
    must_look_after(head, known(head, staff))
    head.record(StaffRenamed(staff=staff))
    head.write_unlogged(RENAME, {"who": staff, "called": name})


def choose_email(head: UnitOfWork, *, staff: int, address: str | None, language: str) -> None:
    """Say where notices reach oneself, and in which language; no address: none are sent."""
    known(head, staff)
    head.record(StaffAddressChanged(staff=staff, reachable=address is not None))
    head.write_unlogged(SET_EMAIL, {"who": staff, "address": address, "language": language if address else None})


def give_password(head: UnitOfWork, *, staff: int, password_hash: str) -> None:
    """Give a person a one-time password; their sign-ins end, and so does their account of single sign-on."""
    must_look_after(head, known(head, staff))
    release(head, staff=staff)
    head.record(PasswordGiven(staff=staff))
    head.write_unlogged(REVOKE_ALL, {"who": staff})
    head.write_unlogged(SET_PASSWORD, {"who": staff, "hash": password_hash, "once": True})


def choose_password(head: UnitOfWork, *, staff: int, password_hash: str) -> None:
    """Replace one's own one-time password, which was just proved."""
    head.record(PasswordChosen(staff=staff))
    head.write_unlogged(SET_PASSWORD, {"who": staff, "hash": password_hash, "once": False})


def remove_staff(head: UnitOfWork, *, staff: int) -> StaffRemoved:
    """Have a person leave: their sign-ins end, their name and password are erased."""
    was = known(head, staff)
    must_look_after(head, was)
    leaves(head, was, was.posts or {HEAD})
    event = head.record(StaffRemoved(staff=staff)).fact
    head.write_unlogged(REVOKE_ALL, {"who": staff})
    head.write_unlogged(ERASE_PERSON, {"who": staff})
    release(head, staff=staff)
    return event


def sign_in(head: UnitOfWork, *, staff: int, token_hash: str) -> None:
    """Open a session for a person whose password was right."""
    head.record(SignedIn(staff=staff))
    head.write_unlogged(
        ADD_SESSION,
        {
            "hall_id": HEAD,
            "token_hash": token_hash,
            "staff": staff,
            "since": head.at,
            "expires_at": head.at + SESSION_LASTS,
            "revoked": False,
        },
    )


def sign_out(head: UnitOfWork, *, token_hash: str) -> None:
    """End a session."""
    if head.actor.name.startswith("staff:"):
        head.record(SignedOut(staff=int(head.actor.name.removeprefix("staff:"))))
    head.write_unlogged(REVOKE_SESSION, {"hash": token_hash})


def enrol_device(hall: UnitOfWork, *, kind: DeviceKind, counter: str | None, name: str, token_hash: str) -> int:
    """Let a device in and return its number."""
    hall.actor.must(May.APPROVE_DEVICE)
    if (kind in AT_A_COUNTER) is not (counter is not None):
        raise CounterNeeded
    number = hall.record(DeviceEnrolled(kind=kind, counter=counter, name=name)).number
    hall.write_unlogged(ADD_TOKEN, {"hall_id": hall.id, "token_hash": token_hash, "device": number, "last_seen": None})
    return number


def revoke_device(hall: UnitOfWork, *, device: int) -> DeviceRevoked:
    """Take a device out; what it shows is cut within five seconds."""
    hall.actor.must(May.REVOKE_DEVICE)
    if reads.device(hall, device) is None:
        raise UnknownDevice
    event = hall.record(DeviceRevoked(device=device)).fact
    hall.write_unlogged(DROP_TOKENS, {"hall": hall.id, "which": device})
    return event


def ask_to_pair(
    hall: UnitOfWork,
    *,
    kind: DeviceKind,
    counter: str | None,
    name: str | None,
    secret_hash: str,
    token_hash: str,
    asked_by: str = "",
) -> str:
    """Note that a device asks to be let in, and return the code that it shows. Anybody may ask.

    Where the hall's list is full, the oldest wish of the address that has most of them makes room; no wish of an
    address that has no more than any other is ever pushed out.
    """
    if (kind in AT_A_COUNTER) is not (counter is not None):
        raise CounterNeeded
    hall.write_unlogged(FORGET_PAIRINGS, {"hall": hall.id, "now": hall.at})
    if reads.how_many_ask(hall) >= MOST_ASKING:
        most, secret = reads.who_asks_most(hall)
        if most < 2:
            raise TooManyPairings
        hall.write_unlogged(DROP_PAIRING, {"hall": hall.id, "hash": secret})
    code = pairing_code()
    while reads.asking_by_code(hall, code) is not None:
        code = pairing_code()
    hall.write_unlogged(
        ADD_PAIRING,
        {
            "hall_id": hall.id,
            "secret_hash": secret_hash,
            "code": code,
            "token_hash": token_hash,
            "kind": kind.value,
            "counter": counter,
            "name": name,
            "expires_at": hall.at + PAIRING_LASTS,
            "device": None,
            "asked_by": asked_by,
        },
    )
    return code


def approve_pairing(hall: UnitOfWork, *, code: str, name: str | None) -> reads.Device:
    """Let the device in that shows a code."""
    hall.actor.must(May.APPROVE_DEVICE)
    found = reads.asking_by_code(hall, code.upper())
    if found is None:
        tell(Happening.PAIRING_REFUSED, actor=hall.actor.name, line=hall.id)
        raise UnknownPairing
    called = name or found.name or name_unasked(found.kind, found.counter)
    number = enrol_device(hall, kind=found.kind, counter=found.counter, name=called, token_hash=found.token_hash)
    hall.write_unlogged(SETTLE_PAIRING, {"hall": hall.id, "hash": found.secret_hash, "became": number})
    return reads.Device(number, found.kind, found.counter, called)


def looks_after(actor: Actor, halls: Iterable[int]) -> bool:
    """Return whether an actor administers all of a person's halls: only then is the person in their hands.

    People of no hall are nobody's: the machine's commands apart, they are only their own.
    """
    of = set(halls)
    return actor.kind is ActorKind.SYSTEM or (bool(of) and all(actor.may(May.SET_UP, hall=hall) for hall in of))


def must_look_after(head: UnitOfWork, member: reads.Member) -> None:
    """Refuse whoever does not administer all of a person's halls."""
    if not isinstance(head.actor, Actor) or not looks_after(head.actor, member.posts):
        raise OfOtherHalls


def must_administer(head: UnitOfWork, halls: Collection[int]) -> None:
    """Refuse whoever does not administer each of some halls."""
    actor = head.actor
    if not isinstance(actor, Actor) or not all(actor.may(May.SET_UP, hall=hall) for hall in halls):
        raise Forbidden
    if actor.kind is not ActorKind.SYSTEM and not halls:
        raise Forbidden


def leaves(head: UnitOfWork, member: reads.Member, halls: Iterable[int]) -> None:
    """Refuse to let a hall's last administrator go: nobody could set it up any more."""
    now, _ = reads.administrators(head)
    if any(now.get(hall) == frozenset({member.id}) for hall in halls):
        raise LastAdministrator


def known(head: UnitOfWork, staff: int) -> reads.Member:
    """Return a person who works here; refuse an unknown number."""
    found = reads.member(head, staff)
    if found is None:
        raise UnknownPerson
    return found
