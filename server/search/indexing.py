"""How the index follows: in the transaction of the fact that changes a text, and by a round that mends what differs.

The round fills it for a database of before there was one, after a restore, after a change of the rules.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select

from server.feature.findable import Document, Findable
from server.feature.parts import PeriodicJob
from server.floor.jobs import where_found
from server.search.tables import search_documents as documents
from server.search.terms import VERSION, indexed_by
from server.store.events import Event
from server.store.hall import HallSnapshot, Reaction, UnitOfWork

JOB: Final = "the search index"
_OF_KIND: Final = (documents.c.hall_id == bindparam("hall"), documents.c.kind == bindparam("which"))
_OF_KEY: Final = documents.c.key == bindparam("document")
PRESENT = select(documents.c.key, documents.c.made_of).where(*_OF_KIND)
PRESENT_ONE = PRESENT.where(_OF_KEY)
TAKE_OUT = delete(documents).where(*_OF_KIND, _OF_KEY)
PUT_IN = insert(documents)


def bring_up(hall: UnitOfWork, kind: Findable, key: str | None = None) -> None:
    """Have the index say of a document, or a whole kind, what the rows say; what is as it was is not touched."""
    out, put = differing(hall, kind, key)
    if out:
        hall.write_unlogged(
            TAKE_OUT, [{"hall": hall.id, "which": kind.kind, "document": key} for key in out], shown=False
        )
    if put:
        hall.write_unlogged(PUT_IN, [row_of(hall.id, kind.kind, one) for one in put], shown=False)


def differing(hall: HallSnapshot, kind: Findable, key: str | None = None) -> tuple[list[str], list[Document]]:
    """Return the keys whose documents are gone or others now, and the documents that are new or others."""
    this = {"hall": hall.id, "which": kind.kind, **({} if key is None else {"document": key})}
    rows = hall.connection.execute(PRESENT if key is None else PRESENT_ONE, this)
    present: dict[str, str] = {row[0]: row[1] for row in rows}
    wanted = {one.key: one for one in kind.read(hall, key)}
    made_of = {one.key: fingerprint(one) for one in wanted.values()}
    put = [one for one in wanted.values() if present.get(one.key) != made_of[one.key]]
    out = [name for name, present_one in present.items() if made_of.get(name) != present_one]
    return out, put


def row_of(hall_id: int, kind: str, one: Document) -> dict[str, Any]:
    """Return the row of a document."""
    texts = [text for words in (one.title, *one.lines) for text in words.values()]
    terms = dict.fromkeys(term for text in texts for term in indexed_by(text))
    number = hashlib.sha256(f"{hall_id} {kind} {one.key}".encode()).digest()[:8]
    return {
        "hall_id": hall_id,
        "kind": kind,
        "key": one.key,
        "number": int.from_bytes(number, signed=True),
        "made_of": fingerprint(one),
        "shown": shown(one),
        "terms": " ".join(terms),
    }


def shown(one: Document) -> str:
    """Return what is shown of a document where it is found."""
    return json.dumps({"title": one.title, "lines": one.lines, "to": one.to}, ensure_ascii=False)


def fingerprint(one: Document) -> str:
    """Return what differs as soon as the document or the rules are others."""
    return hashlib.sha256(f"{VERSION} {shown(one)}".encode()).hexdigest()


def reactions(kinds: Iterable[Findable]) -> tuple[tuple[type[Event], Reaction], ...]:
    """Return what makes each kind anew in the transaction of a fact that changes it."""

    def follow(kind: Findable, key_of: Callable[[Any], str] | None) -> Reaction:
        return lambda hall, fact: bring_up(hall, kind, None if key_of is None else key_of(fact))

    return tuple((fact, follow(kind, key_of)) for kind in kinds for fact, key_of in kind.changed_by.items())


def mending(kinds: Sequence[Findable]) -> PeriodicJob:
    """Return the round that looks whether the index says what the rows say, and locks a hall only where it does not."""

    def stale(hall: HallSnapshot) -> list[Findable] | None:
        return [kind for kind in kinds if any(differing(hall, kind))] or None

    def mend(hall: UnitOfWork, found: list[Findable]) -> None:
        for kind in found:
            bring_up(hall, kind)

    return PeriodicJob(JOB, 3600.0, where_found(stale, mend))
