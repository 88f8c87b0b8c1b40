"""Messages out in the office: dead ones with what can be done, what waits and why; and where notices reach oneself."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from server.kernel import patterns
from server.kernel.languages import N_, words
from server.kernel.refusals import Invalid
from server.messages.commands import settle
from server.messages.events import MessageDied, MessageWritten
from server.messages.gateways.office import money, used
from server.messages.gateways.reads import channel_names
from server.messages.letters import EMAIL, KINDS, PUSH
from server.messages.reads import messages_in, why_failing
from server.messages.receipts import references
from server.messages.states import MESSAGE, MessageState, Why
from server.office.context import Go, PageContext
from server.office.pages import Nav, Pages
from server.security import reads as people
from server.security.commands import choose_email
from server.security.rights import May
from server.store.hall import HEAD, HallSnapshot

SHOWN: Final = 50  # of those that are over
LONGEST: Final = 254  # characters of an address (RFC 5321)
MY_EMAIL: Final = "/office/my-email"
STATES: Final[Mapping[str, str]] = {
    MessageState.WAITING: N_("waiting"),
    MessageState.SENT: N_("sent"),
    MessageState.DEAD: N_("not sent"),
    MessageState.GIVEN_UP: N_("given up"),
}
WHY: Final[Mapping[str, str]] = {
    Why.REFUSED: N_("refused for good"),
    Why.ATTEMPTS: N_("refused too often"),
    Why.LATE: N_("too late to help anybody"),
}
CHANNELS: Final[Mapping[str, str]] = {EMAIL: N_("E-mail"), PUSH: N_("Phones (Web Push)")}


def office_pages(*, sends_email: bool) -> Pages:
    """Return the pages of messages out; `sends_email`: whether a mail server is named."""
    pages = Pages("messages", Path(__file__).parent / "templates")

    @pages.page("/<hall>/messages", may=May.SEE_MESSAGES, nav=Nav(N_("Running the hall"), N_("Messages out"), 40))
    def listed(context: PageContext) -> str:
        """List what could not be sent, what waits, and what is over."""
        with context.look() as hall:
            dead, waiting, over = (
                messages_in(hall, states, most=SHOWN)
                for states in (
                    [MessageState.DEAD],
                    [MessageState.WAITING],
                    [MessageState.SENT, MessageState.GIVEN_UP],
                )
            )
            failing, whose = why_failing(hall), people.names(hall)
            names = {name: words(label) for name, label in CHANNELS.items()} | channel_names(hall)
            by_gateway, called = used(hall), references(hall, [one.id for one in over])
            failing = {name: said for name, said in failing.items() if name in names}
        moves = MESSAGE.open_to(context.actor, MessageState.DEAD)
        return context.render(
            "messages/messages.html", dead=dead, waiting=waiting, over=over, failing=failing, whose=whose,
            moves=moves, label_of=label_of, states_of=STATES, why=WHY, sends_email=sends_email,
            channels={name: context.pick(said) for name, said in names.items()}, by_gateway=by_gateway, money=money,
            called=called,
        )  # fmt: skip

    @pages.form("/<hall>/messages/<int:which>", may=May.SETTLE_MESSAGES, again=lambda context, **_: listed(context))
    def settled(context: PageContext, which: int) -> Go:
        """Have a dead message tried again, or give it up."""
        with context.work() as hall:
            settle(
                hall, message=which, move=context.given.get("move", ""), reason=context.given.get("reason", "")[:1000]
            )
        return context.go("messages", said="saved")

    @pages.page("/my-email", may=None, nav=Nav(N_("Mine"), N_("My e-mail"), 95))
    def my_email(context: PageContext) -> str:
        """Show where notices reach the reader."""
        with context.look(HEAD) as head:
            present = people.email_of(head, context.actor.id)
        return context.render("messages/my_email.html", present=present, sends_email=sends_email)

    @pages.form("/my-email", may=None, again=my_email)
    def choose(context: PageContext) -> Go:
        """Take an address, or take it back where the field is empty."""
        given = context.given.get("email", "").strip()
        if given and (len(given) > LONGEST or not re.fullmatch(patterns.EMAIL, given)):
            raise Invalid(("email", patterns.SAID[patterns.EMAIL], {}))
        with context.work(HEAD) as head:
            choose_email(head, staff=context.actor.id, address=given or None, language=context.language)
        return Go(f"{MY_EMAIL}?said=saved")

    pages.names(MessageWritten)(kind_said)
    pages.names(MessageDied)(why_said)
    return pages


def label_of(kind: str) -> str:
    """Return what a message is about; one of a feature that is gone is a message still."""
    return KINDS[kind].label if kind in KINDS else N_("A message")


def kind_said(context: PageContext, _hall: HallSnapshot, fact: MessageWritten) -> Mapping[str, object]:
    """Say what a message is about."""
    return {"kind": context.t(label_of(fact.kind))}


def why_said(context: PageContext, _hall: HallSnapshot, fact: MessageDied) -> Mapping[str, object]:
    """Say why a message was not sent."""
    return {"why": context.t(WHY[fact.why])}
