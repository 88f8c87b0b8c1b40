"""What can be found of the floor: services with what to bring, and what the hall display tells everyone."""

from collections.abc import Iterator
from typing import Final

from server.feature.findable import Document, Findable
from server.floor.events.settings import HallSet, ServiceSet
from server.floor.reads.halls import all_services, hall_now
from server.kernel.languages import N_, words
from server.security.rights import May
from server.store.hall import HallSnapshot

NOTICE: Final = N_("Notice {n}")


def services(hall: HallSnapshot, letter: str | None) -> Iterator[Document]:
    """Yield a service, or each: its letter and name, what it is for, what to bring, what it costs."""
    for code, one in all_services(hall).items():
        if letter in {None, code}:
            lines = (one.about, *one.bring, *([one.fee] if one.fee else []))
            title = {language: f"{code} {name}" for language, name in one.name.items()}
            yield Document(code, title, f"services/{code}", lines)


def notices(hall: HallSnapshot, _place: str | None) -> Iterator[Document]:
    """Yield each notice, by its place: they are changed together."""
    for place, notice in enumerate(hall_now(hall).settings.notices, start=1):
        yield Document(str(place), words(NOTICE, n=place), "notices", (notice,))


FINDS: Final = (
    Findable(
        "services",
        N_("Services"),
        services,
        changed_by={ServiceSet: lambda fact: fact.code},
        may=May.READ_HALL,
        opens=May.SET_UP,
    ),
    Findable("notices", N_("Notices"), notices, changed_by={HallSet: None}, may=May.READ_HALL, opens=May.SET_UP),
)
