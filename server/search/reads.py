"""What a hall's index has of what is asked for. Rights are the caller's: it names the kinds that are looked through."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select, text

from server.feature.findable import Findable
from server.kernel.languages import Words
from server.search.tables import search_documents as documents
from server.search.terms import has
from server.store.hall import HallSnapshot

MOST: Final = 20  # of a kind are shown
LOOKED_AT: Final = 200  # of a kind: the best of them stand first
FOUND = (
    select(documents.c.shown)
    .where(documents.c.hall_id == bindparam("hall"), documents.c.kind == bindparam("which"))
    .order_by(documents.c.key)
    .limit(LOOKED_AT)
)
BY_DIALECT: Final = {
    "sqlite": FOUND.where(
        text("search_documents.number IN (SELECT rowid FROM search_terms WHERE search_terms MATCH :terms)")
    ),
    "postgresql": FOUND.where(
        text("array_to_tsvector(string_to_array(search_documents.terms, ' ')) @@ CAST(:terms AS tsquery)")
    ),
}


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
    dialect = hall.connection.dialect.name
    asked = query(dialect, terms)
    found = []
    for kind in kinds:
        rows = hall.connection.execute(
            BY_DIALECT[dialect], {"hall": hall.id, "which": kind.kind, "terms": asked}
        ).scalars()
        told = sorted(map(json.loads, rows), key=lambda one: -in_title(one, terms))
        if told:
            found.append(Hits(kind, [hit(one, terms) for one in told[:MOST]], more=len(told) > MOST))
    return found


def query(dialect: str, terms: list[str]) -> str:
    """Return what a database is asked: all terms, each as a beginning. They are letters and digits, nothing else."""
    if dialect == "sqlite":
        return " ".join(f'"{term}"*' for term in terms)
    return " & ".join(f"'{term}':*" for term in terms)


def in_title(one: dict[str, Any], terms: list[str]) -> int:
    """Return how many of the terms stand in a document's title, in any language."""
    return max((has(terms, said) for said in one["title"].values()), default=0)


def hit(one: dict[str, Any], terms: list[str]) -> Hit:
    """Return a document as it is shown: with the line that has most of the terms, the first of those."""
    lines: list[Words] = one["lines"]
    line = max(lines, key=lambda words: max(has(terms, said) for said in words.values()), default={})
    return Hit(one["title"], line, lines, one["to"])
