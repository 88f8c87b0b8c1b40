"""What pages and other features may read of checks and findings: typed values, never rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import bindparam, select

from server.checks.levels import CheckState, FindingState, WordsOf
from server.checks.refusals import UnknownCheck, UnknownFinding
from server.checks.tables import checks, finding_words, findings
from server.store.hall import HallSnapshot

HERE: Final[Any] = bindparam("hall")
MOST: Final = 200  # in one list
_CHECKS: Final = select(*list(checks.c)[1:]).where(checks.c.hall_id == HERE)
CHECK: Final = _CHECKS.where(checks.c.id == bindparam("check"))
OF_DAY: Final = _CHECKS.where(checks.c.day == bindparam("day")).order_by(checks.c.begins_at)
LATEST: Final = _CHECKS.order_by(checks.c.begins_at.desc()).limit(MOST)
DUE: Final = _CHECKS.where(checks.c.state == CheckState.DUE.value).order_by(checks.c.begins_at)
BETWEEN: Final = _CHECKS.where(
    checks.c.begins_at >= bindparam("since", type_=checks.c.begins_at.type),
    checks.c.ends_at <= bindparam("until", type_=checks.c.begins_at.type),
)
_FINDINGS: Final = select(*list(findings.c)[1:]).where(findings.c.hall_id == HERE)
FINDING: Final = _FINDINGS.where(findings.c.id == bindparam("finding"))
OPEN: Final = _FINDINGS.where(findings.c.state == FindingState.OPEN.value).order_by(findings.c.correct_by)
LATEST_FINDINGS: Final = _FINDINGS.order_by(findings.c.id.desc()).limit(MOST)
OF_CLERK: Final = _FINDINGS.where(findings.c.clerk == bindparam("clerk")).order_by(findings.c.id.desc()).limit(MOST)
SINCE: Final = _FINDINGS.where(
    findings.c.opened_at >= bindparam("since", type_=findings.c.opened_at.type),
    findings.c.opened_at <= bindparam("until", type_=findings.c.opened_at.type),
)
WORDS: Final = select(finding_words.c.whose, finding_words.c.words).where(
    finding_words.c.hall_id == HERE, finding_words.c.finding == bindparam("finding")
)


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """A look that was drawn by lot."""

    id: int
    day: str
    counter: str
    begins_at: datetime
    ends_at: datetime
    entry: int
    state: CheckState
    made_at: datetime | None
    by: int | None
    clerk: int | None
    results: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was not as a clause says."""

    id: int
    check: int | None
    clause: str
    clerk: int
    counter: str | None
    by: int
    state: FindingState
    opened_at: datetime
    correct_by: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    closed_by: int | None
    late_at: datetime | None


def check_row(row: Sequence[Any]) -> SpotCheck:
    """Return a check from its row."""
    values = list(row)
    values[6], values[10] = CheckState(values[6]), orjson.loads(values[10]) if values[10] else {}
    return SpotCheck(*values)


def finding_row(row: Sequence[Any]) -> Finding:
    """Return a finding from its row."""
    values = list(row)
    values[6] = FindingState(values[6])
    return Finding(*values)


def read_checks(hall: HallSnapshot, question: Any, **asked: object) -> list[SpotCheck]:
    """Return the checks that a question finds."""
    return [check_row(row) for row in hall.connection.execute(question, {"hall": hall.id, **asked})]


def read_findings(hall: HallSnapshot, question: Any, **asked: object) -> list[Finding]:
    """Return the findings that a question finds."""
    return [finding_row(row) for row in hall.connection.execute(question, {"hall": hall.id, **asked})]


def check_of(hall: HallSnapshot, check: int) -> SpotCheck:
    """Return a check; refuse a number that the hall does not have."""
    found = read_checks(hall, CHECK, check=check)
    if not found:
        raise UnknownCheck
    return found[0]


def finding_of(hall: HallSnapshot, finding: int) -> Finding:
    """Return a finding; refuse a number that the hall does not have."""
    found = read_findings(hall, FINDING, finding=finding)
    if not found:
        raise UnknownFinding
    return found[0]


def checks_of_day(hall: HallSnapshot, day: str) -> list[SpotCheck]:
    """Return a day's checks, in the order of their hours."""
    return read_checks(hall, OF_DAY, day=day)


def latest_checks(hall: HallSnapshot) -> list[SpotCheck]:
    """Return the last checks, the newest first."""
    return read_checks(hall, LATEST)


def due_checks(hall: HallSnapshot) -> list[SpotCheck]:
    """Return the checks whose hour has begun, and is not over."""
    return [one for one in read_checks(hall, DUE) if one.begins_at <= hall.at < one.ends_at]


def checks_between(hall: HallSnapshot, since: datetime, until: datetime) -> list[SpotCheck]:
    """Return the checks whose hours were over in a span."""
    return read_checks(hall, BETWEEN, since=since, until=until)


def open_findings(hall: HallSnapshot) -> list[Finding]:
    """Return the findings that are not corrected, the next limit first."""
    return read_findings(hall, OPEN)


def latest_findings(hall: HallSnapshot) -> list[Finding]:
    """Return the last findings, the newest first."""
    return read_findings(hall, LATEST_FINDINGS)


def findings_of(hall: HallSnapshot, clerk: int) -> list[Finding]:
    """Return the findings about somebody, the newest first."""
    return read_findings(hall, OF_CLERK, clerk=clerk)


def findings_between(hall: HallSnapshot, since: datetime, until: datetime) -> list[Finding]:
    """Return the findings of a span."""
    return read_findings(hall, SINCE, since=since, until=until)


def words_about(hall: HallSnapshot, finding: int) -> Mapping[WordsOf, str]:
    """Return what was written about a finding, by whose words they are."""
    return {WordsOf(row[0]): row[1] for row in hall.connection.execute(WORDS, {"hall": hall.id, "finding": finding})}
