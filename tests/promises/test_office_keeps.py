"""What was set in the office is not overwritten by the file at the next start; elsewhere the file is followed."""

from html.parser import HTMLParser
from pathlib import Path

import requests

from tests.hall import Server


def office(server: Server) -> requests.Session:
    """Sign an administrator in, as the page does."""
    http = requests.Session()
    http.get(f"{server.url}/office/sign-in", timeout=20)
    proof = {"csrf": http.cookies["floor_form"], "username": "admin", "password": "demo"}
    assert http.post(f"{server.url}/office/sign-in", data=proof, timeout=20).status_code == 200
    return http


class Fields(HTMLParser):
    """The text fields of a page's main form, as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.given: dict[str, str] = {}
        self.feed(page[page.index('<form class="form"') :].partition("</form>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an input's name and value."""
        known = dict(attrs)
        if tag == "input" and known.get("name") and (known.get("type") != "radio" or "checked" in known):
            self.given[str(known["name"])] = known.get("value") or ""


def saves(http: requests.Session, address: str, **changed: str) -> None:
    """Open a form, change some of its fields and send it."""
    given = Fields(http.get(address, timeout=20).text).given
    answer = http.post(address, data={**given, **changed}, timeout=20)
    assert "said=saved" in answer.url, answer.text


def targets(server: Server) -> dict[str, int]:
    """Return each service's target in minutes, as the API says it."""
    signed = requests.post(f"{server.api}/session", json={"username": "clerk1", "password": "demo"}, timeout=20)
    key = {"Authorization": f"Bearer {signed.json()['token']}"}
    services = requests.get(f"{server.api}/halls/main", headers=key, timeout=20).json()["services"]
    return {one["code"]: one["target"] // 60 for one in services}


def rewrite(config: Path, before: str, after: str) -> None:
    """Change the file, as whoever runs the machine may."""
    text = config.read_text(encoding="utf-8")
    assert before in text
    config.write_text(text.replace(before, after), encoding="utf-8")


def test_a_thing_belongs_to_whoever_set_it_last(server: Server) -> None:
    """A person changed A; the file then says otherwise of A and of D: A stays, D follows."""
    saves(office(server), f"{server.url}/office/main/services/A", target="44")
    assert targets(server) == {"A": 44, "B": 20, "C": 15, "D": 30, "E": 10}
    server.end()
    config = Path(server.environment["FLOOR_CONFIG"])
    rewrite(config, "target = 20\nnorm = 9", "target = 21\nnorm = 9")
    rewrite(config, "target = 30", "target = 31")
    server.start()
    assert targets(server) == {"A": 44, "B": 20, "C": 15, "D": 31, "E": 10}
    server.end()
    server.start()
    assert targets(server) == {"A": 44, "B": 20, "C": 15, "D": 31, "E": 10}
    assert server.floor("verify").returncode == 0
