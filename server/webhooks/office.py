"""Webhooks in the office: which there are, where each goes, a test with its answer, what was sent and answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from server.floor.refusals import ChangedMeanwhile
from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Invalid
from server.kernel.settings import Settings
from server.messages.outward import REFUSED, AddressRefused, NoAnswer, NotReached, Outward
from server.office.context import Go, PageContext
from server.office.fields import fits
from server.office.forms import Form
from server.office.pages import Nav, Pages
from server.office.settings import SETTING_UP, what_changed
from server.security.rights import May
from server.store.hall import HallSnapshot
from server.webhooks import reads
from server.webhooks.commands import add, as_entered, change, known, remove, resume, send_again, stop
from server.webhooks.events import StoppedBecause, WebhookChanged, WebhookStopped
from server.webhooks.signing import headers
from server.webhooks.terms import WebhookIn
from server.webhooks.topics import LABELS, Topic

SHOWN: Final = 50  # deliveries on a page
WHY: Final[Mapping[str, str]] = {
    StoppedBecause.FAILING: N_("nothing was taken for days"),
    StoppedBecause.GONE: N_("its receiver says that it is gone"),
    StoppedBecause.BY_HAND: N_("by hand"),
}
fits(WebhookIn, choices=("facts",))


class SealedOtherwise(Conflict):
    """The webhook's address was sealed with another secret key."""

    says = N_("This was sealed with another key of the server. Write it anew.")


@dataclass(frozen=True, slots=True)
class Tested:
    """What came of a test."""

    taken: bool
    said: str


def webhook_pages(settings: Settings) -> Pages:
    """Return the pages, for a process that may call what its settings allow."""
    pages = Pages("webhooks", Path(__file__).parent / "templates")
    outward = Outward(settings.outward_hosts)
    pages.page("/<hall>/webhooks", may=May.SET_UP, nav=Nav(SETTING_UP, N_("Webhooks"), 62))(listed)
    pages.page("/<hall>/webhooks/new", may=May.SET_UP)(new_one)
    pages.page("/<hall>/webhooks/<int:which>", may=May.SET_UP)(show)
    pages.form("/<hall>/webhooks/<int:which>/moves", may=May.SET_UP, again=show)(moved)
    pages.form("/<hall>/webhooks/<int:which>/again/<int:entry>", may=May.SET_UP, again=listed)(once_more)

    @pages.form("/<hall>/webhooks/new", may=May.SET_UP, again=new_one)
    def make(context: PageContext) -> Go:
        """Set a webhook up."""
        wanted = taken(context, outward)
        with context.work() as hall:
            number = add(hall, wanted)
        return context.go(f"webhooks/{number}", said="saved")

    @pages.form("/<hall>/webhooks/<int:which>", may=May.SET_UP, again=show)
    def save(context: PageContext, which: int) -> Go:
        """Save a webhook, or take it out."""
        if "remove" in context.given:
            with context.work() as hall:
                remove(hall, which)
            return context.go("webhooks", said="removed")
        wanted = taken(context, outward)
        with context.work() as hall:
            different = change(hall, which, wanted, before=context.given.get("before"))
        return context.go(f"webhooks/{which}", said="saved" if different else "same")

    @pages.form("/<hall>/webhooks/<int:which>/test", may=May.SET_UP, again=show)
    def test(context: PageContext, which: int) -> str:
        """Send a test at once, signed like any delivery; its answer is shown."""
        return show(context, which, tested(context, which, outward))

    pages.names(WebhookStopped)(why_stopped)
    return pages


def why_stopped(context: PageContext, _hall: HallSnapshot, fact: WebhookStopped) -> Mapping[str, object]:
    """Say why a webhook was stopped."""
    return {"why": context.t(WHY[fact.why])}


def listed(context: PageContext, **_: int) -> str:
    """List the webhooks."""
    with context.look() as hall:
        found = reads.all_webhooks(hall)
    return context.render("webhooks/webhooks.html", found=found, labels=LABELS, why=WHY)


def form_of(context: PageContext, present: WebhookIn | None = None) -> Form:
    """Return a webhook's form, whose secret is never shown."""
    made = Form(context, WebhookIn, present, choices={"facts": [(one.value, context.t(LABELS[one])) for one in Topic]})
    made.state = {name: values for name, values in made.state.items() if name != "secret"}
    return made


def new_one(context: PageContext) -> str:
    """Ask what a new webhook is."""
    return context.render(
        "webhooks/webhook.html", form=form_of(context), title=context.t("New webhook"),
        save=context.path("webhooks/new"), hook=None, before=None, meanwhile=None, tested=None, lost=False,
    )  # fmt: skip


def show(context: PageContext, which: int, tested: Tested | None = None) -> str:
    """Show a webhook: what it is told, how it does, what was answered."""
    with context.look() as hall:
        hook = known(hall, which)
        present, lost = as_entered(hall, hook), reads.call_of(hall, which) is None
        sent = reads.deliveries(hall, which, most=SHOWN)
    form, meanwhile = form_of(context, present), None
    if isinstance(context.refusal, ChangedMeanwhile):
        meanwhile = what_changed(context, form, WebhookChanged, f'"webhook":{which},')
    return context.render(
        "webhooks/webhook.html", form=form, title=hook.settings.name, save=context.path(f"webhooks/{which}"), hook=hook,
        before=present.model_dump_json(), meanwhile=meanwhile, tested=tested, lost=lost, sent=sent, labels=LABELS,
        why=WHY,
    )  # fmt: skip


def moved(context: PageContext, which: int) -> Go:
    """Stop a webhook, or have it go on."""
    with context.work() as hall:
        if context.given.get("move") == "resume":
            resume(hall, which)
        else:
            stop(hall, which, StoppedBecause.BY_HAND)
    return context.go(f"webhooks/{which}", said="saved")


def once_more(context: PageContext, which: int, entry: int) -> Go:
    """Have something be sent once more."""
    with context.work() as hall:
        send_again(hall, which, entry)
    return context.go(f"webhooks/{which}")


def tested(context: PageContext, which: int, outward: Outward) -> Tested:
    """Send a test, outside of any lock; return what came of it."""
    with context.look() as hall:
        known(hall, which)
        call = reads.call_of(hall, which)
    if call is None:
        raise SealedOtherwise
    url, secret = call
    key = f"{context.hall_code}-test"
    body = orjson.dumps(
        {"id": key, "type": "test", "hall": context.hall_code, "at": context.now.isoformat(), "data": {}}
    )
    try:
        reply = outward.call("POST", url, headers=headers(secret, body, context.now, key=key, kind="test"), body=body)
    except (NotReached, NoAnswer, AddressRefused) as error:
        return Tested(False, str(error))
    return Tested(200 <= reply.status < 300, f"{reply.status} {reply.text}"[:300])


def taken(context: PageContext, outward: Outward) -> WebhookIn:
    """Return the webhook that was entered; refuse an address that may not be called."""
    wanted = form_of(context).taken(WebhookIn)
    try:
        outward.check(wanted.url)
    except AddressRefused:
        raise Invalid(("url", REFUSED, {})) from None
    return wanted
