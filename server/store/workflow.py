"""Workflows as tables: states, moves, who may, what a move needs, what it writes. No code sets a state anywhere else.

    INCIDENT = Workflow("incident", about=…, states=tuple(IncidentState), moves=(
        Move("acknowledge", ("alert",), "active", right=May.LEAD_INCIDENT, writes=IncidentAcknowledged, says=N_("…")),
    ))
    INCIDENT.take(hall, of=17, state="alert", name="acknowledge")

The pages draw their buttons from `open_to`, the reference draws the diagram from `diagram`.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Invalid, Missing
from server.store.events import Event, Recorded
from server.store.hall import Actor, UnitOfWork

WORKFLOWS: dict[str, "Workflow"] = {}
LACKS: Final = N_("This is needed for the step.")


class UnknownMove(Missing):
    """The workflow has no move of this name."""

    says = N_("There is no step “{move}”.")


class MoveNotOpen(Conflict):
    """The move does not start from the present state: no step is skipped, none is done twice."""

    title = N_("Not possible from here")
    says = N_("This step comes at another time; the screen shows where things stand.")


@dataclasses.dataclass(frozen=True, slots=True)
class Move:
    """One way from some states to one."""

    name: str
    from_: tuple[str, ...]
    to: str
    right: StrEnum
    writes: type[Event]
    says: str  # what its button says
    needs: tuple[str, ...] = ()  # what has to be given with it


@dataclasses.dataclass(frozen=True, slots=True)
class Workflow:
    """A thing's states, the first of them where it begins, and all moves between them."""

    name: str  # also the field that names the thing in its moves' events
    about: str
    states: tuple[str, ...]
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        faults = list(self.faults())
        if faults:
            raise TypeError(f"workflow {self.name}: {'; '.join(faults)}")
        WORKFLOWS[self.name] = self

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the table."""
        if len({move.name for move in self.moves}) != len(self.moves):
            yield "two moves have one name"
        for move in self.moves:
            fields = {field.name for field in dataclasses.fields(move.writes)}  # type: ignore[arg-type]  # a dataclass by __init_subclass__
            if lacking := {self.name, "before", "after"} - fields:
                yield f"{move.writes.__name__} lacks {', '.join(sorted(lacking))}"
            if unknown := {*move.from_, move.to} - {*self.states}:
                yield f"{move.name} names {', '.join(sorted(unknown))}, which are not among the states"
        reached, last = {self.states[0]}, set[str]()
        while reached != last:
            last = set(reached)
            reached |= {move.to for move in self.moves if reached & {*move.from_}}
        if lost := {*self.states} - reached:
            yield f"{', '.join(sorted(lost))} can't be reached"

    def open_to(self, actor: Actor, state: str) -> list[Move]:
        """Return the moves that an actor can make from a state."""
        return [move for move in self.moves if state in move.from_ and actor.may(move.right)]

    def must_move(self, actor: Actor, state: str, name: str, given: Mapping[str, object]) -> Move:
        """Return a move; refuse an unknown one, one without the right, out of its time, or without what it needs."""
        move = next((move for move in self.moves if move.name == name), None)
        if move is None:
            raise UnknownMove(move=name)
        actor.must(move.right)
        if state not in move.from_:
            raise MoveNotOpen(now={"state": state}, open=[one.name for one in self.open_to(actor, state)])
        lacking = [need for need in move.needs if not given.get(need)]
        if lacking:
            raise Invalid(*((need, LACKS, {}) for need in lacking))
        return move

    def take(self, hall: UnitOfWork, *, of: int, state: str, name: str, **given: Any) -> Recorded[Event]:
        """Make a move and record its fact; of what is given, the fact keeps the fields it has."""
        move = self.must_move(hall.actor, state, name, given)
        fields = {field.name for field in dataclasses.fields(move.writes)}  # type: ignore[arg-type]  # as above
        kept = {name: value for name, value in given.items() if name in fields}
        return hall.record(move.writes(**{self.name: of, "before": state, "after": move.to, **kept}))

    def diagram(self) -> list[str]:
        """Return the lines of its diagram, as Mermaid draws it."""
        arrows = [f"    {origin} --> {move.to}: {move.name}" for move in self.moves for origin in move.from_]
        return ["stateDiagram-v2", f"    [*] --> {self.states[0]}", *arrows]

    def table(self) -> list[str]:
        """Return its moves as the lines of a table."""
        rows = [
            f"| {move.name} | {', '.join(move.from_)} | {move.to} | {move.right.value} | {listed(move.needs)} "
            f"| `{move.writes.__name__}` |"
            for move in self.moves
        ]
        return ["| move | from | to | who may | needs | writes |", "|---|---|---|---|---|---|", *rows]


def listed(names: Sequence[str]) -> str:
    """Return names for a cell of a table."""
    return ", ".join(f"`{name}`" for name in names) or "—"
