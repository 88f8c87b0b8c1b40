"""Search: the index over what features let people find, and its page."""

from collections.abc import Sequence
from typing import Final

from server.feature.parts import Feature
from server.kernel.settings import Settings
from server.search import tables
from server.search.indexing import mending, reactions
from server.search.office import office_pages


def in_a_process(_settings: Settings, features: Sequence[Feature]) -> Feature:
    """Return the page, what keeps the index and what mends it, for all features that are there."""
    kinds = [kind for feature in features for kind in feature.finds]
    if len({kind.kind for kind in kinds}) < len(kinds):
        raise ValueError(f"two features let people find the same: {sorted(kind.kind for kind in kinds)}")
    return Feature("search", office=(office_pages(kinds),), reactions=reactions(kinds), jobs=(mending(kinds),))


FEATURE: Final = Feature("search", tables=(tables,), more=in_a_process)
