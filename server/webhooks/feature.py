"""Webhooks: what happens in a hall, told to programs elsewhere."""

from collections.abc import Iterator, Sequence
from typing import Final

from server.feature.parts import Feature
from server.feature.todos import Duty, Obligation
from server.kernel.languages import LANGUAGES, N_, words
from server.kernel.settings import Settings
from server.security.rights import May
from server.store.hall import HallSnapshot
from server.webhooks import events, tables
from server.webhooks.events import StoppedBecause, WebhookStopped
from server.webhooks.office import webhook_pages
from server.webhooks.reads import all_webhooks


def stopped(hall: HallSnapshot) -> Iterator[Obligation]:
    """Webhooks that were stopped because nothing was taken."""
    for one in all_webhooks(hall):
        if one.stopped in {StoppedBecause.FAILING, StoppedBecause.GONE}:
            yield Obligation(
                "webhook",
                words(N_("A webhook was stopped: {name}"), name=dict.fromkeys(LANGUAGES, one.settings.name)),
                f"webhooks/{one.id}",
                words(N_("See what it answered")),
                words(N_("Its receiver took nothing for days. Have it mended, then have the webhook go on.")),
            )


def in_a_process(settings: Settings, _features: Sequence[Feature]) -> Feature:
    """Return the pages, by what this process may call."""
    return Feature("webhooks", office=(webhook_pages(settings),))


FEATURE: Final = Feature(
    "webhooks",
    title=N_("Webhooks"),
    events=(events,),
    tables=(tables,),
    todos=(Duty(stopped, board=105, may=May.SET_UP),),
    warns={WebhookStopped: "a webhook was stopped"},
    more=in_a_process,
)
