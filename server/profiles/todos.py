"""What a work profile leaves to be done: a service that no counter serves while it holds."""

from collections.abc import Iterator
from typing import Final

from server.feature.todos import Duty, Obligation
from server.floor.reads.halls import all_counters, all_services
from server.kernel.languages import LANGUAGES, N_, listed, words
from server.profiles.reads import all_profiles, holding
from server.security.rights import May
from server.store.hall import HallSnapshot


def nobody_serves(hall: HallSnapshot) -> Iterator[Obligation]:
    """Services that no counter serves under the profile that holds, whoever sits there."""
    held = holding(hall).profile if all_profiles(hall) else None
    if held is None:
        return
    there = {code for one in all_counters(hall).values() for code in one.settings.services}
    lost = [one for one in all_services(hall).values() if one.code not in there]
    if lost:
        named = {
            language: listed((f"{one.code} {one.name.get(language, '')}" for one in lost), language)
            for language in LANGUAGES
        }
        yield Obligation(
            "profile",
            words(N_("No counter serves {services}"), services=named),
            "work-profiles",
            words(N_("Work profiles")),
            words(N_("Under the work profile “{profile}”."), profile=all_profiles(hall)[held].name),
        )


DUTIES: Final = (Duty(nobody_serves, board=45, may=May.DIRECT),)
