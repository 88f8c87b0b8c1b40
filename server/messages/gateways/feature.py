"""Gateways: SMS and messengers by HTTP calls, set up by each hall."""

from collections.abc import Sequence
from typing import Final

from server.feature.parts import Feature
from server.kernel.languages import N_
from server.kernel.settings import Settings
from server.messages.gateways import events, tables
from server.messages.gateways.office import gateway_pages
from server.messages.gateways.texts import SETTINGS


def in_a_process(settings: Settings, _features: Sequence[Feature]) -> Feature:
    """Return the pages, by what this process may call."""
    return Feature("gateways", office=(gateway_pages(settings),))


FEATURE: Final = Feature(
    "gateways",
    title=N_("SMS and messengers"),
    events=(events,),
    tables=(tables,),
    settings=SETTINGS,
    more=in_a_process,
)
