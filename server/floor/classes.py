"""Priority classes: which one somebody has, and by how much they count from earlier. Pure.

The credit is taken once, when a number is given out; whoever waits keeps what they count from, however it is set later.
"""

from dataclasses import replace
from datetime import timedelta

from server.floor.hallfile import Hall, HallOnly, PriorityClass
from server.floor.intake import Intake
from server.floor.refusals import ClassByReception, UnknownClass


def class_named(settings: HallOnly, code: str | None) -> PriorityClass | None:
    """Return a class of the hall by its code; None: there is none, or none any more."""
    return next((one for one in settings.classes if one.code == code), None)


def codes(settings: Hall) -> list[str | None]:
    """Return all classes that a number can be of, those without priority first."""
    return [None, *(one.code for one in settings.classes)]


def credit_of(settings: HallOnly, code: str | None) -> timedelta:
    """Return by how much earlier than they came people of a class count."""
    found = class_named(settings, code)
    return timedelta(minutes=found.credit) if found else timedelta()


def meant(settings: HallOnly, intake: Intake, *, alone: bool) -> str | None:
    """Return the class that somebody means; just “with priority” is the first, of those that are offered there.

    `alone`: nobody of the staff is there, as at a kiosk. None: no priority, or none that this hall has.
    """
    if intake.priority_class is not None:
        return intake.priority_class
    offered = [one.code for one in settings.classes if one.at_kiosk or not alone]
    return next(iter(offered), None) if intake.priority else None


def in_class(settings: HallOnly, intake: Intake, *, alone: bool) -> Intake:
    """Return what is taken down, with its class by name; refuse one that the hall has not, or not there."""
    code = meant(settings, intake, alone=alone)
    found = class_named(settings, code)
    if found is None and (code is not None or intake.priority):
        raise (ClassByReception if settings.classes and code is None else UnknownClass)(name=code or "")
    if found is not None and alone and not found.at_kiosk:
        raise ClassByReception(name=found.name)
    return replace(intake, priority=found is not None, priority_class=code)


def kept_class(settings: HallOnly, intake: Intake) -> Intake:
    """Return what was taken down while nobody could be asked: a class that is no more is the hall's first one."""
    code = meant(settings, intake, alone=False)
    found = class_named(settings, code) or next(iter(settings.classes if intake.priority else ()), None)
    return replace(intake, priority=found is not None, priority_class=found.code if found else None)
