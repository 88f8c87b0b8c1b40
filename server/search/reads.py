"""What a hall's index has of what is asked for. Rights are the caller's: it names the kinds that are looked through."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import TextClause, text

from server.feature.findable import Findable
from server.kernel.languages import Words
from server.search.terms import has
from server.store.hall import HallSnapshot

MOST: Final = 20  # of a kind are shown
LOOKED_AT: Final = 200  # of a kind, as they come; the best of them stand first
SQLITE: Final = text(  # CROSS: by the index of terms first, not row by row through the hall
    "SELECT one.key, one.shown FROM search_terms CROSS JOIN search_documents AS one ON one.number = search_terms.rowid"
    " WHERE search_terms MATCH :terms AND one.hall_id = :hall AND one.kind = :which LIMIT :most"
)
POSTGRESQL: Final = text(
    "SELECT key, shown FROM search_documents WHERE hall_id = :hall AND kind = :which"
    " AND array_to_tsvector(string_to_array(terms, ' ')) @@ CAST(:terms AS tsquery) LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that has all that is asked for."""

    title: Words
    line: Words  # of what else it says, what has most of it
    lines: list[Words]  # all of that, for those who cannot follow it
    to: str


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of a kind, the best first."""

    kind: Findable
    hits: list[Hit]
    more: bool  # than are here


def find(hall: HallSnapshot, kinds: Iterable[Findable], terms: list[str]) -> list[Hits]:
    """Return what has all terms, by kind; nothing where no term is asked for."""
    if not terms:
        return []
    statement, asked = query(hall.connection.dialect.name, terms)
    found = []
    for kind in kinds:
        this = {"hall": hall.id, "which": kind.kind, "terms": asked, "most": LOOKED_AT}
        rows = sorted((row[0], row[1]) for row in hall.connection.execute(statement, this))
        told = sorted((json.loads(shown) for _, shown in rows), key=lambda one: -in_title(one, terms))
        if told:
            found.append(Hits(kind, [hit(one, terms) for one in told[:MOST]], more=len(told) > MOST))
    return found


def query(dialect: str, terms: list[str]) -> tuple[TextClause, str]:
    """Return what a database is asked: all terms, each as a beginning. They are letters and digits, nothing else."""
    if dialect == "sqlite":
        return SQLITE, " ".join(f'"{term}"*' for term in terms)
    return POSTGRESQL, " & ".join(f"'{term}':*" for term in terms)


def in_title(one: dict[str, Any], terms: list[str]) -> int:
    """Return how many of the terms stand in a document's title, in any language."""
    return max((has(terms, said) for said in one["title"].values()), default=0)


def hit(one: dict[str, Any], terms: list[str]) -> Hit:
    """Return a document as it is shown: with the line that has most of the terms, the first of those."""
    lines: list[Words] = one["lines"]
    line = max(lines, key=lambda words: max(has(terms, said) for said in words.values()), default={})
    return Hit(one["title"], line, lines, one["to"])
