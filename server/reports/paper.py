"""Paper and record of a day laid side by side: each number that a slip may bear, and what the records have of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, Field
from sqlalchemy import BindParameter, bindparam, func, or_, select

from server.floor.numbering import label, number_after
from server.floor.tables import series, tickets
from server.offline.tables import kiosk_slips, number_blocks, set_aside
from server.store.hall import HallSnapshot

_DAY: Final[BindParameter[str]] = bindparam("day")
LAST: Final = select(series.c.letter, series.c.last).where(series.c.hall_id == bindparam("hall"), series.c.day == _DAY)
GIVEN: Final = select(tickets.c.number).where(
    tickets.c.hall_id == bindparam("hall"), tickets.c.day == _DAY, tickets.c.number.is_not(None)
)
BLOCKS: Final = select(number_blocks.c.letter, number_blocks.c.first, number_blocks.c.last).where(
    number_blocks.c.hall_id == bindparam("hall"), number_blocks.c.day == _DAY
)
HANDED_IN: Final = select(kiosk_slips.c.letter, kiosk_slips.c.nth).where(
    kiosk_slips.c.hall_id == bindparam("hall"), kiosk_slips.c.day == _DAY
)
ASIDE: Final = select(set_aside.c.letter, set_aside.c.settled_at, set_aside.c.ticket).where(
    set_aside.c.hall_id == bindparam("hall"), set_aside.c.day == _DAY
)
BORNE: Final = (
    select(func.distinct(tickets.c.number))
    .where(
        tickets.c.hall_id == bindparam("hall"), tickets.c.day < _DAY,
        tickets.c.number.in_(bindparam("numbers", expanding=True)),
        or_(tickets.c.ended_at.is_(None), tickets.c.ended_at >= bindparam("since", type_=tickets.c.ended_at.type)),
    )
)  # fmt: skip


class GapBecause(StrEnum):
    """Why a number of the sequence was given to nobody."""

    BORNE = "borne"  # somebody still had it, of a day before: it was passed over
    UNKNOWN = "unknown"  # the records do not say


class Gap(BaseModel):
    """A number of the sequence that nobody got."""

    number: str
    why: GapBecause


class LetterPaper(BaseModel):
    """The numbers of a letter on a day."""

    letter: str
    last: int = Field(description="the last one of the sequence; 0: none")
    given: int = Field(description="of the sequence")
    gaps: list[Gap]
    granted: int = Field(description="to kiosks, which give them while they are cut off")
    handed_in: int = Field(description="of these, given and in the records")
    put_aside: int = Field(description="handed in, and not in the line: a person sees to them")
    waiting_aside: int = Field(description="of these, nobody saw to yet")

    @property
    def unused(self) -> int:
        """Granted numbers that no kiosk gave, or gave and has not handed in."""
        return self.granted - self.handed_in


class Paper(BaseModel):
    """What the kiosks' paper and the records have of each other on a day."""

    letters: list[LetterPaper]
    abandoned: int = Field(description="questions that a kiosk stopped waiting for: no number came of them")

    @property
    def unexplained(self) -> list[str]:
        """Numbers that nobody got, and nobody knows why."""
        return [gap.number for one in self.letters for gap in one.gaps if gap.why is GapBecause.UNKNOWN]

    def of(self, what: str) -> int:
        """Return a figure of all letters together."""
        return sum(int(getattr(one, what)) for one in self.letters)

    @property
    def gaps(self) -> int:
        """Numbers of the sequences that nobody got."""
        return sum(len(one.gaps) for one in self.letters)


def sequence(last: int) -> list[int]:
    """Return the numbers of the sequence up to the last one given out."""
    found: list[int] = []
    number = 0
    while number < last:
        number = number_after(number)
        found.append(number)
    return found


def laid_side_by_side(
    last: Mapping[str, int], given: Iterable[str], borne: Iterable[str], *, blocks: Sequence[tuple[str, int, int]],
    handed_in: Sequence[tuple[str | None, int | None]], aside: Sequence[tuple[str | None, bool, bool]],
) -> Paper:  # fmt: skip
    """Return a day's paper beside its record. Pure.

    `last`: letter → last of the sequence · `given`: numbers of the day's tickets · `borne`: numbers that somebody had
    from before · `blocks`: letter, first, last · `aside`: letter, whether it was seen to, whether it joined the line.
    """
    there, kept = set(given), set(borne)
    letters = sorted({*last, *(letter for letter, _, _ in blocks)})
    found = []
    for letter in letters:
        numbers = [label(letter, nth) for nth in sequence(last.get(letter, 0))]
        missing = [number for number in numbers if number not in there]
        mine = [(seen, joined) for of, seen, joined in aside if of == letter]
        found.append(
            LetterPaper(
                letter=letter,
                last=last.get(letter, 0),
                given=len(numbers) - len(missing),
                gaps=[Gap(number=one, why=GapBecause.BORNE if one in kept else GapBecause.UNKNOWN) for one in missing],
                granted=sum(end - first + 1 for of, first, end in blocks if of == letter),
                handed_in=sum(of == letter and nth is not None for of, nth in handed_in),
                put_aside=sum(not joined for _, joined in mine),
                waiting_aside=sum(not seen for seen, _ in mine),
            )
        )
    return Paper(letters=found, abandoned=sum(nth is None for _, nth in handed_in))


def paper_of(hall: HallSnapshot, day: str, begins: datetime) -> Paper:
    """Return a day's paper beside its record; `begins`: its midnight."""
    asked = {"hall": hall.id, "day": day}
    read = hall.connection.execute
    last = {row[0]: int(row[1]) for row in read(LAST, asked)}
    given = set(read(GIVEN, asked).scalars())
    missing = [
        number
        for letter, end in last.items()
        for number in (label(letter, nth) for nth in sequence(end))
        if number not in given
    ]
    borne = read(BORNE, {**asked, "numbers": missing, "since": begins}).scalars().all() if missing else []
    return laid_side_by_side(
        last, given, borne,
        blocks=[(row[0], row[1], row[2]) for row in read(BLOCKS, asked)],
        handed_in=[(row[0], row[1]) for row in read(HANDED_IN, asked)],
        aside=[(row[0], row[1] is not None, row[2] is not None) for row in read(ASIDE, asked)],
    )  # fmt: skip
