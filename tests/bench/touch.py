"""From the touch to the last byte at the printer: a real server, a real agent, a receiver on the printer's port."""

import os
import tempfile
import time
from pathlib import Path

from tests.bench.halls import Halls, Server
from tests.hall import free_port
from tests.kiosk_side import AgentProcess
from tests.receivers import Receiver

CUT = b"\x1dV"  # the last that a slip sends
PATIENCE = 10.0  # seconds until a slip counts as lost


def touched(halls: Halls, server: Server, many: int) -> list[float]:
    """Return the milliseconds of so many touches, one after the other, each with its slip cut."""
    with Receiver() as printer, tempfile.TemporaryDirectory() as folder:
        os.environ["FLOOR_KIOSK_TOKEN"] = halls.kiosks["main"]
        data = Path(folder) / "kiosk"
        address = f"http://127.0.0.1:{server.port}"
        agent = AgentProcess(address, data, free_port(), printer=printer.url, token="")
        try:
            agent.is_online()
            return [one(agent, printer, nth) for nth in range(many)]
        finally:
            agent.stop()
            del os.environ["FLOOR_KIOSK_TOKEN"]


def one(agent: AgentProcess, printer: Receiver, nth: int) -> float:
    """Touch once and wait for the cut; return the milliseconds."""
    before, begun = cuts(printer), time.perf_counter()
    answer = agent.take(f"bench-{nth:04}")
    if answer.status_code >= 400:
        raise RuntimeError(f"no number: {answer.status_code} {answer.text}")
    while cuts(printer) == before:
        if time.perf_counter() > begun + PATIENCE:
            raise RuntimeError("the slip did not come")
        time.sleep(0.001)
    return (time.perf_counter() - begun) * 1000


def cuts(printer: Receiver) -> int:
    """Return how many slips were cut."""
    return sum(bytes(job).count(CUT) for job in printer.jobs)
