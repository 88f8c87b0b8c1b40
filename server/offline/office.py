"""Cut-off kiosks in the office: which are alone, what they may give, what was put aside and what to do with it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from server.floor.numbering import label
from server.floor.opening import day_of
from server.floor.reads.halls import hall_now
from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.pages import Nav, Pages
from server.offline import reads
from server.offline.commands import settle
from server.offline.events import EntrySetAside
from server.offline.settings import SETTINGS
from server.security import reads as devices
from server.security.health import State, health
from server.security.naming import device_called
from server.security.rights import DeviceKind, May
from server.store.hall import HallSnapshot

pages: Final = Pages("offline", Path(__file__).parent / "templates")
NAV: Final = Nav(N_("Running the hall"), N_("Kiosks without connection"), 45)
WHY: Final[Mapping[str, str]] = {
    "taken": N_("somebody else has this number today"),
    "not_granted": N_("this kiosk was never given this number"),
    "unknown_service": N_("there is no such service any more"),
    "changed": N_("the entry was changed on the kiosk’s disk"),
    "missing": N_("the entry is gone from the kiosk’s disk"),
    "unreadable": N_("the entry can’t be read"),
}


@pages.page("/<hall>/cut-off", may=May.SEE_DEVICES, nav=NAV)
def cut_off(context: PageContext) -> str:
    """Show each kiosk with the numbers that it may give by itself, and what was put aside."""
    with context.look() as hall:
        today = day_of(hall_now(hall).settings, hall.at)
        known, heard = reads.journals(hall), reads.contacts(hall)
        blocks = [one for one in reads.blocks_since(hall, today) if known[one.journal].broken_at is None]
        found = [one for one in health(hall) if one.kind is DeviceKind.KIOSK]
        roots = {one.device: one.root for one in known.values() if one.broken_at is None}
        kiosks = [
            {
                "name": context.pick(device_called(one.kind, one.name, one.counter)),
                "lost": one.state is State.LOST,
                "seen_at": one.seen_at,
                "heard": heard.get(roots.get(one.id, 0)),
                "blocks": [block for block in blocks if known[block.journal].device == one.id and block.day == today],
                "ahead": sorted({b.day for b in blocks if known[b.journal].device == one.id and b.day > today}),
            }
            for one in found
        ]
        aside = reads.put_aside(hall)
        joins = {one.id for one in aside if reads.can_join(hall, one)}
        size = SETTINGS.of(hall).block_size
        names = {one.id: device_called(one.kind, one.name, one.counter) for one in devices.all_devices(hall)}
        whose = {one.id: context.pick(names.get(known[one.journal].device, {})) for one in aside}
    return context.render(
        "offline/cut_off.html", kiosks=kiosks, aside=aside, joins=joins, whose=whose, size=size, why=WHY, label=label,
        may_settle=context.may(May.DIRECT), may_set_up=context.may(May.SET_UP),
    )  # fmt: skip


@pages.form("/<hall>/cut-off/<int:which>", may=May.DIRECT, again=lambda context, **_: cut_off(context))
def settled(context: PageContext, which: int) -> Go:
    """Have what was put aside come into the line, or say that it was seen to."""
    with context.work() as hall:
        settle(hall, which=which, join=context.given.get("move") == "join")
    return context.go("cut-off", said="saved")


@pages.names(EntrySetAside)
def why_aside(context: PageContext, _hall: HallSnapshot, fact: EntrySetAside) -> Mapping[str, object]:
    """Say why an entry was put aside."""
    return {"why": context.t(WHY[fact.why])}
