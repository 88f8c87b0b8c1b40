"""The journal's page: drills look like drills, sign-ins and files stand in it, a signed CSV, how far it was checked."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server.admin import main
from server.kernel.settings import Settings
from server.office.taking import unchanged
from server.security.actors import SYSTEM
from server.security.rights import Role
from server.security.setting_up import add_staff
from server.store import upkeep
from server.store.directory import open_hall
from server.store.hall import HEAD
from tests.inside import Inside
from tests.inside_office import browser_of, page, words


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still."""
    made = Inside(tmp_path)
    yield made
    made.close()


def told(hall: Inside, query: str = "") -> str:
    """Return the journal's page as the auditor reads it."""
    return page(hall, "auditor", f"journal{query}")


def test_a_drill_is_marked_as_one(hall: Inside) -> None:
    """Each of its entries, and none of what is real."""
    hall.told("supervisor", "POST", "/halls/main/incidents", {"kind": "crowding", "drill": True})
    hall.ticket("A")
    entries = told(hall).partition("<tbody>")[2].split("<tr ")
    drills = [words(one) for one in entries if ">Drill</span>" in one]
    assert any("Crowding" in one for one in drills), drills
    assert len(drills) > 3
    assert not any(">Drill</span>" in one for one in entries if "A001 was given out" in one)
    hall.told("supervisor", "POST", "/halls/main/incidents", {"kind": "crowding"})
    real = [words(one) for one in told(hall).partition("<tbody>")[2].split("<tr ") if ">Drill</span>" not in one]
    assert any("Crowding" in one for one in real), real


def test_sign_ins_and_files_are_entries(hall: Inside) -> None:
    """Who came in and went, and what left the house, by page and by program; a refused sign-in is none."""
    hall.told("manager", "GET", "/me")
    hall.asks("manager", "GET", "/halls/main/reports/days.xlsx")
    assert browser_of(hall, "supervisor").get("/office/main/reports/days.csv").status_code == 200
    browser_of(hall, "auditor").get("/office/main/journal.csv")
    here = words(told(hall, "?event=all:access"))
    assert "A report (XLSX) was taken away as a file: 2026-11-19 to 2026-11-25." in here
    assert "A report (CSV) was taken away as a file" in here
    assert "The journal was taken away as a file" in here
    hall.asks("manager", "DELETE", "/session")
    hall.app.test_client().post("/api/v1/session", json={"username": "clerk1", "password": "wrong"})
    company = words(told(hall, "?line=company&event=all:access"))
    assert "鄭美玲 signed in." in company
    assert "鄭美玲 signed out." in company
    assert "clerk1" not in company
    assert hall.faults() == []


def test_areas_are_chosen_by_their_words(hall: Inside) -> None:
    """One touch for each, in the reader's language."""
    hall.ticket("A")
    chosen = told(hall).partition('class="chips"')[2].partition("</p>")[0]
    assert "Numbers: given out, called, served" in chosen
    assert "Sign-ins and downloads" in chosen
    assert "A001 was given out" in told(hall, "?event=all:numbers")
    assert "A001 was given out" not in told(hall, "?event=all:access").partition("<tbody>")[2]


def test_the_csv_is_signed_and_a_changed_one_is_known(hall: Inside, tmp_path: Path) -> None:
    """Each entry in words and as it is hashed; a byte changed, a line taken out, another server: not ours."""
    hall.ticket("A")
    hall.ticket("B")
    answer = browser_of(hall, "auditor").get("/office/main/journal.csv?event=all:numbers&lang=en")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["What happened"] for row in rows[:-1]] == [
        "A001 was given out for service A.", "B001 was given out for service B.",
    ]  # fmt: skip
    assert all(len(row["Hash"]) >= 64 for row in rows[:-1])
    seal = hall.floor.authenticator.signer
    assert unchanged(answer.data, seal)
    assert not unchanged(answer.data.replace(b"A001", b"A002"), seal)
    lines = answer.data.splitlines(keepends=True)
    assert not unchanged(b"".join([lines[0], *lines[2:]]), seal)
    assert not unchanged(b"".join(lines[:-1]), seal)
    file = tmp_path / "journal.csv"
    file.write_bytes(answer.data)
    settings = Settings(database_url=f"sqlite:///{tmp_path}/floor.db", data=tmp_path)
    assert settings.data == tmp_path


def test_the_command_tells_a_changed_file(
    hall: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`floor verify --file`: 0 and 1, one line each."""
    hall.ticket("A")
    content = browser_of(hall, "auditor").get("/office/main/journal.csv").data
    monkeypatch.setenv("FLOOR_DATA", str(tmp_path))
    monkeypatch.setenv("FLOOR_DATABASE_URL", f"sqlite:///{tmp_path}/floor.db")
    for name, data, code in (("whole", content, 0), ("changed", content.replace(b"A001", b"A009"), 1)):
        file = tmp_path / f"{name}.csv"
        file.write_bytes(data)
        assert main(["verify", "--file", str(file)]) == code
    assert "as it was taken away here" in capsys.readouterr().out


def test_the_page_says_up_to_where_it_was_checked(hall: Inside, tmp_path: Path) -> None:
    """Nobody yet; whole up to an entry; a fault."""
    assert "Nobody has checked this journal yet" in told(hall)
    hall.ticket("A")
    upto = hall.last()
    hall.later(1)
    upkeep.note(tmp_path, upkeep.Upkeep.VERIFY, upkeep.Done(hall.clock.now(), well=True, said="whole"))
    hall.later(timedelta(minutes=5).total_seconds())
    hall.ticket("A")
    assert f"whole up to entry {upto}; the last one is {hall.last()}." in words(told(hall))
    upkeep.note(tmp_path, upkeep.Upkeep.VERIFY, upkeep.Done(hall.clock.now(), well=False, said="main: entry 7"))
    assert "found a fault: main: entry 7" in words(told(hall))


def test_the_journal_of_a_hall_names_nobody_of_elsewhere(hall: Inside) -> None:
    """Who can be looked for are the people of this hall; the company's line, for auditors, has all."""
    with hall.store.hall(HEAD, SYSTEM) as head:
        open_hall(head, code="annex")
    add_staff(
        hall.store, name="Elsewhere", username="elsewhere", role=Role.CLERK, halls=("annex",), password="a password"
    )
    assert "Elsewhere" not in page(hall, "supervisor", "journal")
    assert "Elsewhere" not in told(hall)
    assert "Elsewhere" in told(hall, "?line=company")
