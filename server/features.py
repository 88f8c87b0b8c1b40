"""The features, in the order of the layers. A new one is a line here: program, commands, references follow from it."""

from collections.abc import Iterable, Sequence
from typing import Final

from server.appointments import feature as appointments
from server.autocall import feature as autocall
from server.briefings import feature as briefings
from server.cases import feature as cases
from server.checks import feature as checks
from server.compliance import feature as compliance
from server.coordination import feature as coordination
from server.crowd import feature as crowd
from server.emergency import feature as emergency
from server.feature import ground
from server.feature.parts import Feature
from server.files import feature as files
from server.floor import feature as floor
from server.joining import feature as joining
from server.kernel.settings import Settings
from server.messages import feature as messages
from server.messages.gateways import feature as gateways
from server.news import feature as news
from server.office import feature as office
from server.offline import feature as offline
from server.outages import feature as outages
from server.procedures import feature as procedures
from server.profiles import feature as profiles
from server.ratings import feature as ratings
from server.reactions import feature as reactions
from server.reports import feature as reports
from server.screens import feature as screens
from server.search import feature as search
from server.store.events import Event
from server.webhooks import feature as webhooks

FEATURES: Final[tuple[Feature, ...]] = (
    ground.FEATURE,
    files.FEATURE,
    floor.FEATURE,
    office.FEATURE,
    messages.FEATURE,
    gateways.FEATURE,
    search.FEATURE,
    procedures.FEATURE,
    news.FEATURE,
    offline.FEATURE,
    outages.FEATURE,
    profiles.FEATURE,
    crowd.FEATURE,
    ratings.FEATURE,
    cases.FEATURE,
    appointments.FEATURE,
    joining.FEATURE,
    emergency.FEATURE,
    autocall.FEATURE,
    checks.FEATURE,
    reactions.FEATURE,
    reports.FEATURE,
    compliance.FEATURE,
    coordination.FEATURE,
    briefings.FEATURE,
    webhooks.FEATURE,
    screens.FEATURE,
)


def facts_of(features: Iterable[Feature] = FEATURES) -> dict[str, type[Event]]:
    """Return name → class of all facts."""
    return {name: fact for feature in features for name, fact in feature.facts().items()}


def under(settings: Settings, features: Sequence[Feature] = FEATURES) -> list[Feature]:
    """Return the features with all that they have under the settings of a process."""
    return [part for feature in features for part in feature.under(settings, features)]
