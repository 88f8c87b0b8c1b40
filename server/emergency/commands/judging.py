"""Going on only when the plan's criteria are met, or with a reason that the log keeps."""

from server.emergency.commands.notes import keep_words
from server.emergency.criteria import Ask, in_line, unmet
from server.emergency.events.leading import CriteriaOverruled
from server.emergency.figures import figures_of, standings_of
from server.emergency.plan_reads import plan_of
from server.emergency.reads import Incident, measures_of
from server.emergency.refusals import CriteriaUnmet
from server.store.hall import UnitOfWork


def must_stand(hall: UnitOfWork, incident: Incident, ask: Ask, reason: str) -> None:
    """Refuse while a criterion is not met, unless a reason is given; it is written down with the figures of now."""
    against = unmet(standings_of(hall, incident, ask))
    if not against:
        return
    if not reason.strip():
        stands = [{"criterion": one.criterion, "text": one.text} for one in against]
        raise CriteriaUnmet(unmet=in_line([one.text for one in against]), ask=ask, stands=stands)
    plan = plan_of(hall, incident.kind, incident.plan)
    figures = figures_of(hall, incident, plan)
    on = [one.code or "" for one in measures_of(hall, incident.id) if one.ended_at is None]
    overruled = hall.record(
        CriteriaOverruled(
            incident=incident.id,
            ask=ask,
            unmet=tuple(one.criterion for one in against),
            people=figures.people,
            few=figures.few,
            exits=figures.exits,
            on=tuple(on),
        )
    )
    keep_words(hall, overruled.number, incident.id, reason)
