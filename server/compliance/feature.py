"""The regulation: its board over what all features keep."""

from collections.abc import Sequence
from typing import Final

from server.compliance import events, tables
from server.compliance.office import office_pages
from server.compliance.silent import UNSEEN
from server.feature.clauses import by_id
from server.feature.evidence import Evidence
from server.feature.parts import Feature
from server.kernel.languages import N_
from server.kernel.settings import Settings


def all_evidence(features: Sequence[Feature]) -> list[Evidence]:
    """Return what features say of the regulation; raise `ValueError` where one names a clause that there is not."""
    found = [one for feature in features for one in feature.evidence]
    unknown = {clause for one in found for clause in one.clauses} - by_id().keys()
    twice = len({one.name for one in found}) < len(found)
    if unknown or twice:
        raise ValueError(f"evidence of no clause: {sorted(unknown)}; names: {sorted(one.name for one in found)}")
    return found


def without_reason(evidence: Sequence[Evidence]) -> set[str]:
    """Return the clauses that have neither evidence nor a reason why there is none, or both."""
    shown = {clause for one in evidence for clause in one.clauses}
    return (by_id().keys() - shown - UNSEEN.keys()) | (shown & UNSEEN.keys())


def in_a_process(_settings: Settings, features: Sequence[Feature]) -> Feature:
    """Return the pages over all features that are there."""
    return Feature("compliance", office=(office_pages(all_evidence(features)),))


FEATURE: Final = Feature(
    "compliance", title=N_("The regulation"), events=(events,), tables=(tables,), more=in_a_process
)
