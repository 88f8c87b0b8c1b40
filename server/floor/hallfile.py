"""What a hall is: the models of the configuration, its settings with their defaults and sentences."""

import re
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, Final, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from server.floor.states import CounterKind
from server.floor.typed_hours import written
from server.kernel import patterns
from server.kernel.languages import LANGUAGES, N_
from server.kernel.refusals import unfit

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPAN = re.compile(r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)")


class Misplaced(ValueError):
    """A mistake of which we know where in the table it stands: ("counters", 2, "services")."""

    def __init__(self, text: str, *at: str | int) -> None:
        self.at = at
        super().__init__(text)


def all_languages(words: dict[str, str]) -> dict[str, str]:
    """Refuse a text that lacks one of the three languages."""
    lacking = [language for language in LANGUAGES if not words.get(language, "").strip()]
    if lacking:
        raise unfit(N_("the text lacks {lacking}; write it there too"), lacking=", ".join(lacking))
    if extra := set(words) - set(LANGUAGES):
        raise ValueError(f"unknown language {', '.join(sorted(extra))}; known are {', '.join(LANGUAGES)}")
    return words


@cache
def zones() -> frozenset[str]:
    """Return the time zones of the IANA list: to look through the machine's folders takes 10 ms."""
    return frozenset(available_timezones())


def a_zone(name: str) -> str:
    """Refuse a time zone that is not in the IANA list."""
    if name not in zones():
        raise unfit(N_("“{name}” is no IANA time zone; write for instance Asia/Taipei"), name=name)
    return name


def spans(hours: list[str]) -> list[str]:
    """Refuse hours that are not HH:MM-HH:MM, in order and apart."""
    for span in hours:
        if not SPAN.fullmatch(span) or span[:5] >= span[6:]:
            raise unfit(N_("“{span}” is no span of hours; write for instance 08:30-12:00"), span=span)
    if any(before[6:] > after[:5] for before, after in pairwise(hours)):
        raise unfit(N_("the spans overlap or are out of order"))
    return hours


def readable(accent: str | None) -> str | None:
    """Refuse an accent on which white words are hard to read: less than 4.5:1 (WCAG 2.2, 1.4.3)."""
    if accent is None:
        return None
    parts = (int(accent[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    light = sum(share * one for share, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    if 1.05 / (light + 0.05) < 4.5:
        raise unfit(N_("white words on {accent} are hard to read; choose a darker colour"), accent=accent)
    return accent


class Lengthy:
    """A mark on a text that may be several lines long: a form asks for it in a text area."""


LONG: Final = Lengthy()
Words = Annotated[dict[str, str], AfterValidator(all_languages)]
Spans = Annotated[list[str], AfterValidator(spans)]
Breaks = Annotated[str, AfterValidator(lambda text: ", ".join(spans(written(text))))]
Hours = Annotated[
    Literal["always"] | dict[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], Spans],
    Field(description="“always”, or the spans of each weekday; a weekday that is not named is closed"),
]
Minutes = Annotated[float, Field(gt=0, le=600)]


class Model(BaseModel):
    """A frozen piece of the configuration that knows each of its fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Group(Model):
    """Services that the kiosk shows behind one key; where there are more than six, it asks for the group first."""

    code: str = Field(pattern=patterns.SHORT_NAME, description="what services call it by: small letters, digits and -")
    name: Words = Field(description="as customers read it")


class PriorityClass(Model):
    """Customers who are called earlier than others that came with them. Who says so is not asked why."""

    code: str = Field(pattern=patterns.SHORT_NAME, description="what records call it by: small letters, digits and -")
    name: Words = Field(description="as customers read it")
    who: list[Words] = Field(default=[], max_length=8, description="whom it is for, a line each; nobody is asked which")
    credit: Minutes = Field(default=60, description="minutes earlier than arrival its numbers count from")
    mark: str = Field(
        default="", max_length=2, description="one or two signs for it where there is little room, for instance ★"
    )
    at_kiosk: bool = Field(default=True, description="customers may choose it at the kiosk; else reception gives it")
    at_booking: bool = Field(default=False, description="customers may choose it as they book an appointment")
    on_display: bool = Field(default=False, description="the hall display shows its mark beside a number called")


USUAL_CLASS: Final = PriorityClass(
    code="priority",
    name={"zh-Hant": "優先", "zh-Hans": "优先", "en": "With priority"},
    who=[
        {"zh-Hant": "年長", "zh-Hans": "年长", "en": "Older age"},
        {"zh-Hant": "身心障礙", "zh-Hans": "残疾", "en": "Disability"},
        {"zh-Hant": "懷孕", "zh-Hans": "怀孕", "en": "Pregnancy"},
        {"zh-Hant": "帶著嬰幼兒", "zh-Hans": "带着婴幼儿", "en": "With a baby or small child"},
        {"zh-Hant": "軍人", "zh-Hans": "军人", "en": "Military service"},
    ],
)


class Service(Model):
    """What a customer comes for."""

    code: str = Field(pattern=patterns.LETTER, description="its letter, A to Z, or two: its numbers begin with it")
    name: Words = Field(description="as customers read it")
    about: Words = Field(description="what it is for, in one line")
    bring: list[Words] = Field(default=[], description="what to bring, most important first")
    fee: Words | None = Field(default=None, description="what it costs, in words")
    takes: Words | None = Field(default=None, description="how long it takes from acceptance to the result, in words")
    procedure: int | None = Field(
        default=None,
        ge=1,
        description="version of its procedure in force, which says what to bring, the fee and how long it takes",
    )
    target: Minutes = Field(
        default=20, description="minutes that a customer should wait at most; it measures, it does not order"
    )
    norm: Minutes = Field(default=10, description="minutes that the service takes; used until its own times are known")
    credit: float = Field(
        default=0,
        ge=-240,
        le=240,
        description="minutes earlier (or, negative, later) than arrival its tickets count from",
    )
    roll: int = Field(
        default=0,
        ge=0,
        le=10_000,
        description="its numbers are torn off a paper roll of so many, for instance 100 or 1000; 0: kiosks give them",
    )
    hours: Hours | None = Field(
        default=None, description="when numbers are given out; as the hall where it is not said"
    )
    group: str | None = Field(default=None, description="in which group the kiosk shows it; none: beside the groups")


class Counter(Model):
    """A numbered desk."""

    code: str = Field(pattern=patterns.COUNTER, description="the number over the desk: at most three digits or letters")
    kind: CounterKind = Field(default=CounterKind.PROCESSING, description="reception, processing or consultation")
    services: list[str] = Field(min_length=1, description="letters of what it serves")
    primary: list[str] = Field(
        default=[], description="of these, what it serves first: others are passed for 15 minutes at most"
    )
    side: Literal["left", "right", "ahead"] = Field(
        default="ahead", description="where it is, seen from before the hall display"
    )
    post: Words | None = Field(default=None, description="what stands on its sign under the clerk's name")
    breaks: Breaks = Field(
        default="", description="planned breaks of a day, for instance 12:00-12:40; announced waits reckon with them"
    )

    @model_validator(mode="after")
    def primary_is_served(self) -> Self:
        """Refuse a primary service that the counter does not serve."""
        if lost := set(self.primary) - set(self.services):
            raise unfit(
                N_("primary names {services}, which is not among its services"), services=", ".join(sorted(lost))
            )
        return self


class Holiday(Model):
    """A day, or some, on which the hall is closed, or opens for a part of its hours."""

    first: date = Field(description="the first day")
    last: date | None = Field(default=None, description="the last day, where there are several")
    name: Words = Field(description="as customers read it")
    hours: Spans = Field(default=[], description="a half day: of the usual hours only these; none: closed")
    every_year: bool = Field(default=False, description="on the same days each year from then on")

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """Refuse one that ends before it begins, or is as long as a year."""
        if self.last and not timedelta() <= self.last - self.first < timedelta(days=365):
            raise unfit(N_("the last day must come after the first, within a year"))
        return self


class Hall(Model):
    """One service floor. All times are in the hall's own zone."""

    code: str = Field(
        pattern=patterns.SHORT_NAME,
        description="as it stands in web addresses: small letters, digits and -, for instance west",
    )
    name: Words = Field(description="as customers read it")
    timezone: Annotated[str, AfterValidator(a_zone)] = Field(
        default="Asia/Taipei", description="IANA time zone, for instance Asia/Taipei"
    )
    languages: list[Literal["zh-Hant", "zh-Hans", "en"]] = Field(
        default=["zh-Hant", "zh-Hans", "en"], min_length=1, description="in the hall's order"
    )
    display_languages: list[Literal["zh-Hant", "zh-Hans", "en"]] = Field(
        default=["zh-Hant", "en"], min_length=1, max_length=2, description="what shared screens show, the larger first"
    )
    accent: Annotated[Annotated[str, Field(pattern=patterns.COLOUR)] | None, AfterValidator(readable)] = Field(
        default=None, description="the hall's own accent colour, for instance #0B4F5C"
    )
    hours: Hours = Field(default="always", description="when numbers are given out")
    closed_on: list[date] = Field(
        default=[], description="days on which it is closed, for instance 2027-01-01, 2027-02-17"
    )
    holidays: list[Holiday] = Field(
        default=[], max_length=100, description="with their names: closed, or open for a part of the hours"
    )
    at_closing: Literal["serve", "cancel", "keep"] = Field(
        default="serve", description="what becomes of who still waits at closing time, and as the day ends"
    )
    notices: Annotated[list[Words], LONG] = Field(default=[], description="what the hall display tells everyone")
    classes: list[PriorityClass] = Field(
        default=[USUAL_CLASS],
        max_length=8,
        description="of customers who are called earlier; the first is meant where somebody is just “with priority”",
    )
    recall_after: list[int] = Field(default=[30, 60], description="seconds after a call when it is repeated by itself")
    no_show_after: int = Field(default=90, ge=20, le=900, description="seconds after a call when it counts as not come")
    back_within: Minutes = Field(default=20, description="minutes in which who missed a call may come back")
    remind_held: int = Field(
        default=10,
        ge=0,
        le=240,
        description="minutes after which a terminal says that somebody set aside is away; 0: never",
    )
    primary_first: Minutes = Field(
        default=15, description="minutes that a counter's primary services may go before its others"
    )
    show_targets: bool = Field(default=True, description="customers read each service's target beside their wait")
    ask_party: bool = Field(default=False, description="the kiosk asks how many come together")
    demo: bool = Field(default=False, description="invented people; set by the file's [demo]")
    area: float | None = Field(
        default=None, gt=0, description="waiting floor in m², without furniture, aisles and counters"
    )
    capacity: int | None = Field(default=None, ge=1, description="persons that the posted capacity allows")
    usual_party: float = Field(
        default=1.5, ge=1, le=10, description="persons that come on one number, until the hall has learned it"
    )
    voice: bool = Field(default=True, description="the hall display speaks the calls; false is a quiet hall")
    shown_as: Literal["whole_number", "last_digits", "masked_name"] = Field(
        default="whole_number",
        description="how a call stands where everybody sees it; but for the whole number, nothing is spoken",
    )
    flash: bool = Field(default=False, description="the hall display flashes slowly at a new call, instead of a sound")
    voice_languages: list[Literal["zh-Hant", "zh-Hans", "yue", "en"]] = Field(
        default=[],
        max_length=3,
        description="in which it speaks them, one after the other; where none is named, those of the hall display",
    )
    groups: list[Group] = Field(
        default=[], max_length=12, description="of services, as the kiosk shows them, in this order"
    )
    services: list[Service] = Field(min_length=1, max_length=60, description="what customers come for")
    counters: list[Counter] = Field(min_length=1, max_length=200, description="the desks")

    @model_validator(mode="before")
    @classmethod
    def one_class_of_before(cls, said: Any) -> Any:
        """Read settings of a program that knew one class, and its credit only."""
        if not isinstance(said, dict) or "priority_credit" not in said:
            return said
        usual = USUAL_CLASS.model_dump() | {"credit": said["priority_credit"]}
        return {"classes": [usual]} | {name: value for name, value in said.items() if name != "priority_credit"}

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        """Refuse codes given twice and counters that serve what is not there."""
        for what, codes in (
            ("service", [service.code for service in self.services]),
            ("counter", [counter.code for counter in self.counters]),
            ("group", [group.code for group in self.groups]),
            ("class", [one.code for one in self.classes]),
        ):
            for place, code in enumerate(codes):
                if code in codes[:place]:
                    named = f"{what}es" if what == "class" else f"{what}s"
                    raise Misplaced(f"{what} {code} is there twice; give each a code of its own", named, place, "code")
        groups = {group.code for group in self.groups}
        for place, service in enumerate(self.services):
            if service.group is not None and service.group not in groups:
                raise Misplaced(
                    f"service {service.code} is in {service.group}, which is not among the groups",
                    "services", place, "group",
                )  # fmt: skip
        known = {service.code for service in self.services}
        for place, counter in enumerate(self.counters):
            if lost := set(counter.services) - known:
                raise Misplaced(
                    f"counter {counter.code} serves {', '.join(sorted(lost))}, which is not among the services",
                    "counters", place, "services",
                )  # fmt: skip
        if len(rolls := [service.code for service in self.services if service.roll]) > 1:
            raise unfit(
                N_("only one service has a paper roll, since its numbers have no letter: {services}"),
                services=", ".join(rolls),
            )
        if any(seconds >= self.no_show_after for seconds in self.recall_after):
            raise unfit(N_("recall_after must come before no_show_after"))
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The hall's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def speaks(self) -> bool:
        """Whether calls are spoken: in no quiet hall, nor where a call is masked."""
        return self.voice and self.shown_as == "whole_number"

    def without_lists(self) -> "HallOnly":
        """Return the hall's own settings, without its services and counters."""
        return HallOnly.model_validate(self.model_dump(exclude={"services", "counters"}))


class HallOnly(Hall):
    """A hall's own settings; services and counters have events of their own."""

    services: list[Service] = []
    counters: list[Counter] = []


class Person(Model):
    """Somebody who works here; only in the demo, people are added by `floor staff add` otherwise."""

    username: str = Field(pattern=patterns.USER_NAME, description="to sign in")
    name: str = Field(min_length=1, max_length=60, description="as colleagues and customers read it")
    role: Literal["clerk", "reviewer", "supervisor", "manager", "auditor", "admin"] = Field(
        description="what they may do"
    )


class Demo(Model):
    """A demo: invented people, open sign-ins, a hall that moves by itself."""

    password: str = Field(min_length=4, description="of every sign-in; said on every page")
    living: bool = Field(default=True, description="simulated customers and clerks move the hall by themselves")
    people: list[Person] = Field(description="who works here")


class Configuration(Model):
    """The whole file."""

    demo: Demo | None = Field(default=None, description="only in a demo: invented people, open sign-ins")
    halls: list[Hall] = Field(min_length=1, description="the halls")

    @model_validator(mode="after")
    def halls_differ(self) -> Self:
        """Refuse two halls with one code."""
        codes = [hall.code for hall in self.halls]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(f"hall {', '.join(twice)} is there twice; give each a code of its own")
        return self
