"""One look at the office: who looks, at which hall, in which language; all that a page's function gets."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Any, Final, Protocol
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, get_day_names
from werkzeug.datastructures import MultiDict

from server.feature.settings import OwnSettings
from server.floor.hallfile import WEEKDAYS, HallOnly
from server.floor.reads.halls import hall_names
from server.kernel import durations
from server.kernel.languages import CATALOGUES, N_, Words, count, listed, say
from server.kernel.refusals import Invalid, Refusal, SignInNeeded
from server.office.areas import Area
from server.office.labels import OWN_NAMES
from server.security.actors import Actor
from server.security.authenticator import Authenticator
from server.security.reads import Member
from server.security.rights import May
from server.store.directory import all_halls
from server.store.events import Event
from server.store.hall import HEAD, HallSnapshot, UnitOfWork

SAID: Final[Mapping[str, str]] = {
    "saved": N_("Saved. It is in the journal."),
    "same": N_("Nothing was different; nothing was saved."),
    "removed": N_("Removed. It is in the journal."),
    "password": N_("The password is changed. All other sign-ins of yours have ended."),
    "ended": N_("Ended. What was open with it is cut within seconds."),
    "approved": N_("Let in. The screen shows the hall within a few seconds."),
    "revoked": N_("Shut out. What it shows is cut within five seconds."),
}


def in_own_names(value: object) -> object:
    """Name languages that are given by their codes; whatever else it is, as it is."""
    parts = value.split(", ") if isinstance(value, str) else []
    return [OWN_NAMES[part] for part in parts] if parts and OWN_NAMES.keys() >= set(parts) else value


@dataclass(frozen=True, slots=True)
class Go:
    """Where the browser goes on to, after a form."""

    to: str


class Drawing(Protocol):
    """The frame: it draws pages and knows what waits to be done."""

    def draw(self, context: "PageContext", template: str, values: Mapping[str, Any]) -> str:
        """Draw a page."""

    def todos(self, context: "PageContext") -> list[Any]:
        """Return what waits to be done by the reader in the present hall, ordered by time left."""

    def steps(self, context: "PageContext") -> list[Any]:
        """Return the steps of the present hall's set-up, until all are done."""

    def asides(self, context: "PageContext") -> list[Any]:
        """Return the figures that stand beside what waits to be done."""

    @property
    def areas(self) -> Sequence[Area]:
        """The journal's kinds of facts by what they are about."""

    @property
    def own(self) -> Mapping[str, OwnSettings[Any]]:
        """The settings that belong to one feature, by its name."""

    def named(self, context: "PageContext", hall: HallSnapshot, fact: Event) -> Mapping[str, object]:
        """Return how a feature says fields of its own fact, where it says more than their values."""

    def marked(self, context: "PageContext", hall: HallSnapshot, facts: Mapping[int, Event]) -> Mapping[int, str]:
        """Return how features mark entries of the journal, by their numbers."""


@dataclass
class PageContext:
    """One request. `given` is the form, `asked` the address's query; `faults` say by field why it was refused."""

    authenticator: Authenticator
    language: str
    address: str
    given: "MultiDict[str, str]"
    asked: Mapping[str, str]
    frame: Drawing
    csrf: str = ""
    member: Member | None = None
    actor_or_none: Actor | None = None
    hall_code: str = ""
    hall: int = HEAD
    settings: HallOnly | None = None  # the hall's own, where there is a hall
    remote: str = ""
    inside: bool = False  # they may be here: only then a page is shown
    refusal: Refusal | None = None
    faults: dict[str, list[str]] = field(default_factory=dict)
    status: int = 200
    _hall_names: Mapping[str, str] | None = None

    @property
    def actor(self) -> Actor:
        """Who looks; refuse where nobody is signed in."""
        if self.actor_or_none is None:
            raise SignInNeeded
        return self.actor_or_none

    def may(self, right: May) -> bool:
        """Return whether the reader has a right."""
        return self.actor_or_none is not None and self.actor_or_none.may(right)

    def may_some(self, right: May) -> bool:
        """Return whether the reader has a right of any things: what leads to them asks of which."""
        return self.actor_or_none is not None and self.actor_or_none.may_some(right)

    def look(self, hall: int | None = None) -> AbstractContextManager[HallSnapshot]:
        """Give the hall (or another line) as it is now."""
        return self.authenticator.store.look(self.hall if hall is None else hall)

    def work(self, hall: int | None = None) -> AbstractContextManager[UnitOfWork]:
        """Give the hall (or another line) under its lock, to change something as who the reader is there."""
        number = self.hall if hall is None else hall
        return self.authenticator.store.hall(number, self.actor.at_hall(number))

    def known_anew(self) -> None:
        """Take the reader as they are now: what they may has just changed."""
        proof = self.actor.proof
        self.authenticator.forget_all()
        self.actor_or_none = self.authenticator.resolve(proof)

    def t(self, text: str, /, **values: object) -> str:
        """Say a text of the catalogue in the reader's language."""
        return say(text, self.language, **values)

    def tn(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Say a number of things in the reader's language; {n} is the number."""
        return count(one, many, n, self.language, **values)

    def listed(self, parts: Iterable[object], *, long: bool = False) -> str:
        """Say things one after the other; long ones have commas of their own."""
        return listed(parts, self.language, long=long)

    def pick(self, words: Words | None) -> str:
        """Return one text's words in the reader's language."""
        return (words or {}).get(self.language, "")

    def path(self, rest: str = "", **query: object) -> str:
        """Return an address of the office in the present hall."""
        asked = urlencode({name: value for name, value in query.items() if value not in {None, ""}})
        return f"/office/{self.hall_code}/{rest}" + (f"?{asked}" if asked else "")

    def go(self, rest: str = "", *, said: str | None = None) -> Go:
        """Go on to a page of the present hall, which then says that it is done."""
        return Go(self.path(rest, said=said))

    def render(self, template: str, **values: Any) -> str:
        """Draw a page in the office's frame."""
        return self.frame.draw(self, template, values)

    def refuse(self, refusal: Refusal) -> None:
        """Keep why a form was refused, for the page that shows it again."""
        self.refusal, self.status = refusal, refusal.status
        if isinstance(refusal, Invalid):
            for name, text, values in refusal.errors:
                if ".literal[" in name:
                    continue  # “always” was not meant: what is wrong with the spans is said too
                said = self.t(text, **{name: in_own_names(value) for name, value in values.items()})
                said = said[:1].upper() + said[1:]
                for within in accumulate(name.split("."), "{}.{}".format):  # of the field, and of its row's field
                    messages = self.faults.setdefault(within, [])
                    if said not in messages:
                        messages.append(said)

    @property
    def because(self) -> str:
        """Say why a form was refused and what to do."""
        if self.refusal is None:
            return ""
        if self.faults:
            return " ".join(self.faults.get("", ())) or self.t(N_("Please look at the marked fields."))
        return say(self.refusal.sentence, self.language, **getattr(self.refusal, "values", {}))

    @property
    def zone(self) -> ZoneInfo:
        """The hall's time zone."""
        return self.settings.zone if self.settings else ZoneInfo("UTC")

    def local(self, at: datetime) -> datetime:
        """Return a moment in the hall's zone."""
        return at.astimezone(self.zone)

    def clock(self, at: datetime | None) -> str:
        """Say a time of the day: 10:42."""
        return self.local(at).strftime("%H:%M") if at else "—"

    def day(self, at: datetime) -> str:
        """Say a day with its weekday."""
        return format_skeleton("MMMEd", self.local(at), locale=self.locale)

    def dated(self, day: date | str) -> str:
        """Say a date with its weekday and year."""
        of = date.fromisoformat(day) if isinstance(day, str) else day
        return format_skeleton("yMMMEd", datetime.combine(of, time(12)), locale=self.locale)

    def until(self, due: datetime) -> str:
        """Say a limit in few words: the time where it is today, else the day; midnight ends the day before."""
        last = self.local(due - timedelta(seconds=1))
        if last.date() != self.local(self.now).date():
            return self.day(last)
        return "24:00" if last.date() != self.local(due).date() else self.clock(due)

    def weekdays(self) -> list[tuple[str, str]]:
        """Return the days of the week by their short names in settings."""
        names = get_day_names("wide", locale=self.locale)
        return [(short, names[place]) for place, short in enumerate(WEEKDAYS)]

    def moment(self, at: datetime | None) -> str:
        """Say when something was: the time alone, where it was today."""
        if at is None:
            return "—"
        same = self.local(at).date() == self.local(self.now).date()
        return self.clock(at) if same else f"{self.day(at)} {self.clock(at)}"

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.authenticator.store.clock.now()

    def left(self, due: datetime) -> str:
        """Say how much time is left: 18 min, −20 min, 3 d."""
        return durations.left((due.astimezone(UTC) - self.now).total_seconds(), self.language)

    @property
    def hall_names(self) -> Mapping[str, str]:
        """Code → name of the halls that are set up, in the reader's language."""
        if self._hall_names is None:
            with self.look(HEAD) as head:
                codes, names = all_halls(head), hall_names(head)
            self._hall_names = {code: self.pick(names.get(number)) or code for code, number in codes.items()}
        return self._hall_names

    @property
    def locale(self) -> str:
        """The language as Babel knows it."""
        return {"zh-Hant": "zh_Hant_TW", "zh-Hans": "zh_Hans_CN"}.get(self.language, "en_GB")

    @property
    def tag(self) -> str:
        """The page's language for browsers: zh-Hant-TW, zh-Hans-CN, en."""
        return CATALOGUES[self.language].replace("_", "-")
