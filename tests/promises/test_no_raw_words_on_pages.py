"""No page of the office shows a program's own word, whatever happened in the hall, in no language."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.kernel.languages import LANGUAGES
from tests.inside import Inside

RAW = re.compile(r"(?<![\w./-])[a-z]+(?:_[a-z]+)+(?![\w/.=-])|\b(?:None|True|False|undefined|null|NaN)\b")
HIDDEN = re.compile(r"<(script|style|code|kbd|pre|template)\b.*?</\1>|<[^>]*>", re.DOTALL)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall in which everything has happened that can happen to a ticket and a counter."""
    made = Inside(tmp_path)
    made.at_counter("3", "open")
    secrets = [made.ticket()["track_url"].rpartition("/")[2] for _ in range(6)]
    for act in ("call", "recall", "no-show", "undo", "start", "hold", "call"):
        made.asks("clerk3", "POST", f"/halls/main/counters/3/{act}")
    made.told(None, "POST", f"/track/{secrets[1]}/later", {"minutes": 10})
    for act in ("call", "start"):
        made.at_counter("3", act)
    made.at_counter("3", "transfer", service="B", keep_place=True)
    made.at_counter("3", "pause", reason="lunch")
    made.at_counter("3", "open")
    for outcome in ("not_done", "referred", "done"):
        made.asks("clerk3", "POST", "/halls/main/counters/3/call")
        made.asks("clerk3", "POST", "/halls/main/counters/3/start")
        made.asks("clerk3", "POST", "/halls/main/counters/3/finish", {"outcome": outcome})
    made.told(None, "POST", f"/track/{secrets[5]}/cancel")
    made.told("supervisor", "POST", "/halls/main/incidents", {"kind": "crowding"})
    made.told("supervisor", "POST", "/halls/main/incidents", {"kind": "system_failure", "drill": True})
    yield made
    made.close()


def addresses(hall: Inside) -> list[str]:
    """Return the office's pages that need nothing but the hall."""
    return sorted(
        rule.rule.replace("<hall>", "main")
        for rule in hall.app.url_map.iter_rules()
        if rule.rule.startswith("/office/<hall>") and rule.arguments == {"hall"} and "GET" in (rule.methods or ())
        and not rule.rule.endswith((".csv", ".xlsx"))
    )  # fmt: skip


@pytest.mark.parametrize("who", ["admin", "supervisor"])
def test_no_raw_word(hall: Inside, who: str) -> None:
    """Neither no_show nor hold_line nor None: read as a person reads, without what is marked as code."""
    browser = hall.app.test_client()
    browser.set_cookie("floor_session", hall.token(who))
    seen, raw = 0, set[str]()
    for address in addresses(hall):
        for language in LANGUAGES:
            page = browser.get(f"{address}?lang={language}")
            if page.status_code != 200 or not page.content_type.startswith("text/html"):
                continue
            seen += 1
            text = html.unescape(HIDDEN.sub(" ", page.text))
            raw |= {f"{address} {language}: {word}" for word in RAW.findall(text)}
    assert raw == set()
    assert seen > 20
