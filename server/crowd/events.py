"""Facts of the crowd."""

from server.crowd.tables import crowds
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class CrowdLevelChanged(Event):
    """Written when a hall became fuller or emptier by a level."""

    says = N_("How full the hall is: {after}, {people} people.")

    before: str | None
    after: str
    people: int

    def apply(self, rows: Rows) -> None:
        """Keep the level."""
        if self.before is None:
            rows.add(crowds, level=self.after, since=rows.at, stage=0, acknowledged=False)
        else:
            rows.move(crowds, (), expect={"level": self.before}, level=self.after, since=rows.at)


class CrowdAlertRaised(Event):
    """Written when a hall was nearly full for two minutes, or dangerously full; with the figures that raised it."""

    says = N_("Crowd alert: {people} people, the limit is {limit}.")

    people: int
    limit: int
    dangerous: int
    by_tickets: int
    waiting: int
    offset: int
    above_seconds: int

    def apply(self, rows: Rows) -> None:
        """The alert stands."""
        rows.move(
            crowds,
            (),
            expect={"alert": None},
            alert=rows.seq,
            stage=1,
            raised_at=rows.at,
            acknowledged=False,
            alert_people=self.people,
            alert_limit=self.limit,
        )


class CrowdAlertStageRaised(Event):
    """Written when a hall under alert became dangerously full."""

    says = N_("Crowd alert, second stage: {people} people, {dangerous} are dangerous.")

    alert: int
    people: int
    dangerous: int

    def apply(self, rows: Rows) -> None:
        """The second stage wants to be taken note of anew."""
        rows.move(
            crowds,
            (),
            expect={"alert": self.alert, "stage": 1},
            stage=2,
            acknowledged=False,
            alert_people=self.people,
            alert_limit=self.dangerous,
        )


class CrowdAlertReminded(Event):
    """Written when nobody took note of an alert for a quarter of an hour."""

    says = N_("Nobody has taken note of the crowd alert: {people} people.")

    alert: int
    people: int

    def apply(self, rows: Rows) -> None:
        """Nothing changes but that it was said again."""
        rows.move(crowds, (), expect={"alert": self.alert, "acknowledged": False}, acknowledged=False)


class CrowdAlertAcknowledged(Event):
    """Written when somebody took note of an alert."""

    says = N_("The crowd alert was taken note of.")

    alert: int

    def apply(self, rows: Rows) -> None:
        """No more reminders of this stage."""
        rows.move(crowds, (), expect={"alert": self.alert, "acknowledged": False}, acknowledged=True)


class CrowdAlertCleared(Event):
    """Written when a hall under alert was well under its limit for five minutes."""

    says = N_("Crowd alert over: {people} people.")

    alert: int
    people: int

    def apply(self, rows: Rows) -> None:
        """No alert stands."""
        rows.move(
            crowds,
            (),
            expect={"alert": self.alert},
            alert=None,
            stage=0,
            raised_at=None,
            acknowledged=False,
            alert_people=None,
            alert_limit=None,
        )
