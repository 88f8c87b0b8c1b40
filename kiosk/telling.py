"""Telling the server how the printer and the disk do, so that the supervisor's board can send somebody."""

from typing import Final

import gevent

from kiosk.issuing import Issuing
from kiosk.printing import Outcome, Paper
from kiosk.screen import Screen
from kiosk.upstream import CutOffError, RefusedError, Upstream

LOOK: Final = 2.0  # seconds between looks at what the page shows
WORDS: Final = {Paper.READY: "ok", Paper.OUT: "paper_out", Paper.OFF: "off"}


def word_for(screen: Screen, *, keeps: bool = True) -> str | None:
    """Return how the printer does in the server's words; None where nobody knows anything yet."""
    if not keeps:
        return "disk_full"
    if screen.printer.kind == "none":
        return "none"
    known = WORDS.get(Paper(screen.printer.state))
    if known is None and screen.print is not None and screen.print.state == Outcome.UNCONFIRMED:
        return "unconfirmed"
    return known


def tell_of_printer(screen: Screen, issuing: Issuing, upstream: Upstream) -> None:
    """Tell each change, for ever; what could not be told is told with the next look."""
    told: tuple[str, str] | None = None
    while True:
        word, hall = word_for(screen, keeps=issuing.journal.keeps), issuing.hall
        if hall and word and (hall, word) != told:
            try:
                upstream.say_how(hall, word)
                told = (hall, word)
            except (CutOffError, RefusedError):
                told = None
        gevent.sleep(LOOK)
