"""What cases say of the regulation: from their facts, and from a second look at their rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from server.cases.events import CaseFormSaved
from server.cases.moves import (
    CaseAccepted,
    CaseAcceptedOnPromise,
    CaseApproved,
    CaseEscalated,
    CaseLate,
    CaseReleased,
    CaseReturned,
    EscalationLate,
    NoticeGiven,
    SecondNoticeGiven,
)
from server.cases.tables import case_checks, cases
from server.cases.terms import CaseState
from server.feature.evidence import Evidence, Found, Looked, RecordFound, Span, found
from server.kernel.languages import N_, words
from server.procedures.reads import procedure_of
from server.security.rights import May
from server.store.events import EVENTS
from server.store.hall import HallSnapshot
from server.store.journal import Entry, told_between

HERE: Final[Any] = bindparam("hall")
AT: Final = cases.c.accepted_at.type
SINCE: Final[Any] = bindparam("since", type_=AT)
UNTIL: Final[Any] = bindparam("until", type_=AT)
FACTS: Final = tuple(
    fact.__name__
    for fact in (
        CaseAccepted, CaseAcceptedOnPromise, CaseApproved, CaseEscalated, CaseFormSaved, CaseLate, CaseReleased,
        CaseReturned, EscalationLate, NoticeGiven, SecondNoticeGiven,
    )
)  # fmt: skip
TAKEN_IN: Final = (
    select(
        cases.c.id, cases.c.service, cases.c.procedure, cases.c.form, cases.c.accepted_at,
        func.count(case_checks.c.item),
    )
    .select_from(
        cases.outerjoin(case_checks, (case_checks.c.hall_id == cases.c.hall_id) & (case_checks.c.case == cases.c.id))
    )
    .where(cases.c.hall_id == HERE, cases.c.accepted_at >= SINCE, cases.c.accepted_at <= UNTIL)
    .group_by(cases.c.id, cases.c.service, cases.c.procedure, cases.c.form, cases.c.accepted_at)
)  # fmt: skip
UNREVIEWED: Final = select(cases.c.id, cases.c.moved_at).where(
    cases.c.hall_id == HERE, cases.c.state == CaseState.APPROVED.value, cases.c.to_review,
    cases.c.reviewed_by.is_(None), cases.c.moved_at >= SINCE, cases.c.moved_at <= UNTIL,
)  # fmt: skip
PAST: Final = select(cases.c.id, cases.c.due_at).where(
    cases.c.hall_id == HERE, cases.c.due_at < UNTIL,
    cases.c.state.not_in([CaseState.APPROVED.value, CaseState.WITHDRAWN.value]),
)  # fmt: skip
UNANSWERED: Final = select(cases.c.id, cases.c.answer_by).where(
    cases.c.hall_id == HERE, cases.c.escalated_by.is_not(None), cases.c.answer_by < UNTIL
)
Told = Mapping[str, Sequence[Entry]]


def told(hall: HallSnapshot, span: Span) -> Told:
    """Return fact → its entries of a span; read once for all that is looked at of cases."""

    def read() -> Told:
        by_name: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in told_between(hall.connection, hall.id, FACTS, span.since, span.after):
            by_name[entry.event].append(entry)
        return by_name

    return hall.once((told, span), read)


def some(of: Told, *facts: type) -> list[Entry]:
    """Return the entries of some facts, in order."""
    return sorted((entry for fact in facts for entry in of.get(fact.__name__, ())), key=lambda one: one.seq)


def record(how: Found, at: Any, case: int) -> RecordFound:
    """Return a case as a record."""
    return RecordFound(how, at, words(N_("Case {number}"), number=case), f"cases/{case}")


def of_entry(how: Found, entry: Entry) -> RecordFound:
    """Return the case of a fact as a record."""
    fact: Any = EVENTS[entry.event].from_json(entry.data)
    return record(how, entry.at, fact.case)


def newest(entries: Sequence[Entry]) -> Any:
    """Return when the newest of some entries was written."""
    return entries[-1].at if entries else None


def rows_of(hall: HallSnapshot, question: Any, span: Span) -> Sequence[Any]:
    """Return the rows of a question about a span."""
    return hall.connection.execute(question, {"hall": hall.id, "since": span.since, "until": span.until}).all()


def said_once(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the notices: each named everything that could be seen then."""
    given = some(told(hall, span), NoticeGiven, SecondNoticeGiven)
    again = [entry for entry in given if getattr(EVENTS[entry.event].from_json(entry.data), "new", ())]
    return found([of_entry(Found.BROKEN, entry) for entry in again], len(given), newest(given))


def taken_in_whole(hall: HallSnapshot, span: Span) -> Looked:
    """Look again at the cases that were accepted: every material was checked, and the form looked at."""
    rows = rows_of(hall, TAKEN_IN, span)
    lacking = []
    for number, service, version, form, at, checked in rows:
        rules = procedure_of(hall, service, version)
        if checked < len(rules.materials) or (rules.fields and not form):
            lacking.append(record(Found.BROKEN, at, number))
    return found(lacking, len(rows), max((row[4] for row in rows), default=None))


def entered_right(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the cases that were accepted: their form was not changed after it."""
    facts = told(hall, span)
    accepted = {
        EVENTS[one.event].from_json(one.data).case: one  # type: ignore[attr-defined]  # both have one
        for one in some(facts, CaseAccepted, CaseAcceptedOnPromise)
    }
    changed = set()
    for entry in some(facts, CaseFormSaved):
        case = EVENTS[entry.event].from_json(entry.data).case  # type: ignore[attr-defined]  # likewise
        if case in accepted and entry.seq > accepted[case].seq:
            changed.add(case)
    return found(
        [record(Found.BROKEN, accepted[case].at, case) for case in sorted(changed)],
        len(accepted), newest(list(accepted.values())),
    )  # fmt: skip


def hard_ones_answered(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the hard cases that went up: answered by their limit."""
    facts = told(hall, span)
    asked, late = some(facts, CaseEscalated), some(facts, EscalationLate)
    open_ones = {row.id: row for row in rows_of(hall, UNANSWERED, span)}
    records = [record(Found.LATE, row.answer_by, row.id) for row in open_ones.values()]
    records += [one for one in (of_entry(Found.BROKEN, entry) for entry in late) if case_in(one) not in open_ones]
    return found(records, max(len(asked), len(records)), newest(asked))


def case_in(one: RecordFound) -> int:
    """Return the case of a record."""
    return int(one.to.rpartition("/")[2])


def reviewed(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the cases that were released: those that were to be reviewed, were."""
    over = some(told(hall, span), CaseApproved, CaseReleased)
    rows = rows_of(hall, UNREVIEWED, span)
    return found([record(Found.BROKEN, row.moved_at, row.id) for row in rows], len(over), newest(over))


def not_returned(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the reviews: passed, not returned to be redone."""
    facts = told(hall, span)
    looks, back = some(facts, CaseApproved, CaseReturned), some(facts, CaseReturned)
    return found([of_entry(Found.BROKEN, entry) for entry in back], len(looks), newest(looks))


def in_its_limit(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the cases that were accepted: decided within their time limit."""
    facts = told(hall, span)
    accepted, late = some(facts, CaseAccepted, CaseAcceptedOnPromise), some(facts, CaseLate)
    past = {row.id: row for row in rows_of(hall, PAST, span)}
    records = [record(Found.LATE, row.due_at, row.id) for row in past.values()]
    records += [one for one in (of_entry(Found.BROKEN, entry) for entry in late) if case_in(one) not in past]
    return found(records, max(len(accepted), len(records)), newest(accepted))


EVIDENCE: Final = (
    Evidence(
        "cases_said_once", ("R4.2.1",),
        N_("Notices of what is missing: kept when nothing had to be said a second time that could be seen at first"),
        said_once, to="cases", may=May.READ_CASES, tolerated=0.02, risky=0.0,
    ),
    Evidence(
        "cases_taken_in_whole", ("R2.2.4",),
        N_("Cases that were accepted: kept when every material was checked and the form looked at"),
        taken_in_whole, to="cases", may=May.READ_CASES,
    ),
    Evidence(
        "cases_entered_right", ("R4.2.2",),
        N_("Cases that were accepted: kept when the form was not corrected afterwards"),
        entered_right, to="cases", may=May.READ_CASES, tolerated=0.1, risky=0.05,
    ),
    Evidence(
        "cases_hard_ones_answered", ("R4.2.3",),
        N_("Hard cases that went up to the supervisor: kept when answered by their limit"),
        hard_ones_answered, to="cases", may=May.READ_CASES, tolerated=0.1, risky=0.05,
    ),
    Evidence(
        "cases_reviewed", ("R4.3.1",),
        N_("Cases that were approved: kept when those that are to be reviewed were"),
        reviewed, to="cases", may=May.READ_CASES,
    ),
    Evidence(
        "cases_not_returned", ("R4.3.2",), N_("Reviews: kept when passed; one in five may go back to be redone"),
        not_returned, to="cases", may=May.READ_CASES, tolerated=0.2, risky=0.15,
    ),
    Evidence(
        "cases_in_limit", ("R1.3.3",), N_("Cases: kept when decided within their time limit"),
        in_its_limit, to="cases", may=May.READ_CASES, tolerated=0.05, risky=0.02,
    ),
)  # fmt: skip
