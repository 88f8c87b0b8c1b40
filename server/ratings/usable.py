"""How many could have used the tablet: a service whose tablet was not there to rate it is no satisfied one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, case, func, select

from server.ratings.tables import rating_leaves
from server.store.hall import HallSnapshot

COUNTS: Final = select(func.count(), func.sum(case((rating_leaves.c.usable, 1), else_=0))).where(
    rating_leaves.c.hall_id == bindparam("hall"),
    rating_leaves.c.served_at >= bindparam("since", type_=rating_leaves.c.served_at.type),
    rating_leaves.c.served_at < bindparam("until", type_=rating_leaves.c.served_at.type),
    rating_leaves.c.tablet,
)


@dataclass(frozen=True, slots=True)
class Usable:
    """Services that ended beside a tablet, and those of which it asked for 20 seconds or needed to ask no longer."""

    usable: int
    of: int

    @property
    def share(self) -> float | None:
        """The share; none where no service ended beside a tablet."""
        return self.usable / self.of if self.of else None


def tablets_usable(hall: HallSnapshot, since: datetime, until: datetime) -> Usable:
    """Return it for the services that ended from one moment to before another."""
    of, usable = hall.connection.execute(COUNTS, {"hall": hall.id, "since": since, "until": until}).one()
    return Usable(int(usable or 0), of)
