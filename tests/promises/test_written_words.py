"""What people write stands sealed: a word in every text field that there is, looked for wherever bytes are kept.

The fields are those of the API's description and of every form of the office; a new one is looked for by itself. Which
texts may be read by whoever has the database is one table here, with the reason. Whatever else is written goes into a
column of type `Sealed`, or into a field that its fact names in `words`.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.office.pages import PREFIX
from server.procedures.commands import begin
from server.security.actors import SYSTEM
from server.store.backup import backup
from tests.fuzzed import AT, Fuzzed

API: Final = "/api/v1"
EVERYBODY: Final = [
    "supervisor", "manager", "clerk1", "reviewer", "auditor", "admin", "kiosk", "display", "tablet:1", "sensor",
]  # fmt: skip
IN_THE_OPEN: Final = {  # field by the end of its address → why it may stand there
    r"(hall|(services|counters|groups|classes|holidays)/\w+|notices|new-hall) [\w.-]+$": "what the hall says of itself",
    r"work-profiles/\w+ name[\w.-]*$": "what staff call a work profile",
    r"procedures/\w+[\w/]* [\w.-]+$": "what a service asks for, and the notice of a change: everybody reads them",
    r"settings/gateways \w+(\.[\w-]+)?$": "the hall's own words to everybody's phone",
    r"measures text\.\*$": "an announcement, which everybody in the hall reads",
    r"(people/\w+|first/\w+) (name|username)$": "a colleague's name, on every screen of the staff",
    r"(pairing|approve|enrol) name$": "what a device is called",
}
CODES: Final = re.compile(  # a word fits into none of these: they name something, or are proved
    r" (hall|counter|code|service|priority_class|kind|token|username|password|own_password|csrf|next|before"
    r"|services\.\[\])$"
)
NOT_REACHED: Final = {  # field → why nothing is written into it here; every other one is
    r"incidents/\{incident\}/(close|moves/\{move\}|review) [\w.\[\]]+$": "an incident that has come so far on its way",
    r"incidents/\d+/steps/\d+ field-note$": "a step whose other fields want a number, a time, a choice",
    r"cases/\{case\}/(checks item|moves/\{move\} (remarks\.\*|fields\.\[\])|form values\.\*)$": (
        "names of a procedure; what stands under them is written in test_cases_kept_secret.py"
    ),
    r"/tickets name$": "kept, and sealed, only where a hall calls by masked names: test_quiet_hall.py tells of it",
    r"kiosk/journal [\w.\[\]]+$": "what a kiosk's program writes, each with its form: nobody's words",
    r"follow/phone subscription\.[\w.]+$": "a browser's push address and keys, each with its form",
    r"webhooks/new [\w.]+$": "an address and a secret, both sealed (test_webhooks.py), beside a name for colleagues",
    r"gateways/new [\w.]+$": "a call that has to hang together; all of it but its name is sealed (test_gateways.py)",
    r"follow/number phone$": "a number of the hall's gateway, which it has not (test_news_by_number.py)",
    r"tasks/new (title|details|to)$": "a form that nobody sends without choosing a person and a day (test_tasks.py)",
    r"findings/new words$": "a form that nobody sends without choosing a person (test_spot_checks.py)",
    r"settings/appointments services\.(service|since|until)$": "a letter, times of the day",
    r"halls/\{hall\}/tickets appointment$": "the digits of an appointment's code",
    r"plans/other (name|about)$": "a new plan, whose form begins without the code that it needs",
}
ELSEWHERE: Final = ("sign-out", "other-script", "my-sign-in/end", "my-sign-in/password")
TEXTS: Final = {"text", "search", "", "password", "email", "tel"}


class Marks:
    """A word of its own for each field."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}
        self.numbers = itertools.count(1000)
        self.taken: set[str] = set()

    def mark(self, field: str, most: int) -> str:
        """Return the word for a field, of a kind that a contact may be."""
        word = f"Qz{next(self.numbers)}xj@w.tw"[:most]
        self.of[word] = field
        return word


def texts(schema: Mapping[str, Any], shared: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[Any]:
    """Yield (path, most characters) of the texts in a body."""
    if "$ref" in schema:
        yield from texts(shared[schema["$ref"].rpartition("/")[2]], shared, path)
    for choice in itertools.chain.from_iterable(schema.get(one, ()) for one in ("anyOf", "oneOf", "allOf")):
        yield from texts(choice, shared, path)
    free = schema.get("type") == "string" and not {"enum", "format", "const"} & schema.keys()
    if free and schema.get("maxLength", 99) > 12:  # else no word fits: a letter, a code
        yield path, schema.get("maxLength", 99)
    if schema.get("type") == "array":
        yield from texts(schema.get("items", {}), shared, (*path, "[]"))
    for name, inner in schema.get("properties", {}).items():
        yield from texts(inner, shared, (*path, name))
    if isinstance(schema.get("additionalProperties"), dict):
        yield from texts(schema["additionalProperties"], shared, (*path, "*"))


def put(path: tuple[str, ...], word: str) -> Any:
    """Return a value that holds a word at a path below its name."""
    if not path:
        return word
    if path[0] == "[]":
        return [put(path[1:], word)]
    return dict.fromkeys(("zh-Hant", "zh-Hans", "en"), word) if path[0] == "*" else {path[0]: put(path[1:], word)}


def smallest(schema: Mapping[str, Any], shared: Mapping[str, Any], known: Mapping[str, list[Any]]) -> Any:
    """Return the smallest body that may go well, with what is really there."""
    if "$ref" in schema:
        return smallest(shared[schema["$ref"].rpartition("/")[2]], shared, known)
    found = {}
    for name, inner in schema.get("properties", {}).items():
        if name in known and (name in schema.get("required", ()) or name in {"ticket", "token"}):
            found[name] = known[name][0]
        elif name in schema.get("required", ()):
            found[name] = simple(inner, shared)
    return found


def simple(schema: Mapping[str, Any], shared: Mapping[str, Any]) -> Any:
    """Return a value of a schema."""
    if "$ref" in schema:
        return simple(shared[schema["$ref"].rpartition("/")[2]], shared)
    if "examples" in schema:
        return schema["examples"][0]
    if "anyOf" in schema:
        return simple(schema["anyOf"][0], shared)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type")
    if kind == "object":
        return dict.fromkeys(("zh-Hant", "zh-Hans", "en"), "A word.")
    return {"boolean": False, "array": ["x"], "integer": 2, "number": 2}.get(str(kind), "A word.")


class Forms(HTMLParser):
    """A page's forms: where they go, what a browser would send, and which fields take any text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, Any], list[str]]] = []
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a form or a field."""
        known = {name: value or "" for name, value in attrs}
        if tag == "form" and known.get("method") == "post":
            self.forms.append((known["action"], {}, []))
        if not self.forms:
            return
        _, given, free = self.forms[-1]
        if tag == "select":
            self.select = known.get("name", "")
        elif tag == "option" and (self.select not in given or "selected" in known):
            given[self.select] = known.get("value", "")
        elif tag == "button" and known.get("name"):  # by Enter a browser sends the first
            given.setdefault(known["name"], known.get("value", ""))
        elif tag in {"input", "textarea"} and known.get("name"):
            kind = "text" if tag == "textarea" else known.get("type", "")
            if kind not in {"radio", "checkbox"} or "checked" in known:
                given.setdefault(known["name"], known.get("value", ""))
            if kind in TEXTS and not known.get("inputmode") and known["name"] not in free:
                free.append(known["name"])


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Fuzzed]:
    """A hall in which everything can go well."""
    made = Fuzzed(tmp_path, "supervisor")
    with made.store.hall(made.hall, SYSTEM) as work:
        begin(work, "A")
    yield made
    made.close()


def becomes(hall: Fuzzed, who: str) -> None:
    """Have somebody else ask."""
    hall.who, hall.counter = who, AT.get(who, "1")
    hall.clerk = who if who in {"clerk1", "supervisor"} else "clerk1"


def askers(description: str, path: str) -> list[str]:
    """Return who may, by the API's own description."""
    said = description.rpartition("Who may: ")[2].removesuffix(".")
    if "/track/" in path or said == "anybody":
        return ["nobody"]
    return [who for who in EVERYBODY if who.rstrip("1").rstrip(":") in said.split(", ")]


def written_by_api(hall: Fuzzed, marks: Marks) -> list[TestResponse]:
    """Send a word in each text of each operation, as whoever may; return all answers."""
    told: Any = hall.app.test_client().get("/openapi/openapi.json").json
    shared, answers = told["components"]["schemas"], []
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            if "requestBody" not in operation:
                continue
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            for way, most in texts(schema, shared):
                field = f"{path} {'.'.join(way)}"
                for who in askers(operation["description"], path):
                    becomes(hall, who)
                    hall.incident = {} if path.endswith("/review") else hall.incident  # which is reviewed but once
                    known = hall.known(path.removeprefix(API))
                    body = smallest(schema, shared, known)
                    word = marks.mark(field, most)
                    body[way[0]] = put(way[1:], word)
                    address = re.sub(r"\{(\w+)\}", lambda part, k=known: str(k[part[1]][0]), path)
                    headers = {"Idempotency-Key": f"key-{word[:6]}-{who}".replace(":", ""), **hall.header()}
                    answer = hall.app.test_client().open(address, method=method, json=body, headers=headers)
                    answers.append(answer)
                    if answer.status_code < 300:
                        marks.taken.add(field)
                        break
    return answers


def pages_of(hall: Fuzzed) -> list[str]:
    """Return the office's pages with what is there to be shown."""
    with hall.store.look(hall.hall) as sight:
        staff = sight.connection.exec_driver_sql("SELECT max(staff) FROM people").scalar()
    known = {
        "hall": "main", "<code>/<part>/<place>": "A/materials/0", "<code>/<part>/new": "A/fields/new", "code": "A",
        "staff": str(staff), "day": "2026-11-25", "proof": "x",
        "follow-ups/<which>": f"follow-ups/{hall.follow_up()}", "opinions/<which>": f"opinions/{hall.opinion()}",
        "incidents/<which>": f"incidents/{hall.emergency('/incidents')['incident'][0]}",
    }  # fmt: skip
    found = []
    for rule in hall.app.url_map.iter_rules():
        if rule.rule.startswith(f"{PREFIX}/") and "GET" in (rule.methods or ()):
            address = re.sub(r"<\w+:", "<", rule.rule)
            for part, value in known.items():
                address = address.replace(part if "<" in part else f"<{part}>", value)
            found.append(address.replace("counters/A", "counters/3"))
    return [one for one in found if "<" not in one]


def written_by_form(hall: Fuzzed, marks: Marks) -> list[TestResponse]:
    """Send a word in each text of each form of the office, by the first who has the form; return all answers."""
    answers = []
    browsers = {who: signed_in(hall, who) for who in ("supervisor", "admin", "manager", "clerk1")}
    for address in pages_of(hall):
        for who, browser in browsers.items():
            page = browser.get(address)
            answers.append(page)
            shown = page.status_code == 200 and (page.content_type or "").startswith("text/html")
            forms = [one for one in Forms(page.text).forms if not one[0].endswith(ELSEWHERE)] if shown else []
            for form in forms:
                answers += filled(browser, form, {"csrf": csrf(hall, who)}, marks)
            if forms:
                break
    return answers


def filled(
    browser: FlaskClient, form: tuple[str, dict[str, Any], list[str]], proof: dict[str, str], marks: Marks
) -> list[TestResponse]:
    """Send a form with a word in all its texts; where that is refused, in one after the other."""
    to, given, free = form
    fields = {name: f"{to} {re.sub(r'[.](zh-Han[st]|en|[0-9]+)', '', name)}" for name in free}
    answers = []
    for names in ([free, *([name] for name in free)]) if free else ():
        words = {name: marks.mark(fields[name], 60) for name in names}
        answers.append(browser.post(to, data={**given, **words, **proof}))
        if answers[-1].status_code == 303:
            marks.taken |= {fields[name] for name in names}
            if names is free:
                break
    return answers


def signed_in(hall: Fuzzed, who: str) -> FlaskClient:
    """Return a browser in which somebody is signed in."""
    browser = hall.app.test_client()
    if hall.asks(who, "GET", "/me").status_code == 401:
        del hall.tokens[who]
    browser.set_cookie("floor_session", hall.token(who))
    return browser


def csrf(hall: Fuzzed, who: str) -> str:
    """Return what a form of ours proves itself with."""
    return hall.authenticator.signer.csrf_of(hall.token(who))


def public(field: str) -> bool:
    """Return whether a text may be read by whoever has the database."""
    return any(re.search(known, field) for known in IN_THE_OPEN)


def everything(hall: Fuzzed, folder: Path, answers: list[TestResponse], log: str) -> dict[str, bytes]:
    """Return all bytes that are kept or go about: files, a backup, the log, the metrics, addresses."""
    kept = folder / "kept.db"
    backup(hall.store.database, kept)
    found = {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    found["the log"] = log.encode()
    found["metrics"] = hall.app.test_client().get("/metrics").data
    found["addresses"] = "\n".join(f"{one.request.url} {one.headers.get('Location', '')}" for one in answers).encode()
    return found


@pytest.mark.timeout(300)
def test_no_word_stands_in_the_open(hall: Fuzzed, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Kept, logged, measured or addressed; and each field was reached but those named."""
    marks = Marks()
    answers = [*written_by_api(hall, marks), *written_by_form(hall, marks)]
    said = capfd.readouterr()
    places = everything(hall, tmp_path, answers, said.out + said.err)
    assert {"floor.db", "floor.db-wal", "kept.db"} <= places.keys()
    found = {
        f"{field} in {place}"
        for word, field in marks.of.items()
        for place, content in places.items()
        if word.encode() in content and not public(field)
    }
    assert found == set()
    fields = {field for field in marks.of.values() if not CODES.search(field) and not public(field)}
    assert len(fields) > 20
    lacking = fields - marks.taken
    unreached = {field for field in lacking if not any(re.search(known, field) for known in NOT_REACHED)}
    assert unreached == set(), "what is new is written into by the test, or named with its reason"
    idle = [known for known in NOT_REACHED if not any(re.search(known, field) for field in lacking)]
    assert idle == [], "what is reached by now is no exception any more"


def test_no_proof_stands_in_the_open(hall: Fuzzed, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A person's token, a device's, a pairing's secret, a slip's, a tablet's leave, a one-time password."""
    admin = signed_in(hall, "admin")
    form = {"csrf": csrf(hall, "admin"), "name": "N", "username": "newone", "role": "clerk", "halls": "main"}
    page = admin.get(admin.post("/office/main/people/new", data=form).headers["Location"])
    password = re.search(r"\b\w{4}-\w{4}-\w{4}\b", page.text)
    assert password is not None
    slip = hall.ticket()["track_url"].rpartition("/")[2]
    proofs = {
        "sign-in": hall.token("clerk1"), "device": hall.token("kiosk"), "slip": slip, "one-time": password[0],
        "pairing": hall.pairing("")["secret"][0], "leave": hall.tablet("")["token"][0],
    }  # fmt: skip
    said = capfd.readouterr()
    places = everything(hall, tmp_path, [], said.out + said.err)
    found = {
        f"{kind} in {place}"
        for kind, proof in proofs.items()
        for place, content in places.items()
        if proof.encode() in content
    }
    assert found == set()
