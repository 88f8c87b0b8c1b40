"""Cases as others may read them: what says who somebody is, is not among it (content.py)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from server.cases.access import visible
from server.cases.checking import Check, Wrong, unchecked, wrong
from server.cases.clock import Stop
from server.cases.refusals import UnknownCase
from server.cases.tables import case_checks, case_files, case_notices, case_stops, case_visits, case_workers, cases
from server.cases.terms import CaseState
from server.procedures.procedure import Procedure
from server.procedures.reads import procedure_of
from server.security.actors import Actor
from server.store.hall import HallSnapshot

COLUMNS: Final = list(cases.c)[1:]
HERE: Any = bindparam("hall")
OF: Any = bindparam("which")
CASE = select(*COLUMNS).where(cases.c.hall_id == HERE, cases.c.id == OF)
CHECKS = select(*list(case_checks.c)[2:]).where(case_checks.c.hall_id == HERE, case_checks.c.case == OF)
FILES = (
    select(case_files.c.id, case_files.c.item, case_files.c.file)
    .where(case_files.c.hall_id == HERE, case_files.c.case == OF)
    .order_by(case_files.c.id)
)
NOTICES = (
    select(*[case_notices.c[name] for name in ("id", "items", "looked", "proof", "breach", "at")])
    .where(case_notices.c.hall_id == HERE, case_notices.c.case == OF)
    .order_by(case_notices.c.id)
)
STOPS = (
    select(case_stops.c.id, case_stops.c.since, case_stops.c.until)
    .where(case_stops.c.hall_id == HERE, case_stops.c.case == OF)
    .order_by(case_stops.c.since)
)
VISITS = select(case_visits.c.ticket).where(case_visits.c.hall_id == HERE, case_visits.c.case == OF)
OF_TICKET = (
    select(*COLUMNS)
    .select_from(
        cases.join(case_visits, (case_visits.c.hall_id == cases.c.hall_id) & (case_visits.c.case == cases.c.id))
    )
    .where(cases.c.hall_id == HERE, case_visits.c.ticket == bindparam("ticket"))
    .order_by(cases.c.id)
)
IN_HAND = select(*COLUMNS).where(cases.c.hall_id == HERE, cases.c.holder == bindparam("by")).order_by(cases.c.id)
WORKED = select(case_workers.c.acts).where(
    case_workers.c.hall_id == HERE, case_workers.c.case == OF, case_workers.c.by == bindparam("by")
)
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Case:
    """A case without anything that says whose it is."""

    id: int
    service: str
    procedure: int
    state: CaseState
    language: str
    opened_at: datetime
    handler: int
    holder: int | None
    held_until: datetime | None
    form: int
    lacking: tuple[str, ...]
    invalid: tuple[str, ...]
    notices: int
    notice_until: datetime | None
    accepted_at: datetime | None
    due_at: datetime | None
    stopped_at: datetime | None
    extended: bool
    escalated_by: int | None
    answer_by: datetime | None
    to_review: bool
    reviewed_by: int | None
    moved_at: datetime

    @property
    def number(self) -> str:
        """What people call it by."""
        return f"{self.opened_at:%y%m%d}-{self.id}"

    def in_hand(self, at: datetime) -> int | None:
        """Return who has it in hand at a moment."""
        return self.holder if self.held_until is not None and self.held_until > at else None


@dataclass(frozen=True, slots=True)
class CaseNow:
    """A case with what was found of it, as the workflow looks at it."""

    case: Case
    rules: Procedure
    checks: dict[str, Check]
    promises: bool  # whether the hall accepts on a promise
    reviewed: bool  # whether its procedure, its value or its sample wants a review
    stops: tuple[Stop, ...] = ()

    @property
    def unseen(self) -> list[str]:
        """What nobody looked at yet."""
        form = ["form"] if self.rules.fields and not self.case.form else []
        return [*unchecked(self.rules, self.checks), *form]

    @property
    def wrong(self) -> list[Wrong]:
        """Everything that is missing or wrong."""
        return wrong(self.rules, self.checks, self.case.lacking, self.case.invalid)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A scan or photo."""

    id: int
    item: str
    file: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A list of everything that was missing or wrong."""

    id: int
    items: tuple[Wrong, ...]
    looked: tuple[str, ...]
    proof: str
    breach: bool
    at: datetime


def parted(text: str) -> tuple[str, ...]:
    """Return what stands in a list with commas."""
    return tuple(part for part in text.split(",") if part)


def read_case(row: Sequence[Any]) -> Case:
    """Return a case from its row."""
    values = dict(zip([column.name for column in COLUMNS], row, strict=True))
    return Case(**{**values, "state": CaseState(values["state"]),
                   "lacking": parted(values["lacking"]), "invalid": parted(values["invalid"])})  # fmt: skip


def any_case(hall: HallSnapshot, case: int) -> Case:
    """Return a case, whoever asks: for what asks who may by itself, deadlines and reactions."""
    row = hall.connection.execute(CASE, {"hall": hall.id, "which": case}).first()
    if row is None:
        raise UnknownCase(case=case)
    return read_case(row)


def case_of(hall: HallSnapshot, actor: Actor, case: int) -> Case:
    """Return a case that an actor may know of; one that they may not is not there."""
    row = hall.connection.execute(CASE.where(visible(actor)), {"hall": hall.id, "which": case}).first()
    if row is None:
        raise UnknownCase(case=case)
    return read_case(row)


def list_cases(
    hall: HallSnapshot,
    actor: Actor,
    *,
    states: Sequence[CaseState] = (),
    ids: Sequence[int] | None = None,
    after: int = 0,
    most: int = MOST,
) -> list[Case]:
    """Return the cases that an actor may know of, the ones that came into their state first at the head."""
    wanted = select(*COLUMNS).where(cases.c.hall_id == hall.id, visible(actor), cases.c.id > after)
    if states:
        wanted = wanted.where(cases.c.state.in_([one.value for one in states]))
    if ids is not None:
        wanted = wanted.where(cases.c.id.in_(ids))
    rows = hall.connection.execute(wanted.order_by(cases.c.moved_at, cases.c.id).limit(most))
    return [read_case(row) for row in rows]


def count_cases(hall: HallSnapshot, actor: Actor) -> dict[CaseState, int]:
    """Return state → how many cases an actor may know of."""
    wanted = (
        select(cases.c.state, func.count()).where(cases.c.hall_id == hall.id, visible(actor)).group_by(cases.c.state)
    )
    return {CaseState(state): n for state, n in hall.connection.execute(wanted)}


def cases_of_ticket(hall: HallSnapshot, ticket: int) -> list[Case]:
    """Return the cases of a number: for the counter that serves it, and for its holder."""
    rows = hall.connection.execute(OF_TICKET, {"hall": hall.id, "ticket": ticket})
    return [read_case(row) for row in rows]


def cases_in_hand(hall: HallSnapshot, staff: int) -> list[Case]:
    """Return the cases that somebody has in hand."""
    return [read_case(row) for row in hall.connection.execute(IN_HAND, {"hall": hall.id, "by": staff})]


def has_worked(hall: HallSnapshot, case: int, staff: int) -> bool:
    """Return whether somebody ever had a case in hand: then they do not review it."""
    return bool(hall.connection.execute(WORKED, {"hall": hall.id, "which": case, "by": staff}).scalar())


def visits_of(hall: HallSnapshot, case: int) -> list[int]:
    """Return the numbers with which a case's customer came."""
    return [row[0] for row in hall.connection.execute(VISITS, {"hall": hall.id, "which": case})]


def checks_of(hall: HallSnapshot, case: int) -> dict[str, Check]:
    """Return material → what was found of it."""
    return {row[0]: Check(*row[1:]) for row in hall.connection.execute(CHECKS, {"hall": hall.id, "which": case})}


def files_of(hall: HallSnapshot, case: int) -> list[CaseFile]:
    """Return a case's scans and photos."""
    return [CaseFile(*row) for row in hall.connection.execute(FILES, {"hall": hall.id, "which": case})]


def notices_of(hall: HallSnapshot, case: int) -> list[Notice]:
    """Return the lists that were given, the first one first."""
    rows = hall.connection.execute(NOTICES, {"hall": hall.id, "which": case})
    return [
        Notice(number, tuple(Wrong.read(one) for one in parted(items)), parted(looked), proof, breach, at)
        for number, items, looked, proof, breach, at in rows
    ]


def stops_of(hall: HallSnapshot, case: int) -> dict[int, Stop]:
    """Return when the time of a case stood still, by the entries that stopped it."""
    return {row[0]: Stop(*row[1:]) for row in hall.connection.execute(STOPS, {"hall": hall.id, "which": case})}


def rules_of(hall: HallSnapshot, case: Case) -> Procedure:
    """Return the procedure by which a case goes: that of its beginning."""
    return procedure_of(hall, case.service, case.procedure)
