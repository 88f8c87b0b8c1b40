"""What the count of people has waiting to be done."""

from collections.abc import Iterator
from typing import Final

from server.crowd.reads import crowd_now
from server.feature.todos import Duty, Obligation
from server.kernel.languages import N_, words
from server.security.rights import May
from server.store.hall import HallSnapshot

ODD: Final = {
    "impossible": N_("The last count of people is impossible; it is not used."),
    "contradicts": N_("The people counter at the door disagrees widely with the tickets; it is left out."),
    "silent": N_("The people counter at the door has been silent for half an hour."),
}


def odd_counts(hall: HallSnapshot) -> Iterator[Obligation]:
    """Who counts the people is to be looked at."""
    odd = crowd_now(hall).sensor.odd
    if odd is not None:
        yield Obligation(
            "device", words(N_("Check how people are counted")), "crowd", words(N_("See it")), words(ODD[odd])
        )


DUTIES: Final = (Duty(odd_counts, board=60, may=May.COUNT_HEADS),)
