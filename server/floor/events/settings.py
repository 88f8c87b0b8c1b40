"""What a hall is, as facts: one event a thing, with what it was before."""

from datetime import datetime

from server.floor.states import CounterState
from server.floor.tables import counters, hall_settings, services
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class HallSet(Event):
    """Written when a hall was set up or its own settings changed; settings are JSON."""

    says = N_("Settings of the hall: {changes}")

    before: str | None
    after: str

    def apply(self, rows: Rows) -> None:
        """Keep the settings."""
        if self.before is None:
            rows.add(hall_settings, settings=self.after, issue_stopped=False)
        else:
            rows.move(hall_settings, (), expect={"settings": self.before}, settings=self.after)


class ServiceSet(Event):
    """Written when a service was added, changed or (after: None) removed."""

    says = N_("Settings of service {code}: {changes}")

    code: str
    before: str | None
    after: str | None

    def apply(self, rows: Rows) -> None:
        """Keep the settings."""
        if self.before is None:
            rows.add(services, code=self.code, settings=self.after)
        elif self.after is None:
            rows.drop(services, self.code)
        else:
            rows.move(services, self.code, expect={"settings": self.before}, settings=self.after)


class CounterSet(Event):
    """Written when a counter was added, changed or (after: None) removed."""

    says = N_("Settings of counter {code}: {changes}")

    code: str
    before: str | None
    after: str | None

    def apply(self, rows: Rows) -> None:
        """Keep the settings; a new counter is closed."""
        if self.before is None:
            rows.add(counters, code=self.code, settings=self.after, state=CounterState.CLOSED)
        elif self.after is None:
            rows.drop(counters, self.code)
        else:
            rows.move(counters, self.code, expect={"settings": self.before}, settings=self.after)


class IssueStopped(Event):
    """Written when the issue of numbers was stopped."""

    says = N_("Numbers were stopped, until {until}.")

    until: datetime | None
    before: bool

    def apply(self, rows: Rows) -> None:
        """Kiosks say so, until when."""
        rows.move(
            hall_settings, (), expect={"issue_stopped": self.before}, issue_stopped=True, stopped_until=self.until
        )
        rows.settled("issue_resumes", 0)
        if self.until is not None:
            rows.due("issue_resumes", 0, self.until)


class IssueResumed(Event):
    """Written when numbers are given out again, by hand or because the time was over."""

    says = N_("Numbers are given out again.")

    def apply(self, rows: Rows) -> None:
        """Kiosks go on."""
        rows.move(hall_settings, (), expect={"issue_stopped": True}, issue_stopped=False, stopped_until=None)
        rows.settled("issue_resumes", 0)
