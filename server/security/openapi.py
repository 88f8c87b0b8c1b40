"""The description of the API: an OpenAPI 3.1 document and a page for people, made from the same routes and models."""

from collections.abc import Iterator, Mapping, Sequence
from inspect import getdoc
from pathlib import Path
from typing import Any, Final

from flask import Flask
from jinja2 import Template
from pydantic import BaseModel, TypeAdapter
from pydantic_core import to_json

from server.kernel.files import Text, Texts, text_of
from server.kernel.files import answer as sent
from server.kernel.refusals import Refusal
from server.security.rights import ALLOWED, Scope
from server.security.samples import line_of, sample_of
from server.security.web import PARAMETER, PREFIX, ComesIn, Key, Route

HERE: Final = Path(__file__).parent
LOOKS: Final = Texts()
REF: Final = "#/components/schemas/{model}"
PROBLEM: Final = {
    "type": "object",
    "description": "RFC 9457; further members say more of this refusal",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "description": "where the code is explained"},
        "title": {"type": "string", "description": "in the reader's language, by Accept-Language"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what happened and what to do, in the reader's language"},
        "code": {"type": "string", "description": "for programs; it keeps its meaning"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
DEVICES: Final = "writes need X-CSRF-Token; of several devices in a browser, X-Counter names the one that acts"
SECURITY: Final = {
    "token": {"type": "http", "scheme": "bearer", "description": "a device's token, or a person's from POST /session"},
    "session": {"type": "apiKey", "in": "cookie", "name": "floor_session", "description": "writes need X-CSRF-Token"},
    "device": {"type": "apiKey", "in": "cookie", "name": "floor_device", "description": DEVICES},
}


def describe_at(app: Flask, routes: Sequence[Route], views: Mapping[str, type[BaseModel]]) -> None:
    """Serve the description at /openapi/openapi.json, and at /openapi for people; made when first asked for."""
    made: list[tuple[Text, Text]] = []

    def texts() -> tuple[Text, Text]:
        if not made:
            told = document(routes, views)
            page = Template((HERE / "openapi.html").read_text(), autoescape=True)
            people = page.render(document=told, refusals=refusals()).encode()
            made.append((text_of(to_json(told), ".json"), text_of(people, ".html")))
        return made[0]

    app.add_url_rule("/openapi/openapi.json", "openapi", lambda: sent(texts()[0]))
    app.add_url_rule("/openapi", "openapi for people", lambda: sent(texts()[1]))
    app.add_url_rule("/openapi/openapi.css", "openapi's look", lambda: sent(LOOKS.of(HERE / "openapi.css")))


def document(routes: Sequence[Route], views: Mapping[str, type[BaseModel]]) -> dict[str, Any]:
    """Return the OpenAPI document; `views` are further models, by the name of the view that they are."""
    wanted: list[tuple[str, Any, TypeAdapter[Any]]] = []
    for route in routes:
        if route.body is not None:
            wanted.append((f"{route.name} body", "validation", TypeAdapter(route.body)))
        if route.query is not None:
            wanted.append((f"{route.name} query", "validation", TypeAdapter(route.query)))
        if route.answer is not None:
            wanted.append((f"{route.name} answer", "serialization", route.answer))
    wanted += [(f"view {name}", "serialization", TypeAdapter(model)) for name, model in views.items()]
    schemas, shared = TypeAdapter.json_schemas(wanted, ref_template=REF)
    named = {key: schema for (key, _mode), schema in schemas.items()}
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        path = PARAMETER.sub(r"{\2}", PREFIX + route.path)
        paths.setdefault(path, {})[route.method.lower()] = operation(route, named, shared.get("$defs", {}))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "servicefloor",
            "version": "1",
            "description": "What a service floor's screens and programs use.",
        },
        "tags": [{"name": tag} for tag in dict.fromkeys(route.tag for route in routes)],
        "paths": paths,
        "components": {
            "schemas": {"Problem": PROBLEM, **shared.get("$defs", {})},
            "securitySchemes": SECURITY,
        },
        "x-views": {name: named[f"view {name}"] for name in views},
    }


def operation(route: Route, named: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the document says of one route."""
    sentence, _, more = (getdoc(route.function) or "").partition("\n")
    told: dict[str, Any] = {
        "operationId": route.name,
        "tags": [route.tag],
        "summary": sentence,
        "description": f"{more.strip()}\n\nWho may: {who_may(route)}.".strip(),
        "parameters": [*parameters(route, named, shared)],
        "security": [{name: []} for name in SECURITY] if route.way in {ComesIn.COMMAND, ComesIn.READ} else [],
        "responses": {
            str(route.status): {"description": "done", **answer(route, named)},
            "default": {
                "description": "refused; nothing was changed",
                "content": {"application/problem+json": {"schema": {"$ref": REF.format(model="Problem")}}},
            },
        },
    }
    body = None
    if route.body is not None:
        schema = named[f"{route.name} body"]
        body = sample_of(schema, shared)
        told["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema, "example": body}},
        }
    told["x-codeSamples"] = [{"lang": "Shell", "source": line_of(route, body)}]
    return told


def parameters(route: Route, named: Mapping[str, Any], shared: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a route's parameters: of its path, its key, its query."""
    for kind, name in PARAMETER.findall(route.path):
        whole = {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}
        schema = whole if kind else {"type": "string", "minLength": 1}
        yield {"name": name, "in": "path", "required": True, "schema": schema}
    if route.key is not None:
        schema = {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"}
        required = route.key is Key.REQUIRED
        yield {"name": "Idempotency-Key", "in": "header", "required": required, "schema": schema}
    if route.query is not None:
        schema = named[f"{route.name} query"]
        schema = shared[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        for name, field in schema.get("properties", {}).items():
            yield {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": field}


def answer(route: Route, named: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a route answers with: JSON, a file, nothing."""
    if route.file:
        return {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
    return content(named.get(f"{route.name} answer"))


def content(schema: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a JSON content of a schema; none for an empty answer."""
    return {} if schema is None else {"content": {"application/json": {"schema": schema}}}


def who_may(route: Route) -> str:
    """Say who may use a route."""
    if route.way is ComesIn.PUBLIC:
        return "anybody"
    if route.way is ComesIn.HOLDER:
        return "whoever holds the ticket's secret"
    if route.may is None:
        return "who is signed in; see the text"
    said = {Scope.HALL: "", Scope.OWN: " (their own)", Scope.OTHERS: " (not their own)"}
    return ", ".join(sorted(f"{who.value}{said[scope]}" for who, scope in ALLOWED[route.may].items()))


def refusals() -> list[type[Refusal]]:
    """Return all refusals, by code."""

    def below(one: type[Refusal]) -> Iterator[type[Refusal]]:
        for refusal in one.__subclasses__():
            yield refusal
            yield from below(refusal)

    return sorted(set(below(Refusal)), key=lambda refusal: refusal.code)
