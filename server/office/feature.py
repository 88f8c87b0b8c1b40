"""The office: the frame of its pages, and those that set a hall up."""

from collections.abc import Sequence
from typing import Final

from server.feature.parts import Feature
from server.kernel.settings import Settings
from server.office import (
    classes,
    desks,
    devices,
    groups,
    holidays,
    journal,
    kept,
    own,
    people,
    setting_up,
    settings,
    sign_in,
    start,
    taking,
    todos,
)
from server.office.duties import DUTIES
from server.office.looked_after import looked_after


def in_a_process(settings: Settings, _features: Sequence[Feature]) -> Feature:
    """Return what an administrator looks after, where the process keeps its data."""
    return Feature("office", office=(looked_after(settings.data),))


FEATURE: Final = Feature(
    "office",
    events=(taking,),
    office=(
        start.pages,
        sign_in.pages,
        own.pages,
        setting_up.pages,
        settings.pages,
        classes.pages,
        groups.pages,
        people.pages,
        desks.pages,
        holidays.pages,
        devices.pages,
        journal.pages,
        todos.pages,
        kept.pages,
    ),
    todos=DUTIES,
    folders=("server/pages/office",),
    more=in_a_process,
)
