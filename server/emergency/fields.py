"""What a step asks of whoever confirms it, drafted from the hall's figures, and what it then leaves behind. Pure."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from server.emergency.plans import Gives, Plan
from server.emergency.states import Exits
from server.feature.acts import FieldKind
from server.kernel.languages import N_, Words, words
from server.kernel.refusals import Invalid

SIZE_UP: Final = "size_up"  # in every plan, with three fields
MOST: Final = 100_000  # persons
LONGEST: Final = 2000  # characters of somebody's own words
WHOLE: Final = N_("Enter a whole number from 0 to {most}.")
CHOOSE: Final = N_("Choose one of the answers.")
CLOCK: Final = N_("Enter the time as 10:05.")
WRITE: Final = N_("Write it down in a few words.")
AHEAD: Final = timedelta(minutes=2)  # that somebody's watch may be


BACK_WITHIN: Final = timedelta(seconds=10)  # a step confirmed by mistake is taken back


@dataclass(frozen=True, slots=True)
class StepField:
    """Something that a step asks."""

    name: str
    kind: FieldKind
    label: Words
    needed: bool = True
    options: tuple[tuple[str, Words], ...] = ()
    draft: Words | None = None  # what stands there at first


@dataclass(frozen=True, slots=True)
class Situation:
    """What the hall knows already."""

    people: int
    waiting: int
    clock: str  # now, as the hall's clocks show it
    report: Words  # the situation in a few sentences


class StepAnswer(BaseModel):
    """What a step left behind, without anybody's own words."""

    model_config = ConfigDict(frozen=True)

    people: int | None = None
    waiting: int | None = None
    exits: Exits | None = None
    help: int | None = None  # persons who need help
    contact: int | None = None  # of the plan's contacts, from 0
    at: datetime | None = None  # when they were called
    reached: bool | None = None

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        """Return an answer from its JSON."""
        return None if text is None else cls.model_validate_json(text)

    def text(self) -> str | None:
        """Return it as JSON; None where nothing is in it."""
        found = self.model_dump_json(exclude_none=True)
        return None if found == "{}" else found


def asked(gives: str | None, draft: Situation, plan: Plan) -> list[StepField]:
    """Return what a step asks that leaves something behind."""
    here = {"people": str(draft.people), "waiting": str(draft.waiting), "at": draft.clock}
    makes: Mapping[str, Callable[[], list[StepField]]] = {
        SIZE_UP: lambda: [number("people", here), exits(), number("help", {"help": "0"}), note(needed=False)],
        Gives.COUNT: lambda: [number("people", {})],
        Gives.EXITS: lambda: [exits(), note(needed=False)],
        Gives.CALL: lambda: [
            contact(plan, N_("Who was called")),
            StepField("at", FieldKind.TIME, words(N_("When")), draft=same(draft.clock)),
            reached(),
            note(needed=False),
        ],
        Gives.REPORT: lambda: [
            contact(plan, N_("To whom")),
            number("people", here),
            number("waiting", here),
            note(needed=True, label=N_("The report"), draft=draft.report),
        ],
        Gives.WORDS: lambda: [note(needed=True)],
    }
    return makes[gives]() if gives is not None else []


def gives_of(code: str, plan: Plan) -> str | None:
    """Return what a step leaves behind; None where a tick is enough."""
    planned = plan.step(code)
    return SIZE_UP if code == SIZE_UP else planned.gives if planned is not None else None


LABELS: Final = {
    "people": N_("People inside"),
    "waiting": N_("Waiting"),
    "help": N_("How many need help"),
}


def same(text: str) -> Words:
    """Return a text that is the same in every language."""
    return dict.fromkeys(words(N_("Waiting")), text)


def number(name: str, here: Mapping[str, str]) -> StepField:
    """Return a field for a number, with what is known already."""
    draft = here.get(name)
    return StepField(name, FieldKind.NUMBER, words(LABELS[name]), draft=None if draft is None else same(draft))


def exits() -> StepField:
    """Return the field for the exits."""
    options = ((str(Exits.CLEAR), words(N_("clear"))), (str(Exits.BLOCKED), words(N_("blocked"))))
    return StepField("exits", FieldKind.CHOICE, words(N_("Exits and aisles")), options=options)


def contact(plan: Plan, label: str) -> StepField:
    """Return the field for one of the plan's contacts."""
    people = plan.organisation.contacts
    options = tuple(
        (str(place), {language: f"{text} · {one.phone}" for language, text in one.name.items()})
        for place, one in enumerate(people)
    )
    return StepField("contact", FieldKind.CHOICE, words(label), options=options)


def reached() -> StepField:
    """Return the field for whether somebody was reached."""
    options = (("yes", words(N_("reached"))), ("no", words(N_("not reached"))))
    return StepField("reached", FieldKind.CHOICE, words(N_("Reached?")), options=options)


def note(*, needed: bool, label: str = N_("In your own words"), draft: Words | None = None) -> StepField:
    """Return the field for somebody's own words."""
    return StepField("note", FieldKind.TEXT, words(label), needed=needed, draft=draft)


def checked(
    fields: list[StepField], given: Mapping[str, object], *, at: datetime, zone: ZoneInfo
) -> tuple[StepAnswer, str]:
    """Return what a step leaves behind and what was written with it; refuse naming each field that does not fit."""
    faults: list[tuple[str, str, dict[str, object]]] = []
    found: dict[str, object] = {}
    for field in fields:
        text = str(given.get(field.name, "") if given.get(field.name) is not None else "").strip()
        if not text and not field.needed:
            continue
        value, says = read_field(field, text, at, zone)
        if says is not None:
            faults.append((field.name, says, {"most": MOST}))
        found[field.name] = value
    if faults:
        raise Invalid(*faults)
    words_given = str(found.pop("note", "") or "")
    if "reached" in found:
        found["reached"] = found["reached"] == "yes"
    return StepAnswer.model_validate(found), words_given


def read_field(field: StepField, text: str, at: datetime, zone: ZoneInfo) -> tuple[object, str | None]:
    """Return a field's value, and what is wrong with it."""
    if field.kind in {FieldKind.NUMBER, FieldKind.TIME}:
        text = unicodedata.normalize("NFKC", text)  # keyboards for Chinese give full-width digits and colons
    if field.kind is FieldKind.NUMBER:
        fits = text.isascii() and text.isdigit() and int(text[:9]) <= MOST and len(text) <= len(str(MOST))
        return (int(text), None) if fits else (None, WHOLE)
    if field.kind is FieldKind.CHOICE:
        return (text, None) if text in dict(field.options) else (None, CHOOSE)
    if field.kind is FieldKind.TIME:
        try:
            return moment(text, at, zone), None
        except ValueError:
            return None, CLOCK
    return (text, None) if text and len(text) <= LONGEST else (None, WRITE)


def moment(text: str, at: datetime, zone: ZoneInfo) -> datetime:
    """Return the last moment at which a hall's clocks showed a time."""
    shown = time.fromisoformat(text)
    here = at.astimezone(zone)
    found = here.replace(hour=shown.hour, minute=shown.minute, second=shown.second, microsecond=0)
    return (found - timedelta(days=1) if found > here + AHEAD else found).astimezone(UTC)


def answer_said(answer: StepAnswer, plan: Plan, clock: Callable[[datetime], str]) -> list[Words]:
    """Return what a step left behind, as the log says it."""
    contacts = plan.organisation.contacts
    said: list[Words] = []
    if answer.contact is not None and answer.contact < len(contacts):
        name = contacts[answer.contact].name
        if answer.at is not None:
            called = N_("{name} called at {time}, reached"), N_("{name} called at {time}, not reached")
            said.append(words(called[0 if answer.reached else 1], name=name, time=clock(answer.at)))
        else:
            said.append(words(N_("sent to {name}"), name=name))
    if answer.people is not None:
        said.append(words(N_("{people} people"), people=answer.people))
    if answer.waiting is not None:
        said.append(words(N_("{n} waiting"), n=answer.waiting))
    if answer.exits is not None:
        said.append(words(N_("exits clear") if answer.exits is Exits.CLEAR else N_("exits blocked")))
    if answer.help is not None:
        said.append(words(N_("needing help: {n}"), n=answer.help))
    return said
