"""What ratings, follow-ups and opinions say of the regulation."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import bindparam, or_, select

from server.feature.evidence import Evidence, Found, Looked, RecordFound, Span, by_limit, found, looks_signed
from server.kernel.languages import N_, words
from server.ratings.events import ContactSeen, WriterContactSeen
from server.ratings.figures import rating_counts
from server.ratings.levels import FollowUpState
from server.ratings.tables import follow_ups, opinions
from server.security.rights import May
from server.store.hall import HallSnapshot

NEAR: Final = timedelta(hours=4)  # of working days
FOLLOW_UPS: Final = select(
    follow_ups.c.id, follow_ups.c.opened_at, follow_ups.c.contact_by, follow_ups.c.settle_by, follow_ups.c.contacted_at,
    follow_ups.c.settled_at, follow_ups.c.reachable,
).where(
    follow_ups.c.hall_id == bindparam("hall"),
    follow_ups.c.state != FollowUpState.DROPPED.value,
    follow_ups.c.opened_at <= bindparam("until", type_=follow_ups.c.opened_at.type),
    or_(
        follow_ups.c.opened_at >= bindparam("since", type_=follow_ups.c.opened_at.type),
        follow_ups.c.settled_at.is_(None),
        follow_ups.c.settled_at >= bindparam("since", type_=follow_ups.c.opened_at.type),
    ),
)  # fmt: skip
OPINIONS: Final = select(opinions.c.id, opinions.c.given_at, opinions.c.answer_by, opinions.c.answered_at).where(
    opinions.c.hall_id == bindparam("hall"),
    opinions.c.answer_by.is_not(None),
    opinions.c.given_at <= bindparam("until", type_=opinions.c.given_at.type),
    or_(
        opinions.c.given_at >= bindparam("since", type_=opinions.c.given_at.type),
        opinions.c.answered_at.is_(None),
        opinions.c.answered_at >= bindparam("since", type_=opinions.c.given_at.type),
    ),
)


def follow_ups_in_time(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the low ratings: contacted and settled by their limits, those that can be contacted."""
    rows = hall.connection.execute(FOLLOW_UPS, {"hall": hall.id, "since": span.since, "until": span.until}).all()
    return found(list(late_follow_ups(rows, span)), len(rows), max((row.opened_at for row in rows), default=None))


def late_follow_ups(rows: Sequence[Any], span: Span) -> Iterator[RecordFound]:
    """Yield what of them is not as it should be, by the worse of its two limits."""
    for row in rows:
        settled = by_limit(row.settled_at, row.settle_by, until=span.until, near=NEAR)
        first = row.contacted_at or row.settled_at
        contacted = by_limit(first, row.contact_by, until=span.until, near=NEAR) if row.reachable else None
        worse = next((one for one in (Found.LATE, Found.BROKEN, Found.SOON) if one in (settled, contacted)), None)
        if worse is not None:
            yield RecordFound(worse, row.opened_at, words(N_("A low rating")), f"follow-ups/{row.id}")


def opinions_in_time(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the opinions: answered by their limit."""
    rows = hall.connection.execute(OPINIONS, {"hall": hall.id, "since": span.since, "until": span.until}).all()
    stand = [(row, by_limit(row.answered_at, row.answer_by, until=span.until, near=NEAR)) for row in rows]
    late = [RecordFound(one, row.given_at, words(N_("An opinion")), f"opinions/{row.id}") for row, one in stand if one]
    return found(late, len(rows), max((row.given_at for row in rows), default=None))


def services_rated(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the services that ended: rated or not."""
    counted = rating_counts(hall, span.since, span.after).total
    return Looked(counted.rated + counted.not_rated, broken=counted.not_rated)


EVIDENCE: Final = (
    Evidence(
        "follow_ups_in_time", ("R1.3.3", "R2.2.5"),
        N_("Low ratings: kept when the customer was contacted and the matter settled by their limits"),
        follow_ups_in_time, to="follow-ups", may=May.SEE_RATINGS, tolerated=0.1, risky=0.05,
    ),
    Evidence(
        "opinions_in_time", ("R1.3.3", "R2.2.5", "R6.2.1"),
        N_("Opinions of customers: kept when answered by their limit"),
        opinions_in_time, to="opinions", may=May.SEE_RATINGS, tolerated=0.1, risky=0.05,
    ),
    Evidence(
        "services_rated", ("R5.3.3",),
        N_("Services that ended: kept when the customer rated them; one in twenty is enough"),
        services_rated, to="reports/ratings", may=May.SEE_RATINGS, tolerated=0.95, risky=0.9,
    ),
    Evidence(
        "contacts_seen", ("R3.2.4",),
        N_("Looks at where a customer is reached: kept when it is written down who looked"),
        looks_signed((ContactSeen, WriterContactSeen)), to="journal", may=May.READ_JOURNAL,
    ),
)  # fmt: skip
