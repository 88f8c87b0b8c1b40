"""Customers who take numbers without end, and the proof that all that was acknowledged is there."""

import random
import threading
import time
import uuid
from collections.abc import Sequence

import requests

from tests.hall import Clerk, Kiosk, Server


class Customer(threading.Thread):
    """Takes numbers until told to stop, asking again under the same key whenever no answer came."""

    def __init__(self, server: Server, token: str) -> None:
        super().__init__(daemon=True)
        self.server, self.token = server, token
        self.acknowledged: dict[str, dict[str, object]] = {}
        self.stop = threading.Event()

    def run(self) -> None:
        """Take numbers."""
        kiosk, key = Kiosk(self.server, self.token), uuid.uuid4().hex
        while not self.stop.is_set():
            try:
                answer = kiosk.takes(random.choice("ABCDE"), key=key) if key not in self.acknowledged else None
            except requests.RequestException:
                kiosk = Kiosk(self.server, self.token)
                time.sleep(0.02)
                continue
            if answer is not None and answer.status_code == 201:
                self.acknowledged[key] = answer.json()["ticket"]
                key = uuid.uuid4().hex
            elif answer is not None and answer.status_code == 422:
                key = uuid.uuid4().hex  # the service differed from the first try's: taken already under this key
            else:
                time.sleep(0.02)  # busy, or the database is away: asked again under the same key


def after(customers: Sequence[Customer], seconds: float) -> None:
    """Let the customers go on for a while, and end them."""
    time.sleep(seconds)
    for customer in customers:
        customer.stop.set()
    for customer in customers:
        customer.join(timeout=20)


def all_there(server: Server, customers: Sequence[Customer]) -> int:
    """Check that every acknowledged ticket is there, once; return how many there are."""
    tickets = [ticket for customer in customers for ticket in customer.acknowledged.values()]
    assert len({ticket["number"] for ticket in tickets}) == len(tickets), "a number was given out twice"
    clerk = Clerk(server, "clerk1", "1")
    for ticket in tickets:
        found = clerk.asks("GET", f"/halls/main/tickets/{ticket['id']}")
        assert found.status_code == 200, ticket
        assert found.json()["number"] == ticket["number"]
    return len(tickets)
