"""What can be done in an incident now, by whom and with what: drawn by its room, refused by the same rules.

Who may confirm a step is asked of everybody in the hall who may at all, since a view is made once for all of them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from server.emergency.answer_parts import Task
from server.emergency.criteria import Ask, Figures, standings
from server.emergency.fields import BACK_WITHIN, same
from server.emergency.figures import eases
from server.emergency.holders import Given
from server.emergency.incident import CHAIN, INCIDENT
from server.emergency.plans import Criterion, MeasureEffect, Plan
from server.emergency.reads import Incident, MeasureDone, Step
from server.emergency.role_reads import given_of, staff_of
from server.emergency.states import Exits, IncidentState, StepState
from server.emergency.tasks import Hand, Led, to_confirm
from server.feature.acts import AGAIN, AskedField, Condition, FieldKind, OpenAct, act_of, reason, rights
from server.floor.reads.halls import all_counters, hall_now
from server.kernel.languages import N_, Words, words
from server.office.labels import OWN_NAMES
from server.security.actors import Actor, ActorKind
from server.security.rights import May
from server.store.hall import HallSnapshot
from server.store.workflow import Move

TOLD: Final = frozenset({MeasureEffect.ANNOUNCE, MeasureEffect.INSTRUCT})  # what everyone reads
WHY: Final = N_("Go on all the same, because")
IN_THE_LOG: Final = N_("Done, and in the log.")
LEADS, CONFIRMS, ANNOUNCES = May.LEAD_INCIDENT, May.CONFIRM_STEP, May.ANNOUNCE
WEIGHS: Final = frozenset({"stabilise", "recover"})  # steps that want a second press: they move the whole incident
DONE_WITH: Final = {
    "close": N_("Closed. The line goes on where it stopped."),
    "review": N_("The review is written."),
}


@dataclass(frozen=True, slots=True)
class Room:
    """What the acts of an incident are made from."""

    hall: HallSnapshot
    plan: Plan
    led: Led
    taken: list[MeasureDone]
    figures: Figures
    hands: list[Hand]

    @property
    def incident(self) -> Incident:
        """The incident."""
        return self.led.incident

    @property
    def at(self) -> str:
        """Its address, below the hall's."""
        return f"incidents/{self.incident.id}"

    def stands(self, ask: Ask) -> list[Condition]:
        """Return the criteria before something is done, with their figures."""
        found = standings(ask, self.plan.response.under_control, self.figures, self.hall.at)
        return [Condition(met=one.met, text=one.text) for one in found]


def acts_of(room: Room, tasks: Sequence[Task]) -> Iterator[OpenAct]:
    """Yield what can be done in an incident, in the order of its page."""
    yield from moves(room)
    yield noted(room)
    if room.incident.running:
        known = {task.id: task for task in tasks}
        whose = defaultdict[int, list[int]](list)
        for hand in room.hands:
            for step in to_confirm(room.led, hand):
                whose[step.id].append(hand.staff)
        for step in room.led.steps:
            yield from of_step(room, step, known[step.id], whose[step.id])
        yield from of_roles(room)
        yield from of_measures(room)
        yield from of_stage(room)
        for exits, label in ((Exits.CLEAR, N_("Clear")), (Exits.BLOCKED, N_("Blocked"))):
            yield plain(room, "exits", label, "exits", CONFIRMS, of=exits, body={"exits": exits})


def hands_of(hall: HallSnapshot) -> list[Hand]:
    """Return everybody of the hall who may confirm steps, with where they sit."""
    seats = {one.clerk: one.code for one in all_counters(hall).values() if one.clerk is not None}
    here = frozenset({hall.id})
    return [
        Hand(Actor(ActorKind.STAFF, one.id, role, here), one.id, role, seats.get(one.id))
        for one in staff_of(hall)
        for role in [one.posts[hall.id]]
    ]


def plain(room: Room, name: str, label: str, path: str, *wanted: May, **more: object) -> OpenAct:
    """Return an act of the room that is no move of the workflow."""
    fields = {"words": words(label), "done": words(IN_THE_LOG), "rights": rights(*wanted), **more}
    return OpenAct.model_validate({"name": name, "path": f"{room.at}/{path}", **fields})


def moves(room: Room) -> Iterator[OpenAct]:
    """Yield the moves of the workflow that are open, whoever makes them."""
    for move in INCIDENT.open_from(room.incident.state, room.led.steps):
        stands = room.stands(Ask(move.name)) if move.name in {one.value for one in Ask} else []
        last = move.name in DONE_WITH
        yield act_of(
            move,
            path=f"{room.at}/{move.name}" if last else f"{room.at}/moves/{move.name}",
            needs=[*asked_by(move), *reason(stands, WHY)],
            stands=stands,
            twice=None if last else words(AGAIN),
            done=words(DONE_WITH.get(move.name, IN_THE_LOG)),
        )


def asked_by(move: Move) -> list[AskedField]:
    """Return what a move asks, as the room asks it."""
    if move.name == "close":
        return [field("review", FieldKind.LINE, N_("How it went, in a sentence"), most=400)]
    if move.name == "review":
        mended = field(
            "improvements", FieldKind.LINES, N_("What is to be mended, a line each"), needed=False, most=4000
        )
        return [field("findings", FieldKind.TEXT, N_("What was learned"), most=4000), mended]
    return []


def field(
    name: str, kind: FieldKind, label: str, *, needed: bool = True, most: int = 400, **more: object
) -> AskedField:
    """Return a field of the room."""
    fields = {"name": name, "kind": kind, "label": words(label), "needed": needed, "most": most, **more}
    return AskedField.model_validate(fields)


def noted(room: Room) -> OpenAct:
    """Return that something can be noted: always, also when it is over."""
    needs = [field("text", FieldKind.LINE, N_("Note what happened"))]
    return plain(room, "note", N_("Note what happened"), "notes", CONFIRMS, needs=needs, done=words(N_("In the log.")))


def of_step(room: Room, step: Step, task: Task, theirs: list[int]) -> Iterator[OpenAct]:
    """Yield what can be done with a step: confirmed or taken back by those whose it is, left out by who leads."""
    path = f"tasks/{step.id}"
    if theirs:
        ask = Ask(step.code) if step.code in WEIGHS else Ask.EASE if task.eases else None
        stands = [] if ask is None else room.stands(ask)
        given = [one.model_copy(update={"name": f"fields.{one.name}"}) for one in task.fields]
        asked = [*given, *reason(stands, WHY)]
        yield plain(
            room, "confirm", N_("Fill in") if asked else N_("Confirm"), f"{path}/confirm",
            *((CONFIRMS, LEADS) if step.code in CHAIN else (CONFIRMS,)), of=str(step.id), only=theirs,
            needs=asked, stands=stands, twice=words(AGAIN) if ask is not None and not asked else None,
            sends=words(N_("Done") if given else N_("Go on")) if asked else None,
        )  # fmt: skip
    back = dict(taken_back(room, step))
    if back:
        yield plain(
            room, "back", N_("Take back"), f"{path}/back", CONFIRMS, of=str(step.id), only=sorted(back),
            until=max(back.values()), done=words(N_("Taken back.")),
        )  # fmt: skip
    if step.code not in CHAIN and not step.settled:
        yield plain(
            room, "waive", N_("Not needed"), f"{path}/waive", LEADS, of=str(step.id), done=words(N_("In the log.")),
            needs=[field("why", FieldKind.LINE, N_("Not needed, because"))], sends=words(N_("Leave it out")),
        )  # fmt: skip


def taken_back(room: Room, step: Step) -> Iterator[tuple[int, datetime]]:
    """Yield who can still take a step back, and until when: whoever confirmed it, as a whole or for their counter."""
    if step.code in CHAIN:
        return
    own = {(part.by, counter): part.at for counter, part in room.led.parts.get(step.id, {}).items()}
    for hand in room.hands:
        at = own.get((hand.staff, hand.seat or ""))
        if at is None and step.state is StepState.DONE and step.by == hand.staff:
            at = step.settled_at
        if at is not None and room.hall.at - at <= BACK_WITHIN:
            yield hand.staff, at + BACK_WITHIN


def of_roles(room: Room) -> Iterator[OpenAct]:
    """Yield that roles are given to counters and people; of a silent incident nobody else is to know."""
    given = given_of(room.hall, room.incident.id)
    for role in room.plan.organisation.roles if not room.incident.silent else ():
        named = given.get(role.code, Given())
        yield plain(
            room, "give", N_("Give it to…"), f"roles/{role.code}", LEADS, of=role.code, done=words(N_("In the log.")),
            sends=words(N_("Give the role")),
            needs=[
                field("counters", FieldKind.COUNTERS, N_("Counters"), needed=False, chosen=list(named.counters)),
                field("staff", FieldKind.PEOPLE, N_("People by name"), needed=False, chosen=list(named.people)),
            ],
        )  # fmt: skip


def of_measures(room: Room) -> Iterator[OpenAct]:
    """Yield what can be done to the line and said to everyone, and that it ends."""
    holding = {one.code: one for one in room.taken if one.ended_at is None and one.code is not None}
    for measure in room.plan.measures:
        holds = holding.get(measure.code)
        if holds is None:
            body = {"code": measure.code}
            yield plain(room, "measure", N_("Do it"), "measures", LEADS, of=measure.code, body=body, twice=words(AGAIN))
        else:
            yield ended(room, holds, "measure", measure.code)
        if measure.act in TOLD:
            says = N_("Show the new text") if holds is not None else shown(room)
            yield plain(
                room, "write", N_("Texts"), "measures", LEADS, ANNOUNCES, of=measure.code, body={"code": measure.code},
                sends=words(says),
                needs=texts(room, holds.text if holds is not None else measure.text),
                done=words(N_("It is shown now.")),
            )  # fmt: skip
    for one in room.taken:
        if one.code is None and one.ended_at is None:
            yield ended(room, one, "end", str(one.id))
    aloud = field("spoken", FieldKind.TICK, N_("The hall display says it aloud"), needed=False, chosen=[1])
    yield plain(
        room, "announce", N_("Write it"), "measures", LEADS, ANNOUNCES, needs=[*texts(room, {}), aloud],
        sends=words(shown(room)), done=words(N_("It is shown now.")),
    )  # fmt: skip


def shown(room: Room) -> str:
    """Return what is said of showing a text."""
    return N_("Show it (drill)") if room.incident.drill else N_("Show it to everyone")


def ended(room: Room, measure: MeasureDone, name: str, of: str) -> OpenAct:
    """Return that a measure ends; where numbers or calls go on with it, the criteria stand beside it."""
    stands = room.stands(Ask.EASE) if eases(room.taken, [measure.id]) else []
    asked = reason(stands, WHY)
    return plain(
        room, name, N_("End it"), f"measures/{measure.id}/end", LEADS, of=of, needs=asked, stands=stands,
        twice=None if asked else words(AGAIN), sends=words(N_("Go on")) if asked else None,
    )  # fmt: skip


def texts(room: Room, now: Words) -> list[AskedField]:
    """Return a field for a text in each language of the hall."""
    return [
        AskedField(
            name=f"text.{language}",
            kind=FieldKind.TEXT,
            label=same(OWN_NAMES[language]),
            needed=True,
            most=400,
            draft=same(now.get(language, "").replace("<wbr>", "")),
        )
        for language in hall_now(room.hall).settings.languages
    ]


def of_stage(room: Room) -> Iterator[OpenAct]:
    """Yield that the stage goes up, down or stays."""
    stage, last = room.incident.stage, len(room.plan.stages)
    yield plain(room, "stays", N_("The stage stays"), "stage", LEADS, body={"stage": stage})
    if stage < last:
        body = {"stage": stage + 1}
        yield plain(room, "up", N_("One stage up"), "stage", LEADS, body=body, twice=words(AGAIN))
    if stage > 1:
        stands = room.stands(Ask.DOWN) if Criterion.PEOPLE in room.plan.response.under_control else []
        asked = reason(stands, WHY)
        yield plain(
            room, "down", N_("One stage down"), "stage", LEADS, body={"stage": stage - 1}, needs=asked, stands=stands,
            twice=None if asked else words(AGAIN), sends=words(N_("Go on")) if asked else None,
        )  # fmt: skip


def take_the_lead(incident: Incident, hall: str) -> OpenAct | None:
    """Return that somebody takes the lead and goes on where it is led; None: somebody leads it already."""
    if incident.state is not IncidentState.ALERT:
        return None
    return act_of(
        INCIDENT.named("acknowledge"),
        name="lead",
        of=str(incident.id),
        path=f"incidents/{incident.id}/moves/acknowledge",
        words=words(N_("Take the lead")),
        twice=words(N_("Press again to take the lead")),
        done=words(N_("You lead it.")),
        onward=f"/board/{hall}/incident/{incident.id}",
    )


def start_plan(kind: str) -> OpenAct:
    """Return that a plan is started."""
    return OpenAct(
        name="raise",
        words=words(N_("Start the plan")),
        path="incidents",
        body={"kind": kind},
        twice=words(N_("Press again to start it")),
        done=words(N_("The plan has started.")),
        rights=rights(May.RAISE_INCIDENT),
    )
