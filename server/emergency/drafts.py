"""A plan that is being made: each of its records by itself, and what it lacks before it can come into force.

Pure: values in, values out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from pydantic import Field, model_validator

from server.emergency.plans import (
    Contact,
    Organisation,
    Plan,
    PlanFault,
    PlanMeasure,
    PlanRole,
    PlanStep,
    Recovery,
    RecoveryStep,
    Response,
)
from server.floor.hallfile import Model, Words
from server.kernel.languages import N_
from server.kernel.refusals import NoSuchPage


class DraftOrganisation(Organisation):
    """Part one, perhaps unfinished."""

    commander: str = ""
    roles: list[PlanRole] = Field(default=[])
    contacts: list[Contact] = Field(default=[])


class DraftResponse(Response):
    """Part two, perhaps unfinished."""

    steps: list[PlanStep] = Field(default=[])


class DraftRecovery(Recovery):
    """Part four, perhaps unfinished."""

    steps: list[RecoveryStep] = Field(default=[])


class Draft(Plan):
    """A plan that may lack parts, and does not have to hang together yet."""

    stages: list[Words] = Field(default=[], max_length=5)
    organisation: DraftOrganisation = DraftOrganisation()
    response: DraftResponse = DraftResponse()
    measures: list[PlanMeasure] = Field(default=[])
    recovery: DraftRecovery = DraftRecovery()

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        """Take it as it is."""
        return self


@dataclass(frozen=True, slots=True)
class DraftPart:
    """One list of records of a plan: where it stands, what a record is, and what it lacks while it is empty."""

    name: str
    path: tuple[str, ...]
    model: type[Model]
    lacking: str


PARTS: Final[Sequence[DraftPart]] = (
    DraftPart("roles", ("organisation", "roles"), PlanRole, N_("nobody has a part in it; add roles")),
    DraftPart("contacts", ("organisation", "contacts"), Contact, N_("there is nobody to call; add a contact")),
    DraftPart("steps", ("response", "steps"), PlanStep, N_("nothing is done in it; add steps")),
    DraftPart("measures", ("measures",), PlanMeasure, N_("nothing is done to the line or said; add a measure")),
    DraftPart("recovery", ("recovery", "steps"), RecoveryStep, N_("there is no way back; add steps of the recovery")),
)


def part_named(name: str) -> DraftPart:
    """Return a part by its name in addresses."""
    found = next((part for part in PARTS if part.name == name), None)
    if found is None:
        raise NoSuchPage
    return found


def records_of(draft: Plan, part: DraftPart) -> list[Model]:
    """Return a part's records."""
    found: Any = draft
    for name in part.path:
        found = getattr(found, name)
    return list(found)


def with_records(draft: Draft, part: DraftPart, records: Sequence[Model]) -> Draft:
    """Return the draft with other records in a part."""
    if len(part.path) == 1:
        return draft.model_copy(update={part.path[0]: list(records)})
    outer, inner = part.path
    return draft.model_copy(update={outer: getattr(draft, outer).model_copy(update={inner: list(records)})})


def placed(records: Sequence[Model], place: int, record: Model) -> list[Model]:
    """Return the records with one put in its place, or added behind the last."""
    return [*records[:place], record, *records[place + 1 :]]


def without(records: Sequence[Model], place: int) -> list[Model]:
    """Return the records without one."""
    return [*records[:place], *records[place + 1 :]]


def one_up(records: Sequence[Model], place: int) -> list[Model]:
    """Return the records with one before the one that stood before it."""
    if not 0 < place < len(records):
        return list(records)
    return [*records[: place - 1], records[place], records[place - 1], *records[place + 1 :]]


def free_code(draft: Plan, part: DraftPart) -> str:
    """Return a name for a new record that none of the plan has."""
    taken = {getattr(one, "code", "") for each in PARTS for one in records_of(draft, each)}
    return next(name for n in range(1, 1000) if (name := f"{part.name.rstrip('s')}-{n}") not in taken)


def lacks(draft: Draft) -> Iterator[PlanFault]:
    """Yield what keeps a draft from coming into force: empty parts, names that do not fit."""
    if not draft.stages:
        yield PlanFault(N_("it has no stages; say what each one means"), ("stages",))
    for part in PARTS:
        if not records_of(draft, part):
            yield PlanFault(part.lacking, part.path)
    for place, contact in enumerate(draft.organisation.contacts):
        if not contact.phone.strip():
            yield PlanFault(N_("this contact has no telephone number"), ("organisation", "contacts", place))
    yield from draft.faults()


def as_plan(draft: Draft) -> Plan:
    """Return the draft as a plan; whoever asks has seen that it lacks nothing."""
    return Plan.model_validate(draft.model_dump(exclude_defaults=True))
