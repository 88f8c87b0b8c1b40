"""Cases over HTTP. What a command answers is kept for retries: it says how a case stands, never whose it is."""

from datetime import datetime
from typing import Annotated, Final

from pydantic import BaseModel, Field

from server.cases import hands, moving, taking_in
from server.cases.answers import CaseAnswer, CaseHead, CaseWrong, answer_of, head_of, wrong_out
from server.cases.moving import MARKS, Given, now_of
from server.cases.reads import MOST, any_case, case_of, cases_of_ticket, list_cases, notices_of
from server.cases.terms import CaseState
from server.floor.api.models import Body, Id, Nothing
from server.floor.reads.halls import all_services
from server.kernel.languages import Words
from server.security.actors import Actor
from server.security.rights import May
from server.security.web import Api
from server.store.hall import HallSnapshot, UnitOfWork

api = Api("Cases")
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,29}$", examples=["identity-card"])]
Text = Annotated[str, Field(max_length=1000)]
CASE: Final = "/halls/<hall>/cases/<int:case>"


class NewCase(Body):
    """A case for whoever is served."""

    ticket: Id
    service: str | None = Field(default=None, min_length=1, max_length=2, description="another than the number's own")


class NoticeBrought(Body):
    """A customer who comes again with a notice."""

    code: str = Field(min_length=4, max_length=200, description="what its QR code says")
    ticket: Id = Field(description="the number that is served")


class Checked(Body):
    """What was found of a material."""

    item: Code
    complete: bool = Field(description="it is there, and all of it")
    correct: bool = Field(default=True, description="what stands in it is so")
    compliant: bool = Field(default=True, description="it is in the form that is asked for")
    before: Id | None = Field(default=None, description="the entry of the look that was shown; null: none")


class CaseForm(Body):
    """Fields that somebody changed; the others stay."""

    values: dict[Code, Annotated[str, Field(max_length=2000)] | float | bool | None] = Field(default={}, max_length=80)
    seen: dict[Code, Annotated[int, Field(ge=0, le=2**31)]] = Field(
        default={}, max_length=80, description="of each, the `form` with which it was shown"
    )


class CaseMove(Body):
    """What is given with a move."""

    reason: Text = ""
    remarks: dict[Annotated[str, Field(max_length=50)], Text] = Field(
        default={}, max_length=150, description="of a notice: to part:name, in the customer's language"
    )
    accurate: bool | None = None
    complete: bool | None = None
    compliant: bool | None = None
    fields: list[Code] = Field(default=[], max_length=150, description="of a return: what wants something")


class CaseList(BaseModel):
    """A page of cases."""

    items: list[CaseHead]
    next: int | None = Field(description="`after` of the next page")


class CasePage(Body):
    """Which cases."""

    state: CaseState | None = None
    ticket: Id | None = Field(default=None, description="those of a number")
    after: int = Field(default=0, ge=0, le=2**31)


class CustomerCase(BaseModel):
    """A case as its customer sees it."""

    number: str
    service_name: Words
    state_name: Words
    notice: list[CaseWrong] = Field(description="everything that is missing or wrong, with what to do")
    notice_until: datetime | None
    due_at: datetime | None


class CustomerCases(BaseModel):
    """The cases of a number, for its holder."""

    items: list[CustomerCase]


@api.command("/halls/<hall>/cases", status=201, may=May.HANDLE_CASE)
def open_case(hall: UnitOfWork, body: NewCase) -> CaseHead:
    """Open a case for the number that is served."""
    return head_of(hall, taking_in.open_case(hall, ticket=body.ticket, service=body.service))


@api.command("/halls/<hall>/cases/found", may=May.HANDLE_CASE)
def find_again(hall: UnitOfWork, body: NoticeBrought) -> CaseHead:
    """Find the case of a notice that a customer brought; it is in the clerk's hand then."""
    return head_of(hall, taking_in.find_again(hall, code=body.code, ticket=body.ticket))


@api.read("/halls/<hall>/cases", may=May.READ_CASES)
def listed(hall: HallSnapshot, actor: Actor, query: CasePage) -> CaseList:
    """List the cases that one may know of, without what says whose they are."""
    if query.ticket is not None:
        found = list_cases(hall, actor, ids=[one.id for one in cases_of_ticket(hall, query.ticket)])
        return CaseList(items=[head_of(hall, one) for one in found], next=None)
    found = list_cases(hall, actor, states=[query.state] if query.state else (), after=query.after)
    return CaseList(
        items=[head_of(hall, one) for one in found], next=max(one.id for one in found) if len(found) == MOST else None
    )


@api.command(f"{CASE}/look", may=May.LOOK_INTO_CASE)
def look(hall: UnitOfWork, case: int, body: Nothing) -> CaseHead:
    """Look into a case: that is written down, and lets one read it for half an hour."""
    hands.look_into(hall, case=case)
    return head_of(hall, any_case(hall, case))


@api.read(CASE, may=May.LOOK_INTO_CASE)
def read(hall: HallSnapshot, actor: Actor, case: int) -> CaseAnswer:
    """Read all of a case into which one looked."""
    return answer_of(hall, actor, case_of(hall, actor, case))


@api.command(f"{CASE}/take", may=May.HANDLE_CASE)
def take(hall: UnitOfWork, case: int, body: Nothing) -> CaseHead:
    """Take a case in hand that is nobody's; out of another's hand, a supervisor."""
    hands.take(hall, case=case)
    return head_of(hall, any_case(hall, case))


@api.command(f"{CASE}/lay-down", may=May.HANDLE_CASE)
def lay_down(hall: UnitOfWork, case: int, body: Nothing) -> CaseHead:
    """Let a case go: whoever serves may take it up."""
    hands.lay_down(hall, case=case)
    return head_of(hall, any_case(hall, case))


@api.command(f"{CASE}/checks", may=May.HANDLE_CASE)
def check(hall: UnitOfWork, case: int, body: Checked) -> CaseHead:
    """Say what was found of a material."""
    taking_in.check(
        hall, case=case, item=body.item, complete=body.complete, correct=body.correct, compliant=body.compliant,
        before=body.before,
    )  # fmt: skip
    return head_of(hall, any_case(hall, case))


@api.command(f"{CASE}/form", may=May.HANDLE_CASE)
def save_form(hall: UnitOfWork, case: int, body: CaseForm) -> CaseHead:
    """Save fields of a case's form."""
    taking_in.save_form(hall, case=case, values=body.values, seen=body.seen)
    return head_of(hall, any_case(hall, case))


@api.command(f"{CASE}/moves/<move>", may=May.LOOK_INTO_CASE)
def go_on(hall: UnitOfWork, case: int, move: str, body: CaseMove) -> CaseHead:
    """Make a move of a case: what is open, its `acts` say."""
    marks = {mark: value for mark in MARKS if (value := getattr(body, mark)) is not None}
    given = Given(reason=body.reason, remarks=body.remarks, marks=marks, fields=body.fields)
    return head_of(hall, moving.move(hall, case=case, name=move, given=given))


@api.holder("GET", "/track/<secret>/cases")
def own(hall: HallSnapshot, ticket: int) -> CustomerCases:
    """Read one's own cases: how far each is, and everything that is missing."""
    return CustomerCases(items=[own_case(hall, one.id) for one in cases_of_ticket(hall, ticket)])


def own_case(hall: HallSnapshot, case: int) -> CustomerCase:
    """Return a case as its customer sees it."""
    head = head_of(hall, any_case(hall, case))
    found = any_case(hall, case)
    now, given = now_of(hall, found), notices_of(hall, case)
    waits = found.state is CaseState.NOTICE_GIVEN and given
    return CustomerCase(
        number=head.number,
        service_name=all_services(hall)[found.service].name if found.service in all_services(hall) else {},
        state_name=head.state_name,
        notice=[wrong_out(now, one) for one in given[-1].items] if waits else [],
        notice_until=found.notice_until,
        due_at=found.due_at,
    )
