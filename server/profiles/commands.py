"""Setting up work profiles, and having one of them hold: by the clock, or chosen by whoever leads the floor."""

from collections.abc import Mapping
from typing import Final

from server.floor.commands.settings import text_of
from server.floor.events.settings import HallSet
from server.floor.hallfile import WEEKDAYS
from server.floor.reads.halls import all_counters, all_services, hall_now, service_of
from server.floor.refusals import ChangedMeanwhile
from server.kernel.languages import Words
from server.profiles.events import PlanGoesOn, ProfileSet, ProfileSwitched
from server.profiles.hours import next_change, overlap, planned
from server.profiles.model import WorkProfile, left_out, serving
from server.profiles.reads import all_profiles, holding, parsed, profile_of, profile_texts
from server.profiles.refusals import NobodyWouldServe, ProfilesOverlap
from server.security.rights import May
from server.store.hall import HallSnapshot, UnitOfWork

NEW: Final = 0
LOCALES: Final[Mapping[str, str]] = {"zh-Hant": "zh_Hant_TW", "zh-Hans": "zh_Hans_CN", "en": "en_GB"}


def unserved(hall: HallSnapshot, profile: WorkProfile | None) -> list[str]:
    """Return the services that no counter serves under a profile."""
    own, services = [one.own for one in all_counters(hall).values()], all_services(hall)
    return left_out(serving(profile, own, services), own, services)


def save_profile(
    hall: UnitOfWork, wanted: WorkProfile, *, profile: int, before: str | None, knowing: bool = False
) -> bool:
    """Add a profile (number 0), or set one anew as somebody saw it before; return whether anything differed.

    A service that no counter serves under it is refused, unless whoever saves it knows (`knowing`).
    """
    hall.actor.must(May.SET_PROFILES)
    texts, after = profile_texts(hall), text_of(wanted)
    present = texts.get(profile)
    if profile != NEW:
        profile_of(hall, profile)
        if present == after:
            return False
        if present != before:
            raise ChangedMeanwhile
    must_hang_together(hall, wanted, profile)
    lost = unserved(hall, wanted)
    if lost and not knowing:
        raise NobodyWouldServe(services=lost)
    settings = hall_now(hall).settings
    held = holding(hall)
    others = {number: parsed(text) for number, text in texts.items() if number != profile}
    next_at = next_change(others | {profile: wanted}, settings, hall.at, by_hand=held.by_hand)
    hall.record(ProfileSet(profile=None if profile == NEW else profile, before=present, after=after, next_at=next_at))
    follow_plan(hall, anew=held.profile == profile)
    return True


def must_hang_together(hall: UnitOfWork, wanted: WorkProfile, profile: int) -> None:
    """Refuse a profile that names services that are not there, or holds while another one does."""
    for served in wanted.counters.values():
        for code in served.services:
            service_of(hall, code)
    others = {number: one for number, one in all_profiles(hall).items() if number != profile}
    if (found := overlap(wanted, others)) is not None:
        number, day, span = found
        raise ProfilesOverlap(other=others[number].name, day=weekday(day), span=span)


def weekday(day: str) -> Words:
    """Return what a weekday is called, in every language."""
    from babel.dates import get_day_names  # noqa: PLC0415 - a twentieth of a second, of a start that needs no date

    return {language: get_day_names("wide", locale=of)[WEEKDAYS.index(day)] for language, of in LOCALES.items()}


def remove_profile(hall: UnitOfWork, *, profile: int, before: str | None) -> None:
    """Remove a profile; where it holds, what the clock says holds instead."""
    hall.actor.must(May.SET_PROFILES)
    profile_of(hall, profile)
    present = profile_texts(hall)[profile]
    if present != before:
        raise ChangedMeanwhile
    held = holding(hall)
    others = {number: one for number, one in all_profiles(hall).items() if number != profile}
    next_at = next_change(others, hall_now(hall).settings, hall.at, by_hand=held.by_hand)
    hall.record(ProfileSet(profile=profile, before=present, after=None, next_at=next_at))
    if held.profile == profile:
        switched(hall, planned(others, hall_now(hall).settings, hall.at), by_hand=False)


def switch(hall: UnitOfWork, *, profile: int | None) -> None:
    """Have a profile hold from now on (None: what counters are set up for), until the clock has another one hold."""
    hall.actor.must(May.DIRECT)
    if profile is not None:
        profile_of(hall, profile)
    if holding(hall).profile != profile:
        switched(hall, profile, by_hand=True)


def back_to_plan(hall: UnitOfWork) -> None:
    """Have the profile hold that the clock says, instead of what was chosen by hand."""
    hall.actor.must(May.DIRECT)
    if holding(hall).by_hand:
        switched(hall, planned(all_profiles(hall), hall_now(hall).settings, hall.at), by_hand=False)


def plan_due(hall: UnitOfWork, _subject: int) -> None:
    """Come to the moment at which the clock has another profile hold."""
    switched(hall, planned(all_profiles(hall), hall_now(hall).settings, hall.at), by_hand=False)


def follow_plan(hall: UnitOfWork, *, anew: bool) -> None:
    """Have the clock's profile hold after one was set, unless one was chosen by hand; `anew`: the one that holds."""
    held = holding(hall)
    wanted = held.profile if held.by_hand else planned(all_profiles(hall), hall_now(hall).settings, hall.at)
    if anew or wanted != held.profile:
        switched(hall, wanted, by_hand=held.by_hand)


def follow_calendar(hall: UnitOfWork, event: HallSet) -> None:
    """Have the clock follow the hall's calendar: another zone, a holiday."""
    profiles = all_profiles(hall) if event.before is not None else {}
    if not any(one.hours for one in profiles.values()):
        return
    held = holding(hall)
    wanted = planned(profiles, hall_now(hall).settings, hall.at)
    if not held.by_hand and wanted != held.profile:
        switched(hall, wanted, by_hand=False)
        return
    next_at = next_change(profiles, hall_now(hall).settings, hall.at, by_hand=held.by_hand)
    if next_at != held.until:
        hall.record(PlanGoesOn(next_at=next_at))


def switched(hall: UnitOfWork, profile: int | None, *, by_hand: bool) -> None:
    """Record that a profile holds, and what each counter serves under it."""
    profiles, counters = all_profiles(hall), all_counters(hall)
    wanted = profiles[profile] if profile is not None else None
    kept = serving(wanted, [one.own for one in counters.values()], all_services(hall))
    hall.record(
        ProfileSwitched(
            profile=profile,
            before=holding(hall).profile,
            by_hand=by_hand,
            counters=tuple(
                (code, one.profile, kept[code]) for code, one in counters.items() if one.profile != kept[code]
            ),
            next_at=next_change(profiles, hall_now(hall).settings, hall.at, by_hand=by_hand),
        )
    )
