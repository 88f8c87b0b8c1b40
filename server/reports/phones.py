"""What left to phones in a period, by each gateway, and what it cost."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from server.floor.reads.halls import hall_now
from server.messages.gateways.reads import all_gateways, sent_between
from server.messages.gateways.terms import UNITS
from server.store.hall import HallSnapshot


@dataclass(frozen=True, slots=True)
class SentBy:
    """What left by one gateway; one that was taken out has no name and no currency any more."""

    name: str
    many: int
    cost: float
    currency: str


def sent_to_phones(hall: HallSnapshot, since: date, until: date) -> list[SentBy]:
    """Return what left on some days, both ends counted, by the hall's own clock."""
    zone = hall_now(hall).settings.zone
    begins = datetime.combine(since, time(), zone)
    found = sent_between(hall, begins, datetime.combine(until + timedelta(days=1), time(), zone))
    ways = {one.channel: one.settings for one in all_gateways(hall)}
    return [
        SentBy(
            ways[channel].name if channel in ways else "", sent.many, sent.cost / UNITS,
            ways[channel].currency if channel in ways else "",
        )
        for channel, sent in sorted(found.items())
    ]  # fmt: skip
