"""Facts of spot checks and findings."""

from datetime import datetime
from typing import Final

import orjson

from server.checks.levels import CheckState, FindingState
from server.checks.tables import checks, findings
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows

MISSED: Final = "check_missed"
CORRECT: Final = "finding_late"


class CheckDrawn(Event):
    """Written when a day's lot named a counter and an hour; the seed is the hash of an entry of the day before."""

    says = N_("Spot check drawn: counter {counter}, {begins_at}.")

    day: str
    counter: str
    begins_at: datetime
    ends_at: datetime
    entry: int

    def apply(self, rows: Rows) -> None:
        """It is to be made in its hour."""
        rows.add(
            checks,
            id=rows.seq,
            day=self.day,
            counter=self.counter,
            begins_at=self.begins_at,
            ends_at=self.ends_at,
            entry=self.entry,
            state=CheckState.DUE,
        )
        rows.due(MISSED, rows.seq, self.ends_at)


class CheckMade(Event):
    """Written when somebody looked at a counter; `results` has fine, finding or not_seen for each clause."""

    says = N_("{by} made the spot check of counter {counter}.")

    check: int
    counter: str
    by: int
    clerk: int | None
    results: dict[str, str]

    def apply(self, rows: Rows) -> None:
        """It is made."""
        rows.move(
            checks,
            self.check,
            expect={"state": CheckState.DUE},
            state=CheckState.MADE,
            made_at=rows.at,
            by=self.by,
            clerk=self.clerk,
            results=orjson.dumps(self.results, option=orjson.OPT_SORT_KEYS).decode(),
        )
        rows.settled(MISSED, self.check)


class CheckMissed(Event):
    """Written when the hour of a check went by and nobody had looked."""

    says = N_("The spot check of counter {counter} was not made in its hour.")

    check: int
    counter: str

    def apply(self, rows: Rows) -> None:
        """It is over."""
        rows.move(checks, self.check, expect={"state": CheckState.DUE}, state=CheckState.MISSED)
        rows.settled(MISSED, self.check)


class FindingRecorded(Event):
    """Written when something was not as a clause says; its number is this entry's, the words are kept apart."""

    says = N_("{by} recorded a finding: clause {clause}, {clerk}; to be corrected by {correct_by}.")

    check: int | None
    clause: str
    clerk: int
    counter: str | None
    by: int
    correct_by: datetime

    def apply(self, rows: Rows) -> None:
        """It is open until corrected."""
        rows.add(
            findings,
            id=rows.seq,
            check=self.check,
            clause=self.clause,
            clerk=self.clerk,
            counter=self.counter,
            by=self.by,
            state=FindingState.OPEN,
            opened_at=rows.at,
            correct_by=self.correct_by,
        )
        rows.due(CORRECT, rows.seq, self.correct_by)


class FindingAnswered(Event):
    """Written when the person concerned said what they have to say; the words are kept apart."""

    says = N_("{clerk} made a statement about a finding.")

    finding: int
    clerk: int

    def apply(self, rows: Rows) -> None:
        """It has its statement; it comes once."""
        rows.move(findings, self.finding, expect={"answered_at": None}, answered_at=rows.at)


class FindingClosed(Event):
    """Written when somebody else than the person concerned saw that it is corrected."""

    says = N_("{by} closed a finding: it is corrected.")

    finding: int
    by: int

    def apply(self, rows: Rows) -> None:
        """It is over."""
        rows.move(
            findings,
            self.finding,
            expect={"state": FindingState.OPEN},
            state=FindingState.CLOSED,
            closed_at=rows.at,
            closed_by=self.by,
        )
        rows.settled(CORRECT, self.finding)


class FindingLate(Event):
    """Written when a finding was not corrected in time. It is the manager's from then on."""

    says = N_("A finding was not corrected in time; it is the manager's now.")

    finding: int

    def apply(self, rows: Rows) -> None:
        """It is late."""
        rows.move(findings, self.finding, expect={"late_at": None}, late_at=rows.at)
        rows.settled(CORRECT, self.finding)
