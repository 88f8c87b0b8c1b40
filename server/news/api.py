"""Following a ticket over HTTP: whoever holds its slip says where they want to be told."""

from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import BaseModel, Field

from server.floor.api.models import Body, Language, Nothing
from server.floor.reads.halls import hall_now
from server.kernel import patterns
from server.kernel.languages import N_
from server.kernel.refusals import Conflict
from server.messages.gateways.numbers import LONGEST, number_of
from server.messages.gateways.reads import Way, open_gateways
from server.messages.letters import EMAIL, PUSH
from server.messages.push import Subscription, is_known, public_key
from server.news import commands
from server.news.reads import address_of, followers_of, masked
from server.security.actors import Actor
from server.security.authenticator import Authenticator
from server.security.web import Api
from server.store.hall import HallSnapshot, UnitOfWork


class ChannelClosed(Conflict):
    """Messages do not leave this server that way."""

    title = N_("Not offered here")
    says = N_("This hall sends no messages that way. Choose another, or keep this page open.")


class ByEmail(Body):
    """A mailbox that wants to be told."""

    language: Language
    email: Annotated[str, Field(pattern=patterns.EMAIL, max_length=254, examples=["somebody@example.org"])]


class ByPhone(Body):
    """A phone that wants to be told, though it is locked."""

    language: Language
    subscription: Subscription = Field(description="the browser's push address, as it gives it to a page")


class ByNumber(Body):
    """A phone number that wants to be told."""

    language: Language
    gateway: int = Field(ge=1, description="by which of the hall's ways to phone numbers")
    phone: str = Field(max_length=LONGEST, examples=["0912 345 678"])


class PhoneWay(BaseModel):
    """A way to phone numbers that the hall has."""

    id: int
    name: str = Field(description="SMS, LINE, WhatsApp …")
    country: str = Field(description="calling code of numbers that are written without one")


class FollowerShown(BaseModel):
    """Somebody who is told, as the holder sees it."""

    id: int
    channel: str
    where: str = Field(description="a mailbox without its name, or whose push service it is")


class Following(BaseModel):
    """Who is told about a ticket, and by which ways one may be."""

    channels: list[str] = Field(description="open ones of: email, push")
    push_key: str | None = Field(description="push: the server's public key, for the browser (VAPID)")
    gateways: list[PhoneWay] = Field(description="open ways to phone numbers just now")
    followers: list[FollowerShown]
    most: int


def news_api(channels: Sequence[str], push_services: Sequence[str]) -> Api:
    """Return the calls; `channels`: the ways by which this process's messages leave."""
    api = Api("News by message")
    open_ones: Final = [one for one in commands.CHANNELS if one in channels]

    def shown(hall: HallSnapshot, ticket: int) -> Following:
        return following_of(hall, ticket, open_ones)

    def begun(hall: UnitOfWork, ticket: int, *, link: str, channel: str, recipient: str, language: str) -> Following:
        if channel not in open_ones:
            raise ChannelClosed
        commands.follow(hall, ticket=ticket, channel=channel, recipient=recipient, language=language, link=link)
        return shown(hall, ticket)

    @api.holder("GET", "/track/<secret>/follow")
    def following(hall: HallSnapshot, ticket: int) -> Following:
        """Say who is told about one's ticket, and by which ways one may be."""
        return shown(hall, ticket)

    @api.holder("POST", "/track/<secret>/follow/email")
    def by_email(hall: UnitOfWork, ticket: int, actor: Actor, authenticator: Authenticator, body: ByEmail) -> Following:
        """Be told by e-mail about one's ticket: when the turn is near, when it has come, when it was missed."""
        link = link_of(actor, authenticator)
        return begun(hall, ticket, link=link, channel=EMAIL, recipient=body.email, language=body.language)

    @api.holder("POST", "/track/<secret>/follow/phone")
    def by_phone(hall: UnitOfWork, ticket: int, actor: Actor, authenticator: Authenticator, body: ByPhone) -> Following:
        """Be told likewise on a phone that is locked (Web Push); only push services that are known are called."""
        if not is_known(body.subscription.endpoint, push_services):
            raise ChannelClosed
        link, recipient = link_of(actor, authenticator), body.subscription.model_dump_json()
        return begun(hall, ticket, link=link, channel=PUSH, recipient=recipient, language=body.language)

    @api.holder("POST", "/track/<secret>/follow/number")
    def by_number(
        hall: UnitOfWork, ticket: int, actor: Actor, authenticator: Authenticator, body: ByNumber
    ) -> Following:
        """Be told likewise at a phone number, by SMS or a messenger, where the hall has a way to it."""
        way = way_of(hall, body.gateway)
        number = number_of(body.phone, country=way.settings.country, abroad=way.settings.abroad)
        link = link_of(actor, authenticator)
        commands.follow_by_number(hall, way, ticket=ticket, number=number, language=body.language, link=link)
        return shown(hall, ticket)

    @api.holder("POST", "/track/<secret>/follow/<int:follower>/end")
    def end(hall: UnitOfWork, ticket: int, follower: int, body: Nothing) -> Following:
        """Be told no more."""
        commands.end(hall, ticket=ticket, follower=follower)
        return shown(hall, ticket)

    return api


def following_of(hall: HallSnapshot, ticket: int, channels: list[str]) -> Following:
    """Return who is told about a ticket, and by which ways one may be; `channels`: those of this process."""
    found = []
    for one in followers_of(hall, ticket):
        known = address_of(hall, one.id)
        where = masked(one.channel, known[0]) if known else ""
        found.append(FollowerShown(id=one.id, channel=one.channel, where=where))
    ways = [PhoneWay(id=one.id, name=one.settings.name, country=one.settings.country) for one in ways_now(hall)]
    key = public_key() if PUSH in channels else None
    return Following(channels=channels, push_key=key, gateways=ways, followers=found, most=commands.MOST)


def way_of(hall: HallSnapshot, which: int) -> Way:
    """Return one of the ways that are open now; refuse any other."""
    for one in ways_now(hall):
        if one.id == which:
            return one
    raise ChannelClosed


def ways_now(hall: HallSnapshot) -> list[Way]:
    """Return the hall's ways to phone numbers, whose hours it is in."""
    return open_gateways(hall, f"{hall.at.astimezone(hall_now(hall).settings.zone):%H:%M}")


def link_of(actor: Actor, authenticator: Authenticator) -> str:
    """Return the address of a ticket's page, by its holder's own secret."""
    return f"{authenticator.public_url}/t/{actor.proof}"
