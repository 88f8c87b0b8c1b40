"""Opinions over HTTP."""

from server.floor.api.models import Nothing
from server.ratings import listening
from server.ratings.levels import Way
from server.ratings.models import (
    AnswerIn,
    ContactAnswer,
    OpinionAnswer,
    OpinionIn,
    OpinionInHall,
    OpinionReceipt,
    Opinions,
    opinion_answer,
    opinion_receipt,
)
from server.ratings.reads import all_opinions
from server.security.actors import Actor
from server.security.rights import DeviceKind, May
from server.security.web import Api, Key
from server.store.hall import HallSnapshot, UnitOfWork

api = Api("Opinions")


@api.command("/halls/<hall>/opinions", key=Key.REQUIRED, status=201, may=May.GIVE_OPINION)
def give(hall: UnitOfWork, actor: Actor, body: OpinionInHall) -> OpinionReceipt:
    """Leave an opinion at the kiosk or on a tablet."""
    way = Way.TABLET if actor.role is DeviceKind.TABLET else Way.KIOSK
    found = listening.give_opinion(
        hall, kind=body.kind, words=body.words, way=way, language=body.language, contact=body.contact
    )
    return opinion_receipt(found)


@api.holder("POST", "/track/<secret>/opinion", status=201)
def give_by_phone(hall: UnitOfWork, ticket: int, body: OpinionIn) -> OpinionReceipt:
    """Leave an opinion by phone; its answer is shown there."""
    found = listening.give_opinion(
        hall, kind=body.kind, words=body.words, way=Way.PHONE, language=body.language, ticket=ticket
    )
    return opinion_receipt(found)


@api.read("/halls/<hall>/opinions", may=May.SEE_RATINGS)
def opinions(hall: HallSnapshot) -> Opinions:
    """Read the register of opinions: those without an answer first."""
    return Opinions(items=[opinion_answer(one) for one in all_opinions(hall)])


@api.command("/halls/<hall>/opinions/<int:opinion>/answer", may=May.ANSWER_OPINION)
def answer(hall: UnitOfWork, opinion: int, body: AnswerIn) -> OpinionAnswer:
    """Answer an opinion."""
    return opinion_answer(listening.answer_opinion(hall, opinion=opinion, words=body.text))


@api.command("/halls/<hall>/opinions/<int:opinion>/contact", may=May.ANSWER_OPINION)
def contact(hall: UnitOfWork, opinion: int, body: Nothing) -> ContactAnswer:
    """Look up where the writer wants the answer; who looked is written down."""
    return ContactAnswer(contact=listening.reach_writer(hall, opinion=opinion))
