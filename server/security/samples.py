"""An example of each call: a body that its model takes, and the line of a shell that sends it."""

import json
import shlex
from collections.abc import Mapping
from typing import Any, Final

from server.security.web import PARAMETER, PREFIX, ComesIn, Key, Route

SERVER: Final = "http://127.0.0.1:8000"
PLACES: Final[Mapping[str, str]] = {"hall": "main", "counter": "3", "secret": "$SECRET", "view": "display"}
WORDS: Final[Mapping[str, Any]] = {  # by the name of a field, where its type alone would say nothing
    "service": "A", "counter": "3", "language": "en", "username": "clerk1", "password": "$PASSWORD", "hall": "main",
    "secret": "$SECRET", "token": "$TOKEN", "kind": "crowding", "minutes": 10, "code": "K7M2QX",
    "name": "Kiosk at the door", "reason": "asked for by the customer",
    "text": "Please use the doors on the left.", "note": "seen on the spot",
}  # fmt: skip
FORMATS: Final[Mapping[str, str]] = {
    "date-time": "2026-03-02T09:30:00+08:00", "date": "2026-03-02", "time": "09:30", "email": "somebody@example.org",
}  # fmt: skip


def sample_of(schema: Mapping[str, Any], shared: Mapping[str, Any], name: str = "") -> Any:
    """Return a value that a schema takes; an object has what it must have, and no more."""
    if "$ref" in schema:
        return sample_of(shared[schema["$ref"].rpartition("/")[2]], shared, name)
    said = [*schema.get("examples", ()), *schema.get("enum", ())]
    if said or "const" in schema:
        return said[0] if said else schema["const"]
    choices = [one for key in ("anyOf", "oneOf", "allOf") for one in schema.get(key, ()) if one.get("type") != "null"]
    return sample_of(choices[0], shared, name) if choices else OF_TYPE[schema["type"]](schema, shared, name)


def of_object(schema: Mapping[str, Any], shared: Mapping[str, Any], _name: str) -> dict[str, Any]:
    """Return an object."""
    needed = schema.get("required", ())
    return {field: sample_of(one, shared, field) for field, one in schema["properties"].items() if field in needed}


def of_array(schema: Mapping[str, Any], shared: Mapping[str, Any], name: str) -> list[Any]:
    """Return a list."""
    return [sample_of(schema["items"], shared, name)] * schema.get("minItems", 1)


def of_string(schema: Mapping[str, Any], _shared: Mapping[str, Any], name: str) -> Any:
    """Return a text."""
    if "{64}" in schema.get("pattern", ""):
        return "0" * 64  # a hash
    return WORDS.get(name) or FORMATS.get(schema.get("format", ""), "…" * schema.get("minLength", 1))


def of_number(schema: Mapping[str, Any], _shared: Mapping[str, Any], name: str) -> Any:
    """Return a number."""
    return WORDS.get(name, max(1, schema.get("minimum", 1)))


OF_TYPE: Final = {
    "object": of_object,
    "array": of_array,
    "string": of_string,
    "integer": of_number,
    "number": of_number,
    "boolean": lambda *_: True,
}


def line_of(route: Route, body: Any) -> str:
    """Return the line of a shell that makes a call."""
    path = PARAMETER.sub(lambda found: PLACES.get(found[2], "1"), PREFIX + route.path)
    words = ["curl", *([] if route.method == "GET" else ["-X", route.method])]
    if route.way in {ComesIn.COMMAND, ComesIn.READ}:
        words += ["-H", '"Authorization: Bearer $TOKEN"']
    if route.key is Key.REQUIRED:
        words += ["-H", '"Idempotency-Key: $(uuidgen)"']
    if body is not None:
        words += ["-H", "'Content-Type: application/json'", "-d", shlex.quote(json.dumps(body, ensure_ascii=False))]
    return " ".join([*words, f'"{SERVER}{path}"' if "$" in path else SERVER + path])
