"""Facts of plans and incidents."""

from datetime import datetime

from server.emergency.states import AFTER_ACTION, LOOK_AGAIN, IncidentState
from server.emergency.tables import incident_log, incidents, plans
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class PlanSet(Event):
    """Written when an emergency plan came into force, changed or (after: None) was withdrawn; plans are JSON."""

    says = N_("Emergency plan {kind}, version {version}.")

    kind: str
    version: int
    before: str | None
    after: str | None
    approved_by: int | None = None

    def apply(self, rows: Rows) -> None:
        """Keep it beside its earlier versions, which incidents of their time follow."""
        rows.add(
            plans,
            kind=self.kind,
            version=self.version,
            text=self.after,
            set_at=rows.at,
            approved_by=self.approved_by,
        )


class IncidentRaised(Event):
    """Written when a plan was started: by somebody at a counter or the board, or by the system itself."""

    says = N_("Incident {kind}: the plan started.")

    kind: str
    plan: int
    drill: bool
    silent: bool
    counter: str | None
    look_again_at: datetime

    def apply(self, rows: Rows) -> None:
        """It stands, and waits for somebody to lead."""
        rows.add(
            incidents,
            id=rows.seq,
            kind=self.kind,
            plan=self.plan,
            state=IncidentState.ALERT,
            stage=1,
            drill=self.drill,
            silent=self.silent,
            counter=self.counter,
            raised_at=rows.at,
            look_again_at=self.look_again_at,
            looks_late=0,
            review_late=False,
        )
        rows.due(LOOK_AGAIN, rows.seq, self.look_again_at)
        rows.add(incident_log, id=rows.seq, incident=rows.seq)


class IncidentSeenAgain(Event):
    """Written when somebody else raised what runs already."""

    says = N_("Reported again (counter: {counter}).")

    incident: int
    counter: str | None

    def apply(self, rows: Rows) -> None:
        """It is one incident."""
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class IncidentAcknowledged(Event):
    """Written when somebody took the lead of an incident."""

    says = N_("{leader} leads the incident.")

    incident: int
    before: IncidentState
    after: IncidentState
    leader: int

    def apply(self, rows: Rows) -> None:
        """It has a leader."""
        rows.move(
            incidents,
            self.incident,
            expect={"state": self.before},
            state=self.after,
            leader=self.leader,
            acknowledged_at=rows.at,
        )
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class IncidentStabilised(Event):
    """Written when an incident was under control."""

    says = N_("Under control.")

    incident: int
    before: IncidentState
    after: IncidentState

    def apply(self, rows: Rows) -> None:
        """Recovery can begin."""
        rows.move(incidents, self.incident, expect={"state": self.before}, state=self.after)
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class IncidentWorsened(Event):
    """Written when an incident that was under control no longer was."""

    says = N_("No longer under control.")

    incident: int
    before: IncidentState
    after: IncidentState

    def apply(self, rows: Rows) -> None:
        """The response goes on."""
        rows.move(incidents, self.incident, expect={"state": self.before}, state=self.after)
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class IncidentRecovering(Event):
    """Written when recovery began."""

    says = N_("Recovery began.")

    incident: int
    before: IncidentState
    after: IncidentState

    def apply(self, rows: Rows) -> None:
        """Its steps run."""
        rows.move(incidents, self.incident, expect={"state": self.before}, state=self.after)
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class IncidentClosed(Event):
    """Written when an incident was over and the line as before."""

    says = N_("Closed; to be reviewed by {review_by}.")

    incident: int
    before: IncidentState
    after: IncidentState
    review_by: datetime

    def apply(self, rows: Rows) -> None:
        """What remains is to learn from it."""
        rows.move(
            incidents,
            self.incident,
            expect={"state": self.before},
            state=self.after,
            closed_at=rows.at,
            look_again_at=None,
            review_by=self.review_by,
        )
        rows.settled(LOOK_AGAIN, self.incident)
        rows.due(AFTER_ACTION, self.incident, self.review_by)
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class IncidentReviewed(Event):
    """Written when the after-action review of an incident was made."""

    says = N_("Reviewed; things to mend: {improvements}.")

    incident: int
    before: IncidentState
    after: IncidentState
    improvements: int

    def apply(self, rows: Rows) -> None:
        """It is done."""
        rows.move(incidents, self.incident, expect={"state": self.before}, state=self.after, reviewed_at=rows.at)
        rows.settled(AFTER_ACTION, self.incident)
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class IncidentStageSet(Event):
    """Written when somebody looked at an incident's stage: it went up or down, or stayed."""

    says = N_("Stage {after}, before {before}; to be looked at again by {look_again_at}.")

    incident: int
    before: int
    after: int
    look_again_at: datetime

    def sentence(self) -> str:
        """Tell that it stayed from that it changed."""
        stayed = N_("It stays at stage {after}; to be looked at again by {look_again_at}.")
        return stayed if self.before == self.after else self.says

    def apply(self, rows: Rows) -> None:
        """The stage, and when it is looked at again."""
        rows.move(
            incidents,
            self.incident,
            expect={"stage": self.before},
            stage=self.after,
            look_again_at=self.look_again_at,
        )
        rows.settled(LOOK_AGAIN, self.incident)
        rows.due(LOOK_AGAIN, self.incident, self.look_again_at)
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class IncidentLookLate(Event):
    """Written when nobody looked at an incident's stage in time; the next role up is told."""

    says = N_("Nobody looked at the stage in time.")

    incident: int
    before: int
    look_again_at: datetime

    def apply(self, rows: Rows) -> None:
        """It is to be looked at still."""
        rows.move(
            incidents,
            self.incident,
            expect={"looks_late": self.before},
            looks_late=self.before + 1,
            look_again_at=self.look_again_at,
        )
        rows.settled(LOOK_AGAIN, self.incident)
        rows.due(LOOK_AGAIN, self.incident, self.look_again_at)
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class AfterActionLate(Event):
    """Written when the after-action review was not made within five working days; the manager is told."""

    says = N_("The after-action review is late.")

    incident: int

    def apply(self, rows: Rows) -> None:
        """It shows as late."""
        rows.move(incidents, self.incident, expect={"review_late": False}, review_late=True)
        rows.settled(AFTER_ACTION, self.incident)
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class IncidentNoted(Event):
    """Written when somebody noted what happened; the words are kept apart, since they may name people."""

    says = N_("Noted.")

    incident: int

    def apply(self, rows: Rows) -> None:
        """A line in the log."""
        rows.add(incident_log, id=rows.seq, incident=self.incident)
