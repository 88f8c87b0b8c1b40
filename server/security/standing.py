"""Who may act at all: whoever works here and is not suspended. Pure."""

from server.security.rights import ALLOWED, May, Role


def may_sit(role: Role | None, *, active: bool, suspended: bool) -> bool:
    """Return whether a person may work at a counter of a hall, by their role there; none: they don't work there."""
    return active and not suspended and role in ALLOWED[May.SERVE]
