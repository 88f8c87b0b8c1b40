"""The five levels and the reasons one may touch, in words."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, Literal

from server.kernel.languages import N_

Score = Literal[1, 2, 3, 4, 5]
LEVELS: Final[Mapping[int, str]] = {
    5: N_("Very satisfied"),
    4: N_("Satisfied"),
    3: N_("Fair"),
    2: N_("Dissatisfied"),
    1: N_("Very dissatisfied"),
}
LOW: Final = 2  # a score up to this one is followed up
BETTER: Final[Mapping[str, str]] = {
    "long_wait": N_("Long wait"),
    "unclear": N_("Unclear explanation"),
    "papers_twice": N_("Asked for papers more than once"),
    "unfriendly": N_("Unfriendly"),
    "unsolved": N_("Not solved"),
    "place": N_("Place or equipment"),
}
GOOD: Final[Mapping[str, str]] = {
    "friendly": N_("Friendly"),
    "clear": N_("Clear explanation"),
    "quick": N_("Quick"),
    "one_visit": N_("Done in one visit"),
    "helped": N_("Helped without being asked"),
    "pleasant": N_("Pleasant place"),
}
REASONS: Final[Mapping[str, str]] = {**BETTER, **GOOD}
ANOTHER: Final = N_("another reason")  # one that customers could choose once
Reason = Literal[
    "long_wait", "unclear", "papers_twice", "unfriendly", "unsolved", "place",
    "friendly", "clear", "quick", "one_visit", "helped", "pleasant",
]  # fmt: skip


class Way(StrEnum):
    """On what a customer wrote or touched."""

    TABLET = "tablet"
    PHONE = "phone"
    KIOSK = "kiosk"


class FollowUpState(StrEnum):
    """How far a follow-up is."""

    OPEN = "open"
    CONTACTED = "contacted"
    SETTLED = "settled"
    DROPPED = "dropped"


class Limit(StrEnum):
    """What is to be done in time."""

    CONTACT = "contact"
    SETTLE = "settle"


class NoteSubject(StrEnum):
    """What staff write a note about."""

    CONTACTED = "contacted"
    SETTLED = "settled"
    EXTENDED = "extended"


class OpinionState(StrEnum):
    """How far an opinion is."""

    WAITING = "waiting"
    ANSWERED = "answered"


class OpinionKind(StrEnum):
    """What an opinion is."""

    PRAISE = "praise"
    IDEA = "idea"
    PROBLEM = "problem"
    QUESTION = "question"


KINDS: Final[Mapping[OpinionKind, str]] = {
    OpinionKind.PRAISE: N_("Praise"),
    OpinionKind.IDEA: N_("An idea"),
    OpinionKind.PROBLEM: N_("A problem"),
    OpinionKind.QUESTION: N_("A question"),
}
