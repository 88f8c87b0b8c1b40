"""A person's sign-ins end by themselves, are seen and ended by their person, and passwords are not those of many."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.kernel.refusals import Refusal
from server.security.refusals import TooCommon, TooShort
from server.security.rights import Role
from server.security.strength import must_be_strong
from tests.door import Door
from tests.inside import Inside

API = "/api/v1"
NEW = "four words together here"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall."""
    made = Inside(tmp_path)
    yield made
    made.close()


def browser(hall: Inside, who: str, password: str = "demo") -> FlaskClient:
    """Sign somebody in in a browser of their own."""
    made = hall.app.test_client()
    answer = made.post(f"{API}/session", json={"username": who, "password": password})
    assert answer.status_code == 200, answer.text
    return made


def sends(browser: FlaskClient, address: str, **form: str) -> int:
    """Send a form of the office."""
    csrf = browser.get_cookie("floor_csrf")
    assert csrf is not None
    return browser.post(f"/office/{address}", data={"csrf": csrf.value, **form}).status_code


def inside(browser: FlaskClient) -> bool:
    """Return whether a browser is signed in."""
    person = browser.get(f"{API}/session").json
    assert person is not None
    return person["person"] is not None


def test_an_idle_socket_prolongs_nothing(tmp_path: Path) -> None:
    """Rechecks of an open screen ask whether the sign-in holds: twelve hours after the last touch it does not."""
    door = Door(tmp_path)
    door.hires("sue", Role.SUPERVISOR)
    token = door.browser().signs_in("sue").json["token"]
    actor = door.knows(token)
    assert actor is not None
    for _ in range(23):
        door.later(minutes=30)
        assert door.authenticator.still_valid(actor)
        door.authenticator.upkeep()
    door.later(minutes=31)
    assert not door.authenticator.still_valid(actor)
    door.close()


def test_a_sign_in_has_an_end_of_its_own(tmp_path: Path) -> None:
    """However much it is used: after seven days whoever it is proves it again."""
    door = Door(tmp_path)
    door.hires("sue", Role.SUPERVISOR)
    token = door.browser().signs_in("sue").json["token"]
    for _ in range(27):
        door.later(hours=6)
        assert door.knows(token) is not None
        door.authenticator.upkeep()
    door.later(hours=6)
    assert door.knows(token) is None
    door.close()


def test_one_sees_and_ends_ones_own(hall: Inside) -> None:
    """Each with since when, the present one marked; another one, or all others, end; nobody else's do."""
    here, there, third = (browser(hall, "clerk1") for _ in range(3))
    colleague = browser(hall, "clerk2")
    page = here.get("/office/my-sign-in", headers={"Accept-Language": "en"}).text
    others = re.findall(r'name="which" value="(\w{64})"', page)
    assert page.count("this one") == 1
    foreign = re.findall(r'name="which" value="(\w{64})"', browser(hall, "clerk2").get("/office/my-sign-in").text)
    for which in (*foreign, "x"):
        assert sends(here, "my-sign-in/end", which=which) == 303
    assert all(inside(one) for one in (here, there, third, colleague))
    assert sends(here, "my-sign-in/end", which=others[0]) == 303
    assert sorted(inside(one) for one in (there, third)) == [False, True]
    assert sends(here, "my-sign-in/end") == 303
    assert [inside(one) for one in (here, there, third, colleague)] == [True, False, False, True]


def test_one_changes_ones_own_password(hall: Inside) -> None:
    """With the present one; other sign-ins end, the old password opens nothing."""
    here, there = browser(hall, "clerk1"), browser(hall, "clerk1")
    assert sends(here, "my-sign-in/password", password="not it", own_password=NEW) == 422
    assert sends(here, "my-sign-in/password", password="demo", own_password="12345678") == 422
    assert inside(there)
    assert sends(here, "my-sign-in/password", password="demo", own_password=NEW) == 303
    assert (inside(here), inside(there)) == (True, False)
    old = hall.app.test_client().post(f"{API}/session", json={"username": "clerk1", "password": "demo"})
    assert old.status_code == 401
    assert inside(browser(hall, "clerk1", NEW))


def test_a_guesser_at_an_open_screen_is_stopped(hall: Inside) -> None:
    """Wrong present passwords count as wrong sign-ins do."""
    here = browser(hall, "clerk1")
    tries = [sends(here, "my-sign-in/password", password=f"guess {n}", own_password=NEW) for n in range(11)]
    assert tries == [422] * 10 + [429]


def test_who_looks_after_a_person_ends_their_sign_ins(hall: Inside) -> None:
    """From the person's page; the person is out, and nobody else."""
    clerk, admin = browser(hall, "clerk1"), browser(hall, "admin")
    people = admin.get("/office/main/people").text
    found = re.search(r'people/(\d+)"><b>林怡君', people)
    assert found is not None
    assert (
        "Signed in at 1 place" in admin.get(f"/office/main/people/{found[1]}", headers={"Accept-Language": "en"}).text
    )
    assert sends(admin, f"main/people/{found[1]}/end") == 303
    assert (inside(clerk), inside(admin)) == (False, True)


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("12345678", TooCommon), ("password1", TooCommon), ("qwertyuiop", TooCommon), ("aaaaaaaaaaaa", TooCommon),
        ("P@ssw0rd", TooCommon), ("beatrice", TooCommon), ("b.potter1", TooCommon), ("short", TooShort),
        ("", TooShort), (NEW, None), ("k9$vTq2mWe", None), ("三個字 夠長嗎 應該", None), ("x" * 200 + "y1", TooCommon),
    ],
)  # fmt: skip
def test_what_many_use_is_refused(password: str, refused: type[Refusal] | None) -> None:
    """By a list, and by what is known of the person; length counts, no kind of sign is asked for."""
    if refused is None:
        must_be_strong(password, "b.potter", "Beatrice Potter")
        return
    with pytest.raises(refused):
        must_be_strong(password, "b.potter", "Beatrice Potter")


def test_the_first_administrator_too(tmp_path: Path) -> None:
    """`12345678` makes nobody an administrator, and the one that a one-time password is replaced by is looked at."""
    hall = Inside(tmp_path)
    admin = browser(hall, "admin")
    given = {"name": "N", "username": "newone", "role": "clerk", "halls": "main"}
    csrf = admin.get_cookie("floor_csrf")
    assert csrf is not None
    to = admin.post("/office/main/people/new", data={"csrf": csrf.value, **given}).headers["Location"]
    once = re.search(r"\b\w{4}-\w{4}-\w{4}\b", admin.get(to).text)
    assert once is not None
    body = {"username": "newone", "password": once[0], "own_password": "12345678"}
    answer = hall.app.test_client().post(f"{API}/session", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "too_common")  # type: ignore[index]  # JSON, or it fails
    hall.clock.forward(timedelta(minutes=2).total_seconds())
    assert hall.app.test_client().post(f"{API}/session", json={**body, "own_password": NEW}).status_code == 200
    hall.close()
