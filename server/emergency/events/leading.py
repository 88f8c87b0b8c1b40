"""Facts of leading: who has a role, what is said of the exits, and that somebody went on against a criterion."""

import json

from server.emergency.states import Exits
from server.emergency.tables import incident_log, incident_roles, incidents
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class CriteriaOverruled(Event):
    """Written when whoever leads went on although a criterion spoke against it; the reason is kept apart."""

    says = N_("{ask}, although not everything spoke for it: {unmet}. Reason:")

    incident: int
    ask: str
    unmet: tuple[str, ...]  # criteria
    people: int
    few: int | None
    exits: Exits | None
    on: tuple[str, ...]  # measures by their code

    def apply(self, rows: Rows) -> None:
        """A line in the log."""
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class IncidentCrowdSeen(Event):
    """Written when the alert that an incident belongs to was raised, raised further or over, with its figures."""

    says = N_("Crowd alert: {people} people, the limit is {limit}.")

    incident: int
    people: int
    limit: int | None  # that they had reached; None: the alert is over

    def sentence(self) -> str:
        """Tell the end from the beginning."""
        return N_("The crowd alert is over: {people} people.") if self.limit is None else self.says

    def apply(self, rows: Rows) -> None:
        """A line in the log."""
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class ExitsSeen(Event):
    """Written when somebody said whether exits and aisles are clear."""

    says = N_("Exits and aisles: {after}.")

    incident: int
    before: Exits | None
    after: Exits

    def apply(self, rows: Rows) -> None:
        """It is known until somebody says otherwise."""
        rows.move(incidents, self.incident, expect={"exits": self.before}, exits=self.after, exits_at=rows.at)
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class RoleGiven(Event):
    """Written when whoever leads named the counters or people that have a role; none: as the plan says again."""

    says = N_("{role}: {counters}.")

    incident: int
    role: str
    counters: tuple[str, ...]
    people: tuple[int, ...]

    def apply(self, rows: Rows) -> None:
        """Its steps are theirs."""
        rows.drop(incident_roles, (self.incident, self.role))
        if self.counters or self.people:
            rows.add(
                incident_roles,
                incident=self.incident,
                role=self.role,
                counters=json.dumps(self.counters),
                people=json.dumps(self.people),
            )
        rows.add(incident_log, id=rows.seq, incident=self.incident)
