"""Halls with many services: groups from the file and from the office; sixty services, whose letters are two."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from server.floor.configuration import read_configuration
from server.kernel.refusals import Fault
from tests.hall import DEMO
from tests.inside import Inside
from tests.inside_office import page
from tests.inside_office import sends as sends_to
from tests.large_hall import GROUPS, SERVICES, large_config, named, table

SIXTY = 60


def sixty(folder: Path) -> Path:
    """Write the large hall with sixty services: after X comes AA."""
    path = large_config(folder, ["en", "zh-Hant", "zh-Hans"], DEMO)
    more = [chr(65 + n // 26) + chr(65 + n % 26) for n in range(SIXTY - SERVICES)]
    lines = [path.read_text(encoding="utf-8")]
    for n, code in enumerate(more):
        name = table(named(n % SERVICES))
        lines += ["[[halls.services]]", f'code = "{code}"', f"name = {name}", f"about = {name}", 'group = "g1"']
    lines += ["[[halls.counters]]", 'code = "99"', 'services = ["AA", "A"]', ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The hall with sixty services."""
    inside = Inside(tmp_path, config=sixty(tmp_path))
    yield inside
    inside.close()


def test_sixty_services_in_groups(hall: Inside) -> None:
    """The kiosk is told each one's group, in the hall's order; a number has both letters, is called and verified."""
    view = hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]
    assert len(view["services"]) == SIXTY
    assert [group["code"] for group in view["groups"]] == [f"g{n}" for n in range(GROUPS)]
    assert {service["code"]: service["group"] for service in view["services"]}["AA"] == "g1"
    assert hall.ticket("AA")["ticket"]["number"] == "AA001"
    hall.later(5)
    assert hall.ticket("A")["ticket"]["number"] == "A001"
    hall.at_counter("99", "open", "desk1")
    assert hall.at_counter("99", "call", "desk1")["ticket"]["number"] == "AA001"
    assert hall.faults() == []


def test_a_group_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The file's mistake is named with its line; the remedy is one of its groups."""
    path = large_config(tmp_path, ["en", "zh-Hant", "zh-Hans"], DEMO)
    path.write_text(path.read_text(encoding="utf-8").replace('group = "g3"', 'group = "g8"'), encoding="utf-8")
    with pytest.raises(Fault, match=r"service D is in g8, which is not among the groups"):
        read_configuration(path)


def test_groups_are_made_in_the_office(tmp_path: Path) -> None:
    """A group is added, a service put into it, the group renamed, and removed: then its services stand alone."""
    inside = Inside(tmp_path)
    browser = inside.app.test_client()
    browser.post("/api/v1/session", json={"username": "admin", "password": "demo"})

    def sends(page: str, **given: str) -> None:
        shown = browser.get(f"/office/main/{page}", headers={"Accept-Language": "en"}).text
        hidden = {name: value_of(shown, name) for name in ("csrf", "before")}
        answer = browser.post(f"/office/main/{page}", data={**hidden, **given})
        assert answer.status_code == 303, answer.text

    def kiosk() -> tuple[list[str], str | None]:
        view = inside.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]
        return [one["name"]["en"] for one in view["groups"]], view["services"][0]["group"]

    sends("groups/new", code="people", **in_form("People"))
    assert kiosk() == ([], None)  # nothing is in it yet
    service = inside.told("admin", "GET", "/halls/main")["services"][0]
    texts = {f"{field}.{tag}": service[field][tag] for field in ("name", "about") for tag in service[field]}
    sends(f"services/{service['code']}", group="people", **texts)
    assert kiosk() == (["People"], "people")
    sends("groups/people", **in_form("Persons"))
    assert kiosk() == (["Persons"], "people")
    sends("groups/people", remove="yes")
    assert kiosk() == ([], None)
    assert inside.faults() == []
    inside.close()


def test_groups_change_their_order_in_the_office(hall: Inside) -> None:
    """One place a press, by buttons that keyboard and touch have alike; ends are ends; the kiosk follows at once."""
    names = [f"g{n}" for n in range(GROUPS)]

    def order() -> list[str]:
        return [one["code"] for one in hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]["groups"]]

    def moves(code: str, to: str) -> str:
        status, told = sends_to(
            hall, "admin", "groups", before=value_of(page(hall, "admin", "groups"), "before"), code=code, to=to
        )
        assert status == 200, told
        return told

    told = moves("g2", "up")
    assert order() == [names[0], names[2], names[1], *names[3:]]
    button = told.partition('value="g2">')[2].partition("</button>")[0]
    assert 'value="up"' in button
    assert "autofocus" in button, "the next press goes on with it"
    moves("g2", "up")
    assert order()[0] == "g2"
    before = hall.last()
    moves("g2", "up")
    assert (order()[0], hall.last()) == ("g2", before)
    for _ in names:
        moves("g2", "down")
    assert order() == [one for one in names if one != "g2"] + ["g2"]
    assert sends_to(hall, "admin", "groups", before="{}", code="g1", to="down")[0] == 409
    assert hall.faults() == []


def in_form(text: str) -> dict[str, str]:
    """Return a name as its form sends it."""
    return {f"name.{tag}": text for tag in ("zh-Hant", "zh-Hans", "en")}


def value_of(page: str, name: str) -> str:
    """Return what a hidden field of a page holds."""
    return unescape(page.partition(f'name="{name}" value="')[2].partition('"')[0])
