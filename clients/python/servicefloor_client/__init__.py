"""A small client of a service floor: numbers, counters, counts of people, views as they change.

    floor = Floor("http://192.0.2.7:8000", hall="main", token="d_1_…")
    issued = floor.issue("A")
    print(issued.number, issued.wait)
    for view in floor.watch("display"):
        print(view["calls"])

A device's token is made by `floor enrol KIND`, in the office under Devices, or a person's by `Floor.signed_in`.
It speaks the public contract alone (/openapi), and needs nothing of the server's code.
"""

from servicefloor_client.errors import Refused, Unreachable
from servicefloor_client.floor import Floor
from servicefloor_client.models import AtCounter, Crowd, Issued, Ticket, Wait
from servicefloor_client.webhooks import NotGenuine, WebhookEvent, verify

__all__ = [
    "AtCounter",
    "Crowd",
    "Floor",
    "Issued",
    "NotGenuine",
    "Refused",
    "Ticket",
    "Unreachable",
    "Wait",
    "WebhookEvent",
    "verify",
]
