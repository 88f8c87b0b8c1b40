"""Gateways in the office: which there are, what they sent and cost, how each is called; a test with its answer."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from babel.numbers import format_decimal

from server.floor.opening import day_of
from server.floor.reads.halls import all_services, hall_now
from server.floor.refusals import ChangedMeanwhile
from server.kernel.languages import LANGUAGES, N_
from server.kernel.refusals import Conflict, Invalid
from server.kernel.settings import Settings
from server.messages.gateways.channel import GatewayChannel
from server.messages.gateways.commands import add, as_entered, change, known, remove
from server.messages.gateways.composing import CHANNEL, TAKEN, Verdict
from server.messages.gateways.events import GatewayChanged
from server.messages.gateways.numbers import number_of
from server.messages.gateways.reads import ANOTHER_KEY, Sent, Way, all_gateways, call_of, sent_between
from server.messages.gateways.terms import UNITS, GatewayIn
from server.messages.gateways.texts import BUILT_IN, SETTINGS, sample_of
from server.messages.letters import ChannelDown, NotNow
from server.messages.outward import REFUSED, AddressRefused, Outward
from server.office.context import Go, PageContext
from server.office.fields import fits
from server.office.forms import Form
from server.office.labels import OWN_NAMES
from server.office.pages import Nav, Pages
from server.office.settings import SETTING_UP, what_changed
from server.security.rights import May
from server.store.hall import HallSnapshot

LONGEST: Final = 300  # characters of a test
fits(GatewayIn)


class SealedOtherwise(Conflict):
    """The gateway's call was sealed with another secret key."""

    says = ANOTHER_KEY


@dataclass(frozen=True, slots=True)
class Tested:
    """What came of a test: to whom, what it meant, what the gateway answered."""

    number: str
    text: str
    found: Verdict


@dataclass(frozen=True, slots=True)
class Used:
    """What left by a gateway today and in this month."""

    way: Way
    host: str
    today: Sent
    month: Sent


def money(cost: int, currency: str, locale: str) -> str:
    """Say a cost: 12.5 TWD."""
    return f"{format_decimal(cost / UNITS, format='#,##0.00##', locale=locale)} {currency}"


def used(hall: HallSnapshot) -> list[Used]:
    """Return what left by each gateway of a hall, by the hall's own day and month."""
    settings = hall_now(hall).settings
    today = datetime.combine(hall.at.astimezone(settings.zone).date(), time(), settings.zone)
    until = hall.at + timedelta(seconds=1)
    by_day, by_month = sent_between(hall, today, until), sent_between(hall, today.replace(day=1), until)
    found = []
    for way in all_gateways(hall):
        call = call_of(hall, way.id)
        host = call[0].host if call else ""
        found.append(Used(way, host, by_day.get(way.channel, Sent()), by_month.get(way.channel, Sent())))
    return found


def gateway_pages(settings: Settings) -> Pages:
    """Return the pages, for a process that may call what its settings allow."""
    pages = Pages("gateways", Path(__file__).parent / "templates")
    outward = Outward(settings.outward_hosts)
    pages.page("/<hall>/gateways", may=May.SET_UP, nav=Nav(SETTING_UP, N_("SMS and messengers"), 60))(listed)
    pages.page("/<hall>/gateways/new", may=May.SET_UP)(new_one)
    pages.page("/<hall>/gateways/<int:which>", may=May.SET_UP)(show)

    @pages.form("/<hall>/gateways/new", may=May.SET_UP, again=new_one)
    def make(context: PageContext) -> Go:
        """Set a gateway up."""
        wanted = taken(context, outward)
        with context.work() as hall:
            number = add(hall, wanted, present=len(all_gateways(hall)))
        return context.go(f"gateways/{number}", said="saved")

    @pages.form("/<hall>/gateways/<int:which>", may=May.SET_UP, again=show)
    def save(context: PageContext, which: int) -> Go:
        """Save a gateway, or take it out."""
        if "remove" in context.given:
            with context.work() as hall:
                remove(hall, which)
            return context.go("gateways", said="removed")
        wanted = taken(context, outward)
        with context.work() as hall:
            different = change(hall, which, wanted, before=context.given.get("before"))
        return context.go(f"gateways/{which}", said="saved" if different else "same")

    @pages.form("/<hall>/gateways/<int:which>/test", may=May.SET_UP, again=show)
    def test(context: PageContext, which: int) -> str:
        """Send a test, by no outbox: its answer is shown at once."""
        return show(context, which, tested(context, which, outward))

    return pages


def listed(context: PageContext) -> str:
    """List the gateways, with what they sent, and the texts with their lengths."""
    with context.look() as hall:
        found, texts = used(hall), samples(context, hall)
    return context.render(
        "gateways/gateways.html", found=found, texts=texts, money=money, labels=SETTINGS.labels, names_of=OWN_NAMES
    )


def new_one(context: PageContext) -> str:
    """Ask what a new gateway is."""
    return drawn(context, Form(context, GatewayIn), context.t("New gateway"), save=context.path("gateways/new"))


def show(context: PageContext, which: int, tested: Tested | None = None) -> str:
    """Show a gateway: how it is called, and a test."""
    with context.look() as hall:
        way = known(hall, which)
        present, lost = as_entered(hall, way), call_of(hall, which) is None
    return drawn(
        context, Form(context, GatewayIn, present), way.settings.name, save=context.path(f"gateways/{which}"),
        before=present.model_dump_json(), which=which, lost=lost, tested=tested,
    )  # fmt: skip


def tested(context: PageContext, which: int, outward: Outward) -> Tested:
    """Call a gateway with a test, outside of any lock; return what came of it."""
    with context.look() as hall:
        way, call = known(hall, which), call_of(hall, which)
        zone = hall_now(hall).settings.zone
    if call is None:
        raise SealedOtherwise
    number = number_of(context.given.get("phone", ""), country=way.settings.country, abroad=way.settings.abroad)
    text = context.given.get("text", "").strip()[:LONGEST] or context.t("A test of {hall}", hall=context.hall_code)
    try:
        found = GatewayChannel(way.settings, *call, zone, outward).asked(number, text, "")
    except (ChannelDown, NotNow) as error:
        found = Verdict(CHANNEL, str(error))
    return Tested(number, text, found)


def taken(context: PageContext, outward: Outward) -> GatewayIn:
    """Return what was entered; refuse an address that may not be called."""
    wanted = Form(context, GatewayIn).taken(GatewayIn)
    try:
        outward.check(wanted.url.replace("{", "").replace("}", ""))
    except AddressRefused:
        raise Invalid(("url", REFUSED, {})) from None
    return wanted


def drawn(
    context: PageContext, form: Form, title: str, *, save: str, before: str | None = None, which: int | None = None,
    lost: bool = False, tested: Tested | None = None,
) -> str:  # fmt: skip
    """Draw a gateway's form; its secret is never shown, not even after a slip elsewhere."""
    form.state = {name: values for name, values in form.state.items() if name != "secret"}
    meanwhile = None
    if isinstance(context.refusal, ChangedMeanwhile):
        meanwhile = what_changed(context, form, GatewayChanged, f'"gateway":{which},')
    return context.render(
        "gateways/gateway.html", form=form, title=title, save=save, before=before, which=which, lost=lost,
        tested=tested, meanwhile=meanwhile, taken=TAKEN,
    )  # fmt: skip


def samples(context: PageContext, hall: HallSnapshot) -> list[tuple[str, list[tuple[str, str, Any]]]]:
    """Return each text as somebody would get it: its kind, and in each of the hall's languages words and length."""
    settings = hall_now(hall).settings
    service = next(iter(all_services(hall).values()), None)
    when = f"{day_of(settings, hall.at)} 10:30"
    languages = [one for one in LANGUAGES if one in {*settings.languages, context.language}]
    found = []
    for what in BUILT_IN:
        rows = []
        for language in languages:
            name = settings.name.get(language, settings.code)
            called = service.name.get(language, service.code) if service else "A"
            rows.append((language, *sample_of(hall, what, language, name=name, service=called, when=when)))
        found.append((what, rows))
    return found
