"""Whatever is sent to the API, by whomever: never a mistake of ours, always an answer as the API's description says.

A few examples an operation here, always the same ones; `FLOOR_FUZZ=200 pytest tests/faults/test_fuzz.py` tries others.
"""

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.generation.modes import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.fuzzed import Fuzzed

PEOPLE: Final = ["clerk1", "reviewer", "supervisor", "manager", "auditor", "admin"]
DEVICES: Final = ["kiosk", "display", "counter-sign:1", "tablet:1", "sensor"]
MORE: Final = int(os.environ.get("FLOOR_FUZZ", "0"))
EXAMPLES: Final = MORE or 8
READERS: Final = ["zh-TW", "zh-CN", "en", "", "fr;q=x, *", "*;q=0", "zh-Hans-HK, en;q=0.5"]
HAN: Final = range(0x4E00, 0x9FFF)
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
UNSAID: Final = (  # what no schema says: days have bounds, counts exclude each other, a contact can be reached,
    "since", "until", "spoken_at", "inside", "contact", "fields", "staff",  # a plan's step asks, somebody works here,
    "as_planned", "seen",  # a profile is named or left to the plan, fields have names of a form
)  # fmt: skip
DEEP: Final = "[" * 30_000
RAW: Final[list[bytes]] = [
    b"", b"null", b"[]", b"1", b'"x"', b"{", b"{}{}", b"\xff\xfe{}", b'{"\\ud800": 1}', b'{"service": "\\udfff"}',
    b'{"ticket": 1e400, "score": NaN, "inside": -Infinity}', b'{"service": "A", "service": "B"}', b'{"": {}}',
    DEEP.encode(), b'{"text":' + DEEP.encode(), b"\xef\xbb\xbf{}", b'{"ticket": ' + b"9" * 5000 + b"}",
]  # fmt: skip
JSON: Final = "application/json"
KINDS: Final = [JSON, "text/plain", "application/json; charset=utf-16", "", "multipart/form-data", "a/b/c;;="]


@pytest.fixture
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fuzzed]:
    """The hall, and who goes to it."""
    made = Fuzzed(tmp_path, request.node.callspec.params["who"])
    yield made
    made.close()


def operations(hall: Fuzzed) -> Iterator[APIOperation]:
    """Yield what the API's description describes."""
    asked = SchemathesisConfig(
        projects=ProjectsConfig(default=ProjectConfig(generation=GenerationConfig(with_security_parameters=False)))
    )
    schema = schemathesis.openapi.from_wsgi("/openapi/openapi.json", hall.app, config=asked)
    yield from (found.ok() for found in schema.get_all_operations())


def may(operation: APIOperation, who: str) -> bool:
    """Return whether the description lets somebody in."""
    said = operation.definition.raw["description"].rpartition("Who may: ")[2].removesuffix(".")
    if who == "holder" or said.startswith("whoever holds"):
        return bool(who == "holder" and "/track/" in operation.path)
    if who == "nobody" or said == "anybody":
        return bool(who == "nobody" and said == "anybody")
    if said.startswith("who is signed in"):
        return operation.method != "delete" or who in PEOPLE
    return who.rstrip("1").rstrip(":") in said.split(", ")


def lucky(hall: Fuzzed, case: Case, luck: int) -> None:
    """Put what is really there into most of a request's places: at random nobody would ever guess it."""
    chance, positive = random.Random(luck), is_positive(case)
    if positive or not hall.now:
        hall.now = hall.known(case.operation.path)
    for name in [name for name in case.path_parameters if name in hall.now]:
        if chance.random() < 0.9:
            case.path_parameters[name] = chance.choice(hall.now[name])
    if positive and isinstance(case.body, dict):
        for name in sorted(hall.now.keys() & fields_of(case.operation)):
            if chance.random() < 0.8:
                case.body[name] = chance.choice(hall.now[name])


def is_positive(case: Case) -> bool:
    """Return whether a request is as described."""
    return case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE


def fields_of(operation: APIOperation) -> set[str]:
    """Return the names of a body's fields."""
    raw = operation.definition.raw.get("requestBody", {}).get("content", {})
    found: set[str] = set()
    for content in raw.values():
        named = content["schema"].get("$ref", "").rpartition("/")[2]
        shared = operation.schema.raw_schema["components"]["schemas"]
        found |= set((shared[named] if named else content["schema"]).get("properties", {}))
    return found


def fits(case: Case, response: Response, reader: str) -> None:
    """Check an answer against the description, and what the description cannot say."""
    case.validate_response(response, checks=CHECKS)
    wanted = case.operation.definition.raw["responses"]
    assert response.status_code >= 300 or str(response.status_code) in wanted, response.status_code
    if response.status_code < 400:
        return
    problem = response.json()
    assert problem["status"] == response.status_code
    says = [problem["title"], problem["detail"], *(one["message"] for one in problem.get("errors", ()))]
    assert all(says)
    if reader.startswith("zh"):
        assert all(any(ord(letter) in HAN for letter in one) for one in says), says
    if problem["code"] == "invalid" and is_positive(case):
        body = case.body if isinstance(case.body, dict) else {}
        excused = any(name in UNSAID for name in [*fields_of(case.operation), *case.query])
        several = [one for value in body.values() for one in (value if isinstance(value, list) else [value])]
        excused |= any(isinstance(one, float) for one in several)  # 16.0 is whole, and not taken for it
        assert excused or "\\u0000" in json.dumps(body), problem


def can_be_wrong(operation: APIOperation) -> bool:
    """Return whether anything that does not fit can be sent: any text fits into a path."""
    raw = operation.definition.raw
    return "requestBody" in raw or any(
        one["in"] != "path" or one["schema"].get("type") == "integer" for one in raw["parameters"]
    )


def tried(hall: Fuzzed, operation: APIOperation, mode: GenerationMode) -> tuple[set[int], str]:
    """Send examples of an operation; return the statuses and the first answer that does not fit."""
    seen: set[int] = set()

    @settings(
        max_examples=EXAMPLES,
        derandomize=not MORE,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink] if MORE else [Phase.generate],
    )
    @given(operation.as_strategy(generation_mode=mode), st.integers(0, 2**16), st.sampled_from(READERS))
    def send(case: Case, luck: int, reader: str) -> None:
        lucky(hall, case, luck)
        response = case.call(headers={"Accept-Language": reader, **hall.header()})
        seen.add(response.status_code)
        fits(case, response, reader)

    try:
        send()
    except (AssertionError, FailureGroup) as wrong:
        more = [str(one) for one in getattr(wrong, "exceptions", ())]
        return seen, f"{operation.label} as {hall.who}: {[*more, str(wrong)]}"
    return seen, ""


@pytest.mark.timeout(120 + MORE * 60)
@pytest.mark.parametrize("who", ["nobody", "holder", *DEVICES, *PEOPLE])
def test_every_answer_is_as_described(hall: Fuzzed, who: str) -> None:
    """What fits and what does not, to every operation; and nearly each that one may ask went well at least once."""
    wrong, well, badly = [], [], []
    for operation in operations(hall):
        if not may(operation, who):
            continue  # refused: tests/promises/test_default_deny.py
        seen: set[int] = set()
        hall.now = {}
        for mode in GenerationMode:
            if mode is GenerationMode.POSITIVE or can_be_wrong(operation):
                statuses, fault = tried(hall, operation, mode)
                wrong += [fault] if fault else []
                seen |= statuses
        (well if any(status < 300 for status in seen) else badly).append(f"{operation.label} {sorted(seen)}")
    assert not wrong, "\n\n".join(wrong)
    assert len(badly) <= 1 + len(well) // 6, "\n".join(badly)  # an incident's moves want what is so just then
    assert hall.faults() == []


@pytest.mark.parametrize("who", ["nobody", "holder", "kiosk", "tablet:1", "supervisor"])
def test_what_is_no_body_is_refused(hall: Fuzzed, who: str) -> None:
    """Broken, deep, endless, of another kind: a clear no to each."""
    wrong = []
    client = hall.app.test_client()
    for operation in operations(hall):
        if "requestBody" not in operation.definition.raw or not may(operation, who):
            continue
        known = {name: values[0] for name, values in hall.known(operation.path).items()}
        address = operation.path.format(**known)
        for number, raw in enumerate(RAW):
            kind = JSON if MORE or number % 3 else KINDS[number % len(KINDS)]
            headers = hall.header() | {"Idempotency-Key": f"raw-{number:08}"}
            answer = client.open(address, method=operation.method, data=raw, content_type=kind, headers=headers)
            if answer.status_code >= 500 or (answer.status_code >= 400 and "code" not in (answer.json or {})):
                wrong.append(f"{operation.label} {raw[:40]!r} {kind}: {answer.status_code}")
    assert wrong == []
