"""Where somebody who books is reached by phone: by the hall's first gateway, at a number as it is written to."""

from server.messages.gateways.numbers import number_of
from server.messages.gateways.reads import open_gateways
from server.store.hall import Store


def phone_of(store: Store, number: int, typed: str) -> str | None:
    """Return a phone number as it is written to; None where none was typed, or this hall has no way to phones."""
    if not typed.strip():
        return None
    with store.look(number) as hall:
        way = next(iter(open_gateways(hall)), None)
    if way is None:
        return None
    return number_of(typed, country=way.settings.country, abroad=way.settings.abroad)
