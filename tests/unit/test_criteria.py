"""What must be so before an incident is over, what a step asks, who has a role: pure, as tables."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.emergency.criteria import Ask, Figures, standings, unmet
from server.emergency.fields import FieldKind, Situation, asked, checked, moment
from server.emergency.holders import Given, Holding, held, lacking, of_how_many
from server.emergency.plans import Criterion, Plan, PlanRole
from server.emergency.states import Exits
from server.emergency.templates import read_plans
from server.floor.hallfile import Counter
from server.floor.reads.halls import CounterNow
from server.floor.states import CounterState
from server.kernel.refusals import Invalid

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # ten o'clock in Taipei
TAIPEI = ZoneInfo("Asia/Taipei")
CALM = Figures(60, 85, NOW - timedelta(minutes=5), 160, Exits.CLEAR, "09:50", (), ())
PICTURE = {"zh-Hant": "請離開", "zh-Hans": "请离开", "en": "Leave"}
SAME = {"zh-Hant": "", "zh-Hans": "", "en": ""}


@pytest.mark.parametrize(
    ("changes", "ask", "against"),
    [
        ({}, Ask.STABILISE, []),
        ({"people": 128, "few_since": None}, Ask.STABILISE, ["people"]),
        ({"few_since": NOW - timedelta(minutes=4, seconds=59)}, Ask.STABILISE, ["people"]),
        ({"few": None, "few_since": None}, Ask.STABILISE, ["people"]),
        ({"exits": Exits.BLOCKED}, Ask.RECOVER, ["exits"]),
        ({"exits": None}, Ask.CLOSE, ["exits"]),
        ({"leading_out": (PICTURE,), "holding": (PICTURE,)}, Ask.STABILISE, ["measures"]),
        ({"holding": (PICTURE,)}, Ask.STABILISE, []),
        ({"holding": (PICTURE,)}, Ask.CLOSE, ["measures"]),
        ({"holding": (PICTURE,)}, Ask.EASE, []),
        ({"people": 159, "few_since": None, "exits": None}, Ask.DOWN, []),
        ({"people": 160, "few_since": None}, Ask.DOWN, ["people"]),
    ],
)
def test_what_speaks_against_it(changes: dict[str, object], ask: Ask, against: list[str]) -> None:
    """Each criterion by itself, each move with those that belong to it."""
    found = standings(ask, list(Criterion), replace(CALM, **changes), NOW)  # type: ignore[arg-type]  # a table's
    assert [one.criterion for one in found if not one.met] == against


def test_a_plan_that_wants_nothing_still_looks_at_measures() -> None:
    """A plan of before says nothing of people and exits; a picture that leads out speaks against it all the same."""
    full = replace(CALM, people=500, few_since=None, exits=None, leading_out=(PICTURE,))
    assert [one.criterion for one in standings(Ask.STABILISE, [], full, NOW)] == [Criterion.MEASURES]


def plan() -> Plan:
    """Return the plan for crowding."""
    return read_plans()["crowding"]


@pytest.mark.parametrize(
    ("gives", "given", "wrong"),
    [
        ("count", {"people": "128"}, []),
        ("count", {"people": "１２８"}, []),
        ("count", {}, ["people"]),
        ("count", {"people": "-1"}, ["people"]),
        ("count", {"people": "1e9"}, ["people"]),
        ("exits", {"exits": "clear"}, []),
        ("exits", {"exits": "open"}, ["exits"]),
        ("call", {"contact": "1", "at": "9:58", "reached": "yes"}, ["at"]),
        ("call", {"contact": "1", "at": "09：58", "reached": "no"}, []),
        ("call", {"contact": "9", "at": "25:00", "reached": "maybe"}, ["contact", "at", "reached"]),
        ("words", {"note": "  "}, ["note"]),
        ("size_up", {"people": "1", "exits": "blocked", "help": "0"}, []),
    ],
)
def test_what_a_step_asks_is_checked_field_by_field(gives: str, given: dict[str, object], wrong: list[str]) -> None:
    """Full-width digits are digits; what does not fit is named."""
    fields = asked(gives, Situation(128, 79, "10:00", SAME), plan())
    faults: list[str] = []
    try:
        checked(fields, given, at=NOW, zone=TAIPEI)
    except Invalid as refused:
        faults = [name for name, _, _ in refused.errors]
    assert faults == wrong


def test_a_time_is_the_last_time_the_clock_showed_it() -> None:
    """At ten, 09:58 is two minutes ago; 23:50 was yesterday; 10:01 is somebody's watch."""
    assert moment("09:58", NOW, TAIPEI) == NOW - timedelta(minutes=2)
    assert moment("23:50", NOW, TAIPEI) == NOW - timedelta(hours=10, minutes=10)
    assert moment("10:01", NOW, TAIPEI) == NOW + timedelta(minutes=1)


def test_a_report_is_drafted_from_figures() -> None:
    """People and line stand there already; the report itself as well."""
    drafts = {one.name: one.draft for one in asked("report", Situation(128, 79, "10:00", PICTURE), plan())}
    assert (drafts["people"], drafts["waiting"], drafts["note"]) == (
        dict.fromkeys(SAME, "128"), dict.fromkeys(SAME, "79"), PICTURE,
    )  # fmt: skip
    assert {one.kind for one in asked("report", Situation(1, 1, "", SAME), plan())} <= set(FieldKind)


def counter(code: str, kind: str, clerk: int | None) -> CounterNow:
    """Return a counter, open where somebody sits there."""
    settings = Counter.model_validate({"code": code, "kind": kind, "services": ["A"]})
    state = CounterState.CLOSED if clerk is None else CounterState.OPEN
    return CounterNow(settings, state, None, clerk, None, None, None, None, None, None, settings, settings)


HALL = {
    "1": counter("1", "reception", 11),
    "2": counter("2", "processing", 12),
    "3": counter("3", "processing", None),
    "4": counter("4", "processing", 1_000_000_004),  # simulated
}


@pytest.mark.parametrize(
    ("counters", "given", "expected"),
    [
        (None, None, Holding(everyone=True)),
        ("reception", None, Holding(("1",), each=True)),
        ("all", None, Holding(("1", "2"), each=True)),
        ("consultation", None, Holding(everyone=True)),
        ("reception", Given(("2",), ()), Holding(("2",), each=True)),
        ("reception", Given(("3",), ()), Holding(everyone=True)),
        ("reception", Given((), (17,)), Holding((), (17,))),
    ],
)
def test_who_has_a_role(counters: str | None, given: Given | None, expected: Holding) -> None:
    """Open counters of a kind, or whom the commander named; nobody's step is everyone's; simulated clerks are none."""
    name = {"zh-Hant": "引導", "zh-Hans": "引导", "en": "Ushers"}
    role = PlanRole.model_validate({"code": "x", "name": name, "who": "clerk", "counters": counters, "each": True})
    assert held(role, given, HALL) == expected


def test_how_many_of_how_many() -> None:
    """One who closed after confirming still counts; who has not confirmed is named."""
    both = Holding(("1", "2"), each=True)
    assert (of_how_many(both, ["2"]), lacking(both, ["2"])) == ((1, 2), ["1"])
    assert of_how_many(both, ["2", "3"]) == (2, 3)
    assert of_how_many(Holding(everyone=True), []) is None


TOLD = [  # figures changed, move, criterion → what stands beside the move
    ({}, Ask.STABILISE, "people", "60 people, fewer than 85 for 5 min"),
    ({"few_since": NOW - timedelta(seconds=299)}, Ask.CLOSE, "people", "60 people, fewer than 85 for 4 of 5 min"),
    ({"few_since": None}, Ask.EASE, "people", "60 people; fewer than 85 for 5 min are wanted"),
    ({"few": None}, Ask.EASE, "people", "No limit is known for this hall: count by hand, and say why"),
    ({}, Ask.DOWN, "people", "60 people; from 160 on it is dangerous"),
    ({"dangerous": None}, Ask.DOWN, "people", "60 people"),
    ({}, Ask.CLOSE, "exits", "Exits clear, said at 09:50"),
    ({"exits": Exits.BLOCKED}, Ask.CLOSE, "exits", "Exits blocked, said at 09:50"),
    ({"exits": None}, Ask.CLOSE, "exits", "Nobody has said yet that the exits are clear"),
    ({}, Ask.CLOSE, "measures", "No measure in the way"),
    ({"holding": (PICTURE, {**PICTURE, "en": "Stop"})}, Ask.CLOSE, "measures", "Still on: Leave; Stop"),
    ({"leading_out": (PICTURE,)}, Ask.RECOVER, "measures", "Still on: Leave"),
]


@pytest.mark.parametrize(("changes", "ask", "criterion", "text"), TOLD)
def test_what_stands_beside_a_move(changes: dict[str, object], ask: Ask, criterion: str, text: str) -> None:
    """With the figures of now, in every language."""
    figures = replace(CALM, **changes)  # type: ignore[arg-type]  # a table's
    found = next(one for one in standings(ask, list(Criterion), figures, NOW) if one.criterion == criterion)
    assert found.text["en"] == text
    assert all(found.text[language] and "{" not in found.text[language] for language in SAME)
    assert (found in unmet([found])) is not found.met


def test_who_is_named() -> None:
    """By their number or by where they sit; who sits nowhere is not at a counter without a name."""
    holding = Holding(counters=("1", "2"), people=(7,))
    assert [holding.has(staff, counter) for staff, counter in ((7, None), (7, "9"), (8, "2"), (8, None), (8, "9"))] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert not Holding().has(7, "1")
