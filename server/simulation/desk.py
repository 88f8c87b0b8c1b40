"""A counter with its clerk, as the day's engine knows it."""

from dataclasses import dataclass, field

from server.simulation.shifts import Break, Shift


@dataclass(slots=True)
class ClerkDay:
    """Where a clerk's day is."""

    shift: Shift
    ticket: int | None = None
    idle_since: float | None = None  # free, and nobody was there
    paused_until: float = 0.0
    left: bool = False  # gone home
    breaks: list[Break] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.breaks = sorted(self.shift.breaks, key=lambda one: one.at)

    @property
    def code(self) -> str:
        """The number over the desk."""
        return self.shift.counter

    @property
    def services(self) -> frozenset[str]:
        """What it serves."""
        return self.shift.services

    @property
    def busy(self) -> bool:
        """Whether it has a ticket or is paused."""
        return self.ticket is not None or self.paused_until > 0

    @property
    def idle(self) -> bool:
        """Whether its clerk waits for somebody."""
        return self.idle_since is not None and not self.busy and not self.left

    def sits(self, now: float) -> bool:
        """Return whether its clerk sits there, or is away for a pause only."""
        return self.shift.opens <= now and not self.left

    def pause_due(self, now: float) -> Break | None:
        """Return a planned pause whose time has come, once; one that would begin after the shift is left out."""
        if self.breaks and self.breaks[0].at <= now:
            found = self.breaks.pop(0)
            return found if now < self.shift.closes else None
        return None

    def pauses_until(self, when: float) -> None:
        """Leave until a moment."""
        self.paused_until, self.idle_since = when, None
