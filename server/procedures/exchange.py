"""Procedures as files, so that halls share them: written as JSON, read as JSON or TOML; damaged ones say where.

{"procedures": {"A": {"materials": [{"code": "id", "name": {"zh-Hant": "身分證", …}}], "days": 5}}}
"""

import json
import tomllib
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from server.kernel.languages import N_, words
from server.procedures.procedure import Procedure
from server.procedures.refusals import BrokenProcedures
from server.security import problems

MOST: Final = 2 * 1024 * 1024  # bytes: sixty services with all that they can ask for are a quarter of it


def written(found: Mapping[str, Procedure]) -> bytes:
    """Return procedures as a file."""
    told = {service: one.model_dump(mode="json", exclude_defaults=True) for service, one in sorted(found.items())}
    return (json.dumps({"procedures": told}, ensure_ascii=False, indent=2) + "\n").encode()


def read(content: bytes) -> dict[str, Procedure]:
    """Return the procedures of a file; refuse one that is damaged, with the place."""
    told = parsed_file(content)
    found = told.get("procedures")
    if not isinstance(found, dict) or not found:
        raise BrokenProcedures(why=words(N_("There are no procedures in it.")))
    return {str(service): procedure(str(service), one) for service, one in found.items()}


def parsed_file(content: bytes) -> Mapping[str, Any]:
    """Return what a file says, JSON or TOML."""
    if len(content) > MOST:
        raise BrokenProcedures(why=words(N_("It is larger than {most} MB."), most=MOST // 1024 // 1024))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenProcedures(why=words(N_("It is no text in UTF-8 (byte {place})."), place=error.start)) from error
    try:
        told = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except json.JSONDecodeError as error:
        raise BrokenProcedures(why=words(N_("It cannot be read (line {line})."), line=error.lineno)) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BrokenProcedures(why=words(N_("It cannot be read as JSON or TOML."))) from error
    return told if isinstance(told, dict) else {}


def procedure(service: str, told: object) -> Procedure:
    """Return one procedure; refuse what it can't say, with the place."""
    try:
        return Procedure.model_validate(told)
    except ValidationError as error:
        first = problems.misfit(error).errors[0]
        place = f"{service}.{first[0]}" if first[0] else service
        why = words(N_("At {place}: {fault}."), place=place, fault=words(first[1], **first[2]))
        raise BrokenProcedures(why=why) from error
