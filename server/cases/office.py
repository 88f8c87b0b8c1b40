"""Cases in the office: lists without names, one case for whoever looks into it, its scans, its notice on paper."""

from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Final

from flask import Response, request, stream_with_context

from server.cases import hands
from server.cases.access import looked
from server.cases.answers import answer_of, head_of
from server.cases.moving import MARKS, Given, move, now_of
from server.cases.reads import Case, case_of, count_cases, files_of, list_cases, notices_of
from server.cases.states import CASE
from server.cases.taking_in import MOST, add_file, received, secret_of
from server.cases.terms import STATES, CaseState
from server.files.keeping import FileGone, Kept, pieces_of
from server.files.keeping import known as kept
from server.kernel.languages import N_
from server.kernel.qr_codes import qr
from server.kernel.refusals import Invalid, NoSuchPage
from server.office.context import Go, PageContext
from server.office.pages import Nav, Pages, Todo
from server.security.rights import May
from server.store.hall import HallSnapshot

pages: Final = Pages("cases", Path(__file__).parent / "templates")
A_MOMENT: Final = timedelta(seconds=1)  # a day that ends at midnight is the day before's
FORM: Final = 65_536  # bytes of a form beside its file


@pages.page("/<hall>/cases", may=May.READ_CASES, nav=Nav(N_("Cases"), N_("Cases"), 10))
def cases_page(context: PageContext) -> str:
    """List the cases that the reader may know of, without anything that says whose they are."""
    wanted = context.asked.get("state", "")
    if wanted and wanted not in {one.value for one in CaseState}:
        raise NoSuchPage
    states = [CaseState(wanted)] if wanted else []
    with context.look() as hall:
        found = [head_of(hall, one) for one in list_cases(hall, context.actor, states=states)]
        counts = count_cases(hall, context.actor)
    return context.render("cases/cases.html", cases=found, counts=counts, states=STATES, wanted=wanted)


@pages.page("/<hall>/cases/<int:which>", may=May.READ_CASES)
def case_page(context: PageContext, which: int) -> str:
    """Show a case: its head, and all of it to whoever looked into it."""
    with context.look() as hall:
        found = case_of(hall, context.actor, which)
        whole = answer_of(hall, context.actor, found) if may_read(context, hall, found) else None
        head = whole or head_of(hall, found)
        kept_from = CASE.kept_from(context.actor, found.state, now_of(hall, found))
    return context.render(
        "cases/case.html",
        one=head, whole=whole, look=context.may(May.LOOK_INTO_CASE), handle=context.may(May.HANDLE_CASE),
        kept_from=kept_from, reviewing=("approve", "send_back", "answer"),
    )  # fmt: skip


def may_read(context: PageContext, hall: HallSnapshot, case: Case) -> bool:
    """Return whether the reader looked into a case a short while ago."""
    return context.may(May.LOOK_INTO_CASE) and bool(looked(hall, context.actor, case.id))


@pages.form("/<hall>/cases/<int:which>", may=May.LOOK_INTO_CASE, again=case_page)
def act(context: PageContext, which: int) -> Go:
    """Look into a case, take it, lay it down, or move it on."""
    name = context.given.get("move", "")
    with context.work() as hall:
        if name == "look":
            hands.look_into(hall, case=which)
        elif name == "take":
            hands.take(hall, case=which)
        elif name == "lay_down":
            hands.lay_down(hall, case=which)
        else:
            marks = {mark: mark in context.given for mark in MARKS} if name in {"approve", "send_back"} else {}
            given = Given(context.given.get("reason", ""), marks=marks, fields=context.given.getlist("fields"))
            move(hall, case=which, name=name, given=given)
    return context.go(f"cases/{which}", said=None if name == "look" else "saved")


@pages.form("/<hall>/cases/<int:which>/files", may=May.HANDLE_CASE, again=case_page, takes=MOST + FORM)
def add(context: PageContext, which: int) -> Go:
    """Add a scan: it is taken in first, without the hall's lock."""
    with context.look() as hall:
        case_of(hall, context.actor, which)
    given = request.files.get("file")
    if given is None or not given.filename:
        raise Invalid(("file", N_("Choose a file first."), {}))
    with closing(given):
        address = received(context.authenticator.store, context.hall, given.stream)
    with context.work() as hall:
        add_file(hall, case=which, item=context.given.get("item", ""), file=address)
    return context.go(f"cases/{which}", said="saved")


@pages.page("/<hall>/cases/<int:which>/files/<int:file>", may=May.LOOK_INTO_CASE)
def show(context: PageContext, which: int, file: int) -> Response:
    """Show a scan as it was given, to whoever looked into its case; a browser runs nothing in it."""
    one = file_of(context, which, file)
    answer = Response(stream_with_context(pieces_of(context.authenticator.store, context.hall, one)), mimetype=one.kind)
    answer.content_length = one.size
    answer.headers["Content-Disposition"] = "inline" if one.kind.startswith("image/") else "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def file_of(context: PageContext, which: int, file: int) -> Kept:
    """Return a scan of a case; refuse one that is not there, or whose case the reader did not look into."""
    with context.look() as hall:
        found = case_of(hall, context.actor, which)
        one = next((one for one in files_of(hall, which) if one.id == file), None)
        if one is None or not may_read(context, hall, found):
            raise FileGone
        return kept(hall, one.file)


@pages.page("/<hall>/cases/<int:which>/notice", may=May.LOOK_INTO_CASE)
def notice(context: PageContext, which: int) -> str:
    """Show the last notice of a case as it is printed: on A4, or as a slip; in the customer's language."""
    with context.look() as hall:
        found = case_of(hall, context.actor, which)
        if not may_read(context, hall, found) or not notices_of(hall, which):
            raise NoSuchPage
        whole, secret = answer_of(hall, context.actor, found), secret_of(hall, which)
    base = context.authenticator.public_url or request.host_url.rstrip("/")
    size, path = qr(f"{base}/c/{secret}")
    context.language = found.language
    return context.render(
        "cases/notice.html",
        one=whole, notice=whole.notices_given[-1], size=size, path=path, slip="slip" in context.asked,
        last=whole.notice_until and whole.notice_until - A_MOMENT,
    )  # fmt: skip


@pages.todo(may=May.REVIEW_CASE)
def to_review(context: PageContext, hall: HallSnapshot) -> Iterable[Todo]:
    """Name how many cases wait for a review of the reader's."""
    waiting = list_cases(hall, context.actor, states=[CaseState.IN_REVIEW])
    mine = [one for one in waiting if CASE.open_to(context.actor, one.state, now_of(hall, one))]
    if mine:
        yield Todo(
            what=context.tn("Review {n} case", "Review {n} cases", len(mine)),
            due=min((one.due_at for one in mine if one.due_at), default=None),
            to=context.path("cases", state=CaseState.IN_REVIEW.value),
            act=context.t("See it"),
        )


@pages.todo(may=May.ANSWER_CASE)
def to_answer(context: PageContext, hall: HallSnapshot) -> Iterable[Todo]:
    """Name the hard cases that wait for the reader's answer."""
    for one in list_cases(hall, context.actor):
        if one.escalated_by not in {None, context.actor.id}:
            yield Todo(
                what=context.t("Answer about case {number}", number=one.number),
                due=one.answer_by,
                to=context.path(f"cases/{one.id}"),
                act=context.t("See it"),
            )
