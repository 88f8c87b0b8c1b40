"""The server's table of a zone is what screens and slips show, whatever table their machine has."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.slip import Slip
from server.kernel.zones import offsets

NOW = datetime(2026, 11, 25, 2, 42, tzinfo=UTC)
SLIP = Slip(
    number="A027", language="en", hall="Hall", service="A", service_name="Permits", ahead=9, wait=None, issued_at=NOW,
    timezone="Asia/Taipei", track_url="http://hall/t/x",
)  # fmt: skip


@pytest.mark.parametrize("zone", ["Asia/Taipei", "Asia/Kathmandu", "Europe/Berlin", "America/New_York"])
def test_the_table_is_the_zones(zone: str) -> None:
    """At any hour of three years it gives what the zone has; a zone that never changes is one line."""
    table = offsets(zone, NOW)
    assert (len(table) == 1) == zone.startswith("Asia")
    at = datetime(2025, 1, 1, tzinfo=UTC)
    while at.year < 2028:
        said = [minutes for since, minutes in table if since <= at.timestamp()][-1]
        assert timedelta(minutes=said) == at.astimezone(ZoneInfo(zone)).utcoffset(), at
        at += timedelta(minutes=61)


def test_a_slip_keeps_to_the_servers_table() -> None:
    """The kiosk's own table may be older: what the server says counts, and without it its own."""
    moved = replace(SLIP, offsets=((0, 480), (int(NOW.timestamp()) - 60, 540)))
    assert SLIP.issued_at.astimezone(moved.zone).strftime("%H:%M") == "11:42"
    assert SLIP.issued_at.astimezone(SLIP.zone).strftime("%H:%M") == "10:42"
