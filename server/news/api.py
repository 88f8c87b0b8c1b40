"""Following a ticket over HTTP: whoever holds its slip says where they want to be told."""

from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import BaseModel, Field

from server.floor.api.models import Body, Language, Nothing
from server.kernel import patterns
from server.kernel.languages import N_
from server.kernel.refusals import Conflict
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


class FollowerShown(BaseModel):
    """Somebody who is told, as the holder sees it."""

    id: int
    channel: str
    where: str = Field(description="a mailbox without its name, or whose push service it is")


class Following(BaseModel):
    """Who is told about a ticket, and by which ways one may be."""

    channels: list[str] = Field(description="open ones of: email, push")
    push_key: str | None = Field(description="push: the server's public key, for the browser (VAPID)")
    followers: list[FollowerShown]
    most: int


def news_api(channels: Sequence[str], push_services: Sequence[str]) -> Api:
    """Return the calls; `channels`: the ways by which this process's messages leave."""
    api = Api("News by message")
    open_ones: Final = [one for one in commands.CHANNELS if one in channels]

    def shown(hall: HallSnapshot, ticket: int) -> Following:
        found = []
        for one in followers_of(hall, ticket):
            known = address_of(hall, one.id)
            found.append(
                FollowerShown(id=one.id, channel=one.channel, where=masked(one.channel, known[0]) if known else "")
            )
        key = public_key() if PUSH in open_ones else None
        return Following(channels=open_ones, push_key=key, followers=found, most=commands.MOST)

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

    @api.holder("POST", "/track/<secret>/follow/<int:follower>/end")
    def end(hall: UnitOfWork, ticket: int, follower: int, body: Nothing) -> Following:
        """Be told no more."""
        commands.end(hall, ticket=ticket, follower=follower)
        return shown(hall, ticket)

    return api


def link_of(actor: Actor, authenticator: Authenticator) -> str:
    """Return the address of a ticket's page, by its holder's own secret."""
    return f"{authenticator.public_url}/t/{actor.proof}"
