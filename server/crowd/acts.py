"""What can be done about the crowd by whoever leads the floor: take note of an alert, count."""

from typing import Final

from server.feature.acts import AskedField, FieldKind, OpenAct, rights
from server.kernel.languages import N_, words
from server.security.rights import May

INSIDE: Final = N_("People inside, all of them")
MOST: Final = 999_999  # people that can be typed


def take_note(alert: int) -> OpenAct:
    """Return that somebody takes note of an alert."""
    return OpenAct(
        name="take_note",
        of=str(alert),
        words=words(N_("Take note")),
        path=f"alerts/{alert}/acknowledge",
        twice=words(N_("Press again to take note")),
        done=words(N_("Taken note of.")),
        rights=rights(May.ACKNOWLEDGE),
    )


def count_people() -> OpenAct:
    """Return that people are counted by hand."""
    return OpenAct(
        name="count",
        words=words(N_("Count people")),
        path="headcount",
        needs=[AskedField(name="inside", kind=FieldKind.NUMBER, label=words(INSIDE), needed=True, most=MOST)],
        sends=words(N_("Enter the count")),
        rights=rights(May.COUNT_HEADS),
    )
