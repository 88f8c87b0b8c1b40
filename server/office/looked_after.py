"""What an administrator looks after: devices, backup and verify, version, disk, passwords that nobody used."""

import shutil
from collections.abc import Iterable
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Final

from server.kernel.durations import left
from server.kernel.languages import N_
from server.office.context import PageContext
from server.office.pages import Aside, Pages, Todo
from server.office.people import mine
from server.security.health import State, health
from server.security.rights import May
from server.store.hall import HallSnapshot
from server.store.upkeep import Done, Upkeep, last

GB: Final = 1_000_000_000
LEAST_FREE: Final = 0.1  # of the disk
BY_THE_MANUAL: Final = N_("The manual says how it is done every night.")
NIGHTLY: Final = timedelta(hours=26)  # a nightly job and two hours of grace
KEPT: Final = {
    Upkeep.BACKUP: (N_("Last backup"), N_("No backup since {when}"), N_("The last backup failed"), N_("No backup yet")),
    Upkeep.VERIFY: (
        N_("Journal last checked"),
        N_("The journal was not checked since {when}"),
        N_("The journal's check found a fault"),
        N_("The journal was never checked"),
    ),
}


def looked_after(data: Path) -> Pages:
    """Return what the start page shows of it; `data` is where backups and checks are noted."""
    pages = Pages("looked-after")

    @pages.glance(may=May.SET_UP)
    def upkeep(context: PageContext, hall: HallSnapshot) -> Aside:
        """Say how devices, backup, journal, disk and passwords are."""
        found = health(hall)
        odd = sum(one.state is not State.OK for one in found)
        unused = sum(one.one_time for one in mine(context))
        disk = shutil.disk_usage(data)
        return Aside(
            title=context.t("What you look after"),
            rows=[
                (context.t("Devices"), str(len(found))),
                (context.t("of these, to be looked at"), str(odd)),
                *((context.t(KEPT[kind][0]), said(context, last(data, kind))) for kind in KEPT),
                (context.t("Passwords not used yet"), str(unused)),
                (
                    context.t("Disk free"),
                    context.t(N_("{free} of {all} GB"), free=round(disk.free / GB), all=round(disk.total / GB)),
                ),
                (context.t("Version"), version("servicefloor")),
            ],
            to=context.path("devices"),
            act=context.t("See the devices"),
        )

    @pages.todo(may=May.SET_UP)
    def not_done(context: PageContext, _hall: HallSnapshot) -> Iterable[Todo]:
        """Name what a nightly job has not done, and a disk that fills."""
        for kind, (_, late, failed, never) in KEPT.items():
            done = last(data, kind)
            if done is None or not done.well or context.now - done.at > NIGHTLY:
                text = never if done is None else late if done.well else failed
                yield Todo(
                    what=context.t(text, when=context.moment(done.at) if done else ""),
                    why=done.said if done and not done.well else context.t(BY_THE_MANUAL),
                    to=context.path("upkeep"),
                    act=context.t("See it"),
                )
        disk = shutil.disk_usage(data)
        if disk.free < disk.total * LEAST_FREE:
            yield Todo(
                what=context.t("The disk is nearly full"),
                why=context.t(N_("{free} of {all} GB"), free=round(disk.free / GB), all=round(disk.total / GB)),
                to=context.path("upkeep"),
                act=context.t("See it"),
            )

    @pages.page("/<hall>/upkeep", may=May.SET_UP)
    def page(context: PageContext) -> str:
        """Show what was done last, whether it went well, and what came of it."""
        rows = [(context.t(KEPT[kind][0]), last(data, kind)) for kind in KEPT]
        return context.render("office/upkeep.html", rows=rows, folder=str(data))

    return pages


def said(context: PageContext, done: Done | None) -> str:
    """Say when something was done last."""
    if done is None:
        return context.t(N_("never"))
    ago = context.t(N_("{time} ago"), time=left((context.now - done.at).total_seconds(), context.language))
    return ago if done.well else context.t(N_("failed, {ago}"), ago=ago)
