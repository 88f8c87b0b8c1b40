"""What the reader can do with a thing: the acts of its workflow that are open to them, as a page draws them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from server.store.workflow import Move, Need


@dataclass(frozen=True, slots=True)
class MoveForm:
    """Moves that need the same, as one form: its fields, and a button for each."""

    needs: tuple[Need, ...]
    moves: list[Move] = field(default_factory=list)


def forms_of(moves: Sequence[Move]) -> list[MoveForm]:
    """Return the forms of moves, in the order of the workflow's table."""
    forms: dict[tuple[Need, ...], MoveForm] = {}
    for move in moves:
        forms.setdefault(move.needs, MoveForm(move.needs)).moves.append(move)
    return list(forms.values())
