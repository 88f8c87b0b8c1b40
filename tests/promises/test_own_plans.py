"""A hall's emergency plans are its own: made in the office, whole, read by somebody else before they are in force."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from server.emergency.plan_reads import plans_in_force
from server.emergency.templates import FOLDER, read_plans
from server.kernel.refusals import Fault
from server.preparing import bring_plans
from server.security import setting_up
from server.security.rights import Role
from server.store.directory import hall_number
from server.store.hall import HEAD
from tests.inside import Inside
from tests.inside_office import in_one_line

KINDS = {"crowding", "major_complaint", "system_failure", "threat"}
HERE = {
    "exit.zh-Hant": "北門",
    "exit.en": "north gate",
    "exit-way": "right",
    "manager": "8801",
    "guard": "8802",
    "police": "110",
    "fire": "119",
    "building": "8803",
    "computing": "8804",
    "head-office": "8805",
}


class North:
    """A hall of one's own, opened in the office, and whoever works in it."""

    def __init__(self, folder: Path) -> None:
        self.inside = Inside(folder)
        store = self.inside.store
        setting_up.add_staff(store, name="A", username="chief", role=Role.ADMIN, halls=("main",), password="a password")
        self.chief = self.signed_in("chief")
        made = self.sends(
            self.chief,
            "/office/new-hall",
            {
                "code": "north", "name.zh-Hant": "北區", "name.en": "North", "timezone": "Asia/Taipei",
                "languages.0": "zh-Hant", "languages.1": "en", "display_languages.0": "zh-Hant", "hours.how": "always",
            },
        )  # fmt: skip
        assert made.status_code == 303, made.text
        with store.look(HEAD) as head:
            self.number = hall_number(head, "north")

    def joins(self, username: str, role: Role) -> FlaskClient:
        """Have somebody begin in the north hall, and sign them in."""
        store = self.inside.store
        setting_up.add_staff(store, name="M", username=username, role=role, halls=("north",), password="a password")
        return self.signed_in(username)

    def signed_in(self, username: str) -> FlaskClient:
        """Return somebody's browser."""
        browser = self.inside.app.test_client()
        sent = {"username": username, "password": "a password"}
        assert browser.post("/api/v1/session", json=sent).status_code == 200
        return browser

    def sends(self, browser: FlaskClient, address: str, fields: dict[str, Any]) -> Any:
        """Send a form of ours."""
        proof = browser.get_cookie("floor_csrf")
        assert proof is not None
        return browser.post(address, data={"csrf": proof.value, **fields}, headers={"Accept-Language": "en"})

    def reads(self, browser: FlaskClient, page: str) -> str:
        """Open a page in English."""
        return in_one_line(browser.get(f"/office/north/{page}", headers={"Accept-Language": "en"}).text)

    def makes(self, *kinds: str, **more: str) -> Any:
        """Begin drafts from templates, with what is so here."""
        chosen = {**HERE, **more, "kinds": list(kinds) or sorted(KINDS)}
        return self.sends(self.chief, "/office/north/plans/make", chosen)

    def force(self, browser: FlaskClient, kind: str) -> Any:
        """Put a draft in force as its page shows it."""
        page = self.reads(browser, f"plans/{kind}")
        found = re.search(r'plans/\w+/force">.*?name="before" value="([^"]*)"', page, re.DOTALL)
        fields = {"before": unescape(found[1])} if found else {}
        return self.sends(browser, f"/office/north/plans/{kind}/force", fields)

    def in_force(self) -> dict[str, Any]:
        """Return kind → version and plan."""
        with self.inside.store.look(self.number) as hall:
            return dict(plans_in_force(hall))


@pytest.fixture
def north(tmp_path: Path) -> Iterator[North]:
    """The hall."""
    made = North(tmp_path)
    yield made
    assert made.inside.faults() == []
    made.inside.close()


def test_a_hall_of_ones_own_has_nothing_of_the_demos(north: North) -> None:
    """It has no plan until its own is made; set-up and start page say so, and nothing of the demo stands anywhere."""
    assert north.in_force() == {}
    assert "No emergency plan of this hall" in north.reads(north.chief, "")
    assert '<a href="/office/north/plans">Emergency plans</a><span class="unseen">to do</span>' in north.reads(
        north.chief, "services"
    )
    assert north.makes().status_code == 303
    pages = [north.reads(north.chief, f"plans/{kind}") for kind in sorted(KINDS)]
    assert not re.search(r"west door|South Hall|西側門|南區|>640<|>201<|>510<", "".join(pages))
    assert "Please leave slowly by the north gate" in pages[0]
    assert "8801" in pages[0]
    assert "send customers to" not in pages[0]  # there is no other hall: the step that needs one is left out


def test_a_silent_alarm_is_heard_before_there_are_plans(north: North) -> None:
    """General steps are followed then, with nobody's telephone numbers and without a measure taken by itself."""
    leader = north.joins("leader", Role.SUPERVISOR)
    proof = leader.get_cookie("floor_csrf")
    assert proof is not None
    sent = {"Idempotency-Key": "x" * 32, "X-CSRF-Token": proof.value}
    raised = leader.post("/api/v1/halls/north/incidents", json={"kind": "threat", "silent": True}, headers=sent)
    assert raised.status_code == 201, raised.text
    told = raised.json
    assert told is not None
    assert (told["state"], told["contacts"], told["measures"]) == ("alert", [], [])
    assert [one["code"] for one in told["tasks"] if one["state"] == "open"] != []


def test_nothing_unfinished_comes_into_force(north: North) -> None:
    """What it lacks is listed with where it is mended; mended, it comes into force, and a drill is awaited."""
    assert north.makes("threat", police="", guard="").status_code == 303
    page = north.reads(north.chief, "plans/threat")
    assert "there is nobody to call; add a contact" in page
    assert north.force(north.chief, "threat").status_code == 409
    draft = draft_of(page)
    assert north.sends(north.chief, "/office/north/plans/threat/force", {"before": draft}).status_code == 409
    assert north.in_force() == {}
    added = {"name.zh-Hant": "警察", "name.en": "Police", "phone": "110"}
    assert north.sends(north.chief, "/office/north/plans/threat/contacts/new", added).status_code == 303
    assert "The four parts are there" in north.reads(north.chief, "plans/threat")
    assert north.force(north.chief, "threat").status_code == 303
    version, plan = north.in_force()["threat"]
    assert (version, [one.phone for one in plan.organisation.contacts]) == (1, ["110"])
    assert "approved by A" in north.reads(north.chief, "plans/threat")
    assert north.force(north.chief, "threat").status_code == 404  # it is no draft any more


def draft_of(page: str) -> str:
    """Return the draft that a page would throw away: its whole text."""
    found = re.search(r'name="before" value="([^"]*)"><button class="act grave"', page)
    assert found is not None
    return unescape(found[1])


def test_nobody_approves_what_they_wrote_last_while_somebody_else_can(north: North) -> None:
    """A manager reads what the administrator wrote; who supervises writes, and approves nothing."""
    manager = north.joins("manager-n", Role.MANAGER)
    leader = north.joins("leader", Role.SUPERVISOR)
    north.makes("crowding")
    draft = draft_of(north.reads(north.chief, "plans/crowding"))
    refused = north.sends(north.chief, "/office/north/plans/crowding/force", {"before": draft})
    assert refused.status_code == 409
    assert "You wrote the last change yourself" in refused.text
    assert north.sends(leader, "/office/north/plans/crowding/force", {"before": draft}).status_code == 403
    assert north.sends(manager, "/office/north/plans/crowding/force", {"before": "{}"}).status_code == 409
    assert north.sends(manager, "/office/north/plans/crowding/force", {"before": draft}).status_code == 303
    assert north.in_force().keys() == {"crowding"}


def test_a_record_is_changed_moved_and_taken_out_of_the_draft_alone(north: North) -> None:
    """What is in force stays as it was until the next version is; two who write one record do not undo each other."""
    north.makes("threat")
    north.force(north.chief, "threat")
    north.sends(north.chief, "/office/north/plans/threat", {})
    address = "/office/north/plans/threat/measures/0"
    opened = before_of(north.reads(north.chief, "plans/threat/measures/0"))
    changed = {"act": "slow_issue", "name.zh-Hant": "慢", "name.en": "Slower", "text.zh-Hant": "慢", "text.en": "Slow"}
    lacking = north.sends(north.chief, address, {**changed, "before": opened})
    assert (lacking.status_code, "slowing the numbers needs its seconds" in lacking.text.lower()) == (422, True)
    assert north.sends(north.chief, address, {**changed, "seconds": "90", "before": opened}).status_code == 303
    late = north.sends(north.chief, address, {**changed, "seconds": "30", "before": opened})
    assert late.status_code == 409
    steps = "/office/north/plans/threat/steps/1"
    second = before_of(north.reads(north.chief, "plans/threat/steps/1"))
    assert north.sends(north.chief, steps, {"before": second, "up": "yes"}).status_code == 303
    gone = before_of(north.reads(north.chief, "plans/threat/steps/1"))
    assert north.sends(north.chief, steps, {"before": gone, "remove": "yes"}).status_code == 303
    assert [one.code for one in north.in_force()["threat"][1].response.steps] == ["guard", "police"]
    assert north.force(north.chief, "threat").status_code == 303
    version, plan = north.in_force()["threat"]
    assert (version, [one.code for one in plan.response.steps]) == (2, ["police"])
    assert plan.measures[0].seconds == 90
    old = north.reads(north.chief, "plans/threat?version=1")
    assert "Version 1, not in force" in old
    assert "Guard goes near the counter" in old


def before_of(page: str) -> str:
    """Return what a record's form was opened with."""
    found = re.search(r'name="before" value="([^"]*)"', page)
    assert found is not None
    text = unescape(found[1])
    assert json.loads(text)
    return text


def test_what_a_person_approved_is_not_overwritten_by_a_file(north: North) -> None:
    """A plan withdrawn in the office stays withdrawn when the program starts with its files."""
    north.makes("threat")
    north.force(north.chief, "threat")
    bring_plans(north.inside.store, read_plans())
    assert north.in_force()["threat"][1].organisation.contacts[0].phone == "110"
    assert north.in_force().keys() == KINDS
    assert north.sends(north.chief, "/office/north/plans/threat/withdraw", {"version": "1"}).status_code == 303
    bring_plans(north.inside.store, read_plans())
    assert north.in_force().keys() == KINDS - {"threat"}


def test_a_file_that_leaves_open_what_nothing_answers_is_named(tmp_path: Path) -> None:
    """A step that was left out silently would be missed in the emergency."""
    text = (FOLDER / "threat.toml").read_text(encoding="utf-8")
    (tmp_path / "threat.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Fault, match=r"threat\.toml, line \d+: \{police\} is not in particulars\.toml"):
        read_plans(tmp_path)
