"""Low ratings and opinions in the office: what waits by which limit, what the customer wrote, what was done."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from server.floor.commands.counters import SIMULATED
from server.floor.reads.tickets import tickets_of
from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.moves import forms_of
from server.office.pages import Nav, Pages, Todo
from server.ratings import following, listening
from server.ratings.events import CONTACT, SETTLE, OpinionGiven, RatingCorrected, RatingExplained, ServiceRated
from server.ratings.levels import ANOTHER, KINDS, LEVELS, REASONS, FollowUpState, OpinionState, Way
from server.ratings.own import LEAST, clerk_ratings
from server.ratings.reads import (
    FollowUp,
    all_opinions,
    follow_up_of,
    notes_of,
    open_follow_ups,
    opinion_of,
    past_follow_ups,
    words_of,
)
from server.ratings.states import FOLLOW_UP, OPINION
from server.security import reads as people
from server.security.rights import May
from server.store.hall import HallSnapshot
from server.store.workflow import Move

pages: Final = Pages("ratings", Path(__file__).parent / "templates")
CUSTOMERS: Final = N_("Customers")
SHOWN: Final = 30  # of those that are over
STATES: Final = {
    FollowUpState.OPEN: N_("to be contacted"),
    FollowUpState.CONTACTED: N_("contacted"),
    FollowUpState.SETTLED: N_("settled"),
    FollowUpState.DROPPED: N_("dropped: the rating was corrected"),
}
WAYS: Final = {
    Way.TABLET: N_("the tablet"),
    Way.PHONE: N_("the phone"),
    Way.KIOSK: N_("the kiosk"),
}
UNREACHABLE: Final = N_("to be looked into; no way to reach the customer")
STEPS: Final = {
    "contacted": N_("Contacted"),
    "settled": N_("Settled"),
    "extended": N_("More time"),
}


@pages.page("/<hall>/my-ratings", may=May.SEE_CLERK_RATINGS, nav=Nav(CUSTOMERS, N_("My ratings"), 8), some=True)
def my_ratings(context: PageContext) -> str:
    """Show whoever serves how their own services were rated."""
    context.actor.must(May.SEE_CLERK_RATINGS, whose=context.actor.id)
    with context.look() as hall:
        found = clerk_ratings(hall, context.actor.id)
    return context.render("ratings/my_ratings.html", one=found, levels=LEVELS, least=LEAST)


@pages.page("/<hall>/follow-ups", may=May.SEE_RATINGS, nav=Nav(CUSTOMERS, N_("Low ratings"), 10))
def follow_ups(context: PageContext) -> str:
    """List what is not settled, the next limit first, and what is over."""
    with context.look() as hall:
        waiting, over = open_follow_ups(hall), past_follow_ups(hall)[:SHOWN]
        numbers = numbers_of(hall, [*waiting, *over])
    return context.render(
        "ratings/follow_ups.html", waiting=waiting, over=over, numbers=numbers, levels=LEVELS, state=state_said,
        contact_days=FOLLOW_UP.limit(CONTACT).days, settle_days=FOLLOW_UP.limit(SETTLE).days,
    )  # fmt: skip


@pages.page("/<hall>/follow-ups/<int:which>", may=May.SEE_RATINGS)
def follow_up(context: PageContext, which: int, contact: str | None = None) -> str:
    """Show one, with what the customer wrote and what was done."""
    with context.look() as hall:
        found = follow_up_of(hall, which)
        number = numbers_of(hall, [found])[found.ticket]
        served_by = found.clerk or 0
        clerk = people.names(hall).get(served_by) or context.t(
            N_("the demo") if served_by >= SIMULATED else N_("somebody who left")
        )
        words, wants_contact = words_of(hall, [found.ticket]).get(found.ticket, (None, False))
        notes = notes_of(hall, [which]).get(which, [])
    look_up, moves = apart(FOLLOW_UP.open_to(context.actor, found.state, found))
    return context.render(
        "ratings/follow_up.html", one=found, number=number, clerk=clerk, words=words, wants_contact=wants_contact,
        notes=notes, contact=contact, levels=LEVELS, reasons=REASONS, state=state_said, note_kinds=STEPS,
        look_up=look_up, forms=forms_of(moves), kept_from=FOLLOW_UP.kept_from(context.actor, found.state, found),
    )  # fmt: skip


def apart(moves: list[Move]) -> tuple[Move | None, list[Move]]:
    """Return the look at where somebody is reached, if it is open, and all other moves."""
    return next((move for move in moves if move.name == "look_up"), None), [
        move for move in moves if move.name != "look_up"
    ]


def state_said(one: FollowUp) -> str:
    """Return the words of how far a follow-up is."""
    return UNREACHABLE if one.state is FollowUpState.OPEN and not one.reachable else STATES[one.state]


@pages.form("/<hall>/follow-ups/<int:which>", may=May.FOLLOW_UP, again=follow_up)
def act(context: PageContext, which: int) -> Go | str:
    """Make one move of a follow-up, with a note; or look up where the customer wants to be reached."""
    move = context.given.get("move", "")
    if move == "look_up":
        with context.work() as hall:
            contact = following.reach(hall, follow_up=which)
        return follow_up(context, which, contact=contact or "—")
    with context.work() as hall:
        following.go_on(hall, follow_up=which, move=move, note=context.given.get("note", ""))
    return context.go("follow-ups", said="saved")


@pages.page("/<hall>/opinions", may=May.SEE_RATINGS, nav=Nav(CUSTOMERS, N_("Opinions"), 20))
def opinions(context: PageContext) -> str:
    """List the opinions: those without an answer first."""
    with context.look() as hall:
        found = all_opinions(hall)
    return context.render("ratings/opinions.html", opinions=found, kinds=KINDS)


@pages.page("/<hall>/opinions/<int:which>", may=May.SEE_RATINGS)
def opinion(context: PageContext, which: int, contact: str | None = None) -> str:
    """Show one."""
    with context.look() as hall:
        found = opinion_of(hall, which)
    look_up, moves = apart(OPINION.open_to(context.actor, found.state, found))
    return context.render(
        "ratings/opinion.html", one=found, kinds=KINDS, contact=contact, look_up=look_up, forms=forms_of(moves)
    )


@pages.form("/<hall>/opinions/<int:which>", may=May.ANSWER_OPINION, again=opinion)
def answer(context: PageContext, which: int) -> Go | str:
    """Answer an opinion; or look up where its writer wants the answer."""
    if context.given.get("move") == "look_up":
        with context.work() as hall:
            contact = listening.reach_writer(hall, opinion=which)
        return opinion(context, which, contact=contact or "—")
    with context.work() as hall:
        listening.answer_opinion(hall, opinion=which, words=context.given.get("text", ""))
    return context.go("opinions", said="saved")


@pages.todo(may=May.FOLLOW_UP)
def low_ratings(context: PageContext, hall: HallSnapshot) -> Iterable[Todo]:
    """Name the low ratings that are not settled; whoever served does not follow up."""
    moves = {one: FOLLOW_UP.open_to(context.actor, one.state, one) for one in open_follow_ups(hall)}
    found = {one: [move.name for move in own] for one, own in moves.items() if own}
    numbers = numbers_of(hall, list(found))
    for one, names in found.items():
        contact = "contact" in names
        what = N_("Contact the customer of {number}") if contact else N_("Settle the low rating of {number}")
        yield Todo(
            what=context.t(what, number=numbers[one.ticket]),
            why=context.t(
                "{level}, at counter {counter}.", level=context.t(LEVELS[one.score]), counter=one.counter or "—"
            ),
            due=one.due,
            to=context.path(f"follow-ups/{one.id}"),
            act=context.t("See it"),
        )


@pages.todo(may=May.ANSWER_OPINION)
def unanswered(context: PageContext, hall: HallSnapshot) -> Iterable[Todo]:
    """Name how many opinions wait for an answer, and how many of them are late."""
    waiting = [one for one in all_opinions(hall) if one.state is OpinionState.WAITING]
    late = sum(one.late_at is not None for one in waiting)
    if waiting:
        yield Todo(
            what=context.tn("Answer {n} opinion", "Answer {n} opinions", len(waiting)),
            why=context.tn("{n} is late and the manager's.", "{n} are late and the manager's.", late) if late else "",
            due=min((one.answer_by for one in waiting if one.answer_by), default=None),
            to=context.path("opinions"),
            act=context.t("See it"),
        )


@pages.names(ServiceRated)
def rating_said(context: PageContext, _hall: HallSnapshot, fact: ServiceRated) -> Mapping[str, object]:
    """Say a rating by its level and reasons, and where it was given."""
    said = [LEVELS[fact.score], *(REASONS.get(reason, ANOTHER) for reason in fact.reasons)]
    return {"score": " · ".join(map(context.t, said)), "way": context.t(WAYS[fact.way])}


@pages.names(RatingCorrected)
def correction_said(context: PageContext, _hall: HallSnapshot, fact: RatingCorrected) -> Mapping[str, object]:
    """Say both levels."""
    return {"score": context.t(LEVELS[fact.score]), "was": context.t(LEVELS[fact.was])}


@pages.names(OpinionGiven)
def opinion_said(context: PageContext, _hall: HallSnapshot, fact: OpinionGiven) -> Mapping[str, object]:
    """Say what an opinion is, and where it was given."""
    return {"kind": context.t(KINDS[fact.kind]), "way": context.t(WAYS[fact.way])}


@pages.names(RatingExplained)
def reasons_said(context: PageContext, _hall: HallSnapshot, fact: RatingExplained) -> Mapping[str, object]:
    """Say the reasons as the customer read them."""
    return {"reasons": [context.t(REASONS.get(reason, ANOTHER)) for reason in fact.reasons] or "—"}


def numbers_of(hall: HallSnapshot, found: list[FollowUp]) -> dict[int, str]:
    """Return ticket → what stands on its slip; a walk-in has none."""
    tickets = tickets_of(hall, sorted({one.ticket for one in found}))
    erased = {one.ticket: f"#{one.ticket}" for one in found}
    return erased | {one.id: one.number or f"#{one.id}" for one in tickets}
