"""Devices: how they are let in, listed and taken out; and who one is."""

from datetime import datetime
from typing import Annotated, Literal

from flask import request
from pydantic import BaseModel, ConfigDict, Field

from server.kernel.moments import Moment
from server.kernel.refusals import SignInNeeded
from server.security import commands, reads
from server.security.actors import SYSTEM, Actor, ActorKind
from server.security.authenticator import Authenticator
from server.security.cookies import afterwards, give_csrf, give_device
from server.security.health import Printer, Sound, health, report
from server.security.rate_limiter import PAIRINGS
from server.security.refusals import CounterNeeded, HallNeeded, UnknownPairing
from server.security.rights import DeviceKind, May
from server.security.shares import share_of
from server.security.tokens import hall_of, hash_of, pairing_secret
from server.security.watch import Happening, tell
from server.security.web import Api
from server.store.directory import all_halls
from server.store.hall import HEAD, HallSnapshot, UnitOfWork

api = Api("Devices")
Name = Annotated[str, Field(min_length=1, max_length=80, description="what staff call it")]
Counter = Annotated[
    str, Field(min_length=1, max_length=20, description="the desk it is for: counter signs and tablets")
]


class Pair(BaseModel):
    """What a device wants to be."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["kiosk", "display", "counter-sign", "tablet"]
    hall: Annotated[str, Field(min_length=1, max_length=20)] | None = Field(
        default=None, description="where it belongs; may be left out where the server has one hall"
    )
    counter: Counter | None = None
    name: Name | None = None


class PairingQuery(BaseModel):
    """A device that asks to be let in: it shows the code and asks with the secret what became of it."""

    code: str
    secret: str
    state: Literal["waiting", "approved"]


class Became(BaseModel):
    """What became of it; once approved the cookie is set, and a kiosk's agent gets its token."""

    code: str
    state: Literal["waiting", "approved"]
    token: str | None = None


class Approve(BaseModel):
    """The code that the device shows."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(min_length=6, max_length=6)]
    name: Name | None = None


class DeviceOut(BaseModel):
    """A device of the hall."""

    id: int
    kind: DeviceKind
    counter: str | None
    name: str


class DeviceInList(DeviceOut):
    """A device with when it came and when it last spoke (to the minute)."""

    enrolled_at: datetime
    last_seen: datetime | None


class Report(BaseModel):
    """What a device says of itself; what it does not name stays as it was."""

    model_config = ConfigDict(extra="forbid")

    sound: Sound | None = Field(default=None, description="a display's voice")
    spoken_at: Moment | None = Field(default=None, description="moment of the call that was just spoken")
    printer: Printer | None = Field(default=None, description="a kiosk's printer")


class HealthInfo(BaseModel):
    """A device and how it does."""

    id: int
    kind: DeviceKind
    name: str
    counter: str | None
    seen_at: datetime | None
    sound: Sound | None
    printer: Printer | None
    state: str = Field(description="ok | attention | lost")
    why: str | None


class Healths(BaseModel):
    """How the hall's devices do."""

    items: list[HealthInfo]
    next: None = None


class Devices(BaseModel):
    """The hall's devices."""

    items: list[DeviceInList]
    next: None = None


class Me(BaseModel):
    """Who a token or a browser is."""

    kind: str = Field(description="staff or device")
    id: int
    name: str
    role: str = Field(description="a person's role, or a device's kind")
    halls: list[str]
    counter: str | None


@api.public("POST", "/pairing", status=201)
def ask(authenticator: Authenticator, body: Pair) -> PairingQuery:
    """Ask to become a device of a hall. A demo's screens on the machine itself are let in at once."""
    share = share_of(request.remote_addr)
    authenticator.tries.count(PAIRINGS, "pairing from", share)
    kind, code_of_hall = DeviceKind(body.kind), body.hall or only_hall(authenticator)
    number = authenticator.hall_number(code_of_hall)
    with authenticator.store.look(number) as sight:
        if body.counter is not None and not authenticator.policy.has_counter(sight, body.counter):
            raise CounterNeeded
    secret = pairing_secret(number)
    token = authenticator.signer.token_of(number, secret)
    with authenticator.store.hall(number, SYSTEM) as hall:
        code = commands.ask_to_pair(
            hall,
            kind=kind,
            counter=body.counter,
            name=body.name,
            secret_hash=hash_of(secret),
            token_hash=hash_of(token),
            asked_by=authenticator.signer.share_of(share),
        )
        at_once = authenticator.policy.at_once(code_of_hall, kind, request.remote_addr)
        if at_once:
            commands.approve_pairing(hall, code=code, name=body.name)
    tell(Happening.PAIRING_ASKED, kind=kind.value, hall=number)
    return PairingQuery(code=code, secret=secret, state="approved" if at_once else "waiting")


def only_hall(authenticator: Authenticator) -> str:
    """Return the server's hall where it has one; refuse whoever names none where there are several."""
    with authenticator.store.look(HEAD) as head:
        codes = list(all_halls(head))
    if len(codes) != 1:
        raise HallNeeded
    return codes[0]


@api.public("GET", "/pairing/<secret>")
def became(authenticator: Authenticator, secret: str) -> Became:
    """Say what became of a device's wish; once approved the browser is that device."""
    number = hall_of(secret, "p")
    if number is None:
        raise UnknownPairing
    with authenticator.store.look(number) as hall:
        found = reads.asking(hall, hash_of(secret))
    if found is None:
        raise UnknownPairing
    if found.device is None:
        return Became(code=found.code, state="waiting")
    token = authenticator.signer.token_of(number, secret)
    if found.kind is DeviceKind.KIOSK:
        return Became(code=found.code, state="approved", token=token)
    give_device(authenticator, token)
    return Became(code=found.code, state="approved")


@api.command("/halls/<hall>/pairing/approve", may=May.APPROVE_DEVICE)
def approve(hall: UnitOfWork, body: Approve) -> DeviceOut:
    """Let the device in that shows a code."""
    device = commands.approve_pairing(hall, code=body.code, name=body.name)
    return DeviceOut(id=device.id, kind=device.kind, counter=device.counter, name=device.name)


@api.read("/halls/<hall>/devices", may=May.SEE_DEVICES)
def devices(hall: HallSnapshot) -> Devices:
    """List the hall's devices."""
    return Devices(items=[DeviceInList.model_validate(one, from_attributes=True) for one in reads.all_devices(hall)])


@api.command("/halls/<hall>/devices/me/report", status=204, may=May.REPORT_DEVICE)
def say_how(hall: UnitOfWork, body: Report) -> None:
    """Say how this device does."""
    report(hall, sound=body.sound, spoken_at=body.spoken_at, printer=body.printer)


@api.read("/halls/<hall>/devices/health", may=May.SEE_DEVICES)
def how_they_do(hall: HallSnapshot) -> Healths:
    """Read how the hall's devices do."""
    return Healths(items=[HealthInfo.model_validate(one, from_attributes=True) for one in health(hall)])


@api.command("/halls/<hall>/devices/<int:device>", method="DELETE", status=204, may=May.REVOKE_DEVICE)
def revoke(hall: UnitOfWork, device: int, authenticator: Authenticator) -> None:
    """Take a device out; what it shows is cut within five seconds."""
    commands.revoke_device(hall, device=device)
    afterwards(authenticator.forget_all)


@api.read("/me")
def me(head: HallSnapshot, actor: Actor, authenticator: Authenticator) -> Me:
    """Say who a token or a browser is."""
    if "Authorization" not in request.headers:
        give_csrf(authenticator, actor.proof)
    codes = {number: code for code, number in all_halls(head).items()}
    halls = sorted(codes[number] for number in actor.halls if number in codes)
    if actor.kind is ActorKind.STAFF:
        person = reads.member(head, actor.id)
        name = person.name if person else None
    else:
        (number,) = actor.halls
        device = reads.device(HallSnapshot(head.connection, number, head.at), actor.id)
        name = device.name if device else None
    if name is None or actor.role is None:
        raise SignInNeeded
    return Me(kind=actor.kind.value, id=actor.id, name=name, role=actor.role.value, halls=halls, counter=actor.counter)
