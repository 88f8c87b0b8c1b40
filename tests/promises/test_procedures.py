"""What a service asks for is written once, in versions; all screens say it, and a damaged file changes nothing."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.appointments.settings import SETTINGS, AppointmentSettings, Bookable
from server.floor.commands.settings import save_own
from server.floor.reads.halls import service_of, service_texts
from server.procedures.differences import differences
from server.procedures.procedure import Copies, Material, Procedure, ProcedureField
from server.procedures.reads import drafts_of, in_force, versions_of
from server.procedures.writing import head_of
from server.security.actors import SYSTEM
from tests.inside import Inside
from tests.inside_office import browser_of, page, sends

NAME = {"name.zh-Hant": "護照", "name.zh-Hans": "护照", "name.en": "Passport"}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall whose services have a plain list of what to bring."""
    made = Inside(tmp_path)
    yield made
    made.close()


def draft_text(hall: Inside, service: str = "A") -> str:
    """Return what the draft says now, as a form sends it back."""
    with hall.store.look(hall.hall) as sight:
        return drafts_of(sight)[service].text


def written(hall: Inside, who: str = "supervisor", service: str = "A") -> None:
    """Write a draft that asks for a passport and a telephone number, five days long."""
    assert sends(hall, who, f"procedures/{service}")[0] == 200
    new = {**NAME, "copies": "both", "number": "2", "weight": "main", "checked_by": "at_counter"}
    assert sends(hall, who, f"procedures/{service}/materials/new", **new)[0] == 200
    asked = {"name.zh-Hant": "電話", "name.zh-Hans": "电话", "name.en": "Phone", "kind": "phone", "needed": "on"}
    assert sends(hall, who, f"procedures/{service}/fields/new", **asked)[0] == 200
    with hall.store.look(hall.hall) as sight:
        head = drafts_of(sight)[service].procedure
    sent = {
        "before": head_json(head), "days": "5", "longer": "0", "stopped": "0", "review": "every", "share": "10",
        "above": "0", "keeps": "three_years", "plan": "A-1",
        "fee.zh-Hant": "免費", "fee.zh-Hans": "免费", "fee.en": "free",
    }  # fmt: skip
    status, told = sends(hall, who, f"procedures/{service}/about", **sent)
    assert status == 200
    assert "Somebody else" not in told


def head_json(procedure: Procedure) -> str:
    """Return what the form of the head was opened with."""
    return head_of(procedure).model_dump_json()


def put_in_force(hall: Inside, note: str = "Passports in copy, too.", who: str = "manager") -> tuple[int, str]:
    """Put the draft in force."""
    return sends(hall, who, "procedures/A/force", before=draft_text(hall), note=note)


def test_a_draft_begins_with_what_the_service_says(hall: Inside) -> None:
    """Its plain list and its fee are not written a second time."""
    bring = hall.told("clerk1", "GET", "/halls/main")["services"][0]["bring"]
    sends(hall, "supervisor", "procedures/A")
    with hall.store.look(hall.hall) as sight:
        assert [one.name for one in drafts_of(sight)["A"].procedure.materials] == bring


def test_all_screens_say_what_is_in_force(hall: Inside) -> None:
    """Kiosk, phone, booking and the description of the hall, as soon as it is in force and not before."""
    written(hall)
    assert "Passport" not in json.dumps(hall.told("kiosk", "GET", "/halls/main/views/kiosk"))
    status, _ = put_in_force(hall)
    assert status == 200
    service = hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]["services"][0]
    assert service["bring"][-1]["en"] == "Passport (original and 2 copies)"
    assert service["fee"]["en"] == "free"
    assert service["takes"]["en"] == "within 5 working days"
    secret = hall.ticket("A")["track_url"].rpartition("/")[2]
    track = hall.told(None, "GET", f"/track/{secret}")
    assert track["bring"][-1]["en"] == "Passport (original and 2 copies)"
    assert track["fee"]["en"] == "free"
    assert track["takes"]["en"] == "within 5 working days"
    with hall.store.hall(hall.hall, SYSTEM) as work:
        wanted = AppointmentSettings(services=[Bookable(service="A", places=2, minutes=30)])
        save_own(work, SETTINGS, wanted, before=SETTINGS.text(work))
    booking = hall.app.test_client().get("/book/main?service=A&lang=en").text
    assert "Passport (original and 2 copies)" in booking
    assert "within 5 working days" in booking
    assert hall.faults() == []


def test_a_change_has_its_notice_and_says_who_changed_what(hall: Inside) -> None:
    """No version without a notice; each shows against the one before what is otherwise."""
    written(hall)
    status, told = put_in_force(hall, note="  ")
    assert status == 422
    assert "colleagues read it" in told
    put_in_force(hall)
    sends(hall, "supervisor", "procedures/A")
    with hall.store.look(hall.hall) as sight:
        last = len(drafts_of(sight)["A"].procedure.materials) - 1
        passport = drafts_of(sight)["A"].procedure.materials[last]
    sends(
        hall, "supervisor", f"procedures/A/materials/{last}", before=passport.model_dump_json(), **NAME,
        copies="original", number="1", weight="main", checked_by="at_counter",
    )  # fmt: skip
    put_in_force(hall, note="One passport is enough.")
    shown = page(hall, "clerk1", "procedures/A")
    assert "Version 2, in force" in shown
    assert "One passport is enough." in shown
    assert "<td>Materials: Passport</td><td>How many</td><td>2</td><td><b>1</b></td>" in shown
    with hall.store.look(hall.hall) as sight:
        newest = versions_of(sight, "A")[0]
    assert newest.set_by is not None
    assert newest.written_by is not None
    assert newest.set_by != newest.written_by


def test_nobody_puts_in_force_what_they_wrote(hall: Inside) -> None:
    """While somebody else can; and never over what was changed meanwhile."""
    written(hall, who="manager")
    status, told = put_in_force(hall, who="manager")
    assert status == 409
    assert "You wrote the last change yourself" in told
    assert sends(hall, "admin", "procedures/A/force", before="{}", note="x")[0] == 409
    assert put_in_force(hall, who="admin")[0] == 200


def test_the_services_form_asks_no_second_time(hall: Inside) -> None:
    """What its procedure says is not in the service's own form, and stays when that is saved."""
    assert 'name="bring.0.en"' in page(hall, "admin", "services/A")
    written(hall)
    put_in_force(hall)
    form = page(hall, "admin", "services/A")
    assert 'name="bring.0.en"' not in form
    with hall.store.look(hall.hall) as sight:
        before, was = service_texts(sight)["A"], service_of(sight, "A")
    sent = {f"{name}.{language}": said for name in ("name", "about") for language, said in getattr(was, name).items()}
    sends(
        hall, "admin", "services/A", before=before, **sent, target="25", norm="10", credit="0", **{"hours.how": "hall"}
    )
    with hall.store.look(hall.hall) as sight:
        now = service_of(sight, "A")
    assert now.target == 25
    assert now.bring == was.bring
    assert now.procedure == 1


def test_a_procedure_goes_from_hall_to_hall(hall: Inside) -> None:
    """Written out and taken in again it is the same; it comes in as a draft."""
    written(hall)
    put_in_force(hall)
    file = browser_of(hall, "clerk1").get("/office/main/procedures/file?service=A").data
    told = json.loads(file)
    told["procedures"]["B"] = told["procedures"].pop("A")
    assert take(hall, json.dumps(told).encode()) == (200, "")
    with hall.store.look(hall.hall) as sight:
        assert drafts_of(sight)["B"].procedure == in_force(sight)["A"][1]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff\xfe", "It is no text in UTF-8 (byte 0)."),
        (b'{"procedures": {"A": ', "It cannot be read (line 1)."),
        (b"[procedures.A\n", "It cannot be read as JSON or TOML."),
        (b"{}", "There are no procedures in it."),
        (b'{"procedures": {"A": {"days": "soon"}}}', "At A.days:"),
        (b'{"procedures": {"A": {"dyas": 5}}}', "At A.dyas:"),
        (b'{"procedures": {"A": {"materials": [{"code": "x", "name": {"en": "X"}}]}}}', "At A.materials.0.name"),
        (b'{"procedures": {"A": {}, "Q": {}}}', "This hall has no service Q."),
    ],
)
def test_a_damaged_file_changes_nothing(hall: Inside, content: bytes, why: str) -> None:
    """Refused with the place and the reason."""
    before = hall.last()
    status, told = take(hall, content)
    assert status == 422
    assert why in told
    assert hall.last() == before


def test_toml_is_read_too(hall: Inside) -> None:
    """Whoever writes by hand writes it so."""
    named = 'name = {"zh-Hant" = "甲", "zh-Hans" = "甲", en = "A paper"}'
    assert take(hall, f'[[procedures.A.materials]]\ncode = "a"\n{named}\n'.encode())[0] == 200
    with hall.store.look(hall.hall) as sight:
        assert drafts_of(sight)["A"].procedure.materials[0].name["en"] == "A paper"


def take(hall: Inside, content: bytes) -> tuple[int, str]:
    """Send a file; return the status, and what was said where it was refused."""
    browser = browser_of(hall, "supervisor")
    browser.get("/api/v1/session")
    proof = browser.get_cookie("floor_csrf")
    assert proof is not None
    answer = browser.post(
        "/office/main/procedures/file",
        data={"csrf": proof.value, "file": (io.BytesIO(content), "given.json")},
        headers={"Accept-Language": "en"},
        content_type="multipart/form-data",
    )
    return (200, "") if answer.status_code == 303 else (answer.status_code, answer.text)


def test_differences_are_named_by_record_and_field() -> None:
    """Came, went, changed."""
    names = {letter: dict.fromkeys(("zh-Hant", "zh-Hans", "en"), letter) for letter in "abc"}
    old = Procedure(materials=[Material(code="a", name=names["a"]), Material(code="b", name=names["b"])])
    new = Procedure(
        days=3,
        materials=[Material(code="b", name=names["b"], copies=Copies.COPY)],
        fields=[ProcedureField(code="c", name=names["c"])],
    )
    found = [(one.part, one.what, one.of and one.of["en"], one.field) for one in differences(old, new)]
    assert found == [
        ("about", "changed", None, "days"),
        ("materials", "removed", "a", ""),
        ("materials", "changed", "b", "copies"),
        ("fields", "added", "c", ""),
    ]
