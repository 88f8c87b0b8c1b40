"""What can be done about the work profile that holds: another one is chosen, or the clock has its way again."""

from collections.abc import Iterator
from typing import Final

from server.feature.acts import Condition, OpenAct, WayBack, rights
from server.floor.reads.halls import all_services, hall_now
from server.kernel.languages import LANGUAGES, N_, Words, listed, words
from server.profiles.commands import unserved
from server.profiles.hours import planned
from server.profiles.model import WorkProfile
from server.profiles.reads import all_profiles, holding
from server.security.rights import May
from server.store.hall import HallSnapshot

PATH: Final = "work-profile"
CLOCK: Final[dict[str, object]] = {"as_planned": True}
OWN: Final = N_("As set up")


def choose_profile(hall: HallSnapshot) -> Iterator[OpenAct]:
    """Yield each profile that can be chosen now, with the services that nobody serves then."""
    profiles = all_profiles(hall)
    if not profiles:
        return
    held = holding(hall)
    back = WayBack(path=PATH, body={"profile": held.profile} if held.by_hand else CLOCK)
    plan = planned(profiles, hall_now(hall).settings, hall.at)
    for number, profile in profiles.items():
        if number != held.profile:
            yield choice(hall, profile.name, profile, of=str(number), body={"profile": number}, back=back)
    if held.profile is not None:
        yield choice(hall, words(OWN), None, of="own", body={"profile": None}, back=back)
    if held.by_hand and any(one.hours for one in profiles.values()):
        name = profiles[plan].name if plan is not None else words(OWN)
        said = words(N_("By the clock: {profile}"), profile=name)
        yield choice(hall, said, profiles.get(plan or 0), of="clock", body=CLOCK, back=back)


def choice(
    hall: HallSnapshot, name: Words, profile: WorkProfile | None, *, of: str, body: dict[str, object], back: WayBack
) -> OpenAct:
    """Return that a profile is chosen."""
    services = all_services(hall)
    lost = [services[code].name for code in unserved(hall, profile)]
    named = {language: listed((one.get(language, "") for one in lost), language) for language in LANGUAGES}
    done = N_("Work profile: {profile}. Nobody serves {services} now.") if lost else N_("Work profile: {profile}.")
    return OpenAct(
        name="profile",
        of=of,
        words=name,
        path=PATH,
        body=body,
        stands=[Condition(met=False, text=words(N_("nobody serves {services}"), services=named))] if lost else [],
        done=words(done, profile=name, services=named),
        undo=back,
        rights=rights(May.DIRECT),
    )
