"""What is told of a case: its head to whoever may know of it, all of it to whoever looked into it."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from server.cases.checking import Value, Wrong
from server.cases.content import read_form, read_words
from server.cases.moving import now_of
from server.cases.reads import Case, CaseNow, files_of, notices_of
from server.cases.states import CASE, of_wrong
from server.cases.terms import FAULTS, STATES, CaseState, Fault
from server.feature.acts import AskedField, FieldKind, OpenAct, act_of
from server.floor.reads.halls import all_services
from server.kernel.languages import Words, words
from server.security import reads as people
from server.security.actors import Actor
from server.store.hall import HallSnapshot
from server.store.workflow import Move


class CaseHead(BaseModel):
    """A case as lists show it: nothing that says whose it is."""

    id: int
    number: str = Field(description="what people call it by")
    service: str
    service_name: Words
    state: CaseState
    state_name: Words
    opened_at: datetime
    due_at: datetime | None = Field(description="by when it must be decided")
    stopped: bool = Field(description="its time stands still")
    escalated: bool = Field(description="it waits for the supervisor's answer")
    notices: int
    holder: int | None = Field(description="staff number of who has it in hand")
    holder_name: str = ""


class CaseCheck(BaseModel):
    """What was found of a material."""

    complete: bool
    correct: bool
    compliant: bool
    looked: int = Field(description="the entry of the look: sent back as `before`")
    by: str


class CaseMaterial(BaseModel):
    """A material that the procedure asks for."""

    code: str
    name: Words
    copies: str
    number: int
    weight: str
    checked_by: str
    checks: Words | None
    check: CaseCheck | None = Field(description="null: nobody looked at it yet")
    files: list[int] = Field(description="numbers of its scans")


class CaseField(BaseModel):
    """A field of the form."""

    code: str
    name: Words
    kind: str
    needed: bool
    about: Words | None
    options: list[Words]
    least: float | None
    most: float | None
    value: Value
    form: int = Field(description="with which saving it came to stand so: sent back in `seen`")
    fault: Fault | None
    fault_text: Words | None


class CaseWrong(BaseModel):
    """One thing that is missing or wrong, with what to do."""

    part: str
    code: str
    name: Words
    fault: Fault
    text: Words
    remark: str = ""


class CaseNotice(BaseModel):
    """A list that was given."""

    id: int
    at: datetime
    items: list[CaseWrong]
    looked: int = Field(description="how many things were looked at")
    proof: str
    breach: bool


class CaseWords(BaseModel):
    """What somebody wrote with a move."""

    entry: int
    move: Words
    text: str


class CaseAnswer(CaseHead):
    """All of a case."""

    procedure: int
    hard: list[Words] = Field(description="which cases go to the supervisor")
    materials: list[CaseMaterial]
    fields: list[CaseField]
    form: int = Field(description="how often the form was saved")
    unseen: list[str] = Field(description="materials that nobody looked at yet; “form” where it was never saved")
    wrong: list[CaseWrong]
    notices_given: list[CaseNotice]
    notice_until: datetime | None
    words: list[CaseWords]
    acts: list[OpenAct]


def head_fields(hall: HallSnapshot, case: Case) -> dict[str, Any]:
    """Return what a case's head says."""
    service = all_services(hall).get(case.service)
    holder = case.in_hand(hall.at)
    return {
        "id": case.id,
        "number": case.number,
        "service": case.service,
        "service_name": service.name if service else {},
        "state": case.state,
        "state_name": words(STATES[case.state]),
        "opened_at": case.opened_at,
        "due_at": case.due_at,
        "stopped": case.stopped_at is not None,
        "escalated": case.escalated_by is not None,
        "notices": case.notices,
        "holder": holder,
        "holder_name": people.names(hall).get(holder, "") if holder is not None else "",
    }


def head_of(hall: HallSnapshot, case: Case) -> CaseHead:
    """Return a case's head."""
    return CaseHead(**head_fields(hall, case))


def answer_of(hall: HallSnapshot, actor: Actor, case: Case) -> CaseAnswer:
    """Return all of a case, for somebody who looked into it."""
    now = now_of(hall, case)
    form, said, names = read_form(hall, actor, case.id), read_words(hall, actor, case.id), people.names(hall)
    files = files_of(hall, case.id)
    remarks = {one.entry: one.remarks for one in said}
    faults = {one.code: one.fault for one in now.wrong if one.part == "field"}
    return CaseAnswer(
        **head_fields(hall, case),
        procedure=case.procedure,
        hard=now.rules.hard,
        materials=[
            CaseMaterial(
                **one.model_dump(include={"code", "name", "number", "checks"}),
                copies=one.copies,
                weight=one.weight,
                checked_by=one.checked_by,
                check=CaseCheck(
                    complete=found.complete,
                    correct=found.correct,
                    compliant=found.compliant,
                    looked=found.looked,
                    by=names.get(found.by, ""),
                )
                if (found := now.checks.get(one.code))
                else None,
                files=[file.id for file in files if file.item == one.code],
            )
            for one in now.rules.materials
        ],
        fields=[
            CaseField(
                **one.model_dump(include={"code", "name", "needed", "about", "options", "least", "most"}),
                kind=one.kind,
                value=form[one.code].value if one.code in form else None,
                form=form[one.code].form if one.code in form else 0,
                fault=faults.get(one.code),
                fault_text=words(FAULTS[faults[one.code]]) if one.code in faults else None,
            )
            for one in now.rules.fields
        ],
        form=case.form,
        unseen=now.unseen,
        wrong=[wrong_out(now, one) for one in now.wrong],
        notices_given=[
            CaseNotice(
                id=one.id,
                at=one.at,
                items=[wrong_out(now, item, remarks.get(one.id, {})) for item in one.items],
                looked=len(one.looked),
                proof=one.proof,
                breach=one.breach,
            )
            for one in notices_of(hall, case.id)
        ],
        notice_until=case.notice_until,
        words=[
            CaseWords(entry=one.entry, move=words(CASE.named(one.move).says), text=one.text) for one in said if one.text
        ],
        acts=[case_act(case, move) for move in CASE.open_to(actor, case.state, now)],
    )


def wrong_out(now: CaseNow, one: Wrong, remarks: dict[str, str] | None = None) -> CaseWrong:
    """Return one thing that is wrong as it is told."""
    return CaseWrong(
        part=one.part,
        code=one.code,
        name=of_wrong(now, one),
        fault=one.fault,
        text=words(FAULTS[one.fault]),
        remark=(remarks or {}).get(f"{one.part}:{one.code}", ""),
    )


def case_act(case: Case, move: Move) -> OpenAct:
    """Return a move of a case as an act."""
    needs = [
        AskedField(
            name=need.name,
            kind=FieldKind.TICK if need.of is bool else FieldKind.TEXT,
            label=words(need.says),
            needed=need.of is not bool,
            most=None if need.of is bool else need.most,
        )
        for need in move.needs
    ]
    return act_of(move, path=f"cases/{case.id}/moves/{move.name}", needs=needs)
