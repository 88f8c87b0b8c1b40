"""What a hall took over from the log of the system that it had before, as facts."""

import json

from server.floor.tables import former_services
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class HistoryImported(Event):
    """Written when a service's times and arrivals were taken over from another system's log; seconds, newest first.

    `arrivals` are mean persons in each half hour of the week, from Monday 00:00 on.
    """

    says = N_("Times of service {service} were taken over from another system’s log, of {customers} customers.")

    service: str
    customers: int
    seconds: tuple[int, ...]
    arrivals: tuple[float, ...]

    def apply(self, rows: Rows) -> None:
        """Keep them instead of those that were taken over before."""
        rows.drop(former_services, self.service)
        rows.add(
            former_services,
            service=self.service,
            customers=self.customers,
            seconds=json.dumps(self.seconds),
            arrivals=json.dumps(self.arrivals),
        )
