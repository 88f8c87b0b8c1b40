"""Opinions that customers give by themselves, their answers, and how long words are kept."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import bindparam, insert, update

from server.floor.opening import working_days_after
from server.floor.reads.halls import hall_now
from server.ratings.events import ANSWER, OpinionGiven, OpinionLate
from server.ratings.levels import OpinionKind, Way
from server.ratings.reads import OpinionRead, opinion_contact, opinion_of, opinions_of_ticket
from server.ratings.refusals import EnoughOpinions
from server.ratings.states import OPINION
from server.ratings.tables import opinion_words
from server.security.actors import staff_number
from server.security.rights import May
from server.store.hall import UnitOfWork
from server.store.prepared import Prepared

MOST_OF_A_PHONE: Final = 5
KEEP: Final = insert(opinion_words)
KEEP_ANSWER: Final = Prepared(
    update(opinion_words)
    .where(opinion_words.c.hall_id == bindparam("hall"), opinion_words.c.opinion == bindparam("of_opinion"))
    .values(answer=bindparam("new_answer"))
)


def give_opinion(
    hall: UnitOfWork,
    *,
    kind: OpinionKind,
    words: str,
    way: Way,
    language: str,
    contact: str = "",
    ticket: int | None = None,
) -> OpinionRead:
    """Take an opinion into the register, with its limit; a phone sends five at most."""
    hall.actor.must(May.GIVE_OPINION)
    if ticket is not None and len(opinions_of_ticket(hall, ticket)) >= MOST_OF_A_PHONE:
        raise EnoughOpinions
    by = working_days_after(hall_now(hall).settings, hall.at, OPINION.limit(ANSWER).days)
    number = hall.record(OpinionGiven(kind=kind, way=way, ticket=ticket, language=language, answer_by=by)).number
    row = {"hall_id": hall.id, "opinion": number, "words": words, "answer": None, "contact": contact or None}
    hall.write_unlogged(KEEP, row | {"at": hall.at})
    return opinion_of(hall, number)


def answer_opinion(hall: UnitOfWork, *, opinion: int, words: str) -> OpinionRead:
    """Answer an opinion, once; the phone that it came from shows the answer."""
    found, text = opinion_of(hall, opinion), words.strip()
    OPINION.take(hall, of=found.id, state=found.state, name="answer", by=staff_number(hall), text=text)
    hall.write_unlogged(KEEP_ANSWER, {"hall": hall.id, "of_opinion": opinion, "new_answer": text})
    return opinion_of(hall, opinion)


def reach_writer(hall: UnitOfWork, *, opinion: int) -> str | None:
    """Return where an opinion's writer wants the answer; who looked is in the journal."""
    found = opinion_of(hall, opinion)
    OPINION.take(hall, of=found.id, state=found.state, name="look_up", by=staff_number(hall))
    return opinion_contact(hall, found.id)


def not_answered(hall: UnitOfWork, opinion: int) -> None:
    """Mark an opinion that nobody answered in time, and make it the manager's."""
    hall.record(OpinionLate(opinion=opinion))


HANDLERS: Final[Mapping[str, Callable[[UnitOfWork, int], None]]] = {ANSWER: not_answered}
