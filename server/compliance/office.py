"""The regulation in the office: the board of all clauses, one clause with the records behind it, all of it as files."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from server.compliance.files import as_csv, as_json
from server.compliance.reads import ClauseSeen, EvidenceSeen, board, chapters, counted, lately, one_clause, span_of
from server.compliance.standing import Standing
from server.compliance.waiving import LONGEST, end_waiver, waive, waived
from server.feature.clauses import clause_of, regulation
from server.feature.evidence import Evidence, Found, Span
from server.floor.reads.halls import hall_now
from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.pages import Aside, Nav, Pages
from server.office.taking import FileTaken, signed
from server.security import reads as people
from server.security.rights import May
from server.security.serving import filed
from server.security.web import File
from server.store.hall import HallSnapshot

CSV: Final = "text/csv; charset=utf-8"
STANDINGS: Final = {
    Standing.BROKEN: N_("broken"),
    Standing.AT_RISK: N_("at risk"),
    Standing.KEPT: N_("kept"),
    Standing.NOTHING: N_("nothing to show yet"),
}
FOUND: Final = {
    Found.BROKEN: N_("not kept"),
    Found.LATE: N_("open, and late"),
    Found.SOON: N_("open, and due soon"),
}
NOW_ONLY: Final = N_("This can be looked at as of now only, not as of a day that is over.")


def asked_day(context: PageContext) -> date | None:
    """Return the day that is asked for; none: now. What is no day is taken as now."""
    try:
        return date.fromisoformat(context.asked.get("on", ""))
    except ValueError:
        return None


def because(one: ClauseSeen) -> str:
    """Return why there is nothing to show of a clause: a text of the catalogue."""
    if one.because:
        return one.because
    return N_("Nothing of this happened in these four weeks.") if one.seen else NOW_ONLY


def office_pages(evidence: Sequence[Evidence]) -> Pages:
    """Return the pages over what all features say of the regulation."""
    pages = Pages("compliance", Path(__file__).parent / "templates")
    add_board(pages, evidence)
    add_clause(pages, evidence)
    add_files(pages, evidence)

    @pages.glance(may=May.READ_REPORTS)
    def standing_now(context: PageContext, hall: HallSnapshot) -> Aside | None:
        """Say how many clauses stand in which way."""
        many = lately(hall, evidence)
        return Aside(
            title=context.t("The regulation"),
            rows=[(context.t(label), str(many[standing])) for standing, label in STANDINGS.items()],
            to=context.path("regulation"),
            act=context.t("All clauses"),
        )

    return pages


def add_board(pages: Pages, evidence: Sequence[Evidence]) -> None:
    """Add the board."""

    @pages.page("/<hall>/regulation", may=May.READ_REPORTS, nav=Nav(N_("Running the hall"), N_("The regulation"), 5))
    def regulation_page(context: PageContext) -> str:
        """Show every clause and how it stands, or those that stand in one way."""
        on, only = asked_day(context), context.asked.get("show", "")
        with context.look() as hall:
            clauses, waivers, span = board(hall, evidence, on), waived(hall), span_of(hall, on)
            today = hall.at.astimezone(hall_now(hall).settings.zone).date()
        shown = [one for one in clauses if not only or one.standing == only]
        return context.render(
            "compliance/board.html",
            chapters=list(chapters(shown)), titles=[context.pick(one.title) for one in regulation().chapters],
            many=counted(clauses), total=len(clauses), standings=STANDINGS, only=only, on=on, today=today,
            span=span, waivers=waivers, because=because,
        )  # fmt: skip


def add_clause(pages: Pages, evidence: Sequence[Evidence]) -> None:
    """Add the page of one clause, and its waiver."""

    @pages.page("/<hall>/regulation/<clause>", may=May.READ_REPORTS)
    def clause_page(context: PageContext, clause: str) -> str:
        """Show a clause with what was counted, by which measure, and the records that are not kept."""
        placed, on = clause_of(clause), asked_day(context)
        with context.look() as hall:
            one, span, waiver = one_clause(hall, evidence, placed, on), span_of(hall, on), waived(hall).get(clause)
            today, names = hall.at.astimezone(hall_now(hall).settings.zone).date(), people.names(hall)
        return context.render(
            "compliance/clause.html",
            one=one, standings=STANDINGS, ways=FOUND, because=because, on=on, today=today, span=span, waiver=waiver,
            staff=names, longest=LONGEST, may_waive=context.may(May.WAIVE_CLAUSE), opens=opens(context),
        )  # fmt: skip

    @pages.form("/<hall>/regulation/<clause>", may=May.WAIVE_CLAUSE, again=clause_page)
    def waive_form(context: PageContext, clause: str) -> Go:
        """Waive a clause for a time, or end that."""
        with context.work() as hall:
            if context.given.get("end"):
                end_waiver(hall, clause=clause)
            else:
                waive(hall, clause=clause, until=given_day(context), reason=context.given.get("reason", ""))
        return context.go(f"regulation/{clause}", said="saved")


def given_day(context: PageContext) -> date | None:
    """Return the day that a form has; none where it has none."""
    try:
        return date.fromisoformat(context.given.get("until", ""))
    except ValueError:
        return None


def opens(context: PageContext) -> Callable[[EvidenceSeen], bool]:
    """Return what says whether the reader may open the page with all records of a look."""
    return lambda seen: bool(seen.evidence.to) and context.may(seen.evidence.may)


def add_files(pages: Pages, evidence: Sequence[Evidence]) -> None:
    """Add what an auditor takes away: with the journal's head, so that anyone can look again at the same."""

    @pages.page("/<hall>/regulation/board.csv", may=May.READ_REPORTS)
    def csv_file(context: PageContext) -> Any:
        """Give the board as a signed CSV, in the reader's language."""
        on = asked_day(context)
        with context.look() as hall:
            clauses, span = board(hall, evidence, on), span_of(hall, on)
        note(context, "CSV", span)
        content = as_csv(clauses, context.language, {key: context.t(label) for key, label in STANDINGS.items()})
        return filed(File(f"{context.hall_code}-regulation.csv", CSV, signed(content, context.authenticator.signer)))

    @pages.page("/<hall>/regulation/board.json", may=May.READ_REPORTS)
    def json_file(context: PageContext) -> Any:
        """Give the board as JSON, with the number and hash of the journal's last entry."""
        on = asked_day(context)
        with context.look() as hall:
            span = span_of(hall, on)
            content = as_json(hall, board(hall, evidence, on), span, context.hall_code)
        note(context, "JSON", span)
        return filed(File(f"{context.hall_code}-regulation.json", "application/json", content))


def note(context: PageContext, kind: str, span: Span) -> None:
    """Write down that the board left the house."""
    since, until = (context.local(one).date().isoformat() for one in (span.since, span.until))
    with context.work() as hall:
        hall.record(FileTaken(what=kind, since=since, until=until))
