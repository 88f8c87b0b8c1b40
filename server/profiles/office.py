"""Work profiles in the office: what they are, which of them holds; one that leaves a service out says so first."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from server.floor.hallfile import Counter
from server.floor.reads.halls import all_counters, all_services, hall_now
from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.fields import entered, value_of
from server.office.forms import Form
from server.office.pages import Nav, Pages
from server.office.settings import saved
from server.profiles.commands import NEW, back_to_plan, remove_profile, save_profile, switch, unserved
from server.profiles.events import ProfileSet, ProfileSwitched
from server.profiles.hours import planned
from server.profiles.model import Served, WorkProfile, letters_of
from server.profiles.reads import all_profiles, holding, parsed, profile_of, profile_texts
from server.profiles.refusals import NobodyWouldServe
from server.security.rights import May
from server.store.hall import HallSnapshot

pages: Final = Pages("profiles", Path(__file__).parent / "templates")
BY_HAND: Final = ("hours", "counters")  # fields that the page draws itself
OWN: Final = N_("As set up")
NEW_ONE: Final = N_("New profile")
LIST: Final = "work-profiles"


@pages.page("/<hall>/work-profiles", may=May.SEE_BOARD, nav=Nav(N_("On the floor"), N_("Work profiles"), 14))
def profiles_page(context: PageContext) -> str:
    """List the profiles: when each holds, which one does now, and what no counter serves under it."""
    with context.look() as hall:
        profiles, held, services = all_profiles(hall), holding(hall), all_services(hall)
        lost = {number: [services[code] for code in unserved(hall, one)] for number, one in profiles.items()}
        plan = planned(profiles, hall_now(hall).settings, hall.at)
    return context.render(
        "profiles/profiles.html",
        profiles=profiles,
        held=held,
        lost=lost,
        plan=plan,
        hours={number: context_hours(context, one) for number, one in profiles.items()},
        may_switch=context.may(May.DIRECT),
        may_set=context.may(May.SET_PROFILES),
    )


@pages.form("/<hall>/work-profiles", may=May.DIRECT, again=profiles_page)
def choose(context: PageContext) -> Go:
    """Have a profile hold, what counters are set up for, or what the clock says."""
    wanted = context.given.get("profile", "")
    with context.work() as hall:
        if wanted == "clock":
            back_to_plan(hall)
        else:
            switch(hall, profile=int(wanted) if wanted.isdecimal() else None)
    return context.go(LIST, said="saved")


@pages.page("/<hall>/work-profiles/new", may=May.SET_PROFILES)
def new_profile_page(context: PageContext) -> str:
    """Ask what a new profile is; it begins with what the counters are set up for."""
    with context.look() as hall:
        own = [one.own for one in all_counters(hall).values()]
    return drawn(context, {one.code: Served(services=one.services, primary=one.primary) for one in own}, None, NEW)


@pages.form("/<hall>/work-profiles/new", may=May.SET_PROFILES, again=new_profile_page)
def add_profile(context: PageContext) -> Go:
    """Add a profile."""
    return save(context, NEW)


@pages.page("/<hall>/work-profiles/<int:which>", may=May.SET_PROFILES)
def profile_page(context: PageContext, which: int) -> str:
    """Show a profile."""
    with context.look() as hall:
        present = profile_of(hall, which)
    return drawn(context, present.counters, present, which)


@pages.form("/<hall>/work-profiles/<int:which>", may=May.SET_PROFILES, again=profile_page)
def keep_profile(context: PageContext, which: int) -> Go:
    """Save a profile, or remove it."""
    if "remove" in context.given:
        with context.work() as hall:
            remove_profile(hall, profile=which, before=context.given.get("before"))
        return context.go(LIST, said="removed")
    return save(context, which)


def save(context: PageContext, which: int) -> Go:
    """Save what was entered on the version that the reader saw."""
    given = entered(context.given)
    more = {"hours": value_of(given, "hours", "hours"), "counters": counters_given(context)}
    wanted = Form(context, WorkProfile, leave_out=BY_HAND).taken(WorkProfile, **more)
    knowing = bool(context.given.get("knowing"))
    return saved(
        context,
        LIST,
        lambda hall, before: save_profile(hall, wanted, profile=which, before=before, knowing=knowing),
    )


def counters_given(context: PageContext) -> dict[str, Any]:
    """Return what was ticked for each counter; what comes first is served as well."""
    names = {name.partition(".")[2] for name in context.given if name.startswith(("also.", "first."))}
    found = {}
    for code in names:
        first, also = context.given.getlist(f"first.{code}"), context.given.getlist(f"also.{code}")
        found[code] = {"services": list(dict.fromkeys([*first, *also])), "primary": first}
    return found


def drawn(context: PageContext, counters: Mapping[str, Served], present: WorkProfile | None, which: int) -> str:
    """Draw a profile's form."""
    with context.look() as hall:
        own = [one.own for one in all_counters(hall).values()]
        services, before = all_services(hall), profile_texts(hall).get(which)
    given = entered(context.given)
    sent = context.refusal is not None and "remove" not in given and bool(given)
    ticked = counters_given(context) if sent else {code: one.model_dump() for code, one in counters.items()}
    hours = {name[6:]: "".join(values) for name, values in given.items() if name.startswith("hours.")} if sent else {}
    if not sent and present is not None and present.hours:
        hours = {"how": "days", **{day: ", ".join(spans) for day, spans in present.hours.items()}}
    return context.render(
        "profiles/profile.html",
        form=Form(context, WorkProfile, present, leave_out=BY_HAND),
        title=context.t(N_("Work profile {name}"), name=context.pick(present.name)) if present else context.t(NEW_ONE),
        which=which if present else "new",
        before=before,
        desks=[(one, ticked.get(one.code, {"services": [], "primary": []})) for one in own],
        services=services,
        hours=hours,
        hour_faults=[fault for name, said in context.faults.items() if name.startswith("hours") for fault in said],
        unserved=isinstance(context.refusal, NobodyWouldServe),
        lost=[services[code] for code in lost_by(own, ticked, services)] if sent else [],
    )


def lost_by(own: list[Counter], ticked: Mapping[str, Any], services: Mapping[str, Any]) -> list[str]:
    """Return the services that nobody would serve by what was ticked."""
    there = {code for one in own for code in (ticked.get(one.code, {}).get("services") or one.services)}
    return [code for code in services if code not in there]


def context_hours(context: PageContext, profile: WorkProfile) -> list[tuple[str, str]]:
    """Return the weekdays of a profile's hours with their spans, neighbours with the same ones together."""
    rows: list[list[str]] = []
    for day, label in context.weekdays():
        spans = ", ".join((profile.hours or {}).get(day, []))
        if rows and spans and rows[-1][2] == spans:
            rows[-1][1] = label
        elif spans:
            rows.append([label, "", spans])
        else:
            rows.append(["", "", ""])
    return [(f"{first}–{last}" if last else first, spans) for first, last, spans in rows if spans]


@pages.names(ProfileSwitched)
def switch_said(context: PageContext, hall: HallSnapshot, fact: ProfileSwitched) -> dict[str, object]:
    """Say the profile by its name, and what each counter serves."""
    told = [
        f"{code}: {' '.join(letters_of(after)[0])}" if after else f"{code}: {context.t(OWN)}"
        for code, _, after in fact.counters
    ]
    return {"profile": name_of(context, hall, fact.profile), "counters": context.listed(told, long=True) or "—"}


def name_of(context: PageContext, hall: HallSnapshot, number: int | None) -> str:
    """Return what a profile is called; one that was removed by its number."""
    if number is None:
        return context.t(OWN)
    found = all_profiles(hall).get(number)
    return context.pick(found.name) if found else context.t(N_("number {n}"), n=number)


@pages.names(ProfileSet)
def profile_said(context: PageContext, _hall: HallSnapshot, fact: ProfileSet) -> dict[str, object]:
    """Say what a profile is called."""
    return {"profile": context.pick(parsed(fact.after or fact.before or "").name)}
