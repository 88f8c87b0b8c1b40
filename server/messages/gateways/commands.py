"""What can be done with gateways: set one up, change it, take it out; and a message to a number, within its limits."""

from datetime import timedelta
from typing import Final

from sqlalchemy import bindparam, delete, insert, update

from server.floor.refusals import ChangedMeanwhile
from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Missing
from server.messages.commands import write
from server.messages.gateways.events import GatewayAdded, GatewayChanged, GatewayRemoved
from server.messages.gateways.reads import WRITTEN, Way, call_of, gateway_of
from server.messages.gateways.tables import gateway_calls, gateway_recipients
from server.messages.gateways.terms import Gateway, GatewayIn
from server.messages.letters import Content, Kind
from server.security.rights import May
from server.store.hall import HallSnapshot, UnitOfWork
from server.store.sealed import fingerprint

DAY: Final = timedelta(days=1)
MOST: Final = 10  # gateways of a hall
LEFT: Final = 3  # messages that a number must have left for a day when somebody wants to be told there
_OF: Final = (gateway_calls.c.hall_id == bindparam("hall"), gateway_calls.c.gateway == bindparam("which"))
PUT_CALL = insert(gateway_calls)
CHANGE_CALL = (
    update(gateway_calls)
    .where(*_OF)
    .values(
        call=bindparam("new_call", type_=gateway_calls.c.call.type),
        secret=bindparam("new_secret", type_=gateway_calls.c.secret.type),
        changed_at=bindparam("now", type_=gateway_calls.c.changed_at.type),
    )
)
TAKE_OUT = delete(gateway_calls).where(*_OF)
FORGET_COUNT = delete(gateway_recipients).where(
    gateway_recipients.c.hall_id == bindparam("hall"), gateway_recipients.c.number_hash == bindparam("which")
)


class UnknownGateway(Missing):
    """The hall has no gateway of this number."""

    says = N_("There is no such gateway here.")


class EnoughGateways(Conflict):
    """As many gateways as a hall may have."""

    title = N_("Enough gateways")
    says = N_("A hall has {most} gateways at most. Take one out first.")


class WrittenEnough(Conflict):
    """A number was written to as often as may be on a day."""

    title = N_("Written to often enough")
    says = N_("This number was written to as often as we may on one day. Keep this page open instead.")


def add(hall: UnitOfWork, wanted: GatewayIn, *, present: int) -> int:
    """Set a gateway up; return its number. `present`: how many there are."""
    hall.actor.must(May.SET_UP)
    if present >= MOST:
        raise EnoughGateways(most=MOST)
    number = hall.record(GatewayAdded(settings=text_of(wanted.public()))).number
    hall.write_unlogged(
        PUT_CALL,
        {
            "hall_id": hall.id,
            "gateway": number,
            "call": wanted.call().model_dump_json(),
            "secret": wanted.secret,
            "changed_at": hall.at,
        },
    )
    return number


def change(hall: UnitOfWork, which: int, wanted: GatewayIn, *, before: str | None) -> bool:
    """Change a gateway, as somebody saw it before; an empty secret leaves the one that is there."""
    hall.actor.must(May.SET_UP)
    found = known(hall, which)
    call = call_of(hall, which)
    present = as_entered(hall, found)
    if before != present.model_dump_json():
        raise ChangedMeanwhile
    if wanted == present:
        return False
    secret = wanted.secret or (call[1] if call else "")
    hall.record(GatewayChanged(gateway=which, before=text_of(found.settings), settings=text_of(wanted.public())))
    values = {"new_call": wanted.call().model_dump_json(), "new_secret": secret, "now": hall.at}
    hall.write_unlogged(CHANGE_CALL, {"hall": hall.id, "which": which, **values})
    return True


def remove(hall: UnitOfWork, which: int) -> None:
    """Take a gateway out; what waits for it dies of being late."""
    hall.actor.must(May.SET_UP)
    known(hall, which)
    hall.record(GatewayRemoved(gateway=which))
    hall.write_unlogged(TAKE_OUT, {"hall": hall.id, "which": which})


def known(hall: HallSnapshot, which: int) -> Way:
    """Return a gateway; refuse what is none."""
    found = gateway_of(hall, which)
    if found is None:
        raise UnknownGateway
    return found


def as_entered(hall: HallSnapshot, found: Way) -> GatewayIn:
    """Return a gateway as its form has it, without the secret."""
    call = call_of(hall, found.id)
    return GatewayIn.model_construct(
        **found.settings.model_dump(), **(call[0].model_dump() if call else {"url": ""}), secret=""
    )


def text_of(settings: Gateway) -> str:
    """Return a gateway as the journal has it."""
    return settings.model_dump_json()


def room_for(hall: HallSnapshot, way: Way, number: str) -> int:
    """Return how many messages a number may still get within its day."""
    row = hall.connection.execute(WRITTEN, {"hall": hall.id, "which": fingerprint(f"phone {number}")}).first()
    used = row[0] if row is not None and hall.at - row[1] < DAY else 0
    return max(0, way.settings.per_number - int(used))


def admit(hall: HallSnapshot, way: Way, number: str) -> None:
    """Refuse somebody who wants to be told at a number that was written to too often."""
    if room_for(hall, way, number) < LEFT:
        raise WrittenEnough


def write_to(hall: UnitOfWork, way: Way, *, kind: Kind, number: str, text: str) -> int | None:
    """Write a message to a number, and count it; None where the number had as many as it may."""
    which = fingerprint(f"phone {number}")
    row = hall.connection.execute(WRITTEN, {"hall": hall.id, "which": which}).first()
    begun = row is not None and hall.at - row[1] < DAY
    used = row[0] if row is not None and begun else 0
    if used >= way.settings.per_number:
        return None
    hall.write_unlogged(FORGET_COUNT, {"hall": hall.id, "which": which}, shown=False)
    at = row[1] if row is not None and begun else hall.at
    hall.write_unlogged(
        insert(gateway_recipients),
        {"hall_id": hall.id, "number_hash": which, "written": used + 1, "at": at},
        shown=False,
    )
    return write(hall, kind=kind, channel=way.channel, recipient=number, content=Content("", text))
