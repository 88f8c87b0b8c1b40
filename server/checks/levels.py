"""The words that stand for choices in checks."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from server.kernel.languages import N_


class CheckState(StrEnum):
    """Where a check is."""

    DUE = "due"
    MADE = "made"
    MISSED = "missed"


class FindingState(StrEnum):
    """Where a finding is."""

    OPEN = "open"
    CLOSED = "closed"


class Result(StrEnum):
    """What was seen of one clause."""

    FINE = "fine"
    FINDING = "finding"
    NOT_SEEN = "not_seen"


class WordsOf(StrEnum):
    """Whose words about a finding they are."""

    FOUND = "found"  # whoever saw it
    STATEMENT = "statement"  # the person concerned
    CORRECTED = "corrected"  # whoever closed it


LOOKED_AT: Final = ("R4.1.1", "R2.2.2", "R3.2.1", "R3.2.2", "R2.2.6")  # clauses of a sheet, in its order
RESULTS: Final[Mapping[str, str]] = {
    Result.FINE: N_("as it should be"),
    Result.FINDING: N_("a finding"),
    Result.NOT_SEEN: N_("could not be seen"),
}
STATES: Final[Mapping[str, str]] = {
    CheckState.DUE: N_("to be made"),
    CheckState.MADE: N_("made"),
    CheckState.MISSED: N_("not made"),
}
