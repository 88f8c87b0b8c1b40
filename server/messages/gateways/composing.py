"""A gateway's call out of its template, and what its answer means: pure functions.

What is filled in stands where one text stands, and nowhere else: in JSON in a string, in a form in a field, in an
address percent-encoded. So no message makes a field of its own.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode

from server.kernel.languages import N_
from server.kernel.refusals import unfit
from server.messages.outward import HEADER

PLACES: Final = re.compile(r"\{(\w+)\}")
KNOWN: Final = frozenset({"to", "digits", "text", "key", "secret"})
TYPES: Final = {"json": "application/json; charset=utf-8", "form": "application/x-www-form-urlencoded", "no_body": ""}
TAKEN, NOT_NOW, NEVER, CHANNEL = "taken", "not_now", "never", "channel"
OF_THE_CHANNEL: Final = frozenset({401, 402, 403, 405, 407, 429, 503})  # whoever the message is for
FOR_NOW: Final = frozenset({408, 409, 425})
LONGEST: Final = 120  # characters of an answer that are shown


class Prepared(NamedTuple):
    """A call as it goes out."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes


class Verdict(NamedTuple):
    """What an answer means: `taken`, `not_now`, `never` (this number), `channel` (any number); and what it said."""

    what: str
    said: str
    reference: str = ""


def known(text: str) -> str:
    """Refuse a place that nothing is filled into."""
    for name in PLACES.findall(text):
        if name not in KNOWN:
            raise unfit(N_("nothing is known as {name}; there are {known}"), name=f"{{{name}}}", known=places())
    return text


def places() -> str:
    """Return what can be filled in, as it is written."""
    return ", ".join(f"{{{one}}}" for one in sorted(KNOWN))


def headers_of(text: str) -> dict[str, str]:
    """Return lines as headers; refuse what is none."""
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, value = line.partition(":")
        if not colon or not HEADER.fullmatch(name.strip()) or not value.strip().isascii():
            raise unfit(N_("“{line}” is no header; write for instance Authorization: Bearer {place}"),
                        line=line[:40], place="{secret}")  # fmt: skip
        found[name.strip()] = known(value.strip())
    return found


def template_of(form: str, body: str) -> Any:
    """Return a body's template: JSON, or fields; refuse what is not written so."""
    known(body)
    if form == "no_body":
        return None
    if form == "form":
        fields = [line.partition("=") for line in filter(None, map(str.strip, body.splitlines()))]
        if any(not name.strip() or not sign for name, sign, _ in fields):
            raise unfit(N_("write a line for each field, for instance to={place}"), place="{to}")
        return [(name.strip(), value.strip()) for name, _, value in fields]
    try:
        return json.loads(body or "{}")
    except ValueError:
        raise unfit(
            N_("this is no JSON; each text, {place} too, stands between quotation marks"), place="{text}"
        ) from None


def filled(value: Any, put: Callable[[str], str]) -> Any:
    """Return JSON with its strings filled in."""
    if isinstance(value, str):
        return put(value)
    if isinstance(value, list):
        return [filled(one, put) for one in value]
    return {name: filled(one, put) for name, one in value.items()} if isinstance(value, dict) else value


def prepared(method: str, url: str, *, headers: str, form: str, body: str, values: Mapping[str, str]) -> Prepared:
    """Return the call that sends a message; `values` are what is filled in, by name."""

    def put(text: str) -> str:
        return PLACES.sub(lambda found: values.get(found[1], ""), text)

    sent = {name: re.sub(r"[^\x20-\x7e]", "", put(value)) for name, value in headers_of(headers).items()}
    whole = template_of(form, body)
    content = b""
    if form == "json":
        content = json.dumps(filled(whole, put), ensure_ascii=False).encode()
    elif form == "form":
        content = urlencode([(name, put(value)) for name, value in whole]).encode()
    if form != "no_body" and not any(name.lower() == "content-type" for name in sent):
        sent["Content-Type"] = TYPES[form]
    if values.get("key") and not any(name.lower() == "idempotency-key" for name in sent):
        sent["Idempotency-Key"] = values["key"]
    address = PLACES.sub(lambda found: quote(values.get(found[1], ""), safe=""), url)
    return Prepared(method, address, sent, content)


def looked_up(answer: Any, path: str) -> str | None:
    """Return what stands at a place of a JSON answer, as text: result.0.code; None where there is nothing."""
    found = answer
    for step in path.split("."):
        if isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        elif isinstance(found, dict) and step in found:
            found = found[step]
        else:
            return None
    if isinstance(found, bool):
        return "true" if found else "false"
    return str(found) if isinstance(found, str | int | float) else None


def verdict(status: int, text: str, *, ok_path: str, ok_value: str, never: str, id_path: str) -> Verdict:
    """Return what an answer means."""
    short = f"{status} {' '.join(text.split())}"[:LONGEST].strip()
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    code = looked_up(answer, ok_path) if ok_path else None
    if code is not None and code in {one.strip() for one in never.split(",") if one.strip()}:
        return Verdict(NEVER, short)
    if not 200 <= status < 300:
        return Verdict(of_status(status), short)
    if ok_path and code != ok_value:
        return Verdict(NOT_NOW, short)
    return Verdict(TAKEN, short, (looked_up(answer, id_path) or "")[:100] if id_path else "")


def of_status(status: int) -> str:
    """Return what a status means that does not say that a message was taken."""
    if status in OF_THE_CHANNEL or 300 <= status < 400 or status < 200:
        return CHANNEL
    return NEVER if 400 <= status < 500 and status not in FOR_NOW else NOT_NOW
