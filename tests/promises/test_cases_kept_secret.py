"""Who may know of a case is one predicate; what was entered is sealed with a key of its own, each look written down."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from server.cases.access import visible
from server.cases.reads import any_case, case_of, count_cases, list_cases
from server.cases.refusals import UnknownCase
from server.cases.tables import case_keys
from server.cases.vault import get
from server.security.actors import Actor, ActorKind
from server.security.rights import DeviceKind, Role
from server.store.backup import backup
from tests.cases import GOOD, CaseHall
from tests.inside_office import browser_of, page, sends

MARK = "Qz77secret"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[CaseHall]:
    """A hall in which service A has a procedure."""
    made = CaseHall(tmp_path)
    yield made
    made.close()


def test_what_was_entered_stands_nowhere_in_the_open(
    hall: CaseHall, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not in the database, its log, a backup, the journal, the log, the kept answers, the lists."""
    case = hall.opens()
    hall.fills(case, name=MARK, number="A123456789")
    hall.moves(case, "escalate", reason=MARK)
    hall.moves(case, "answer", "supervisor", reason=MARK)
    backup(hall.store.database, tmp_path / "kept.db")
    places = {file.name: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    said = capfd.readouterr()
    places["log"] = (said.out + said.err).encode()
    places["journal"] = hall.asks("auditor", "GET", "/halls/main/journal?limit=1000").data
    places["list"] = hall.asks("auditor", "GET", "/halls/main/cases").data
    places["view"] = hall.asks("clerk2", "GET", "/halls/main/views/counter:2").data
    assert "kept.db" in places
    assert [name for name, content in places.items() if MARK.encode() in content] == []
    assert [one["text"] for one in hall.case(case)["words"]] == [MARK, MARK]


def test_without_its_key_a_case_is_noise(hall: CaseHall) -> None:
    """What was disposed of by its key alone is unreadable; another case's key opens nothing."""
    first, second = hall.opens(), 0
    hall.fills(first, **GOOD)
    hall.told("clerk2", "POST", "/halls/main/counters/2/finish", {"outcome": "done"})
    second = hall.opens()
    with hall.store.database.writing() as connection:
        keys = dict(connection.execute(case_keys.select().with_only_columns(case_keys.c.case, case_keys.c.key)).all())
        connection.execute(case_keys.update().where(case_keys.c.case == first).values(key=keys[second]))
    with hall.store.look(hall.hall) as sight:
        assert get(sight, first, "form") is None


def test_each_look_is_written_down_and_lasts_a_while(hall: CaseHall) -> None:
    """Nobody reads without one; the auditor finds who looked."""
    case = hall.accepted()
    path = f"/halls/main/cases/{case}"
    refused = hall.asks("supervisor", "GET", path)
    assert (refused.status_code, refused.json["code"]) == (409, "look_first")
    before = hall.journal().count("CaseSeen")
    hall.case(case, "supervisor")
    assert hall.journal().count("CaseSeen") == before + 1
    hall.later(31 * 60)
    assert hall.asks("supervisor", "GET", path).json["code"] == "look_first"
    assert hall.asks("auditor", "GET", path).status_code == 403
    assert hall.asks("admin", "GET", "/halls/main/cases").status_code == 403


def test_a_colleague_knows_of_no_case_that_is_not_theirs(hall: CaseHall) -> None:
    """Drafts are the hall's; from the acceptance on a case is its handler's, then its reviewers'."""
    case = hall.opens()
    assert hall.asks("clerk3", "POST", f"/halls/main/cases/{case}/look", {}).status_code == 200
    hall.complete(case)
    hall.moves(case, "accept")
    for who in ("clerk3", "reviewer"):
        assert hall.asks(who, "POST", f"/halls/main/cases/{case}/look", {}).status_code == 404
        assert hall.told(who, "GET", "/halls/main/cases")["items"] == []
    for name in ("begin", "hand_in"):
        hall.moves(case, name)
    assert [one["id"] for one in hall.told("reviewer", "GET", "/halls/main/cases")["items"]] == [case]


def actors(hall: CaseHall, tickets: list[int]) -> list[Actor]:
    """Return one of every kind, and the people who were at work."""
    here = frozenset({hall.hall})
    known = [int(hall.told(who, "GET", "/me")["id"]) for who in ("clerk2", "clerk3", "reviewer", "supervisor")]
    staff = [Actor(ActorKind.STAFF, one, role, here) for role in Role for one in (*known, 999)]
    devices = [Actor(ActorKind.DEVICE, 1, kind, here) for kind in DeviceKind]
    return [*staff, *devices, *(Actor(ActorKind.TICKET, one, halls=here) for one in (*tickets, 9999))]


def test_lists_and_counts_show_what_get_allows(hall: CaseHall) -> None:
    """For every kind of actor, in every state: the same cases one by one, in lists and in counts."""
    tickets = []
    for steps in ((), ("accept",), ("accept", "begin"), ("accept", "begin", "hand_in")):
        tickets.append(hall.serves())
        case = hall.opens(tickets[-1])
        hall.complete(case)
        for name in steps:
            assert hall.moves(case, name).status_code == 200
        hall.at_counter("2", "finish", outcome="done")
    with hall.store.look(hall.hall) as sight:
        everything = [one.id for one in list_cases(sight, Actor(ActorKind.SYSTEM, 0))]
        assert len(everything) == 4
        seen = set()
        for actor in actors(hall, tickets):
            allowed = []
            for case in everything:
                try:
                    allowed.append(case_of(sight, actor, case).id)
                except UnknownCase:
                    continue
            assert [one.id for one in list_cases(sight, actor)] == allowed
            assert sum(count_cases(sight, actor).values()) == len(allowed)
            seen.add((str(actor.who), len(allowed)))
        assert ("admin", 0) in seen
        assert ("kiosk", 0) in seen
        assert ("auditor", 4) in seen
        assert ("customer", 1) in seen
        assert any_case(sight, everything[0]).state == "draft"
        assert visible(Actor(ActorKind.DEVICE, 1, DeviceKind.DISPLAY)) is not None


def picture() -> bytes:
    """Return a small picture."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(made, "PNG")
    return made.getvalue()


def scans(hall: CaseHall, case: int, content: bytes, who: str = "clerk2", item: str = "id") -> TestResponse:
    """Add a scan to a material."""
    browser = browser_of(hall, who)
    browser.get("/api/v1/session")
    proof = browser.get_cookie("floor_csrf")
    assert proof is not None
    return browser.post(
        f"/office/main/cases/{case}/files",
        data={"csrf": proof.value, "item": item, "file": (io.BytesIO(content), "scan.png")},
        headers={"Accept-Language": "en"},
        content_type="multipart/form-data",
    )


def test_a_scan_belongs_to_its_material_and_is_seen_after_a_look(hall: CaseHall) -> None:
    """By its content; whoever did not look into the case, or may not know of it, sees nothing of it."""
    case = hall.opens()
    assert scans(hall, case, picture()).status_code == 303
    number = hall.case(case)["materials"][0]["files"][0]
    address = f"/office/main/cases/{case}/files/{number}"
    shown = browser_of(hall, "clerk2").get(address)
    assert (shown.data, shown.mimetype) == (picture(), "image/png")
    assert browser_of(hall, "supervisor").get(address).status_code == 404
    hall.complete(case)
    hall.moves(case, "accept")
    assert browser_of(hall, "clerk3").get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "By its content it is none of"),
        (b"MZ not a picture", "By its content it is none of"),
        (b"<html>", "By its content it is none of"),
        (picture()[:40], "It cannot be opened"),
        (b"%PDF-1.7\n1 0 obj", "It cannot be opened"),
        (b"%PDF-1.7\ntrailer << /Encrypt 5 0 R >>\n%%EOF", "Nobody could read it later"),
    ],
)
def test_another_kind_of_file_is_refused(hall: CaseHall, content: bytes, why: str) -> None:
    """Another than its name says, broken, locked: with the reason, and nothing of it belongs to the case."""
    case = hall.opens()
    refused = scans(hall, case, content)
    assert refused.status_code == 422
    assert why in refused.text
    assert hall.case(case)["materials"][0]["files"] == []


def test_a_scan_of_nothing_that_is_asked_for_is_refused(hall: CaseHall) -> None:
    """And none is added to a case in another's hand."""
    case = hall.opens()
    assert scans(hall, case, picture(), item="passport").status_code == 404
    assert scans(hall, case, picture(), who="clerk3").status_code == 409


def test_the_office_shows_a_case_after_a_look(hall: CaseHall) -> None:
    """Its head to whoever may know of it, what was entered to whoever looked; nothing to an administrator."""
    case = hall.opens()
    hall.fills(case, **GOOD)
    assert GOOD["name"] not in page(hall, "supervisor", f"cases/{case}")
    assert GOOD["name"] not in page(hall, "auditor", f"cases/{case}")
    status, told = sends(hall, "supervisor", f"cases/{case}", move="look")
    assert status == 200
    assert GOOD["name"] in told
    assert browser_of(hall, "admin").get(f"/office/main/cases/{case}").status_code == 403


def test_the_notice_is_printed_and_opened_by_its_code(hall: CaseHall) -> None:
    """On paper in the customer's language, on a phone by the code; another code opens nothing."""
    case = hall.opens()
    for item in ("id", "photo", "lease"):
        hall.checks(case, item, complete=item != "photo")
    hall.fills(case, **GOOD)
    hall.moves(case, "give_notice", remarks={"material:photo": "A newer one"})
    printed = page(hall, "clerk2", f"cases/{case}/notice")
    proof = hall.case(case)["notices_given"][0]["proof"]
    for said in ("Photo", "A newer one", proof):
        assert said in printed
    opened = hall.app.test_client().get(f"/c/{hall.code(case)}?lang=en")
    assert "Photo" in opened.text
    assert GOOD["name"] not in opened.text
    assert hall.app.test_client().get(f"/c/{hall.hall}.nothing?lang=en").status_code == 404
