"""The one connection to a network printer, kept between looks and slips.

Some printers take one connection at a time, and give the place free half a minute after it was closed: a look that
closed its own left no place for the next slip. So the line stays open; one that broke, or that the printer closed, is
opened anew.
"""

from collections.abc import Callable

from kiosk.printers import Line, Printer


class KeptLine:
    """A line that is closed only when it broke; `fresh`: opened for this job."""

    def __init__(self, keeper: "Keeper", line: Line, *, fresh: bool) -> None:
        self.keeper, self.line, self.fresh = keeper, line, fresh
        self.answers = line.answers
        self.broken = False

    def send(self, data: bytes) -> None:
        """Hand bytes over."""
        try:
            self.line.send(data)
        except OSError:
            self.broken = True
            raise

    def receive(self, timeout: float) -> bytes:
        """Wait for an answer; that none came breaks nothing."""
        try:
            return self.line.receive(timeout)
        except TimeoutError:
            raise
        except OSError:
            self.broken = True
            raise

    def close(self) -> None:
        """Leave it open for the next job, unless it broke."""
        if self.broken:
            self.keeper.drop()


class Keeper:
    """Opens a printer's line once and gives it to one job after the other."""

    def __init__(self, connect: Callable[[], Line]) -> None:
        self.connect = connect
        self.line: Line | None = None

    def open(self) -> KeptLine:
        """Return the line that stands, or a new one; raises OSError where the printer is not there."""
        standing, self.line = self.line, None
        if standing is not None and alive(standing):
            self.line = standing
            return KeptLine(self, standing, fresh=False)
        if standing is not None:
            standing.close()
        self.line = self.connect()
        return KeptLine(self, self.line, fresh=True)

    def drop(self) -> None:
        """Close the line, so that the next job opens a new one."""
        line, self.line = self.line, None
        if line is not None:
            line.close()


def alive(line: Line) -> bool:
    """Throw away what a printer said unasked meanwhile; return whether it closed the line."""
    try:
        while True:
            line.receive(0.001)
    except TimeoutError:
        return True
    except OSError:
        return False


def kept(printer: Printer) -> tuple[Printer, Keeper | None]:
    """Return a network printer with one line for all its jobs, and who keeps it; any other printer as it is."""
    if printer.kind != "tcp":
        return printer, None
    keeper = Keeper(printer.connect)
    return Printer(printer.kind, printer.url, keeper.open, printer.sure), keeper
