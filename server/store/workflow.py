"""Workflows as tables: states, moves, who may, what a move needs, what it writes. No code sets a state anywhere else.

    INCIDENT = Workflow("incident", about=…, states=tuple(IncidentState), moves=(
        Move("acknowledge", ("alert",), "active", right=May.LEAD_INCIDENT, writes=IncidentAcknowledged, says=N_("…")),
    ))
    INCIDENT.take(hall, of=17, state="alert", name="acknowledge")

A move may ask for more than a state and a right: guards look at the thing, a separation keeps away whoever had a part
in it, needs say of which type each is. The pages draw their acts from `open_to`, the reference from `diagram`, `table`.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Forbidden, Invalid, Missing, Refusal
from server.store.events import Event, Recorded
from server.store.hall import AnyActor, UnitOfWork

WORKFLOWS: dict[str, "Workflow"] = {}
LACKS: Final = N_("This is needed for the step.")
TOO_LONG: Final = N_("At most {max_length} characters fit here.")
UNFIT: Final = N_("This does not fit here.")


class UnknownMove(Missing):
    """The workflow has no move of this name."""

    says = N_("There is no step “{move}”.")


class MoveNotOpen(Conflict):
    """The move does not start from the present state: no step is skipped, none is done twice."""

    title = N_("Not possible from here")
    says = N_("This step comes at another time; the screen shows where things stand.")


class OwnPart(Forbidden):
    """Whoever had a part in a thing does not decide on it."""

    says = N_("You had a part in this yourself; a colleague does this step.")


@dataclasses.dataclass(frozen=True, slots=True)
class Need:
    """What has to be given with a move: text is neither blank nor too long, anything else is of its type."""

    name: str
    says: str  # what its field is called
    of: type[object] = str
    most: int = 1000  # characters of a text

    def fault(self, value: object) -> tuple[str, dict[str, object]] | None:
        """Return what is wrong with what was given, as a sentence and its values."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return LACKS, {}
        if not isinstance(value, self.of):
            return UNFIT, {}
        if isinstance(value, str) and len(value) > self.most:
            return TOO_LONG, {"max_length": self.most}
        return None


@dataclasses.dataclass(frozen=True, slots=True)
class Guard:
    """What has to be so of the thing itself, beyond its state."""

    about: str  # for the reference
    holds: Callable[[Any], bool]
    refusal: type[Refusal] = MoveNotOpen
    values: Callable[[Any], Mapping[str, object]] = lambda _thing: {}  # of the refusal


@dataclasses.dataclass(frozen=True, slots=True)
class Separation:
    """Never the same person (separation of duties): whose a thing is, for a right that is of others' things alone."""

    about: str  # for the reference
    person: Callable[[Any], int | None]  # staff number of who had a part in it; none: nobody
    refusal: type[Forbidden] = OwnPart


@dataclasses.dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long a thing may be in some states; its deadline falls due as the last of these working days ends."""

    kind: str  # of the deadline
    states: tuple[str, ...]
    days: int  # working days
    longer: int = 0  # working days once it was extended; 0: it can't be


@dataclasses.dataclass(frozen=True, slots=True)
class Move:
    """One way from some states to one, or an act that leaves the state as it is."""

    name: str
    from_: tuple[str, ...]
    to: str | None  # none: it stays where it is
    right: StrEnum
    writes: type[Event]
    says: str  # what its button says
    needs: tuple[Need, ...] = ()  # what has to be given with it
    guards: tuple[Guard, ...] = ()
    never: Separation | None = None  # the person who does not make it, whatever their right
    whose: Callable[[Any], int | None] | None = None  # whose a thing is, for a right that is of one's own things


@dataclasses.dataclass(frozen=True, slots=True)
class Workflow:
    """A thing's states, the first of them where it begins, and all moves between them."""

    name: str  # also the field that names the thing in its moves' events
    about: str
    states: tuple[str, ...]
    moves: tuple[Move, ...]
    limits: tuple[TimeLimit, ...] = ()
    closed: type[MoveNotOpen] = MoveNotOpen  # how a move out of its time is refused

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
            needed = {self.name, "before"} if move.to and len(move.from_) > 1 else {self.name}
            if lacking := needed - fields_of(move):
                yield f"{move.writes.__name__} lacks {', '.join(sorted(lacking))}"
            if unknown := {*move.from_, move.to or self.states[0]} - {*self.states}:
                yield f"{move.name} names {', '.join(sorted(unknown))}, which are not among the states"
        for limit in self.limits:
            if unending := [state for state in limit.states if not self.leaves(state)]:
                yield f"{limit.kind} limits {', '.join(unending)}, which no move ends"
        reached, last = {self.states[0]}, set[str]()
        while reached != last:
            last = set(reached)
            reached |= {move.to for move in self.moves if move.to and reached & {*move.from_}}
        if lost := {*self.states} - reached:
            yield f"{', '.join(sorted(lost))} can't be reached"

    def leaves(self, state: str) -> bool:
        """Return whether a move leads out of a state."""
        return any(state in move.from_ and move.to not in {None, state} for move in self.moves)

    def limit(self, kind: str) -> TimeLimit:
        """Return the limit that a kind of deadline watches."""
        return next(limit for limit in self.limits if limit.kind == kind)

    def hindrance(self, move: Move, actor: AnyActor, state: str, thing: object = None) -> type[Refusal] | None:
        """Return why an actor can't make a move now; none: it is open. What has to be given is asked for after it."""
        if not may_make(move, actor, thing):
            return move.never.refusal if move.never is not None and actor.may_some(move.right) else Forbidden
        return self.not_now(move, state, thing)

    def not_now(self, move: Move, state: str, thing: object = None) -> type[Refusal] | None:
        """Return why nobody can make a move now; none: whoever may, can."""
        if state not in move.from_:
            return self.closed
        return next((guard.refusal for guard in move.guards if not guard.holds(thing)), None)

    def open_from(self, state: str, thing: object = None) -> list[Move]:
        """Return the moves that somebody can make from a state; who, their rights and separations say."""
        return [move for move in self.moves if self.not_now(move, state, thing) is None]

    def open_to(self, actor: AnyActor, state: str, thing: object = None) -> list[Move]:
        """Return the moves that an actor can make from a state; guards and separations look at the thing."""
        return [move for move in self.moves if self.hindrance(move, actor, state, thing) is None]

    def kept_from(self, actor: AnyActor, state: str, thing: object) -> list[str]:
        """Return why moves of a state are a colleague's: what a page says instead of their acts."""
        separated = [
            move.never.refusal.says
            for move in self.moves
            if move.never is not None
            and state in move.from_
            and actor.may_some(move.right)
            and not may_make(move, actor, thing)
        ]
        return list(dict.fromkeys(separated))

    def named(self, name: str) -> Move:
        """Return a move; refuse a name that the workflow does not have."""
        move = next((move for move in self.moves if move.name == name), None)
        if move is None:
            raise UnknownMove(move=name)
        return move

    def must_move(
        self, actor: AnyActor, state: str, name: str, given: Mapping[str, object], thing: object = None
    ) -> Move:
        """Return a move; refuse an unknown one, one that is not open to the actor, or without what it needs."""
        move = self.named(name)
        refusal = self.hindrance(move, actor, state, thing)
        if refusal is not None:
            guard = next((guard for guard in move.guards if guard.refusal is refusal), None)
            values = dict(guard.values(thing)) if guard and state in move.from_ else {}
            if issubclass(refusal, MoveNotOpen):
                values |= {"now": {"state": state}, "open": [one.name for one in self.open_to(actor, state, thing)]}
            raise refusal(**values)
        faults = [(need.name, *fault) for need in move.needs if (fault := need.fault(given.get(need.name)))]
        if faults:
            raise Invalid(*faults)
        return move

    def take(
        self, hall: UnitOfWork, *, of: int, state: str, name: str, thing: object = None, **given: Any
    ) -> Recorded[Event]:
        """Make a move and record its fact; of what is given, the fact keeps the fields it has."""
        move = self.must_move(hall.actor, state, name, given, thing)
        known = {**given, self.name: of, "before": state, "after": move.to or state}
        fields = fields_of(move)
        return hall.record(move.writes(**{name: value for name, value in known.items() if name in fields}))

    def diagram(self) -> list[str]:
        """Return the lines of its diagram, as Mermaid draws it."""
        arrows = [f"    {origin} --> {move.to or origin}: {move.name}" for move in self.moves for origin in move.from_]
        return ["stateDiagram-v2", f"    [*] --> {self.states[0]}", *arrows]

    def table(self) -> list[str]:
        """Return its moves as the lines of a table, and its limits as those of another."""
        rows = [
            f"| {move.name} | {', '.join(move.from_)} | {move.to or '(stays)'} | {move.right.value} "
            f"| {conditions(move)} | {listed([need.name for need in move.needs])} | `{move.writes.__name__}` |"
            for move in self.moves
        ]
        lines = ["| move | from | to | who may | only if | needs | writes |", "|---|---|---|---|---|---|---|", *rows]
        if self.limits:
            lines += ["", "| limit | while it is | working days | extended, once |", "|---|---|---|---|"]
        lines += [
            f"| `{limit.kind}` | {', '.join(limit.states)} | {limit.days} | {limit.longer or '—'} |"
            for limit in self.limits
        ]
        return lines


def may_make(move: Move, actor: AnyActor, thing: object) -> bool:
    """Return whether an actor has a move's right, of this thing too."""
    person = move.never.person if move.never is not None else move.whose
    return actor.may(move.right) if person is None else actor.may(move.right, whose=person(thing))


def fields_of(move: Move) -> set[str]:
    """Return the names of the fields of a move's fact."""
    return {field.name for field in dataclasses.fields(move.writes)}  # type: ignore[arg-type]  # a dataclass by __init_subclass__


def conditions(move: Move) -> str:
    """Return for a cell of a table what a move asks beyond state and right."""
    never = [f"never {move.never.about}"] if move.never else []
    own = ["whose it is"] if move.whose else []
    return "; ".join([guard.about for guard in move.guards] + never + own) or "—"


def listed(names: Sequence[str]) -> str:
    """Return names for a cell of a table."""
    return ", ".join(f"`{name}`" for name in names) or "—"
