"""Promise 2: what was acknowledged is there, after twenty `kill -9` at random moments under load."""

import random
import threading
import time
import uuid

import requests

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server

KILLS, KIOSKS = 20, 6
SEED = 20261125


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


def test_nothing_acknowledged_is_lost(server: Server) -> None:
    """Kill and start again, twenty times; then every acknowledged ticket is there, once, and the history is whole."""
    chance = random.Random(SEED)
    customers = [Customer(server, server.enrol(DeviceKind.KIOSK)) for _ in range(KIOSKS)]
    for customer in customers:
        customer.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.05, 0.5))
        server.kill()
        server.start()
    time.sleep(0.5)
    for customer in customers:
        customer.stop.set()
        customer.join(timeout=20)
    tickets = [ticket for customer in customers for ticket in customer.acknowledged.values()]
    assert len(tickets) >= KILLS
    assert len({ticket["number"] for ticket in tickets}) == len(tickets), "a number was given out twice"
    clerk = Clerk(server, "clerk1", "1")
    for ticket in tickets:
        found = clerk.asks("GET", f"/halls/main/tickets/{ticket['id']}")
        assert found.status_code == 200, ticket
        assert found.json()["number"] == ticket["number"]
    whole = server.floor("verify")
    assert whole.returncode == 0, whole.stdout


def test_no_call_is_doubled_by_a_kill(server: Server) -> None:
    """A call that was acknowledged stands after a kill, and pressing again gives the same ticket."""
    kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK))
    for _ in range(4):
        assert kiosk.takes("A").status_code == 201
    clerk = Clerk(server, "clerk3", "3")
    clerk.does("open")
    called = clerk.does("call").json()["ticket"]
    server.kill()
    server.start()
    again = Clerk(server, "clerk3", "3").does("call").json()["ticket"]
    assert (again["id"], again["state"]) == (called["id"], "called")
    assert server.floor("verify").returncode == 0
