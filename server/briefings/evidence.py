"""What notices to staff say of the regulation."""

from datetime import timedelta
from typing import Final

from server.briefings.reads import GIVEN
from server.feature.evidence import Evidence, Looked, RecordFound, Span, by_limit, found
from server.kernel.languages import N_, words
from server.security.rights import May
from server.store.hall import HallSnapshot

NEAR: Final = timedelta(hours=4)


def notices_read(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the notices, once for each who was to read one: read by their limit."""
    rows = hall.connection.execute(GIVEN, {"hall": hall.id, "since": span.since, "until": span.until}).all()
    stand = [(row, by_limit(row.read_at, row.read_by, until=span.until, near=NEAR)) for row in rows]
    late = [
        RecordFound(how, row.given_at, words(N_("A notice to staff")), f"briefings/{row.id}")
        for row, how in stand
        if how is not None
    ]
    return found(late, len(rows), max((row.given_at for row in rows), default=None))


EVIDENCE: Final = (
    Evidence(
        "notices_read", ("R6.1.2",),
        N_("Notices and changes of procedures, for each who reads them: kept when read within three working days"),
        notices_read, to="briefings", may=May.SEE_BRIEFINGS, tolerated=0.1, risky=0.05,
    ),
)  # fmt: skip
