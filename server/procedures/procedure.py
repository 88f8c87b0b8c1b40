"""What a procedure says: materials, form, fee, time limit, hard cases, review, result, how long its file is kept.

Pure: values in, values out.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from server.floor.hallfile import LONG, Model, Service, Words
from server.kernel.languages import LANGUAGES, N_, count, say
from server.kernel.refusals import unfit

MOST_MATERIALS: Final = 60
MOST_FIELDS: Final = 80
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,29}$", description="its name in the procedure")]


class Copies(StrEnum):
    """In which form a material is handed in."""

    ORIGINAL = "original"
    COPY = "copy"
    BOTH = "both"


class Weight(StrEnum):
    """Whether a case can be accepted without a material at all."""

    MAIN = "main"
    SECONDARY = "secondary"  # where the hall accepts with a promise, it may follow


class CheckedBy(StrEnum):
    """Who checks a material."""

    COUNTER = "at_counter"
    REVIEW = "at_review"
    TWICE = "at_both"


class DatumKind(StrEnum):
    """What is entered in a field of the form, and so how it is checked."""

    LINE = "line"
    LINES = "lines"
    NUMBER = "number"
    DAY = "day"
    ONE_OF = "one_of"
    TICK = "tick"
    IDENTITY = "identity"
    PHONE = "phone"
    EMAIL = "email"


class ReviewRule(StrEnum):
    """Which cases somebody else looks through before they are released."""

    EVERY = "every"
    SAMPLE = "sample"
    BY_VALUE = "by_value"


class Keeps(StrEnum):
    """How long a closed case's file is kept."""

    ONE = "one_year"
    THREE = "three_years"
    TEN = "ten_years"
    THIRTY = "thirty_years"
    PERMANENT = "permanent"


class Material(Model):
    """Something that a customer hands in."""

    code: Code
    name: Words = Field(description=N_("as customers read it"))
    copies: Copies = Field(default=Copies.ORIGINAL, description=N_("original, copy, or both"))
    number: int = Field(default=1, ge=1, le=99, description=N_("how many of them"))
    weight: Weight = Field(
        default=Weight.MAIN, description=N_("without a main one nothing is accepted; a secondary one may be promised")
    )
    checked_by: CheckedBy = Field(default=CheckedBy.COUNTER, description=N_("who looks through it"))
    checks: Annotated[Words | None, LONG] = Field(
        default=None, description=N_("what is looked at: date, seal, signature")
    )


class ProcedureField(Model):
    """Something that is entered in the form."""

    code: Code
    name: Words = Field(description=N_("what is asked, in few words"))
    kind: DatumKind = Field(default=DatumKind.LINE, description=N_("what is entered; it is checked by this"))
    needed: bool = Field(default=True, description=N_("without it nothing is accepted"))
    about: Words | None = Field(default=None, description=N_("how it is written, for instance as on the passport"))
    options: list[Words] = Field(default=[], max_length=30, description=N_("of a choice: what can be chosen"))
    least: float | None = Field(default=None, description=N_("of a number: the smallest"))
    most: float | None = Field(default=None, description=N_("of a number: the largest"))

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        """Refuse a choice without options, and bounds that nothing can keep."""
        if self.kind is DatumKind.ONE_OF and len(self.options) < 2:
            raise unfit(N_("a choice needs at least two options"))
        if self.least is not None and self.most is not None and self.least > self.most:
            raise unfit(N_("the smallest must not be larger than the largest"))
        return self


class ProcedureHead(Model):
    """What a procedure says beside its materials and its form."""

    fee: Words | None = Field(default=None, description=N_("what it costs, in words"))
    days: int | None = Field(
        default=None, ge=0, le=365, description=N_("working days within which it must be decided; 0: on the spot")
    )
    longer: int = Field(default=0, ge=0, le=365, description=N_("working days that this can be extended by, once"))
    stopped: int = Field(
        default=0, ge=0, le=365, description=N_("working days that the time may stand still at most; 0: it never does")
    )
    hard: list[Words] = Field(
        default=[], max_length=20, description=N_("which cases go to the supervisor, never decided alone")
    )
    review: ReviewRule = Field(default=ReviewRule.EVERY, description=N_("which cases somebody else looks through"))
    share: int = Field(default=10, ge=1, le=100, description=N_("of a sample: how many in a hundred"))
    value: str = Field(default="", description=N_("by value: the number of the form that decides"))
    above: float = Field(default=0, ge=0, description=N_("by value: from which value on"))
    result: Words | None = Field(default=None, description=N_("what the customer gets in the end"))
    collect: Words | None = Field(default=None, description=N_("where it is collected, and when"))
    plan: str = Field(default="", max_length=40, description=N_("its number in the classification plan"))
    keeps: Keeps = Field(default=Keeps.TEN, description=N_("how long a closed case's file is kept"))


class Procedure(ProcedureHead):
    """All that a procedure says; one that is being written may lack something."""

    materials: list[Material] = Field(default=[], max_length=MOST_MATERIALS)
    fields: list[ProcedureField] = Field(default=[], max_length=MOST_FIELDS)

    def material(self, code: str) -> Material | None:
        """Return a material by its name."""
        return next((one for one in self.materials if one.code == code), None)

    def field_of(self, code: str) -> ProcedureField | None:
        """Return a field by its name."""
        return next((one for one in self.fields if one.code == code), None)


HEAD_FIELDS: Final = tuple(ProcedureHead.model_fields)


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a procedure can't come into force: a sentence, its values, and the part where it is mended."""

    text: str
    at: str
    values: dict[str, object] = field(default_factory=dict)


def lacks(procedure: Procedure) -> Iterator[Lack]:
    """Yield what keeps a procedure from coming into force."""
    if not procedure.materials and not procedure.fields:
        yield Lack(N_("It asks for nothing: add a material, or a field of the form."), "materials")
    for part in ("materials", "fields"):
        for code, times in Counter(one.code for one in getattr(procedure, part)).items():
            if times > 1:
                yield Lack(N_("The name {code} is there twice; give each a name of its own."), part, {"code": code})
    if procedure.review is ReviewRule.BY_VALUE:
        deciding = procedure.field_of(procedure.value)
        if deciding is None or deciding.kind is not DatumKind.NUMBER:
            yield Lack(N_("It is reviewed by value, and no number of the form is named for it."), "about")


def implied(service: Service) -> Procedure:
    """Return the procedure that a service's list of what to bring amounts to: what a first version begins with."""
    return Procedure(
        fee=service.fee,
        materials=[Material(code=f"material-{place}", name=name) for place, name in enumerate(service.bring, start=1)],
    )


def brought(material: Material) -> Words:
    """Return what a customer brings, as kiosk, slip and phone say it."""
    text = {
        (Copies.ORIGINAL, False): N_("{name} (original)"),
        (Copies.COPY, False): N_("{name} (copy)"),
        (Copies.BOTH, False): N_("{name} (original and copy)"),
        (Copies.ORIGINAL, True): N_("{name} ({n} originals)"),
        (Copies.COPY, True): N_("{name} ({n} copies)"),
        (Copies.BOTH, True): N_("{name} (original and {n} copies)"),
    }[material.copies, material.number > 1]
    return {language: say(text, language, name=material.name, n=material.number) for language in LANGUAGES}


def takes(procedure: Procedure) -> Words | None:
    """Return how long it takes by law, as customers read it; None where nothing is said."""
    if procedure.days is None:
        return None
    if procedure.days == 0:
        return {language: say(N_("on the spot"), language) for language in LANGUAGES}
    return {
        language: count("within {n} working day", "within {n} working days", procedure.days, language)
        for language in LANGUAGES
    }
