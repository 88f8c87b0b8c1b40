"""The clauses of the regulation, as config/regulation.toml has them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, ValidationError

from server.floor.hallfile import Model, Words
from server.kernel.languages import N_
from server.kernel.refusals import Fault, Missing

FILE: Final = Path(__file__).parents[2] / "config" / "regulation.toml"
NAMED: Final = re.compile(r"R\d+(\.\d+){1,2}")
Id = Annotated[str, Field(pattern=f"^{NAMED.pattern}$")]


class UnknownClause(Missing):
    """No clause has this name."""

    says = N_("The regulation has no clause {clause}. The list shows all of them.")


class Clause(Model):
    """One clause."""

    id: Id
    text: Words


class Chapter(Model):
    """A chapter with its clauses."""

    title: Words
    clauses: list[Clause]


class Regulation(Model):
    """The regulation."""

    chapters: list[Chapter]


@dataclass(frozen=True, slots=True)
class Placed:
    """A clause and the number of its chapter, from 1."""

    clause: Clause
    chapter: int


@cache
def regulation() -> Regulation:
    """Return the regulation; raise `Fault` with file and place where it can't be read."""
    try:
        return Regulation.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise Fault(f"{FILE}: {error}") from error


@cache
def by_id() -> Mapping[str, Placed]:
    """Return id → clause, in the regulation's order."""
    return {
        clause.id: Placed(clause, number)
        for number, chapter in enumerate(regulation().chapters, start=1)
        for clause in chapter.clauses
    }


def clause_of(wanted: str) -> Placed:
    """Return a clause; refuse what is none."""
    if wanted not in by_id():
        raise UnknownClause(clause=wanted)
    return by_id()[wanted]
