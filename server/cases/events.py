"""Facts of a case being taken in: opened, leased, checked, filled in, seen; what was entered stands elsewhere."""

from datetime import datetime

from server.cases.tables import case_checks, case_files, case_looks, case_visits, case_workers, cases
from server.cases.terms import CaseState
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class CaseOpened(Event):
    """Written when a customer's business was taken in hand at a counter; its number is this entry's."""

    says = N_("A case of service {service} was opened for {ticket}.")

    ticket: int
    service: str
    procedure: int
    language: str
    by: int
    held_until: datetime

    def apply(self, rows: Rows) -> None:
        """It is a draft, in the hand of who opened it; nobody looked at anything yet."""
        rows.add(
            cases,
            id=rows.seq,
            service=self.service,
            procedure=self.procedure,
            state=CaseState.DRAFT,
            language=self.language,
            opened_at=rows.at,
            handler=self.by,
            holder=self.by,
            held_until=self.held_until,
            form=0,
            lacking="",
            invalid="",
            notices=0,
            moved_at=rows.at,
        )
        rows.add(case_visits, case=rows.seq, ticket=self.ticket)
        rows.add(case_looks, case=rows.seq, by=self.by, at=rows.at)
        rows.count(case_workers, (rows.seq, self.by), acts=1)


class CaseVisited(Event):
    """Written when the customer of a case came again, with another number."""

    says = N_("The customer of case {case} came again, with {ticket}.")

    case: int
    ticket: int

    def apply(self, rows: Rows) -> None:
        """The number belongs to the case too."""
        rows.add(case_visits, case=self.case, ticket=self.ticket)


class CaseTaken(Event):
    """Written when somebody took a case in hand, or goes on with it after a while."""

    says = N_("Case {case} was taken in hand.")

    case: int
    by: int
    was: int | None
    held_until: datetime

    def apply(self, rows: Rows) -> None:
        """It is theirs for a while, and they handle it."""
        rows.move(
            cases, self.case, expect={"holder": self.was}, holder=self.by, handler=self.by, held_until=self.held_until
        )
        rows.count(case_workers, (self.case, self.by), acts=1)


class CaseLaidDown(Event):
    """Written when whoever had a case in hand let it go, or left the counter."""

    says = N_("Case {case} was laid down.")

    case: int
    was: int

    def apply(self, rows: Rows) -> None:
        """Whoever serves may take it."""
        rows.move(cases, self.case, expect={"holder": self.was}, holder=None, held_until=None)


class CaseSeen(Event):
    """Written when somebody looked into what was entered for a case: each look, for the auditor."""

    says = N_("Case {case} was looked into.")

    case: int
    by: int
    again: bool

    def apply(self, rows: Rows) -> None:
        """They may read it for a while."""
        if self.again:
            rows.move(case_looks, (self.case, self.by), expect={}, at=rows.at)
        else:
            rows.add(case_looks, case=self.case, by=self.by, at=rows.at)


class MaterialChecked(Event):
    """Written when somebody looked at a material: complete, correct, compliant."""

    says = N_("Case {case}: the material {item} was checked.")

    case: int
    item: str
    complete: bool
    correct: bool
    compliant: bool
    by: int
    before: int | None  # the entry of the last look; none: nobody had looked

    def apply(self, rows: Rows) -> None:
        """It stands so, until somebody looks again."""
        found = {"complete": self.complete, "correct": self.correct, "compliant": self.compliant}
        if self.before is None:
            rows.add(case_checks, case=self.case, item=self.item, looked=rows.seq, by=self.by, **found)
        else:
            rows.move(
                case_checks,
                (self.case, self.item),
                expect={"looked": self.before},
                looked=rows.seq,
                by=self.by,
                **found,
            )


class CaseFormSaved(Event):
    """Written when the form of a case was saved: which fields changed, which want something; not what stands there."""

    says = N_("Case {case}: the form was saved.")

    case: int
    changed: tuple[str, ...]
    lacking: tuple[str, ...]
    invalid: tuple[str, ...]
    form: int  # how often it was saved, this time counted
    by: int

    def apply(self, rows: Rows) -> None:
        """It says what is still wanting."""
        rows.move(
            cases,
            self.case,
            expect={"form": self.form - 1},
            form=self.form,
            lacking=",".join(self.lacking),
            invalid=",".join(self.invalid),
        )


class CaseFileAdded(Event):
    """Written when a scan or photo of a material was added to a case."""

    says = N_("Case {case}: a scan of {item} was added.")

    case: int
    item: str
    file: str  # the address of its content

    def apply(self, rows: Rows) -> None:
        """It shows the material."""
        rows.add(case_files, id=rows.seq, case=self.case, item=self.item, file=self.file)
