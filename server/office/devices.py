"""The hall's devices: let in by the code that a screen shows, enrolled by a token, seen last when, taken out."""

from collections.abc import Iterable
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from server.floor.reads.halls import all_counters
from server.kernel.languages import N_
from server.kernel.refusals import Invalid
from server.office.context import Go, PageContext
from server.office.fields import fits
from server.office.forms import Form
from server.office.once import once, shown_once
from server.office.pages import Nav, Pages, Todo
from server.security import commands, reads
from server.security.api.devices import Approve
from server.security.cookies import afterwards
from server.security.naming import device_called
from server.security.rights import DeviceKind, May
from server.security.serving import fitted
from server.security.tokens import device_token, hash_of
from server.store.hall import HallSnapshot

pages: Final = Pages("devices")


class Enrol(BaseModel):
    """A device that gets a token by hand: a kiosk's agent, a sensor."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: DeviceKind = Field(default=DeviceKind.KIOSK, description=N_("what it is there for; it may do just that"))
    name: str = Field(min_length=1, max_length=80, description=N_("what staff call it"))
    counter: str | None = Field(default=None, description=N_("counter signs and tablets: the number of their desk"))


fits(Enrol)


@pages.page("/<hall>/devices", may=May.SEE_DEVICES, nav=Nav(N_("Setting up"), N_("Devices"), 60))
def devices_page(context: PageContext) -> str:
    """List the devices, and those that ask to be let in."""
    with context.look() as hall:
        found, asking, counters = reads.all_devices(hall), reads.who_asks(hall), list(all_counters(hall))
        codes = reads.setup_codes(hall) if context.may(May.APPROVE_DEVICE) else {}
    return context.render(
        "office/devices.html",
        devices=found,
        called=lambda one: context.pick(device_called(one.kind, one.name, one.counter)),
        asking=asking,
        codes=codes,
        form=Form(context, Enrol),
        counters=counters,
        may_approve=context.may(May.APPROVE_DEVICE),
        server=context.authenticator.public_url or "",
    )


@pages.form("/<hall>/devices/approve", may=May.APPROVE_DEVICE, again=devices_page)
def approve(context: PageContext) -> Go:
    """Let the device in that shows a code."""
    given = {
        "code": "".join(context.given.get("code", "").split()).upper(),
        "name": context.given.get("name", "").strip() or None,
    }
    wanted = fitted(Approve.model_validate, given)
    with context.work() as hall:
        commands.approve_pairing(hall, code=wanted.code, name=wanted.name)
    return context.go("devices", said="approved")


@pages.form("/<hall>/devices/enrol", may=May.APPROVE_DEVICE, again=devices_page)
def enrol(context: PageContext) -> Go:
    """Let a device in; the next page shows its token."""
    wanted = Form(context, Enrol).taken(Enrol)
    token = device_token(context.hall)
    with context.work() as hall:
        if wanted.counter is not None and wanted.counter not in all_counters(hall):
            raise Invalid(("counter", N_("This hall has no counter “{counter}”."), {"counter": wanted.counter}))
        commands.enrol_device(
            hall, kind=wanted.kind, counter=wanted.counter, name=wanted.name, token_hash=hash_of(token)
        )
    return shown_once(context, context.path("devices/token"), token=token, name=wanted.name, kind=wanted.kind)


@pages.page("/<hall>/devices/token", may=May.APPROVE_DEVICE)
def token_page(context: PageContext) -> str:
    """Show a device's token, once."""
    return context.render("office/token.html", shown=once(context), server=context.authenticator.public_url or "")


@pages.form("/<hall>/devices/<int:device>/revoke", may=May.REVOKE_DEVICE)
def revoke(context: PageContext, device: int) -> Go:
    """Take a device out."""
    with context.work() as hall:
        commands.revoke_device(hall, device=device)
    afterwards(context.authenticator.forget_all)
    return context.go("devices", said="revoked")


@pages.todo(may=May.APPROVE_DEVICE)
def waiting(context: PageContext, hall: HallSnapshot) -> Iterable[Todo]:
    """Name the devices that ask to be let in."""
    for wish in reads.who_asks(hall):
        what = context.t(NAMED[wish.kind], counter=wish.counter or "")
        yield Todo(
            what=context.t("Let in: {device}", device=wish.name or what),
            why=context.t("Go there and type the code that it shows."),
            due=wish.until,
            to=context.path("devices"),
            act=context.t("Let in"),
        )


NAMED: Final = {
    DeviceKind.KIOSK: N_("a kiosk"),
    DeviceKind.DISPLAY: N_("a hall display"),
    DeviceKind.COUNTER_SIGN: N_("the sign of counter {counter}"),
    DeviceKind.TABLET: N_("the tablet of counter {counter}"),
    DeviceKind.SENSOR: N_("a sensor"),
}
