"""A case moves on by its table alone: locked while the supervisor is asked, reviewed by somebody else, in its time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.cases.clock import Stop, due
from server.cases.moving import now_of
from server.cases.reads import any_case
from server.cases.sampling import drawn, lot
from server.floor.hallfile import Hall
from server.procedures.procedure import Procedure, ReviewRule
from tests.cases import GOOD, RULES, CaseHall
from tests.inside import NINE


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[CaseHall]:
    """A hall in which service A has a procedure."""
    made = CaseHall(tmp_path)
    yield made
    assert made.faults() == []
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CaseHall]:
    """The same, on either database."""
    database = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    made = CaseHall(tmp_path, database=database)
    yield made
    assert made.faults() == []
    made.close()


def in_review(hall: CaseHall) -> int:
    """Take a case in, do it, and hand it in for its review."""
    case = hall.accepted()
    for name in ("begin", "hand_in"):
        assert hall.moves(case, name).status_code == 200
    return case


def test_it_is_reviewed_by_somebody_else_and_comes_back(either: CaseHall) -> None:
    """Returned with its reason and marks, done again, approved; each by who may."""
    hall, case = either, in_review(either)
    marks = {"accurate": True, "complete": True, "compliant": True}
    assert hall.moves(case, "approve", **marks).status_code == 403
    assert hall.moves(case, "send_back", "reviewer", **marks, reason="x").json["code"] == "marks_wanted"
    wrong = {**marks, "accurate": False}
    assert hall.moves(case, "approve", "reviewer", **wrong).json["code"] == "marks_wanted"
    assert hall.moves(case, "send_back", "reviewer", **wrong).status_code == 422
    sent = hall.moves(case, "send_back", "reviewer", **wrong, reason="The name differs", fields=["name"])
    assert sent.json["state"] == "returned"
    assert [one["text"] for one in hall.case(case)["words"]] == ["The name differs"]
    for name in ("redo", "hand_in"):
        assert hall.moves(case, name).status_code == 200
    assert hall.moves(case, "approve", "reviewer", **marks).json["state"] == "approved"


def test_nobody_reviews_what_they_ever_had_in_hand(hall: CaseHall) -> None:
    """A supervisor who took it for a moment does not review it, whoever handled it last."""
    case = hall.opens()
    hall.told("supervisor", "POST", f"/halls/main/cases/{case}/take", {})
    hall.told("supervisor", "POST", f"/halls/main/cases/{case}/lay-down", {})
    hall.complete(case)
    for name in ("accept", "begin", "hand_in"):
        assert hall.moves(case, name).status_code == 200
    marks = {"accurate": True, "complete": True, "compliant": True}
    refused = hall.moves(case, "approve", "supervisor", **marks)
    assert (refused.status_code, refused.json["code"]) == (403, "own_case")
    assert hall.moves(case, "approve", "reviewer", **marks).status_code == 200


def test_a_hard_case_is_locked_until_it_is_answered(hall: CaseHall) -> None:
    """Nothing of it is decided; whoever asked does not answer; late, it is said."""
    case = hall.opens()
    hall.complete(case)
    assert hall.moves(case, "escalate", reason="No papers at all").status_code == 200
    refused = hall.moves(case, "accept")
    assert (refused.status_code, refused.json["code"], refused.json["open"]) == (409, "case_locked", [])
    assert hall.moves(case, "answer", reason="Mine").status_code == 403
    hall.later(31 * 60)
    assert "EscalationLate" in hall.journal()
    assert hall.moves(case, "answer", "supervisor", reason="Take the passport").status_code == 200
    assert hall.moves(case, "accept").json["state"] == "accepted"


def test_whoever_asked_does_not_answer(hall: CaseHall) -> None:
    """A supervisor at a counter asks another one, or the manager."""
    case = hall.opens()
    hall.told("supervisor", "POST", f"/halls/main/cases/{case}/take", {})
    assert hall.moves(case, "escalate", "supervisor", reason="Odd").status_code == 200
    refused = hall.moves(case, "answer", "supervisor", reason="Fine")
    assert (refused.status_code, refused.json["code"]) == (403, "own_question")
    assert hall.moves(case, "answer", "manager", reason="Fine").status_code == 200


def test_the_time_stands_still_and_is_extended_once(either: CaseHall) -> None:
    """By the procedure alone; what stood still is added, at most as long as it may."""
    hall, case = either, either.accepted()
    first = hall.case(case)["due_at"]
    assert hall.moves(case, "extend", reason="An expert is asked").status_code == 200
    later = hall.case(case)["due_at"]
    assert later > first
    assert hall.moves(case, "extend", reason="Again").json["code"] == "no_limit_runs"
    assert hall.moves(case, "stop_time", reason="The customer fetches a paper").json["stopped"] is True
    assert hall.case(case)["due_at"] is None
    hall.days(3)
    assert hall.moves(case, "resume_time").status_code == 200
    assert hall.case(case)["due_at"] > later
    hall.moves(case, "stop_time", reason="Once more")
    hall.days(20)
    assert hall.journal().count("CaseGoesOn") == 2


def test_a_late_case_is_said(hall: CaseHall) -> None:
    """Five working days and nobody decided."""
    hall.accepted()
    hall.days(9)
    assert "CaseLate" in hall.journal()


def test_which_cases_are_reviewed_is_not_chosen(hall: CaseHall) -> None:
    """By value: below it is released, from it on handed in; the other way is refused."""
    hall.rules(RULES.model_copy(update={"review": ReviewRule.BY_VALUE, "value": "amount", "above": 50}))
    for amount, open_, shut in ((49, "release", "hand_in"), (50, "hand_in", "release")):
        case = hall.opens()
        for one in RULES.materials:
            hall.checks(case, one.code)
        hall.fills(case, **GOOD, amount=amount)
        for name in ("accept", "begin"):
            assert hall.moves(case, name).status_code == 200
        assert hall.moves(case, shut).json["code"] == "not_for_review"
        assert hall.moves(case, open_).status_code == 200
        hall.at_counter("2", "finish", outcome="done")


@given(st.text(max_size=64), st.integers(1, 2**31), st.integers(1, 100))
def test_a_sample_is_the_same_for_whoever_draws_it(head: str, case: int, share: int) -> None:
    """Its lot follows from the head and its number; a larger share has all of a smaller one."""
    procedure = Procedure(review=ReviewRule.SAMPLE, share=share)
    assert drawn(procedure, case, value=None, head=head).reviewed is (lot(head, case) < share)
    assert 0 <= lot(head, case) < 100


def test_a_sample_is_about_as_large_as_said() -> None:
    """Of a thousand numbers some hundred in a tenth, another hundred under another head."""
    found = [{n for n in range(1000) if lot(head, n) < 10} for head in ("one", "another")]
    assert all(60 < len(one) < 140 for one in found)
    assert len(found[0] & found[1]) < 40


WEEK = Hall.model_validate(
    {
        "code": "main", "name": dict.fromkeys(("zh-Hant", "zh-Hans", "en"), "H"), "timezone": "Asia/Taipei",
        "hours": {day: ["08:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
        "services": [{"code": "A", **{n: dict.fromkeys(("zh-Hant", "zh-Hans", "en"), "A") for n in ("name", "about")}}],
        "counters": [{"code": "1", "services": ["A"]}],
    }
)  # fmt: skip


def closing(day: int) -> datetime:
    """Return when the hall closes on a day of November, December 2026."""
    return datetime(2026, 11, 1, 9, tzinfo=UTC) + timedelta(days=day - 1)


@pytest.mark.parametrize(
    ("stops", "until"),
    [
        ((), 30),  # from Wednesday the 25th: 26, 27, 30
        (
            (Stop(NINE + timedelta(days=1), NINE + timedelta(days=2)),),
            31,
        ),  # over the end of the 26th
        ((Stop(NINE + timedelta(hours=1), NINE + timedelta(hours=4)),), 30),  # over no end of a day
        ((Stop(NINE + timedelta(days=2), NINE + timedelta(days=5)),), 31),  # a weekend stops nothing
    ],
)
def test_a_day_counts_at_whose_end_the_time_ran(stops: tuple[Stop, ...], until: int) -> None:
    """Three working days from a Wednesday."""
    assert due(WEEK, NINE, 3, stops) == closing(until)


def test_around_the_clock_each_day_counts() -> None:
    """A day that ends at midnight is not the next one's."""
    always = WEEK.model_copy(update={"hours": "always"})
    assert due(always, NINE, 3) == datetime(2026, 11, 29, tzinfo=WEEK.zone)  # the 26th, 27th and 28th


def test_the_time_has_no_end_while_it_stands_still() -> None:
    """There is no limit until it runs again."""
    assert due(WEEK, NINE, 3, (Stop(NINE),)) is None


MOVES = (
    "accept", "accept_on_promise", "give_notice", "give_further_notice", "begin", "hand_in", "release", "approve",
    "send_back", "redo", "withdraw", "escalate", "answer", "stop_time", "resume_time", "extend",
)  # fmt: skip
WHO = ("clerk2", "clerk3", "reviewer", "supervisor", "manager", "auditor", "admin")
STEPS = st.lists(
    st.tuples(st.sampled_from(WHO), st.sampled_from((*MOVES, "check", "uncheck", "fill", "empty", "lay_down", "take"))),
    min_size=10,
    max_size=40,
)
AFTER = {  # by another table than the program's: what must have happened, whoever tried what
    "accepted": {"draft", "notice_given"},
    "notice_given": {"draft"},
    "in_progress": {"accepted", "returned"},
    "in_review": {"in_progress"},
    "returned": {"in_review"},
    "approved": {"in_review"},
    "withdrawn": {"draft", "notice_given", "accepted", "in_progress", "returned"},
}


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseHall]:
    """One hall for all walks, each with a case of its own."""
    made = CaseHall(tmp_path_factory.mktemp("walk"))
    yield made
    assert made.faults() == []
    made.close()


@settings(max_examples=15, deadline=None)
@given(STEPS)
def test_no_walk_finds_a_way_around_a_step(walked: CaseHall, steps: list[tuple[str, str]]) -> None:
    """Random people try random moves: whatever goes well went from a state that leads there, looked at and right."""
    walked.asks("clerk2", "POST", "/halls/main/counters/2/finish", {"outcome": "done"})
    case, state, handled = walked.opens(), "draft", {"clerk2"}
    for who, step in steps:
        went = tried(walked, case, who, step)
        if went and step not in {"approve", "send_back", "answer", "give_further_notice"}:
            handled.add(who)
        with walked.store.look(walked.hall) as sight:
            now = now_of(sight, any_case(sight, case))
        if now.case.state != state:
            assert went
            assert state in AFTER[now.case.state]
            if now.case.state in {"accepted", "in_review", "approved"}:
                assert not now.unseen
                assert not now.wrong
            if now.case.state in {"approved", "returned"}:
                assert who not in handled
            state = now.case.state


def tried(hall: CaseHall, case: int, who: str, step: str) -> bool:
    """Try something as somebody; return whether it went well."""
    base = f"/halls/main/cases/{case}"
    marks = {"accurate": True, "complete": True, "compliant": True}
    if hall.asks(who, "POST", f"{base}/look", {}).status_code != 200:
        shown = {"materials": [], "fields": []}
    else:
        shown = hall.told(who, "GET", base)
    looks = {one["code"]: one["check"]["looked"] if one["check"] else None for one in shown["materials"]}
    if step in {"check", "uncheck"}:
        found = [
            hall.asks(who, "POST", f"{base}/checks", {"item": item, "complete": step == "check", "before": before})
            for item, before in looks.items()
        ]
        return bool(found) and all(one.status_code == 200 for one in found)
    if step in {"fill", "empty"}:
        values = GOOD if step == "fill" else dict.fromkeys(GOOD, "")
        seen = {one["code"]: one["form"] for one in shown["fields"]}
        return hall.asks(who, "POST", f"{base}/form", {"values": values, "seen": seen}).status_code == 200
    if step in {"take", "lay_down"}:
        return hall.asks(who, "POST", f"{base}/{step.replace('_', '-')}", {}).status_code == 200
    body = {"reason": "x", **(marks | {"accurate": step == "approve"} if step in {"approve", "send_back"} else {})}
    return hall.asks(who, "POST", f"{base}/moves/{step}", body).status_code == 200
