"""What devices and the program itself have waiting to be done."""

from collections.abc import Iterator
from typing import Final

from server.feature.todos import Duty, Obligation
from server.floor.reads.spoken import devices_told
from server.kernel.languages import N_, words
from server.security.health import State
from server.security.naming import device_called
from server.security.rights import DeviceKind, May
from server.store.hall import HallSnapshot
from server.store.sweeper import dead_deadlines

MATTERS: Final = {
    "gone": N_("It is offline. Is it switched on?"),
    "blocked": N_("Its browser blocks sound. Touch its screen once."),
    "no_voice": N_("It has no voice for one of the hall's languages."),
    "failed": N_("Its sound failed."),
    "no_clips": N_("The hall's recordings failed; another voice speaks the calls."),
    "no_browser": N_("Its browser's voice failed; another voice speaks the calls."),
    "no_server": N_("The server's voice failed; another voice speaks the calls."),
    "silent": N_("It showed a call but did not report speaking it."),
    "paper_low": N_("Its paper is nearly out."),
    "paper_out": N_("It has no paper."),
    "off": N_("Its printer is off."),
    "unconfirmed": N_("Its printer does not answer."),
    "disk_full": N_("Its disk is full: it gives no numbers."),
}


def devices(hall: HallSnapshot) -> Iterator[Obligation]:
    """Devices that somebody should look at."""
    for device in devices_told(hall):
        cut_off = device.kind is DeviceKind.KIOSK and device.state is State.LOST and device.seen_at is not None
        if device.state is not State.OK and not cut_off:  # of a kiosk that is cut off, more is to be said: offline/
            yield Obligation(
                "device",
                words(N_("Look at {device}"), device=device_called(device.kind, device.name, device.counter)),
                "devices",
                words(N_("See the devices")),
                words(MATTERS[device.why or "gone"]),
            )


def not_done(hall: HallSnapshot) -> Iterator[Obligation]:
    """What was due and could not be done, again and again."""
    if dead := dead_deadlines(hall):
        yield Obligation(
            "dead",
            words(N_("Due and not done: {n}. Tell whoever runs the system"), n=dead),
            "",
            words(N_("See it")),
            words(N_("A mistake of the program: its log names them. They are tried again when it starts anew.")),
        )


DUTIES: Final = (
    Duty(devices, board=50, may=May.APPROVE_DEVICE),
    Duty(not_done, board=90, may=May.SEE_DEVICES),
)
