"""The short texts that go to phones: built in, or a hall's own; each with a sample, so that its length can be seen."""

import re
from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from server.feature.effects import Effect
from server.feature.settings import OwnSettings
from server.floor.hallfile import LONG, Model, Words
from server.kernel.languages import N_, say
from server.kernel.refusals import unfit
from server.messages.gateways.segments import Length, length
from server.store.hall import HallSnapshot

PLACES: Final = re.compile(r"\{(\w+)\}")
LONGEST: Final = 600  # characters of a text
BUILT_IN: Final[Mapping[str, str]] = {
    "begun": N_("{hall}: {number}. We tell you here when to come. {link}"),
    "near": N_("{hall}: {number}, your turn is near. Please come back now. {link}"),
    "turn": N_("{hall}: {number}, it is your turn. Please go to counter {counter}."),
    "missed": N_("{hall}: {number} was called and nobody came. Come back within {minutes} min: {link}"),
    "sent_on": N_("{hall}: {number}, please stay. You are called again for {service}."),
    "ready": N_("{hall}: {number}, your result is ready. Please collect it at counter {counter}, until {until}."),
    "booked": N_("{hall}: booked, {when}, {service}. Code {code}. {link}"),
    "moved": N_("{hall}: your appointment is now {when}, {service}. Code {code}. {link}"),
    "cancelled": N_("{hall}: your appointment {when}, {service}, is cancelled."),
    "reminder": N_("{hall}: your appointment is {when}, {service}. Code {code}. {link}"),
    "offered": N_("{hall}: a place is free, {when}, {service}. Take it soon: {link}"),
}
OF_NUMBERS: Final = frozenset({"hall", "number", "counter", "minutes", "service", "link"})
OF_RESULTS: Final = frozenset({"hall", "number", "counter", "service", "until"})
OF_BOOKINGS: Final = frozenset({"hall", "when", "service", "code", "link"})
SAMPLE: Final[Mapping[str, str]] = {
    "number": "A017", "counter": "3", "minutes": "20", "code": "482913", "link": "https://hall.example.org/t/Qk3vX9aLm2Zt7PdWc5Yb",
}  # fmt: skip


def with_places(places: frozenset[str]) -> AfterValidator:
    """Return what refuses a text that is too long, or names what is not filled in there."""
    offered = ", ".join(f"{{{one}}}" for one in sorted(places))

    def check(words: Words) -> Words:
        for text in words.values():
            if unknown := [one for one in PLACES.findall(text) if one not in places]:
                raise unfit(
                    N_("nothing is known as {name}; there are {known}"), name=f"{{{unknown[0]}}}", known=offered
                )
            if len(text) > LONGEST:
                raise unfit(N_("a text has {most} characters at most"), most=str(LONGEST))
        return words

    return AfterValidator(check)


NumberText = Annotated[Words, LONG, with_places(OF_NUMBERS)]
ResultText = Annotated[Words, LONG, with_places(OF_RESULTS)]
BookingText = Annotated[Words, LONG, with_places(OF_BOOKINGS)]
NUMBERS: Final = N_("your own words; empty: ours. Filled in: {hall}, {number}, {counter}, {minutes}, {service}, {link}")
RESULTS: Final = N_("your own words; empty: ours. Filled in: {hall}, {number}, {counter}, {service}, {until}")
BOOKINGS: Final = N_("your own words; empty: ours. Filled in: {hall}, {when}, {service}, {code}, {link}")


class PhoneTexts(Model):
    """A hall's own texts to phones."""

    begun: NumberText | None = Field(default=None, description=NUMBERS)
    near: NumberText | None = Field(default=None, description=NUMBERS)
    turn: NumberText | None = Field(default=None, description=NUMBERS)
    missed: NumberText | None = Field(default=None, description=NUMBERS)
    sent_on: NumberText | None = Field(default=None, description=NUMBERS)
    ready: ResultText | None = Field(default=None, description=RESULTS)
    booked: BookingText | None = Field(default=None, description=BOOKINGS)
    moved: BookingText | None = Field(default=None, description=BOOKINGS)
    cancelled: BookingText | None = Field(default=None, description=BOOKINGS)
    reminder: BookingText | None = Field(default=None, description=BOOKINGS)
    offered: BookingText | None = Field(default=None, description=BOOKINGS)


SETTINGS: Final = OwnSettings(
    "gateways",
    PhoneTexts,
    title=N_("Texts to phones"),
    labels={
        "begun": N_("Somebody wants to be told"),
        "near": N_("The turn is near"),
        "turn": N_("It is their turn"),
        "missed": N_("The call was missed"),
        "sent_on": N_("Sent on"),
        "ready": N_("The result is ready"),
        "booked": N_("Appointment booked"),
        "moved": N_("Appointment moved"),
        "cancelled": N_("Appointment cancelled"),
        "reminder": N_("Reminder of an appointment"),
        "offered": N_("A place has become free"),
    },
    effects=dict.fromkeys(PhoneTexts.model_fields, Effect.AT_ONCE),
)


def text_of(hall: HallSnapshot, what: str, language: str, /, **values: object) -> str:
    """Return a text in a language, filled in: the hall's own, else the one that is built in."""
    own: Words | None = getattr(SETTINGS.of(hall), what)
    if own is None:
        return say(BUILT_IN[what], language, **values).strip()
    return PLACES.sub(lambda found: str(values.get(found[1], "")), own[language]).strip()


def sample_of(
    hall: HallSnapshot, what: str, language: str, *, name: str, service: str, when: str
) -> tuple[str, Length]:
    """Return a text as somebody would get it, and how long it is."""
    text = text_of(hall, what, language, **SAMPLE, hall=name, service=service, when=when, until=when)
    return text, length(text)
