"""Pages of the office as somebody reads them, inside the test's process."""

import html
import re

from flask.testing import FlaskClient

from tests.inside import Inside


def browser_of(hall: Inside, who: str) -> FlaskClient:
    """Return a browser in which one of the demo's people is signed in; each signs in once."""
    browser = hall.app.test_client()
    browser.set_cookie("floor_session", hall.token(who))
    return browser


def page(hall: Inside, who: str, path: str, language: str = "en", status: int = 200) -> str:
    """Return a page of the hall's office as one of the demo's people reads it, redirects followed."""
    answer = browser_of(hall, who).get(
        f"/office/main/{path}", headers={"Accept-Language": language}, follow_redirects=True
    )
    assert answer.status_code == status, answer.text
    return in_one_line(answer.text)


def in_one_line(html: str) -> str:
    """Return a page without its breaks of lines, which stand where a reader sees none."""
    return re.sub(r"\s*\n\s*", " ", re.sub(r">\s*\n\s*<", "><", html))


def sends(hall: Inside, who: str, path: str, **fields: object) -> tuple[int, str]:
    """Send a form of the hall's office; return the status, and the page that came of it, redirects followed."""
    browser = browser_of(hall, who)
    browser.get("/api/v1/session")
    proof = browser.get_cookie("floor_csrf")
    assert proof is not None
    answer = browser.post(
        f"/office/main/{path}",
        data={"csrf": proof.value, **fields},
        headers={"Accept-Language": "en"},
        follow_redirects=True,
    )
    return answer.status_code, answer.text


def words(told: str) -> str:
    """Return what a page says, without its marks."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", told)))


def rows(told: str, section: str) -> list[list[str]]:
    """Return the cells of the table under a heading."""
    table = told.partition(f"<h2>{section}</h2>")[2].partition("</table>")[0]
    assert table, f"no {section}"
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
    return [[words(cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)] for row in found]
