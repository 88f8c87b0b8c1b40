"""The journal's page says everything in words: no code, no JSON, in no language; it is shown whatever happened."""

import dataclasses
import html
import re
from collections.abc import Iterator
from datetime import timedelta
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

import server.admin  # noqa: F401 - imports all facts
from server.kernel.languages import LANGUAGES, PLACEHOLDER, say
from server.office.context import PageContext
from server.office.sentences import DERIVED, Teller
from server.ratings.levels import BETTER
from server.store.events import EVENTS, Event
from tests.inside import NINE, Inside

CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|[{}]|\b(None|True|False)\b")
LATIN = re.compile(r"[A-Za-z]{2,}")
WEBHOOKS = {"WebhookAdded", "WebhookChanged", "WebhookRemoved", "WebhookResumed"}  # their word is the field's
AS_THEY_ARE = {"StaffAdded", "HallOpened", *WEBHOOKS}  # their only other Latin word is a name of somebody's own


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still."""
    made = Inside(tmp_path, at=NINE + timedelta(hours=1))
    yield made
    made.close()


def rows(hall: Inside, language: str) -> list[str]:
    """Return the sentences that an auditor reads today, newest first."""
    browser = hall.app.test_client()
    browser.post("/api/v1/session", json={"username": "auditor", "password": "demo"})
    found, before = list[str](), ""
    while True:
        page = browser.get(f"/office/main/journal?lang={language}{before}")
        assert page.status_code == 200, page.text
        told = re.findall(r'<tr id="e(\d+)">.*?</td>\s*<td>(.*?)(?:\s*<a class|</td>)', page.text, re.DOTALL)
        found += [html.unescape(text) for _, text in told]
        if "before=" not in page.text:
            return found
        before = f"&before={told[-1][0]}"


def test_a_crisis_and_an_unhappy_customer_in_words(hall: Inside) -> None:
    """Steps, roles, measures and plans by their words of the plan; levels and reasons as the customer read them."""
    secret = hall.ticket()["track_url"].rpartition("/")[2]
    for act in ("open", "call", "start", "finish"):
        hall.at_counter("3", act)
    said = {"score": 1, "reasons": list(BETTER), "comment": "Two hours."}
    assert hall.asks(None, "POST", f"/track/{secret}/rating", said).status_code == 201
    incident = hall.told("supervisor", "POST", "/halls/main/incidents", {"kind": "crowding"})
    step = next(one["id"] for one in incident["tasks"] if one["next"] and one["who"] == "supervisor")
    hall.told("supervisor", "POST", f"/halls/main/incidents/{incident['id']}/tasks/{step}/confirm", {})
    hall.later(3600)
    for language in LANGUAGES:
        told = rows(hall, language)
        assert [one for one in told if CODE.search(one)] == []
        assert any(all(say(reason, language) in one for reason in BETTER.values()) for one in told)
        assert any(incident["name"][language] in one for one in told)
        assert any(incident["tasks"][-1]["text"][language] in one for one in told)


class Plain:
    """A frame without features: only what the office itself says."""

    def named(self, _visit: PageContext, _hall: Any, _fact: Event) -> dict[str, object]:
        """Nothing."""
        return {}


def samples(hint: Any) -> list[Any]:
    """Return values of a type: each of its choices."""
    if isinstance(hint, UnionType):
        return [one for member in get_args(hint) for one in samples(member)]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return list(hint)
    kinds: dict[Any, list[Any]] = {
        int: [7], float: [7.0], bool: [True, False], str: ["7"], type(None): [None], type(NINE): [NINE],
        dict: [dict.fromkeys(LANGUAGES, "七")], tuple: [()], list: [[]],
    }  # fmt: skip
    return kinds.get(get_origin(hint) or hint, [None])


def variants(event: type[Event]) -> Iterator[Event]:
    """Return facts of a kind, with each choice of each field in turn."""
    hints = get_type_hints(event)
    choices = {field.name: samples(hints[field.name]) for field in dataclasses.fields(event)}
    for name, values in choices.items():
        for value in values:
            yield event(**{**{one: some[0] for one, some in choices.items()}, name: value})


def test_every_choice_of_every_fact_has_its_word(hall: Inside) -> None:
    """What a feature doesn't say itself the office says; a field called `text` does no harm."""
    office = hall.app.extensions["office"]
    context = PageContext(office.authenticator, "zh-Hant", "", {}, {}, Plain())  # type: ignore[arg-type]  # only words are asked of it
    wrong = set()
    with hall.store.look(hall.hall) as sight:
        teller = Teller(context, sight, [])
        for name, event in EVENTS.items():
            if event in office.frame.namings or name in AS_THEY_ARE or DERIVED & set(PLACEHOLDER.findall(event.says)):
                continue
            for fact in variants(event):
                if LATIN.search(said := teller.sentence(fact, 1)):
                    wrong.add(f"{name}: {said}")
    assert wrong == set()
