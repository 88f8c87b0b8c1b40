"""The floor: halls, services, counters, tickets."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from server.feature.arrivals import first_who_knows, nobody_booked
from server.feature.parts import Feature, PeriodicJob, Written
from server.floor import tables
from server.floor.api import counters as counters_api
from server.floor.api import halls as halls_api
from server.floor.api import reception as reception_api
from server.floor.api import rolls as rolls_api
from server.floor.api import tickets as tickets_api
from server.floor.api.numbers import numbers_api
from server.floor.api.whatif import what_if_api
from server.floor.commands.deadlines import HANDLERS
from server.floor.commands.forgetting import forget_tickets
from server.floor.commands.names import REACTIONS
from server.floor.commands.supervise import close_left_behind, left_behind
from server.floor.events import calls, counters, history, restraints, services, settings, tickets, visits
from server.floor.evidence import EVIDENCE
from server.floor.finds import FINDS
from server.floor.hallfile import Configuration, Counter, Demo, Hall, Holiday, Person, PriorityClass, Service
from server.floor.jobs import in_every_hall, where_found
from server.floor.learning import learning
from server.floor.todos import DUTIES
from server.kernel.settings import Settings


def in_a_process(_settings: Settings, features: Sequence[Feature]) -> Feature:
    """Return what gives out numbers and reckons with who comes, also by appointment, if another feature books any."""
    find = first_who_knows([one.arrivals for one in features if one.arrivals is not None])
    expects = next((one.expects for one in features if one.expects is not None), nobody_booked)
    return Feature(
        "floor",
        api=(numbers_api(find), what_if_api(expects)),
        jobs=(PeriodicJob("forecasts", 3.0, learning(expects)),),
    )


CLOSING: Final = where_found(left_behind, lambda hall, _: close_left_behind(hall), rests=lambda _: timedelta(minutes=1))
FEATURE: Final = Feature(
    "floor",
    events=(calls, counters, services, settings, tickets, visits, restraints, history),
    tables=(tables,),
    api=(halls_api.api, tickets_api.api, counters_api.api, rolls_api.api, reception_api.api),
    deadlines=HANDLERS,
    reactions=REACTIONS,
    todos=DUTIES,
    finds=FINDS,
    jobs=(
        PeriodicJob("counters of who left", 2.0, CLOSING),
        PeriodicJob("slips and old tickets", 3600.0, in_every_hall(forget_tickets), erases=True),
    ),
    written=(
        Written(
            "Halls: the TOML file that FLOOR_CONFIG names",
            (
                (Configuration, "The file"),
                (Demo, "[demo]"),
                (Person, "[demo] people"),
                (Hall, "[[halls]]"),
                (Service, "[[halls.services]]"),
                (Counter, "[[halls.counters]]"),
                (PriorityClass, "[[halls.classes]]"),
                (Holiday, "[[halls.holidays]]"),
            ),
        ),
    ),
    more=in_a_process,
    evidence=EVIDENCE,
)
