"""Promise 2: what was acknowledged is there, after twenty `kill -9` at random moments under load."""

import random
import time

from server.security.rights import DeviceKind
from tests.customers import Customer, after, all_there
from tests.hall import Clerk, Kiosk, Server

KILLS, KIOSKS = 20, 6
SEED = 20261125


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
    after(customers, 0.5)
    assert all_there(server, customers) >= KILLS
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
