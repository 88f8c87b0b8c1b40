"""Facts of work profiles: one is set up, changed, removed; one holds from now on."""

from datetime import datetime
from typing import ClassVar, Final

from server.floor.tables import counters
from server.kernel.languages import N_
from server.profiles.tables import profile_now, work_profiles
from server.store.events import Event
from server.store.rows import Rows

PLAN: Final = "profile_plan"  # what falls due when the clock has another profile hold
Kept = tuple[str, str | None, str | None]  # counter, what a profile had it serve, and has it serve now


class ProfileSet(Event):
    """Written when a work profile was added (profile: None), changed or (after: None) removed; settings are JSON."""

    says = N_("Work profile {profile}: {changes}")

    profile: int | None
    before: str | None
    after: str | None
    next_at: datetime | None

    def apply(self, rows: Rows) -> None:
        """Keep it; the clock follows its hours."""
        if self.profile is None:
            rows.add(work_profiles, id=rows.seq, settings=self.after)
        elif self.after is None:
            rows.drop(work_profiles, self.profile)
        else:
            rows.move(work_profiles, self.profile, expect={"settings": self.before}, settings=self.after)
        goes_on(rows, self.next_at)


class ProfileSwitched(Event):
    """Written when another work profile holds (profile: None: what counters are set up for), or the same one anew."""

    says = N_("Work profile {profile} holds, by the clock: {counters}")
    chosen: ClassVar[str] = N_("Work profile {profile} holds, chosen by hand: {counters}")

    profile: int | None
    before: int | None
    by_hand: bool
    counters: tuple[Kept, ...]
    next_at: datetime | None

    def sentence(self) -> str:
        """Say who switched."""
        return self.chosen if self.by_hand else self.says

    def apply(self, rows: Rows) -> None:
        """Counters serve what it says from the next call on; whoever is called or served stays where they are."""
        for counter, before, after in self.counters:
            rows.move(counters, counter, expect={"profile": before}, profile=after)
        rows.drop(profile_now, ())
        rows.add(profile_now, profile=self.profile, by_hand=self.by_hand, since=rows.at)
        goes_on(rows, self.next_at)


class PlanGoesOn(Event):
    """Written when the hall's calendar changed, and with it the moment at which the clock has another profile hold."""

    says = N_("Work profiles: the clock switches next at {next_at}.")

    next_at: datetime | None

    def apply(self, rows: Rows) -> None:
        """The clock follows."""
        goes_on(rows, self.next_at)


def goes_on(rows: Rows, next_at: datetime | None) -> None:
    """Have the clock switch at a moment, where it does at all."""
    rows.settled(PLAN, 0)
    if next_at is not None:
        rows.due(PLAN, 0, next_at)
