"""What can be done with webhooks: set one up, change it, stop it, have it go on, take it out; send something again."""

from typing import Final

from sqlalchemy import bindparam, delete, insert, update

from server.floor.refusals import ChangedMeanwhile
from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Invalid, Missing
from server.security.rights import May
from server.store.hall import HallSnapshot, UnitOfWork
from server.webhooks.events import (
    StoppedBecause,
    WebhookAdded,
    WebhookChanged,
    WebhookRemoved,
    WebhookResumed,
    WebhookStopped,
)
from server.webhooks.reads import Hook, all_webhooks, call_of, webhook_of
from server.webhooks.tables import webhook_calls, webhook_deliveries, webhook_progress
from server.webhooks.terms import MOST, SHORTEST, WebhookIn

SHORT: Final = N_("Write at least {least} characters.")
_CALL: Final = (webhook_calls.c.hall_id == bindparam("hall"), webhook_calls.c.webhook == bindparam("which"))
_PROGRESS: Final = (webhook_progress.c.hall_id == bindparam("hall"), webhook_progress.c.webhook == bindparam("which"))
_SENT: Final = (webhook_deliveries.c.hall_id == bindparam("hall"), webhook_deliveries.c.webhook == bindparam("which"))
PUT_CALL = insert(webhook_calls)
CHANGE_CALL = (
    update(webhook_calls)
    .where(*_CALL)
    .values(
        url=bindparam("new_url", type_=webhook_calls.c.url.type),
        secret=bindparam("new_secret", type_=webhook_calls.c.secret.type),
        changed_at=bindparam("now", type_=webhook_calls.c.changed_at.type),
    )
)
BEGIN = insert(webhook_progress)
REST_OVER = (
    update(webhook_progress).where(*_PROGRESS).values(rests_until=None, failing_since=None, failures=0, said=None)
)
AGAIN = update(webhook_deliveries).where(*_SENT, webhook_deliveries.c.entry == bindparam("nth")).values(again=True)
FORGET: Final = (
    delete(webhook_calls).where(*_CALL),
    delete(webhook_progress).where(*_PROGRESS),
    delete(webhook_deliveries).where(*_SENT),
)


class UnknownWebhook(Missing):
    """The hall has no webhook of this number."""

    says = N_("There is no such webhook here.")


class EnoughWebhooks(Conflict):
    """As many webhooks as a hall may have."""

    title = N_("Enough webhooks")
    says = N_("A hall has {most} webhooks at most. Take one out first.")


def add(hall: UnitOfWork, wanted: WebhookIn) -> int:
    """Set a webhook up; it is told what happens from now on. Return its number."""
    hall.actor.must(May.SET_UP)
    if len(all_webhooks(hall)) >= MOST:
        raise EnoughWebhooks(most=MOST)
    must_be_long(wanted.secret)
    number = hall.record(WebhookAdded(settings=wanted.public().model_dump_json())).number
    values = {"url": wanted.url, "secret": wanted.secret, "changed_at": hall.at}
    hall.write_unlogged(PUT_CALL, {"hall_id": hall.id, "webhook": number, **values})
    hall.write_unlogged(BEGIN, {"hall_id": hall.id, "webhook": number, "position": number, "failures": 0})
    return number


def change(hall: UnitOfWork, which: int, wanted: WebhookIn, *, before: str | None) -> bool:
    """Change a webhook, as somebody saw it before; an empty secret leaves the one that is there."""
    hall.actor.must(May.SET_UP)
    found, call = known(hall, which), call_of(hall, which)
    present = as_entered(hall, found)
    if before != present.model_dump_json():
        raise ChangedMeanwhile
    if wanted == present:
        return False
    secret = wanted.secret or (call[1] if call else "")
    must_be_long(secret)
    was, now = found.settings.model_dump_json(), wanted.public().model_dump_json()
    hall.record(WebhookChanged(webhook=which, before=was, settings=now))
    given = {"new_url": wanted.url, "new_secret": secret, "now": hall.at}
    hall.write_unlogged(CHANGE_CALL, {"hall": hall.id, "which": which, **given})
    hall.write_unlogged(REST_OVER, {"hall": hall.id, "which": which})
    return True


def stop(hall: UnitOfWork, which: int, why: StoppedBecause) -> None:
    """Send a webhook nothing more."""
    hall.actor.must(May.SET_UP if why is StoppedBecause.BY_HAND else May.SEND_MESSAGES)
    if known(hall, which).stopped is None:
        hall.record(WebhookStopped(webhook=which, why=why))


def resume(hall: UnitOfWork, which: int) -> None:
    """Have a stopped webhook go on where it had come to: nothing is left out."""
    hall.actor.must(May.SET_UP)
    found = known(hall, which)
    if found.stopped is not None:
        hall.record(WebhookResumed(webhook=which, before=found.stopped))
        hall.write_unlogged(REST_OVER, {"hall": hall.id, "which": which})


def remove(hall: UnitOfWork, which: int) -> None:
    """Take a webhook out."""
    hall.actor.must(May.SET_UP)
    known(hall, which)
    hall.record(WebhookRemoved(webhook=which))
    for statement in FORGET:
        hall.write_unlogged(statement, {"hall": hall.id, "which": which})


def send_again(hall: UnitOfWork, which: int, entry: int) -> None:
    """Have something that was sent be sent once more, beside the order."""
    hall.actor.must(May.SET_UP)
    known(hall, which)
    hall.write_unlogged(AGAIN, {"hall": hall.id, "which": which, "nth": entry})


def known(hall: HallSnapshot, which: int) -> Hook:
    """Return a webhook; refuse what is none."""
    found = webhook_of(hall, which)
    if found is None:
        raise UnknownWebhook
    return found


def as_entered(hall: HallSnapshot, found: Hook) -> WebhookIn:
    """Return a webhook as its form has it, without the secret."""
    call = call_of(hall, found.id)
    settings = found.settings
    return WebhookIn.model_construct(
        name=settings.name, facts=settings.facts, days=settings.days, url=call[0] if call else "", secret=""
    )


def must_be_long(secret: str) -> None:
    """Refuse a secret that can be guessed."""
    if len(secret) < SHORTEST:
        raise Invalid(("secret", SHORT, {"least": SHORTEST}))
