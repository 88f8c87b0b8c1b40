"""Spot checks in the office: the sheet, the findings, what the person concerned has to say."""

from pathlib import Path
from typing import Final

from server.checks.commands import close_finding, make_check, record_finding, state_own
from server.checks.levels import LOOKED_AT, RESULTS, STATES, Result
from server.checks.reads import (
    check_of,
    checks_of_day,
    finding_of,
    findings_of,
    latest_checks,
    latest_findings,
    open_findings,
    words_about,
)
from server.checks.refusals import UnknownFinding
from server.checks.settings import SETTINGS
from server.checks.states import FINDING
from server.feature.clauses import by_id
from server.floor.opening import day_of
from server.floor.reads.halls import all_counters, hall_now
from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.moves import forms_of
from server.office.pages import Nav, Pages
from server.security import reads as people
from server.security.rights import ALLOWED, May
from server.store.hall import HEAD, HallSnapshot
from server.store.journal import entry_of

pages: Final = Pages("checks", Path(__file__).parent / "templates")
SHOWN: Final = 40  # of those that are over


@pages.page("/<hall>/checks", may=May.SEE_CHECKS, nav=Nav(N_("Running the hall"), N_("Spot checks"), 7))
def checks_page(context: PageContext) -> str:
    """Show today's checks with the seed of their lot, the findings that are open, and what is over."""
    with context.look() as hall:
        today = day_of(hall_now(hall).settings, hall.at)
        drawn, waiting, names = checks_of_day(hall, today), open_findings(hall), people.names(hall)
        over = [one for one in latest_checks(hall) if one.day != today][:SHOWN]
        seed = entry_of(hall.connection, hall.id, drawn[0].entry) if drawn else None
        many = SETTINGS.of(hall).checks_a_day
    return context.render(
        "checks/checks.html",
        drawn=drawn, waiting=waiting, over=over, staff=names, seed=seed, many=many, states=STATES,
        clauses=by_id(), may_set=context.may(May.SET_UP), may_check=context.may_some(May.CHECK),
    )  # fmt: skip


@pages.page("/<hall>/checks/<int:which>", may=May.SEE_CHECKS)
def check_page(context: PageContext, which: int) -> str:
    """Show a check: its sheet in its hour, what was seen once it is made."""
    with context.look() as hall:
        one, names = check_of(hall, which), people.names(hall)
        counters = all_counters(hall)
        sits = counters[one.counter].clerk if one.counter in counters else None
        begun = one.begins_at <= hall.at < one.ends_at
    return context.render(
        "checks/check.html",
        one=one, staff=names, sits=sits, begun=begun, states=STATES, results=RESULTS, looked_at=LOOKED_AT,
        clauses=by_id(), own=sits is not None and sits == context.actor.id, may_check=context.may_some(May.CHECK),
        finding=Result.FINDING,
    )  # fmt: skip


@pages.form("/<hall>/checks/<int:which>", may=May.CHECK, again=check_page)
def make_form(context: PageContext, which: int) -> Go:
    """Take a sheet."""
    results = {clause: context.given.get(clause, "") for clause in LOOKED_AT}
    said = {clause: context.given.get(f"{clause}-words", "") for clause in LOOKED_AT}
    with context.work() as hall:
        make_check(hall, check=which, results=results, words=said)
    return context.go("checks", said="saved")


@pages.page("/<hall>/findings", may=May.SEE_CHECKS)
def findings_page(context: PageContext) -> str:
    """List the findings: those that are open, the next limit first, and those that are corrected."""
    with context.look() as hall:
        waiting, names = open_findings(hall), people.names(hall)
        closed = [one for one in latest_findings(hall) if one not in waiting]
    return context.render("checks/findings.html", waiting=waiting, closed=closed, staff=names, clauses=by_id())


@pages.page("/<hall>/findings/new", may=May.SEE_CHECKS)
def new_finding(context: PageContext) -> str:
    """Show the form for what was seen beside a check."""
    with context.look(HEAD) as head:
        here = [one for one in people.colleagues(head) if one.posts.get(context.hall) in ALLOWED[May.ANSWER_FINDING]]
    return context.render(
        "checks/new_finding.html",
        staff=[(one.id, one.name) for one in here if one.id != context.actor.id],
        clauses=[placed.clause for placed in by_id().values() if placed.chapter in {2, 3, 4}],
    )  # fmt: skip


@pages.form("/<hall>/findings/new", may=May.CHECK, again=new_finding)
def record_form(context: PageContext) -> Go:
    """Record what was seen beside a check."""
    given = context.given.get("clerk", "")
    with context.work() as hall:
        number = record_finding(
            hall,
            clause=context.given.get("clause", ""),
            clerk=int(given) if given.isdecimal() else 0,
            words=context.given.get("words", ""),
        )
    return context.go(f"findings/{number}", said="saved")


@pages.page("/<hall>/findings/<int:which>", may=May.SEE_CHECKS)
def finding_page(context: PageContext, which: int) -> str:
    """Show a finding with what was written about it."""
    with context.look() as hall:
        return drawn_finding(context, hall, which, "checks/finding.html")


def drawn_finding(context: PageContext, hall: HallSnapshot, which: int, template: str) -> str:
    """Draw a finding, for whoever leads or for the person concerned."""
    one = finding_of(hall, which)
    return context.render(
        template,
        one=one, staff=people.names(hall), written=words_about(hall, which), clauses=by_id(),
        forms=forms_of(FINDING.open_to(context.actor, one.state, one)),
        kept_from=FINDING.kept_from(context.actor, one.state, one),
    )  # fmt: skip


@pages.form("/<hall>/findings/<int:which>", may=May.CHECK, again=finding_page)
def close_form(context: PageContext, which: int) -> Go:
    """Close a finding that is corrected."""
    with context.work() as hall:
        close_finding(hall, finding=which, words=context.given.get("words", ""))
    return context.go("checks", said="saved")


@pages.page("/<hall>/my-findings", may=May.ANSWER_FINDING, nav=Nav(N_("Mine"), N_("About me"), 30), some=True)
def my_findings(context: PageContext) -> str:
    """Show somebody the findings about them, and nobody else's."""
    context.actor.must(May.ANSWER_FINDING, whose=context.actor.id)
    with context.look() as hall:
        found, clauses = findings_of(hall, context.actor.id), by_id()
    return context.render("checks/my_findings.html", found=found, clauses=clauses)


@pages.page("/<hall>/my-findings/<int:which>", may=May.ANSWER_FINDING, some=True)
def my_finding(context: PageContext, which: int) -> str:
    """Show a finding to the person whom it concerns; to nobody else it is there."""
    with context.look() as hall:
        if finding_of(hall, which).clerk != context.actor.id:
            raise UnknownFinding
        return drawn_finding(context, hall, which, "checks/my_finding.html")


@pages.form("/<hall>/my-findings/<int:which>", may=May.ANSWER_FINDING, again=my_finding)
def state_form(context: PageContext, which: int) -> Go:
    """Take the statement of the person concerned."""
    with context.work() as hall:
        state_own(hall, finding=which, words=context.given.get("words", ""))
    return context.go(f"my-findings/{which}", said="saved")
