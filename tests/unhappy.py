"""A customer who was served badly: a low rating by phone with a way to reach them, and an opinion."""

import requests

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server


def unhappy(server: Server) -> str:
    """Have a customer served, who then rates low by phone and leaves an opinion; return their secret."""
    secret = Kiosk(server, server.enrol(DeviceKind.KIOSK)).takes("A").json()["track_url"].rpartition("/")[2]
    clerk = Clerk(server, "clerk3", "3")
    for act in ("open", "call", "start"):
        assert clerk.does(act).status_code == 200
    assert clerk.does("finish", outcome="not_done").status_code == 200
    rating = {"score": 1, "reasons": ["long_wait"], "comment": "Two hours.", "contact": "0912 345 678"}
    assert requests.post(f"{server.api}/track/{secret}/rating", json=rating, timeout=20).status_code == 201
    opinion = {"kind": "idea", "words": "More chairs, please.", "language": "en"}
    assert requests.post(f"{server.api}/track/{secret}/opinion", json=opinion, timeout=20).status_code == 201
    return str(secret)
