"""What can be done with the line as a whole, by whoever may: numbers are stopped, and given out again."""

from typing import Final

from server.feature.acts import OpenAct, WayBack, rights
from server.kernel.languages import N_, words
from server.security.rights import May

STOPS: Final[dict[str, object]] = {"stopped": True}
GOES_ON: Final[dict[str, object]] = {"stopped": False}


def stop_numbers() -> OpenAct:
    """Return that no more numbers are given out."""
    return OpenAct(
        name="numbers",
        words=words(N_("Stop giving out numbers")),
        path="issue",
        body=STOPS,
        twice=words(N_("Press again to stop")),
        done=words(N_("No numbers are given out.")),
        undo=WayBack(path="issue", body=GOES_ON),
        rights=rights(May.STOP_ISSUE),
    )


def give_numbers() -> OpenAct:
    """Return that numbers are given out again, which were stopped by hand."""
    return OpenAct(
        name="numbers",
        words=words(N_("Give out numbers again")),
        path="issue",
        body=GOES_ON,
        twice=words(N_("Press again to go on")),
        done=words(N_("Numbers are given out again.")),
        undo=WayBack(path="issue", body=STOPS),
        rights=rights(May.STOP_ISSUE),
    )


def look_after_desks(hall: str) -> OpenAct:
    """Return the way to where counters are freed, closed and given other services."""
    return OpenAct(
        name="desks", words=words(N_("Counters")), path="", onward=f"/office/{hall}/desks",
        rights=rights(May.DIRECT),
    )  # fmt: skip
