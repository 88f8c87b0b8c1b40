"""What others may read of staff and devices: typed values, never rows."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, func, select

from server.kernel.languages import Words
from server.security.naming import device_called
from server.security.posts import Others, posts_of
from server.security.rights import DeviceKind, Role
from server.security.standing import may_sit
from server.security.tables import device_tokens, devices, pairings, people, sessions, staff
from server.security.tokens import setup_code
from server.store.hall import HEAD, HallSnapshot

SESSION = (
    select(staff.c.id, staff.c.role, staff.c.halls, staff.c.other_roles, sessions.c.expires_at, sessions.c.since)
    .join(staff, (staff.c.hall_id == sessions.c.hall_id) & (staff.c.id == sessions.c.staff))
    .where(
        sessions.c.hall_id == HEAD,
        sessions.c.token_hash == bindparam("hash"),
        ~sessions.c.revoked,
        staff.c.active,
        ~staff.c.suspended,
    )
)
SIGN_IN = (
    select(
        staff.c.id,
        staff.c.role,
        staff.c.halls,
        staff.c.other_roles,
        people.c.name,
        people.c.password_hash,
        people.c.one_time,
    )
    .join(staff, (staff.c.hall_id == people.c.hall_id) & (staff.c.id == people.c.staff))
    .where(people.c.hall_id == HEAD, people.c.username == bindparam("username"), staff.c.active)
)
PERSON = (
    select(staff.c.id, staff.c.role, staff.c.halls, staff.c.other_roles, people.c.name)
    .join(people, (staff.c.hall_id == people.c.hall_id) & (staff.c.id == people.c.staff))
    .where(staff.c.hall_id == HEAD, staff.c.id == bindparam("staff"), staff.c.active)
)
ALL = (
    select(
        staff.c.id,
        staff.c.role,
        staff.c.halls,
        staff.c.other_roles,
        people.c.name,
        people.c.username,
        people.c.one_time,
    )
    .join(people, (staff.c.hall_id == people.c.hall_id) & (staff.c.id == people.c.staff))
    .where(staff.c.hall_id == HEAD, staff.c.active)
    .order_by(people.c.name, staff.c.id)
)
EMAILS = (
    select(staff.c.id, staff.c.role, staff.c.halls, staff.c.other_roles, people.c.email, people.c.email_language)
    .join(people, (staff.c.hall_id == people.c.hall_id) & (staff.c.id == people.c.staff))
    .where(staff.c.hall_id == HEAD, staff.c.active, ~staff.c.suspended, people.c.email.is_not(None))
    .order_by(staff.c.id)
)
EVERYBODY = select(
    staff.c.id, staff.c.role, staff.c.halls, staff.c.other_roles, staff.c.active, staff.c.suspended
).where(staff.c.hall_id == HEAD)
THESE = EVERYBODY.where(staff.c.id.in_(bindparam("these", expanding=True)))
SUSPENDED = select(staff.c.id).where(staff.c.hall_id == HEAD, staff.c.active, staff.c.suspended)
EMAIL = select(people.c.email).where(people.c.hall_id == HEAD, people.c.staff == bindparam("staff"))
NAMES = select(people.c.staff, people.c.name).where(people.c.hall_id == HEAD)
DEVICE = (
    select(devices.c.id, devices.c.kind, devices.c.counter, devices.c.name)
    .join(device_tokens, (device_tokens.c.hall_id == devices.c.hall_id) & (device_tokens.c.device == devices.c.id))
    .where(
        devices.c.hall_id == bindparam("hall"),
        device_tokens.c.token_hash == bindparam("hash"),
        devices.c.revoked_at.is_(None),
    )
)
DEVICE_BY_ID = select(devices.c.id, devices.c.kind, devices.c.counter, devices.c.name).where(
    devices.c.hall_id == bindparam("hall"), devices.c.id == bindparam("device"), devices.c.revoked_at.is_(None)
)
DEVICES = (
    select(
        devices.c.id,
        devices.c.kind,
        devices.c.counter,
        devices.c.name,
        devices.c.enrolled_at,
        func.max(device_tokens.c.last_seen),
    )
    .outerjoin(device_tokens, (device_tokens.c.hall_id == devices.c.hall_id) & (device_tokens.c.device == devices.c.id))
    .where(devices.c.hall_id == bindparam("hall"), devices.c.revoked_at.is_(None))
    .group_by(devices.c.hall_id, devices.c.id)
    .order_by(devices.c.kind, devices.c.counter, devices.c.id)
)
TABLET = (
    select(devices.c.id)
    .where(
        devices.c.hall_id == bindparam("hall"),
        devices.c.kind == DeviceKind.TABLET.value,
        devices.c.counter == bindparam("counter"),
        devices.c.revoked_at.is_(None),
    )
    .limit(1)
)
KIOSK_HASHES = (
    select(devices.c.id, device_tokens.c.token_hash)
    .join(device_tokens, (device_tokens.c.hall_id == devices.c.hall_id) & (device_tokens.c.device == devices.c.id))
    .where(devices.c.hall_id == bindparam("hall"), devices.c.kind == DeviceKind.KIOSK, devices.c.revoked_at.is_(None))
)
DEVICE_NAMES = select(devices.c.id, devices.c.kind, devices.c.name, devices.c.counter).where(
    devices.c.hall_id == bindparam("hall")
)
_ASKING = select(
    pairings.c.secret_hash,
    pairings.c.code,
    pairings.c.token_hash,
    pairings.c.kind,
    pairings.c.counter,
    pairings.c.name,
    pairings.c.device,
).where(
    pairings.c.hall_id == bindparam("hall"), pairings.c.expires_at > bindparam("now", type_=pairings.c.expires_at.type)
)
PAIRING = _ASKING.where(pairings.c.secret_hash == bindparam("hash"))
BY_CODE = _ASKING.where(pairings.c.code == bindparam("code"), pairings.c.device.is_(None))
WISHES = (
    select(pairings.c.kind, pairings.c.counter, pairings.c.name, pairings.c.expires_at)
    .where(
        pairings.c.hall_id == bindparam("hall"),
        pairings.c.expires_at > bindparam("now", type_=pairings.c.expires_at.type),
        pairings.c.device.is_(None),
    )
    .order_by(pairings.c.expires_at)
)
HOW_MANY_ASK = (
    select(func.count())
    .select_from(pairings)
    .where(pairings.c.hall_id == bindparam("hall"), pairings.c.device.is_(None))
)


ASKERS = (
    select(pairings.c.asked_by, pairings.c.secret_hash)
    .where(pairings.c.hall_id == bindparam("hall"), pairings.c.device.is_(None))
    .order_by(pairings.c.expires_at)
)
SESSION_ENDS: Final = timedelta(days=7)  # however much it is used: who was let in once proves it once a week


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff; the name is personal data."""

    id: int
    role: Role
    halls: tuple[int, ...]
    other_roles: Others
    name: str

    @property
    def posts(self) -> dict[int, Role]:
        """Their role in each of their halls."""
        return posts_of(self.role, self.halls, self.other_roles)


@dataclass(frozen=True, slots=True)
class Colleague(Member):
    """A member of staff with how they sign in."""

    username: str
    one_time: bool


@dataclass(frozen=True, slots=True)
class Reachable:
    """A member of staff who asked for notices by e-mail; the address is personal data."""

    staff: int
    posts: Mapping[int, Role]
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Wish:
    """A device that waits to be let in."""

    kind: DeviceKind
    counter: str | None
    name: str | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Device:
    """A device of a hall."""

    id: int
    kind: DeviceKind
    counter: str | None
    name: str


@dataclass(frozen=True, slots=True)
class DeviceSeen(Device):
    """A device with when it came and when it last spoke."""

    enrolled_at: datetime
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class Asking:
    """A device that asks to be let in; `device` is its number once it was."""

    secret_hash: str
    code: str
    token_hash: str
    kind: DeviceKind
    counter: str | None
    name: str | None
    device: int | None


def member(sight: HallSnapshot, staff_id: int) -> Member | None:
    """Return who a number is; also a hall may ask, since head's rows are read without a lock."""
    row = sight.once((member, staff_id), lambda: sight.connection.execute(PERSON, {"staff": staff_id}).first())
    return None if row is None else Member(row[0], Role(row[1]), *row[2:])


def names(sight: HallSnapshot) -> Mapping[int, str]:
    """Return number → name of all staff: for views that say who sits where."""
    return {row[0]: row[1] for row in sight.connection.execute(NAMES)}


def sign_in_of(head: HallSnapshot, username: str) -> tuple[Member, str, bool] | None:
    """Return who signs in under a (folded) username, their password's hash, and whether it is good for once only."""
    row = head.connection.execute(SIGN_IN, {"username": username}).first()
    return None if row is None else (Member(row[0], Role(row[1]), *row[2:5]), row[5], row[6])


def colleagues(head: HallSnapshot) -> list[Colleague]:
    """Return all who work here, by name; for whoever sets up."""
    return [Colleague(row[0], Role(row[1]), *row[2:]) for row in head.connection.execute(ALL)]


def administrators(head: HallSnapshot) -> tuple[dict[int, frozenset[int]], int]:
    """Return hall → who administers it now, HEAD standing for those of no hall yet; and how many there ever were."""
    now: dict[int, frozenset[int]] = {}
    ever = 0
    for row in head.connection.execute(EVERYBODY):
        posts = posts_of(Role(row[1]), row[2], row[3]) or {HEAD: Role(row[1])}
        of = [hall for hall, role in posts.items() if role is Role.ADMIN]
        ever += bool(of)
        if row[4] and not row[5]:
            now |= {hall: now.get(hall, frozenset()) | {row[0]} for hall in of}
    return now, ever


def suspended(sight: HallSnapshot) -> frozenset[int]:
    """Return who may not act for now."""
    return frozenset(row[0] for row in sight.connection.execute(SUSPENDED))


def who_serves(hall: HallSnapshot, among: Collection[int | None]) -> frozenset[int]:
    """Return who of these may work at a counter of a hall now."""
    return frozenset(
        number
        for number, role, halls, others, active, away in hall.connection.execute(THESE, {"these": list(among)})
        if may_sit(posts_of(Role(role), halls, others).get(hall.id), active=active, suspended=away)
    )


def reachable(sight: HallSnapshot) -> list[Reachable]:
    """Return who asked for notices by e-mail and may act now, with their role in each hall."""
    return [
        Reachable(row[0], posts_of(Role(row[1]), row[2], row[3]), row[4], row[5])
        for row in sight.connection.execute(EMAILS)
    ]


def email_of(sight: HallSnapshot, staff_id: int) -> str | None:
    """Return where notices reach a person; None where they asked for none."""
    found: str | None = sight.connection.execute(EMAIL, {"staff": staff_id}).scalar()
    return found


def who_asks(hall: HallSnapshot) -> list[Wish]:
    """Return the devices that ask to be let in; their codes are on the devices alone."""
    rows = hall.connection.execute(WISHES, {"hall": hall.id, "now": hall.at})
    return [Wish(DeviceKind(row[0]), row[1], row[2], row[3]) for row in rows]


def session(head: HallSnapshot, token_hash: str) -> tuple[int, Role, dict[int, Role]] | None:
    """Return the staff number, role and role in each hall behind a sign-in that is still good."""
    row = head.connection.execute(SESSION, {"hash": token_hash}).first()
    if row is None or row[4] <= head.at or row[5] + SESSION_ENDS <= head.at:
        return None
    return row[0], Role(row[1]), posts_of(Role(row[1]), row[2], row[3])


def device_of(hall: HallSnapshot, token_hash: str) -> Device | None:
    """Return the device behind a token."""
    row = hall.connection.execute(DEVICE, {"hall": hall.id, "hash": token_hash}).first()
    return None if row is None else Device(row[0], DeviceKind(row[1]), row[2], row[3])


def device(hall: HallSnapshot, device_id: int) -> Device | None:
    """Return a device that was not taken out."""
    row = hall.connection.execute(DEVICE_BY_ID, {"hall": hall.id, "device": device_id}).first()
    return None if row is None else Device(row[0], DeviceKind(row[1]), row[2], row[3])


def device_names(hall: HallSnapshot) -> dict[int, Words]:
    """Return number → what it is called of all devices that ever were."""
    found = hall.connection.execute(DEVICE_NAMES, {"hall": hall.id})
    return {row[0]: device_called(DeviceKind(row[1]), row[2], row[3]) for row in found}


def all_devices(hall: HallSnapshot) -> list[DeviceSeen]:
    """Return the hall's devices."""
    return [
        DeviceSeen(row[0], DeviceKind(row[1]), row[2], row[3], row[4], row[5])
        for row in hall.connection.execute(DEVICES, {"hall": hall.id})
    ]


def has_tablet(hall: HallSnapshot, counter: str) -> bool:
    """Return whether a rating tablet was let in for a counter."""
    return hall.connection.execute(TABLET, {"hall": hall.id, "counter": counter}).first() is not None


def setup_codes(hall: HallSnapshot) -> dict[int, tuple[str, datetime]]:
    """Return kiosk → the code that opens its set-up page now, and until when."""
    return {row[0]: setup_code(row[1], hall.at) for row in hall.connection.execute(KIOSK_HASHES, {"hall": hall.id})}


def asking(hall: HallSnapshot, secret_hash: str) -> Asking | None:
    """Return what became of a device's wish to be let in."""
    row = hall.connection.execute(PAIRING, {"hall": hall.id, "now": hall.at, "hash": secret_hash}).first()
    return None if row is None else Asking(row[0], row[1], row[2], DeviceKind(row[3]), *row[4:])


def asking_by_code(hall: HallSnapshot, code: str) -> Asking | None:
    """Return the device that shows a code and waits."""
    row = hall.connection.execute(BY_CODE, {"hall": hall.id, "now": hall.at, "code": code}).first()
    return None if row is None else Asking(row[0], row[1], row[2], DeviceKind(row[3]), *row[4:])


def how_many_ask(hall: HallSnapshot) -> int:
    """Return how many devices wait to be let in."""
    return int(hall.connection.execute(HOW_MANY_ASK, {"hall": hall.id}).scalar_one())


def who_asks_most(hall: HallSnapshot) -> tuple[int, str]:
    """Return how many wishes the address with most of them has, and its oldest one's hash."""
    rows = hall.connection.execute(ASKERS, {"hall": hall.id}).all()
    many = Counter(row[0] for row in rows)
    ((by, most),) = many.most_common(1)
    return most, next(row[1] for row in rows if row[0] == by)
