"""Refusals on the wire: RFC 9457 problem+json, in the reader's language."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Flask, Response, current_app, request
from pydantic import ValidationError
from pydantic_core import ErrorDetails, to_json
from werkzeug.exceptions import HTTPException

from server.kernel import patterns
from server.kernel.languages import N_, negotiate, say
from server.kernel.refusals import Invalid, NoSuchPage, Refusal, SignInNeeded, TooLarge, TooManyTries
from server.security import watch

KNOWN: Final[Mapping[int, type[Refusal]]] = {404: NoSuchPage, 413: TooLarge, 429: TooManyTries}
SENTENCES: Final[Mapping[str, str]] = {
    "missing": N_("This is needed."),
    "extra_forbidden": N_("This field is not known here."),
    "string_type": N_("Text is expected here."),
    "string_pattern_mismatch": N_("This is not in the form asked for here."),
    "string_too_short": N_("At least {min_length} characters are needed."),
    "string_too_long": N_("At most {max_length} characters fit here."),
    "too_short": N_("At least {min_length} are needed."),
    "too_long": N_("At most {max_length} fit here."),
    "greater_than": N_("More than {gt} is needed."),
    "greater_than_equal": N_("At least {ge} is needed."),
    "less_than": N_("Less than {lt} is needed."),
    "less_than_equal": N_("At most {le} is possible."),
    "enum": N_("One of these is expected: {expected}."),
    "literal_error": N_("One of these is expected: {expected}."),
    "json_invalid": N_("This is not JSON."),
    "model_type": N_("An object with named fields is expected."),
    "model_attributes_type": N_("An object with named fields is expected."),
    "dict_type": N_("An object with named fields is expected."),
}
FAMILIES: Final = (  # where a whole family of pydantic's error types says the same
    (re.compile(r"int_"), N_("A whole number is expected.")),
    (re.compile(r"(float|decimal)_"), N_("A number is expected.")),
    (re.compile(r"bool_"), N_("true or false is expected.")),
    (re.compile(r"(list|tuple|set|frozen_set)_type"), N_("A list is expected.")),
    (re.compile(r"(datetime|timezone)_"), N_("A moment with its offset is expected, like 2026-11-25T10:42:00+08:00.")),
    (re.compile(r"date_"), N_("A date is expected, like 2026-11-25.")),
)
OTHERWISE: Final = N_("This does not fit here.")
OURS: Final = frozenset({"type", "title", "status", "detail", "code", "errors"})


def misfit(error: ValidationError) -> Invalid:
    """Turn pydantic's errors into a refusal that names each field."""
    return Invalid(
        *(
            (".".join(str(part) for part in fault["loc"]), said_of(fault), values_of(fault))
            for fault in error.errors(include_url=False, include_input=False)
        )
    )


def values_of(fault: ErrorDetails) -> dict[str, object]:
    """Return what a sentence about a field may say; pydantic joins choices in English: 'a', 'b' or 'c'."""
    values = {name: f"{value:g}" if isinstance(value, float) else value for name, value in fault.get("ctx", {}).items()}
    if "expected" in values:
        values["expected"] = values["expected"].replace("' or '", "', '").replace("'", "")
    return values


def said_of(fault: ErrorDetails) -> str:
    """Return what we say of a fault: our models' own sentence (kernel/refusals.unfit), else the form asked for."""
    known = fault.get("ctx", {})
    own = known.get("says") or patterns.SAID.get(known.get("pattern", ""))
    return own if isinstance(own, str) else sentence_of(fault["type"])


def sentence_of(kind: str) -> str:
    """Return what we say for one of pydantic's error types."""
    found = SENTENCES.get(kind)
    return found or next((sentence for family, sentence in FAMILIES if family.match(kind)), OTHERWISE)


def problem_of(refusal: Refusal, language: str) -> dict[str, Any]:
    """Return a refusal as the problem document that goes out."""
    told = {
        "type": f"/openapi#{refusal.code}",
        "title": say(refusal.title, language),
        "status": refusal.status,
        "detail": say(refusal.sentence, language, **refusal_values(refusal)),
        "code": refusal.code,
    }
    if isinstance(refusal, Invalid):
        told["errors"] = [
            {"field": field, "message": say(text, language, **values)} for field, text, values in refusal.errors
        ]
    return {**{name: value for name, value in refusal_values(refusal).items() if name not in OURS}, **told}


def refusal_values(refusal: Refusal) -> Mapping[str, Any]:
    """Return what a refusal says beyond its sentence."""
    return getattr(refusal, "values", {})


def shown_by(app: Flask, prefix: str, show: Callable[[Refusal], Response]) -> None:
    """Have refusals below an address shown as pages for people."""
    app.extensions.setdefault("refusals", {})[prefix] = show


def refused(refusal: Refusal) -> Response:
    """Answer with a refusal, in the reader's language."""
    watch.refused(refusal)
    pages: dict[str, Callable[[Refusal], Response]] = current_app.extensions.get("refusals", {})
    for prefix, show in pages.items():
        if request.path.startswith(prefix):
            return show(refusal)
    problem = problem_of(refusal, negotiate(request.headers.get("Accept-Language")))
    response = Response(to_json(problem), refusal.status, content_type="application/problem+json")
    if isinstance(refusal, SignInNeeded):
        response.headers["WWW-Authenticate"] = "Bearer"
    if refusal.status == TooManyTries.status:
        response.headers["Retry-After"] = "60"
    return response


def of_http(error: HTTPException) -> Response:
    """Answer with what Flask refused by itself: no such address, wrong method, too large."""
    status = error.code or 500
    if status in KNOWN:
        return refused(KNOWN[status]())
    response = refused(Refusal())
    response.status_code = status
    allow = error.get_response().headers.get("Allow")
    if allow:
        response.headers["Allow"] = allow
    if not response.is_json:
        return response
    problem = problem_of(Refusal(), negotiate(request.headers.get("Accept-Language")))
    code = re.sub(r"\W+", "_", error.name).lower()
    response.set_data(to_json({**problem, "type": f"/openapi#{code}", "status": status, "code": code}))
    return response
