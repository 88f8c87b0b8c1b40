"""What others may read of webhooks: which there are, how far each came, what was answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, bindparam, select

from server.store.hall import HallSnapshot
from server.store.sealed import OF_ANOTHER
from server.webhooks.tables import webhook_calls, webhook_deliveries, webhook_progress, webhooks
from server.webhooks.terms import Webhook

_BOTH: Final = and_(webhook_progress.c.hall_id == webhooks.c.hall_id, webhook_progress.c.webhook == webhooks.c.id)
LISTED = (
    select(
        webhooks.c.id, webhooks.c.settings, webhooks.c.stopped, webhook_progress.c.position,
        webhook_progress.c.failures, webhook_progress.c.failing_since, webhook_progress.c.said,
    )
    .outerjoin(webhook_progress, _BOTH)
    .where(webhooks.c.hall_id == bindparam("hall"))
    .order_by(webhooks.c.id)
)  # fmt: skip
CALL = select(webhook_calls.c.url, webhook_calls.c.secret).where(
    webhook_calls.c.hall_id == bindparam("hall"), webhook_calls.c.webhook == bindparam("which")
)
DELIVERED = (
    select(
        webhook_deliveries.c.entry, webhook_deliveries.c.topic, webhook_deliveries.c.taken, webhook_deliveries.c.said,
        webhook_deliveries.c.attempts, webhook_deliveries.c.again, webhook_deliveries.c.at,
    )
    .where(webhook_deliveries.c.hall_id == bindparam("hall"), webhook_deliveries.c.webhook == bindparam("which"))
    .order_by(webhook_deliveries.c.at.desc(), webhook_deliveries.c.entry.desc())
    .limit(bindparam("most"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook, and how it does."""

    id: int
    settings: Webhook
    stopped: str | None
    position: int
    failures: int
    failing_since: datetime | None
    said: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was sent of an entry of the journal, and what was answered."""

    entry: int
    topic: str
    taken: bool
    said: str | None
    attempts: int
    again: bool
    at: datetime


def all_webhooks(hall: HallSnapshot) -> list[Hook]:
    """Return the hall's webhooks; one without progress, of a backup without telemetry, begins at its own entry."""
    return [hook_of(row) for row in hall.connection.execute(LISTED, {"hall": hall.id})]


def hook_of(row: Any) -> Hook:
    """Return a webhook out of its row."""
    which, settings, stopped, position, failures, since, said = row
    begins = which if position is None else position
    return Hook(which, Webhook.model_validate_json(settings), stopped, begins, failures or 0, since, said)


def webhook_of(hall: HallSnapshot, which: int) -> Hook | None:
    """Return one of them."""
    return next((one for one in all_webhooks(hall) if one.id == which), None)


def call_of(hall: HallSnapshot, which: int) -> tuple[str, str] | None:
    """Return where a webhook goes, and its secret; None where another key sealed them."""
    row = hall.connection.execute(CALL, {"hall": hall.id, "which": which}).first()
    return None if row is None or OF_ANOTHER in {row[0], row[1]} else (row[0], row[1])


def deliveries(hall: HallSnapshot, which: int, *, most: int) -> list[Delivery]:
    """Return what was sent last, the newest first."""
    asked = {"hall": hall.id, "which": which, "most": most}
    return [Delivery(*row) for row in hall.connection.execute(DELIVERED, asked)]
