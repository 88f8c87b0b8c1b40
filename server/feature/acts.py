"""What can be done with what a view shows, and by whom: made where it is refused, drawn by one module (acts.js).

    act_of(INCIDENT.named("stabilise"), path="incidents/17/moves/stabilise")

A view is made once for all who watch it. So an act names the rights that it wants and, where it is not everybody's who
has these, whose it is. The page compares both with what the session says of its reader; it has no other rule.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from server.kernel.languages import N_, Words, words
from server.security.rights import May
from server.store.workflow import Move, Need

AGAIN: Final = N_("Press again")


class Piece(BaseModel):
    """A frozen piece of an act."""

    model_config = ConfigDict(frozen=True)


class FieldKind(StrEnum):
    """How a field is filled in."""

    NUMBER = "number"
    CHOICE = "choice"
    COUNTERS = "counters"  # several of those that the view lists
    PEOPLE = "people"  # likewise
    TIME = "time"
    LINE = "line"
    TEXT = "text"
    LINES = "lines"  # each of them a text
    TICK = "tick"


class FieldOption(Piece):
    """One of the answers to choose from."""

    value: str
    label: Words


class AskedField(Piece):
    """Something that has to be given with an act."""

    name: str = Field(description="where it stands in what is sent: `text.en` is `en` in `text`")
    kind: FieldKind
    label: Words
    needed: bool
    most: int | None = Field(default=None, description="characters of a text; of a number the largest")
    options: list[FieldOption] = []
    draft: Words | None = Field(default=None, description="what stands there at first")
    chosen: list[str | int] = Field(default=[], description="which of the options are chosen at first")


class Condition(Piece):
    """What should be so before something is done, with its live figures; against it, it wants a reason."""

    met: bool
    text: Words


class WayBack(Piece):
    """How it is taken back."""

    path: str
    body: dict[str, object]


class OpenAct(Piece):
    """Something that can be done now, by those who have its rights."""

    name: str = Field(description="by which a page knows where it stands, and a key what it means")
    of: str | None = Field(default=None, description="what it is done to, where there are several: step, measure, role")
    words: Words = Field(description="what its button says")
    path: str = Field(description="where it is sent, below the hall's address; empty: it only leads to `onward`")
    body: dict[str, object] = Field(default={}, description="what is sent beside what it asks")
    needs: list[AskedField] = Field(default=[], description="what has to be given")
    stands: list[Condition] = Field(default=[], description="what should be so before it")
    twice: Words | None = Field(default=None, description="wants a second press: what the button says until then")
    sends: Words | None = Field(default=None, description="what the button of its form says, if something else")
    done: Words = Field(default={}, description="what is said when it is done; empty: the page says it by the answer")
    undo: WayBack | None = Field(default=None, description="it can be taken back at once")
    onward: str | None = Field(default=None, description="the page on which one goes on")
    rights: list[str] = Field(description="all of them are needed; the session says which its reader has")
    only: list[int] | None = Field(default=None, description="staff numbers of whose it is; null: all with the rights")
    until: datetime | None = Field(default=None, description="it is not there any more after it")


def asked_for(need: Need) -> AskedField:
    """Return what a move needs as a page asks for it."""
    return AskedField(name=need.name, kind=FieldKind.TEXT, label=words(need.says), needed=True, most=need.most)


def act_of(move: Move, *, path: str, **more: object) -> OpenAct:
    """Return a move of a workflow as an act: its words, its right, what it needs."""
    fields: dict[str, object] = {
        "name": move.name,
        "words": words(move.says),
        "path": path,
        "needs": [asked_for(need) for need in move.needs],
        "rights": rights(move.right),
        **more,
    }
    return OpenAct.model_validate(fields)


def rights(*wanted: StrEnum) -> list[str]:
    """Return rights as acts and the session name them."""
    return [May(one).name for one in wanted]


def reason(stands: Sequence[Condition], label: str) -> list[AskedField]:
    """Return the field for why all the same; none while nothing speaks against it."""
    if all(one.met for one in stands):
        return []
    return [AskedField(name="reason", kind=FieldKind.LINE, label=words(label), needed=True, most=400)]
