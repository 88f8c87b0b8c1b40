"""What lies ahead of a hall, on the board: what the next two hours need, and which work profiles could hold."""

from collections.abc import Iterator
from typing import Final

from server.crowd.reads import crowd_now, people_on
from server.floor.reads.halls import all_counters, all_services
from server.floor.reads.told import Staffing
from server.kernel.languages import words
from server.profiles.acts import OWN
from server.profiles.model import APART, WorkProfile, serving
from server.profiles.reads import all_profiles, holding
from server.screens.board_parts import BoardProfile, BoardProfileOffer, BoardQuarter, BoardStaffing
from server.store.hall import HallSnapshot
from server.store.tables import moment_of

GOAL: Final = 80  # per cent of who comes, called within their target


def board_staffing(hall: HallSnapshot, told: Staffing | None) -> BoardStaffing | None:
    """Return what the next two hours need, as far as they are still to come."""
    if told is None:
        return None
    limits = crowd_now(hall).limits
    quarters = []
    for one in told.quarters:
        until, people = moment_of(one.until) or hall.at, (people_on(hall, one.low), people_on(hall, one.high))
        quarters.append(
            BoardQuarter(
                until=until,
                counters=one.counters,
                enough=one.share >= GOAL,
                comes=one.comes,
                people=people,
                crowded=limits is not None and people[1] >= limits.crowded,
            )
        )
    ahead = [one for one in quarters if one.until > hall.at]
    return BoardStaffing(days=told.days, order=list(told.order), quarters=ahead)


def board_profile(hall: HallSnapshot) -> BoardProfile | None:
    """Return the work profile that holds, and what else could; None where the hall has none."""
    profiles = all_profiles(hall)
    if not profiles:
        return None
    held = holding(hall)
    name = profiles[held.profile].name if held.profile is not None else words(OWN)
    return BoardProfile(name=name, by_hand=held.by_hand, until=held.until, others=list(offers(hall, held.profile)))


def offers(hall: HallSnapshot, held: int | None) -> Iterator[BoardProfileOffer]:
    """Yield the profiles that do not hold, and what counters are set up for where one does."""
    for number, profile in all_profiles(hall).items():
        if number != held:
            yield BoardProfileOffer(name=profile.name, serves=serves_of(hall, profile))
    if held is not None:
        yield BoardProfileOffer(name=words(OWN), serves=serves_of(hall, None))


def serves_of(hall: HallSnapshot, profile: WorkProfile | None) -> str:
    """Return what counters serve under a profile, as 3:A,B;4:C."""
    counters = all_counters(hall)
    kept = serving(profile, [one.own for one in counters.values()], all_services(hall))
    own = {code: ",".join(one.own.services) for code, one in counters.items()}
    its = {code: own[code] if text is None else text.partition(APART)[0] for code, text in kept.items()}
    return ";".join(f"{code}:{services}" for code, services in its.items() if services)
