"""The clauses of the regulation, as config/regulation.toml has them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from server.kernel.languages import LANGUAGES, N_
from server.kernel.refusals import Fault, Missing

FILE: Final = Path(__file__).parents[2] / "config" / "regulation.toml"
STRICT: Final = ConfigDict(frozen=True, extra="forbid")
NAMED: Final = re.compile(r"R\d+(\.\d+){1,2}")


def in_each_language(words: dict[str, str]) -> dict[str, str]:
    """Return a text; raise `ValueError` where a language lacks."""
    if set(words) != set(LANGUAGES) or not all(words.values()):
        raise ValueError(f"it wants {', '.join(LANGUAGES)}")
    return words


Text = Annotated[dict[str, str], AfterValidator(in_each_language)]
Id = Annotated[str, Field(pattern=f"^{NAMED.pattern}$")]


class UnknownClause(Missing):
    """No clause has this name."""

    says = N_("The regulation has no clause {clause}. The list shows all of them.")


class Clause(BaseModel):
    """One clause."""

    model_config = STRICT

    id: Id
    text: Text


class Chapter(BaseModel):
    """A chapter with its clauses."""

    model_config = STRICT

    title: Text
    clauses: list[Clause]


class Regulation(BaseModel):
    """The regulation."""

    model_config = STRICT

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
