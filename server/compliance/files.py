"""The board as files: CSV for people, JSON for machines, which names the journal's head that it was made at."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from sqlalchemy import bindparam, select

from server.compliance.reads import ClauseSeen, EvidenceSeen
from server.compliance.standing import Standing
from server.feature.evidence import Span
from server.kernel.languages import N_, say
from server.office.taking import BOM
from server.store.hall import HallSnapshot
from server.store.tables import lines

HEADS: Final = (
    N_("Clause"), N_("Text"), N_("How it stands"), N_("What is counted"), N_("Counted"), N_("As it should be"),
    N_("Not kept"), N_("Open, and late"), N_("Open, and due soon"),
)  # fmt: skip
LAST: Final = select(lines.c.seq, lines.c.hash).where(lines.c.hall_id == bindparam("hall"))


def as_csv(clauses: Sequence[ClauseSeen], language: str, standings: Mapping[Standing, str]) -> bytes:
    """Return the board as CSV: a row a look, and one for a clause of which there is nothing to show."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([say(head, language) for head in HEADS])
    for one in clauses:
        words = one.placed.clause.text[language]
        if not one.seen:
            writer.writerow([one.id, words, standings[one.standing], say(one.because, language) if one.because else ""])
        for seen in one.seen:
            row = [one.id, words, standings[seen.standing], say(seen.evidence.counts, language)]
            writer.writerow([*row, *figures(seen).values()])
    return BOM + text.getvalue().encode()


def figures(seen: EvidenceSeen) -> dict[str, int | None]:
    """Return a look's figures; null where it failed."""
    looked = seen.looked
    if looked is None:
        return dict.fromkeys(("population", "kept", "broken", "late", "soon"))
    return {
        "population": looked.population, "kept": looked.kept, "broken": looked.broken, "late": looked.late,
        "soon": looked.soon,
    }  # fmt: skip


def as_json(hall: HallSnapshot, clauses: Sequence[ClauseSeen], span: Span, code: str) -> bytes:
    """Return the board as JSON."""
    head = hall.connection.execute(LAST, {"hall": hall.id}).first()
    return orjson.dumps(
        {
            "hall": code,
            "since": span.since,
            "until": span.until,
            "journal": {"seq": head[0] if head else 0, "hash": head[1] if head else ""},
            "clauses": [of_clause(one) for one in clauses],
        },
        option=orjson.OPT_INDENT_2,
    )


def of_clause(one: ClauseSeen) -> dict[str, Any]:
    """Return a clause as a machine reads it."""
    return {
        "clause": one.id,
        "standing": one.standing,
        "because": one.because or None,
        "looks": [
            {
                "evidence": seen.evidence.name,
                "standing": seen.standing,
                "tolerated": seen.evidence.tolerated,
                "silent": seen.silent,
                **figures(seen),
                "records": [
                    {"how": each.how, "at": each.at, "what": each.what["en"], "to": each.to}
                    for each in (seen.looked.records if seen.looked else ())
                ],
            }
            for seen in one.seen
        ],
    }
