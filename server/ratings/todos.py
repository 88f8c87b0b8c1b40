"""What is owed to customers who were not satisfied."""

from collections.abc import Iterator
from typing import Final

from server.feature.todos import Duty, Obligation
from server.kernel.languages import N_, words
from server.ratings.reads import open_follow_ups
from server.store.hall import HallSnapshot


def low_ratings(hall: HallSnapshot) -> Iterator[Obligation]:
    """Customers who were not satisfied and have not been contacted or settled with."""
    owed = open_follow_ups(hall)
    late = sum(one.late is not None for one in owed)
    if owed:
        text = N_("Low ratings to follow up: {n}, late: {late}") if late else N_("Low ratings to follow up: {n}")
        yield Obligation("follow_up", words(text, n=len(owed), late=late), "follow-ups", words(N_("See it")))


DUTIES: Final = (Duty(low_ratings, board=80, may=None),)  # each has a line in the office, but for whoever had served
