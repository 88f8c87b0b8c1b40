"""How the hall's devices do: what each last said, and when it was last there. Telemetry, no history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from server.security.actors import Actor, ActorKind
from server.security.reads import all_devices
from server.security.rights import DeviceKind, May
from server.security.tables import device_states
from server.store.hall import HallSnapshot, UnitOfWork

GONE: Final = timedelta(seconds=60)  # devices on the line are noted every 15 seconds, so three lost notes
ON_THE_LINE: Final = frozenset({DeviceKind.KIOSK, DeviceKind.DISPLAY, DeviceKind.COUNTER_SIGN, DeviceKind.TABLET})
STATE: Final = select(*list(device_states.c)[1:]).where(device_states.c.hall_id == bindparam("hall"))
OF_ONE: Final = STATE.where(device_states.c.device == bindparam("device"))
FORGET: Final = delete(device_states).where(
    device_states.c.hall_id == bindparam("hall"), device_states.c.device == bindparam("one")
)
KEEP: Final = insert(device_states)
SEEN: Final = (
    update(device_states)
    .where(device_states.c.hall_id == bindparam("hall"), device_states.c.device == bindparam("one"))
    .values(seen_at=bindparam("at"))
)


class Sound(StrEnum):
    """How a display's voice does."""

    OK = "ok"
    BLOCKED = "blocked"  # the browser wants a touch first
    NO_VOICE = "no_voice"  # nothing speaks one of the hall's languages
    FAILED = "failed"
    NO_CLIPS = "no_clips"  # heard, but the hall's recordings failed and rest
    NO_BROWSER = "no_browser"  # heard, but the browser's own voice failed and rests
    NO_SERVER = "no_server"  # heard, but the server's voice failed and rests


class Printer(StrEnum):
    """How a kiosk's printer does."""

    OK = "ok"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    OFF = "off"
    UNCONFIRMED = "unconfirmed"
    DISK_FULL = "disk_full"  # the kiosk can keep nothing, so it gives no numbers
    NONE = "none"


class State(StrEnum):
    """Whether somebody should go and look."""

    OK = "ok"
    ATTENTION = "attention"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class DeviceHealth:
    """A device and how it does."""

    id: int
    kind: DeviceKind
    name: str
    counter: str | None
    seen_at: datetime | None
    sound: Sound | None
    spoken_at: datetime | None
    printer: Printer | None
    state: State
    why: str | None  # gone | silent | a Sound or a Printer that is not ok


def report(
    hall: UnitOfWork, *, sound: Sound | None = None, spoken_at: datetime | None = None, printer: Printer | None = None
) -> None:
    """Take what a device says of itself; what it does not name stays as it was."""
    hall.actor.must(May.REPORT_DEVICE)
    actor = hall.actor
    if not isinstance(actor, Actor) or actor.kind is not ActorKind.DEVICE:
        return
    row = hall.connection.execute(OF_ONE, {"hall": hall.id, "device": actor.id}).first()
    hall.write_unlogged(FORGET, {"hall": hall.id, "one": actor.id})
    hall.write_unlogged(
        KEEP,
        {
            "hall_id": hall.id,
            "device": actor.id,
            "seen_at": hall.at,
            "sound": sound or (row.sound if row else None),
            "spoken_at": spoken_at or (row.spoken_at if row else None),
            "printer": printer or (row.printer if row else None),
        },
    )


def are_there(hall: UnitOfWork, devices: Iterable[int]) -> None:
    """Note which devices are on the line."""
    seen = {row.device: row.seen_at for row in hall.connection.execute(STATE, {"hall": hall.id})}
    for device in devices:
        if device in seen:
            back = hall.at - seen[device] > GONE  # that it is still there, no screen shows
            hall.write_unlogged(SEEN, {"hall": hall.id, "one": device, "at": hall.at}, shown=back)
        else:
            hall.write_unlogged(KEEP, {"hall_id": hall.id, "device": device, "seen_at": hall.at})


def health(hall: HallSnapshot, *, last_call: datetime | None = None) -> list[DeviceHealth]:
    """Return how each device does; `last_call` is the last call that a display should have spoken by now."""
    rows = {row.device: row for row in hall.connection.execute(STATE, {"hall": hall.id})}
    found = []
    for device in all_devices(hall):
        row = rows.get(device.id)
        seen = row.seen_at if row else None
        sound = Sound(row.sound) if row and row.sound else None
        printer = Printer(row.printer) if row and row.printer else None
        spoken = row.spoken_at if row else None
        if device.kind in ON_THE_LINE and (seen is None or hall.at - seen > GONE):
            why: str | None = "gone"
        else:
            why = trouble(sound, spoken, printer, last_call)
        state = State.LOST if why == "gone" else State.ATTENTION if why else State.OK
        found.append(
            DeviceHealth(device.id, device.kind, device.name, device.counter, seen, sound, spoken, printer, state, why)
        )
    return found


def trouble(
    sound: Sound | None, spoken: datetime | None, printer: Printer | None, last_call: datetime | None
) -> str | None:
    """Say what is the matter with a device that is there; None where nothing is."""
    if printer not in {None, Printer.OK, Printer.NONE}:
        return str(printer)
    if sound not in {None, Sound.OK}:
        return str(sound)
    if sound is not None and last_call is not None and (spoken is None or spoken < last_call):
        return "silent"
    return None
