"""A case is accepted when all was looked at and is right; what is missing is said once; nobody overwrites anybody."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cases import GOOD, RULES, CaseHall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[CaseHall]:
    """A hall in which service A has a procedure of three materials and four fields."""
    made = CaseHall(tmp_path)
    yield made
    assert made.faults() == []
    made.close()


def test_it_is_accepted_when_all_is_looked_at_and_right(hall: CaseHall) -> None:
    """From the ticket to an accepted case with its time limit."""
    case = hall.opens()
    assert hall.case(case)["unseen"] == ["id", "photo", "lease", "form"]
    hall.complete(case)
    accepted = hall.moves(case, "accept")
    assert accepted.status_code == 200
    assert accepted.json["state"] == "accepted"
    assert accepted.json["due_at"] is not None


def test_nothing_is_accepted_unchecked(hall: CaseHall) -> None:
    """One material that nobody looked at, and the refusal names it."""
    case = hall.opens()
    for item in ("id", "photo"):
        hall.checks(case, item)
    hall.fills(case, **GOOD)
    refused = hall.moves(case, "accept")
    assert (refused.status_code, refused.json["code"]) == (409, "not_looked_at")
    assert "Lease" in refused.json["detail"]
    hall.checks(case, "lease", complete=False)
    refused = hall.moves(case, "accept")
    assert (refused.status_code, refused.json["code"]) == (409, "something_wrong")
    assert "Lease" in refused.json["detail"]


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("number", "A123456788", "invalid"), ("number", "", "lacking"), ("name", "", "lacking"),
        ("phone", "12", "invalid"), ("amount", 101, "invalid"), ("amount", "7", "invalid"), ("phone", "", None),
        ("number", "11010519491231002X", None), ("number", "110105194912310021", "invalid"),
    ],
)  # fmt: skip
def test_the_form_is_checked_at_entry(hall: CaseHall, field: str, value: object, fault: str | None) -> None:
    """What was typed is kept, and what is wrong with it is said."""
    case = hall.opens()
    assert hall.fills(case, **{**GOOD, field: value}).status_code == 200
    found = next(one for one in hall.case(case)["fields"] if one["code"] == field)
    assert (found["value"], found["fault"]) == (value, fault)


def test_everything_missing_is_said_once_with_its_proof(hall: CaseHall) -> None:
    """One list of all of it, which the slip's holder reads; a further one is the supervisor's, and a breach."""
    ticket = hall.ticket("A")
    hall.at_counter("2", "open")
    hall.at_counter("2", "call")
    hall.at_counter("2", "start")
    case = hall.opens(ticket["ticket"]["id"])
    hall.checks(case, "id")
    hall.checks(case, "photo", correct=False)
    hall.checks(case, "lease", complete=False)
    assert hall.moves(case, "give_notice").json["code"] == "not_looked_at"
    hall.fills(case, name="王小明", number="A123456788")
    assert hall.moves(case, "give_notice", remarks={"material:photo": "Blue background"}).status_code == 200
    told = hall.case(case)["notices_given"][0]
    assert [(one["code"], one["fault"]) for one in told["items"]] == [
        ("photo", "incorrect"), ("lease", "missing"), ("number", "invalid"),
    ]  # fmt: skip
    assert told["items"][0]["remark"] == "Blue background"
    assert (told["looked"], told["breach"]) == (7, False)
    secret = ticket["track_url"].rpartition("/")[2]
    own = hall.told(None, "GET", f"/track/{secret}/cases")["items"]
    assert [one["name"]["en"] for one in own[0]["notice"]] == ["Photo", "Lease", "Identity number"]
    page = hall.told(None, "GET", f"/track/{secret}")["case"]
    assert "Lease" in hall.app.test_client().get(f"{page}?lang=en").text
    hall.checks(case, "id", compliant=False)
    assert hall.moves(case, "give_further_notice", reason="x").status_code == 403
    assert hall.moves(case, "give_further_notice", "supervisor", reason="The card had expired").status_code == 200
    assert [one["breach"] for one in hall.case(case)["notices_given"]] == [False, True]


def test_a_further_notice_of_the_same_is_no_breach(hall: CaseHall) -> None:
    """What was named at first and is still wrong could not have been said earlier."""
    case = hall.opens()
    for item in ("id", "photo", "lease"):
        hall.checks(case, item, complete=item != "photo")
    hall.fills(case, **GOOD)
    hall.moves(case, "give_notice")
    hall.checks(case, "photo", correct=False)
    assert hall.moves(case, "give_further_notice", "supervisor", reason="Still not right").status_code == 200
    assert [one["breach"] for one in hall.case(case)["notices_given"]] == [False, False]


def test_a_promise_is_a_halls_own_choice(hall: CaseHall) -> None:
    """Off by default; then for secondary materials that are missing, and nothing else."""
    case = hall.opens()
    for item in ("id", "photo", "lease"):
        hall.checks(case, item, complete=item != "lease")
    hall.fills(case, **GOOD)
    assert hall.moves(case, "accept_on_promise").json["code"] == "no_promise"
    hall.sets(promise=True)
    hall.checks(case, "id", complete=False)
    assert hall.moves(case, "accept_on_promise").json["code"] == "no_promise"
    hall.checks(case, "id")
    assert hall.moves(case, "accept_on_promise").json["state"] == "accepted"


def test_who_comes_again_is_found_by_the_notice(hall: CaseHall) -> None:
    """Another number, another clerk: the case is in their hand, and the same."""
    case = hall.opens()
    code = hall.code(case)
    hall.at_counter("2", "finish", outcome="done")
    hall.at_counter("2", "close")
    ticket = hall.serves("3")
    found = hall.told("clerk3", "POST", "/halls/main/cases/found", {"code": f"http://h/c/{code}", "ticket": ticket})
    assert found["id"] == case
    assert hall.checks(case, "id", "clerk3").status_code == 200
    unknown = {"code": "1.nothing", "ticket": ticket}
    assert hall.asks("clerk3", "POST", "/halls/main/cases/found", unknown).status_code == 404


def test_who_comes_again_gets_a_number_that_has_its_case(hall: CaseHall) -> None:
    """By the page of the notice: one number at a time, in the line like any; at the counter its case is there."""
    case = hall.opens()
    own, browser = f"/c/{hall.code(case)}", hall.app.test_client()
    assert "You have a number" in browser.post(f"{own}/here?lang=en").text
    for item in ("id", "photo", "lease"):
        hall.checks(case, item, complete=item != "photo")
    hall.fills(case, **GOOD)
    hall.moves(case, "give_notice")
    hall.at_counter("2", "finish", outcome="done")
    went = browser.post(f"{own}/here?lang=en")
    assert went.status_code == 303
    place = hall.told(None, "GET", f"/track/{went.headers['Location'].rpartition('/')[2]}")
    assert (place["service"], place["ahead"]) == ("A", 0)
    assert browser.post(f"{own}/here?lang=en").status_code == 409
    for act in ("call", "start"):
        hall.at_counter("2", act)
    view = hall.told("clerk2", "GET", "/halls/main/views/counter:2")["data"]
    assert [one["id"] for one in view["cases"]] == [case]
    hall.checks(case, "photo")
    hall.moves(case, "accept")
    assert "waits for nothing from you" in browser.post(f"{own}/here?lang=en").text


def test_one_number_has_several_cases(hall: CaseHall) -> None:
    """Of its own service, and of another one."""
    ticket = hall.serves()
    first, second = hall.opens(ticket), hall.opens(ticket, service="B")
    listed = hall.told("clerk2", "GET", f"/halls/main/cases?ticket={ticket}")["items"]
    assert [(one["id"], one["service"]) for one in listed] == [(first, "A"), (second, "B")]


def test_only_whoever_serves_opens_a_case(hall: CaseHall) -> None:
    """Not for a number that waits, not for a colleague's."""
    waiting = hall.ticket("A")["ticket"]["id"]
    refused = hall.asks("clerk2", "POST", "/halls/main/cases", {"ticket": waiting})
    assert (refused.status_code, refused.json["code"]) == (409, "not_at_your_counter")
    ticket = hall.serves("2")
    assert hall.asks("clerk3", "POST", "/halls/main/cases", {"ticket": ticket}).status_code == 409


def test_a_case_is_in_one_hand(hall: CaseHall) -> None:
    """A colleague waits until it is laid down, or its time is over; a supervisor may take it; it goes with the post."""
    case = hall.opens()
    refused = hall.checks(case, "id", "clerk3")
    assert (refused.status_code, refused.json["code"]) == (409, "case_held")
    hall.told("clerk2", "POST", f"/halls/main/cases/{case}/lay-down", {})
    assert hall.checks(case, "id", "clerk3").status_code == 200
    assert hall.checks(case, "photo", "clerk2").json["code"] == "case_held"
    hall.told("supervisor", "POST", f"/halls/main/cases/{case}/take", {})
    assert hall.checks(case, "photo", "supervisor").status_code == 200
    hall.later(31 * 60)
    assert hall.checks(case, "lease", "clerk2").status_code == 200
    hall.told("clerk3", "POST", "/halls/main/counters/2/open", {"take_over": True})
    assert hall.checks(case, "lease", "clerk3", complete=False).status_code == 200


def test_the_later_of_two_sees_what_changed(hall: CaseHall) -> None:
    """A field that both changed is refused by its name; others are merged; a look at a material likewise."""
    case = hall.opens()
    hall.fills(case, **GOOD)
    seen = {one["code"]: one["form"] for one in hall.case(case)["fields"]}
    hall.told("clerk2", "POST", f"/halls/main/cases/{case}/form", {"values": {"name": "陳大文"}, "seen": seen})
    later = {"values": {"name": "李四"}, "seen": seen}
    refused = hall.asks("clerk2", "POST", f"/halls/main/cases/{case}/form", later)
    assert (refused.status_code, refused.json["code"], refused.json["items"]) == (409, "changed_in_case", ["name"])
    other = {"values": {"phone": "0912345678"}, "seen": seen}
    assert hall.asks("clerk2", "POST", f"/halls/main/cases/{case}/form", other).status_code == 200
    values = {one["code"]: one["value"] for one in hall.case(case)["fields"]}
    assert (values["name"], values["phone"]) == ("陳大文", "0912345678")
    hall.checks(case, "id")
    stale = {"item": "id", "complete": False, "before": None}
    assert hall.asks("clerk2", "POST", f"/halls/main/cases/{case}/checks", stale).json["code"] == "changed_in_case"


def test_a_case_ends_by_the_procedure_with_which_it_began(hall: CaseHall) -> None:
    """A new version, or none any more, changes nothing of it."""
    case = hall.opens()
    hall.rules(RULES.model_copy(update={"materials": RULES.materials[:1]}))
    assert [one["code"] for one in hall.case(case)["materials"]] == ["id", "photo", "lease"]
    hall.complete(case)
    assert hall.moves(case, "accept").status_code == 200


def test_a_service_without_a_procedure_has_its_plain_list(hall: CaseHall) -> None:
    """The first case makes a version of it."""
    ticket = hall.serves()
    case = hall.opens(ticket, service="B")
    bring = next(one["bring"] for one in hall.told("clerk2", "GET", "/halls/main")["services"] if one["code"] == "B")
    assert len(hall.case(case)["materials"]) == len(bring) > 0
