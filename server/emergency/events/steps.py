"""Facts of an incident's steps."""

from datetime import datetime

from server.emergency.states import STEP_LATE, Phase, StepState
from server.emergency.tables import incident_log, incident_steps, step_parts
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class StepSet(Event):
    """Written when an incident got a step from its plan: to do now, with its limit, or later."""

    says = N_("Step “{code}”, for {role}.")

    incident: int
    code: str
    nth: int
    phase: Phase
    stage: int
    role: str
    who: str
    seconds: int | None
    now: bool
    due_at: datetime | None

    def apply(self, rows: Rows) -> None:
        """The role has it."""
        rows.add(
            incident_steps,
            id=rows.seq,
            incident=self.incident,
            code=self.code,
            nth=self.nth,
            phase=self.phase,
            stage=self.stage,
            role=self.role,
            who=self.who,
            holder=self.who,
            seconds=self.seconds,
            state=StepState.OPEN if self.now else StepState.LATER,
            opened_at=rows.at if self.now else None,
            due_at=self.due_at,
            late=0,
        )
        if self.due_at is not None:
            rows.due(STEP_LATE, rows.seq, self.due_at)


class StepOpened(Event):
    """Written when the time of a later step came."""

    says = N_("Step “{code}” begins.")

    step: int
    incident: int
    code: str
    due_at: datetime | None

    def apply(self, rows: Rows) -> None:
        """Its time runs."""
        rows.move(
            incident_steps,
            self.step,
            expect={"state": StepState.LATER},
            state=StepState.OPEN,
            opened_at=rows.at,
            due_at=self.due_at,
        )
        if self.due_at is not None:
            rows.due(STEP_LATE, self.step, self.due_at)


class StepConfirmed(Event):
    """Written when somebody confirmed that a step was done, with the time it took."""

    says = N_("Done: {code}, in {seconds}.")

    step: int
    incident: int
    code: str
    by: int
    seconds: int
    answer: str | None = None  # fields.StepAnswer, as JSON

    def sentence(self) -> str:
        """Tell what it left behind."""
        return self.says if self.answer is None else N_("Done: {code}, in {seconds}: {answer}.")

    def apply(self, rows: Rows) -> None:
        """It is done."""
        rows.move(
            incident_steps,
            self.step,
            expect={"state": StepState.OPEN},
            state=StepState.DONE,
            settled_at=rows.at,
            by=self.by,
            took=self.seconds,
            answer=self.answer,
        )
        rows.settled(STEP_LATE, self.step)
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class StepPartConfirmed(Event):
    """Written when one of several counters confirmed a step that each of them does."""

    says = N_("Done at counter {counter}: {code}, {done} of {of}.")

    step: int
    incident: int
    code: str
    counter: str
    by: int
    done: int
    of: int

    def apply(self, rows: Rows) -> None:
        """That counter has done it."""
        rows.add(step_parts, step=self.step, counter=self.counter, incident=self.incident, by=self.by, at=rows.at)
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class StepTakenBack(Event):
    """Written when whoever confirmed a step took that back within ten seconds: it is to be done still."""

    says = N_("Taken back: {code} is to be done still.")

    step: int
    incident: int
    code: str
    by: int
    counter: str | None  # of a step that each counter confirms
    done: bool  # whether the step as a whole was done
    due_at: datetime | None

    def apply(self, rows: Rows) -> None:
        """It is open as before, with the limit that it had."""
        if self.counter is not None:
            rows.drop(step_parts, (self.step, self.counter))
        if self.done:
            rows.move(
                incident_steps,
                self.step,
                expect={"state": StepState.DONE, "by": self.by},
                state=StepState.OPEN,
                settled_at=None,
                by=None,
                took=None,
                answer=None,
            )
            if self.due_at is not None:
                rows.due(STEP_LATE, self.step, self.due_at)
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class StepWaived(Event):
    """Written when whoever leads said that a step is not needed, or its stage was over."""

    says = N_("Not needed: {code}.")

    step: int
    incident: int
    code: str
    by: int | None
    before: StepState

    def apply(self, rows: Rows) -> None:
        """Nobody has to do it."""
        rows.move(
            incident_steps,
            self.step,
            expect={"state": self.before},
            state=StepState.WAIVED,
            settled_at=rows.at,
            by=self.by,
        )
        rows.settled(STEP_LATE, self.step)
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class StepEscalated(Event):
    """Written when a step was not confirmed in time: it goes one role up; at the top it stays, marked late."""

    says = N_("Late: {code}, now with {holder}.")

    step: int
    incident: int
    code: str
    before: str
    holder: str
    late: int
    due_at: datetime | None

    def apply(self, rows: Rows) -> None:
        """The next role sees it, and may confirm it."""
        rows.move(
            incident_steps,
            self.step,
            expect={"state": StepState.OPEN, "holder": self.before, "late": self.late - 1},
            holder=self.holder,
            late=self.late,
            due_at=self.due_at,
        )
        rows.settled(STEP_LATE, self.step)
        if self.due_at is not None:
            rows.due(STEP_LATE, self.step, self.due_at)
        rows.add(incident_log, id=rows.seq, incident=self.incident)
