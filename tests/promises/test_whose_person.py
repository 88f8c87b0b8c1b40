"""A person is in the hands of those alone who administer all of their halls; a role is held hall by hall.

Every act on a person × every way in which reader and person can be of one hall, of two, of none.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.floor.commands.settings import save_hall
from server.floor.reads.halls import hall_now
from server.kernel.refusals import Refusal
from server.security import commands, reads
from server.security.actors import SYSTEM
from server.security.authenticator import staff_actor
from server.security.passwords import hashed
from server.security.rights import May, Role
from server.store.directory import open_hall
from server.store.hall import HEAD, UnitOfWork
from tests.inside import Inside

PASSWORD = "a password of their own"
ADMIN, CLERK, AUDITOR = Role.ADMIN, Role.CLERK, Role.AUDITOR
WAYS = [dict(zip(("main", "annex"), pair, strict=True)) for pair in itertools.product((None, CLERK, ADMIN), repeat=2)]
ACTS = ("name", "password", "leaves", "main", "annex", "out of main", "out of annex")
Posts = Mapping[str, Role | None]


class Company:
    """Two halls; in each an administrator who never acts, so that nobody is the last."""

    def __init__(self, folder: Path) -> None:
        self.inside = Inside(folder)
        self.store = self.inside.store
        self.hash = hashed(PASSWORD)
        with self.store.hall(HEAD, SYSTEM) as head:
            annex = open_hall(head, code="annex")
        with self.store.look(self.inside.hall) as main:
            settings = hall_now(main).settings
        with self.store.hall(annex, SYSTEM) as hall:
            save_hall(hall, settings.model_copy(update={"code": "annex"}), before=None)
        self.halls = {"main": self.inside.hall, "annex": annex}
        self.made = itertools.count()
        self.works({"main": ADMIN, "annex": None})
        self.works({"main": None, "annex": ADMIN})

    def works(self, posts: Posts, username: str = "") -> int:
        """Add a person; return their number."""
        kept = {self.halls[code]: role for code, role in posts.items() if role}
        with self.store.hall(HEAD, SYSTEM) as head:
            return commands.add_staff(
                head, posts=kept, role=CLERK, name="N", password_hash=self.hash,
                username=username or f"p{next(self.made)}",
            )  # fmt: skip

    def posts(self, staff: int) -> dict[str, Role] | None:
        """Return what a person is where; None where they have left."""
        with self.store.look(HEAD) as head:
            found = reads.member(head, staff)
        return None if found is None else {code: found.posts[n] for code, n in self.halls.items() if n in found.posts}

    def does(self, reader: int, act: str, staff: int) -> bool:
        """Have somebody do something to a person; return whether it was done."""
        with self.store.look(HEAD) as head:
            who = commands.known(head, reader)  # type: ignore[arg-type]  # it only reads
        try:
            with self.store.hall(HEAD, staff_actor(who.id, who.role, who.posts)) as head:
                self.act(head, act, staff)
        except Refusal:
            return False
        return True

    def act(self, head: UnitOfWork, act: str, staff: int) -> None:
        """Do one of the acts."""
        now = commands.known(head, staff).posts
        hall = self.halls.get(act.rpartition(" ")[2], 0)
        if act == "name":
            commands.rename_staff(head, staff=staff, name="M")
        elif act == "password":
            commands.give_password(head, staff=staff, password_hash=self.hash)
        elif act == "leaves":
            commands.remove_staff(head, staff=staff)
        elif act.startswith("out"):
            commands.change_staff(head, staff=staff, posts={one: role for one, role in now.items() if one != hall})
        else:
            commands.change_staff(head, staff=staff, posts={**now, hall: AUDITOR})

    def browser(self, username: str) -> FlaskClient:
        """Sign somebody in."""
        browser = self.inside.app.test_client()
        answer = browser.post("/api/v1/session", json={"username": username, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return browser


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """The two halls."""
    made = Company(tmp_path)
    yield made
    made.inside.close()


def theirs(reader: Posts, person: Posts) -> bool:
    """Return whether a person is in somebody's hands: of at least one hall, and each of them administered by them."""
    halls = [code for code, role in person.items() if role]
    return bool(halls) and all(reader[code] is ADMIN for code in halls)


def allowed(reader: Posts, person: Posts, act: str) -> bool:
    """Return whether an act is the reader's, by the rule as it is told to people."""
    if act in {"name", "password", "leaves"}:
        return theirs(reader, person)
    code = act.rpartition(" ")[2]
    if reader[code] is not ADMIN:
        return False
    if act.startswith("out"):
        return person[code] is not None and any(role for other, role in person.items() if other != code)
    return person[code] is not None or theirs(reader, person)


@pytest.mark.parametrize("reader", WAYS, ids=lambda posts: f"{posts['main']}-{posts['annex']}")
def test_every_act_by_everybody_on_everybody(company: Company, reader: Posts) -> None:
    """Nine kinds of people × nine others × seven acts; what is refused changes nothing."""
    by = company.works(reader)
    wrong = []
    for person, act in itertools.product(WAYS, ACTS):
        staff = company.works(person)
        before = company.posts(staff)
        done, may = company.does(by, act, staff), allowed(reader, person, act)
        if done is not may or (not may and company.posts(staff) != before):
            wrong.append(f"{act} of {person}: {done}")
    assert wrong == []
    assert company.inside.faults() == []


def test_hall_one_does_not_take_hall_two_over(company: Company) -> None:
    """Through a colleague of both: neither a one-time password, a name nor the person's leaving can be had by form."""
    company.works({"main": ADMIN, "annex": None}, "eve")
    both = company.works({"main": CLERK, "annex": Role.SUPERVISOR}, "both")
    nobody = company.works({"main": None, "annex": None}, "nobodys")
    eve = company.browser("eve")
    csrf = eve.get_cookie("floor_csrf")
    assert csrf is not None
    page = eve.get(f"/office/main/people/{both}", headers={"Accept-Language": "en"}).text
    assert "do not administer" in page
    assert "Give a one-time password" not in page
    for act in ("password", "remove"):
        assert eve.post(f"/office/main/people/{both}/{act}", data={"csrf": csrf.value}).status_code == 403
        assert eve.post(f"/office/main/people/{nobody}/{act}", data={"csrf": csrf.value}).status_code == 404
        assert eve.get(f"/office/annex/people/{both}").status_code == 404
    company.browser("both")  # their password still opens
    before = re.search(r'name="before" value="([^"]*)"', page)
    assert before is not None
    form = {"csrf": csrf.value, "before": before[1].replace("&#34;", '"'), "role": "auditor", "name": "Mallory"}
    assert eve.post(f"/office/main/people/{both}", data=form).status_code == 303
    assert company.posts(both) == {"main": AUDITOR, "annex": Role.SUPERVISOR}
    with company.store.look(HEAD) as head:
        assert reads.names(head)[both] == "N"
    assert eve.post(f"/office/main/people/{both}/out", data={"csrf": csrf.value}).status_code == 303
    assert company.posts(both) == {"annex": Role.SUPERVISOR}
    assert eve.get(f"/office/main/people/{both}").status_code == 404


def test_a_role_ends_at_its_hall(company: Company) -> None:
    """Supervisor here, clerk there: over HTTP, on the sockets' table and in the office each hall is by itself."""
    company.works({"main": Role.SUPERVISOR, "annex": CLERK}, "two")
    browser = company.browser("two")
    for code, stops, board in (("main", 200, 200), ("annex", 403, 403)):
        csrf = browser.get_cookie("floor_csrf")
        assert csrf is not None
        answer = browser.post(
            f"/api/v1/halls/{code}/issue", json={"stopped": False}, headers={"X-CSRF-Token": csrf.value}
        )
        assert answer.status_code == stops
        assert browser.get(f"/api/v1/halls/{code}/views/board").status_code == board
        assert browser.get(f"/office/{code}/reports").status_code == board
    person = browser.get("/api/v1/session").json["person"]  # type: ignore[index]  # JSON, or the test fails here
    assert person["roles"] == {"main": "supervisor", "annex": "clerk"}
    cookie = browser.get_cookie("floor_session")
    assert cookie is not None
    actor = company.inside.authenticator.resolve(cookie.value)
    assert actor is not None
    seen = {code: actor.may(May.SEE_BOARD, hall=number) for code, number in company.halls.items()}
    assert seen == {"main": True, "annex": False}


def test_a_halls_last_administrator_stays(company: Company) -> None:
    """Also where another hall has administrators."""
    with company.store.look(HEAD) as head:
        (only,) = [one.id for one in reads.colleagues(head) if one.posts == {company.halls["annex"]: ADMIN}]
    by = company.works({"main": ADMIN, "annex": ADMIN})
    assert company.does(by, "leaves", only)
    assert not company.does(company.works({"main": ADMIN, "annex": None}), "out of annex", by)
    with pytest.raises(Refusal), company.store.hall(HEAD, SYSTEM) as head:
        commands.change_staff(head, staff=by, posts={company.halls["main"]: ADMIN})


def test_whoever_opens_a_hall_administers_it(company: Company) -> None:
    """And a hall that others have is not had by opening it again."""
    company.works({"main": ADMIN, "annex": None}, "eve")
    eve = company.browser("eve")
    csrf = eve.get_cookie("floor_csrf")
    assert csrf is not None
    form = {
        "csrf": csrf.value, "timezone": "Asia/Taipei", "languages.0": "en", "display_languages.0": "en",
        "name.en": "North", "hours.how": "always",
    }  # fmt: skip
    assert eve.post("/office/new-hall", data={**form, "code": "annex"}).status_code == 409
    answer = eve.post("/office/new-hall", data={**form, "code": "north"})
    assert answer.headers.get("Location") == "/office/north/services?said=saved", answer.text
    assert eve.get("/office/north/people").status_code == 200
    assert eve.get("/office/annex/people").status_code == 404
