"""The demo: the server and one kiosk, started together, with everything that whoever tries it needs to know."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import Final

from server.kernel.private import keep_private
from server.kernel.refusals import Fault
from server.outcome import Arguments, concluded
from server.store.finding import DEMO_FILE

ROOT: Final = Path(__file__).parents[1]
PATIENCE: Final = 60  # seconds until the server must be ready: the first start sets up everything
HALL: Final = "main"
LINES: Final = """
  The demo hall is open.            Stop with Ctrl-C.

  Start here          {server}/
  Take a number       {kiosk}/kiosk/
  Book ahead          {server}/book/{hall}
  Be a clerk          {server}/counter/
  Hall display        {server}/display/{hall}
  Sign of counter 3   {server}/sign/{hall}/3
  Office              {server}/office/
  API                 {server}/openapi

  Sign-ins  clerk1 … clerk8, reviewer, supervisor, manager, admin, auditor
  Password  demo      (only here; never use the demo's configuration for a real hall)
"""


def main(arguments: list[str]) -> int:
    """Start the server and a kiosk, say where they are, and end them together."""
    keep_private()
    parser = Arguments("floor demo", "Run the demo hall and one kiosk, until they are told to stop.")
    parser.add_argument("--port", type=int, default=8000, help="where the server listens")
    parser.add_argument("--kiosk-port", type=int, default=8001, help="where the kiosk's page is")
    parser.add_argument("--printer", help="tcp://HOST:9100, usb://…, file://…; without one the kiosk shows the slip")
    given = parser.parse_args(arguments)
    return concluded(lambda: shown(given.port, given.kiosk_port, given.printer))


def shown(port: int, kiosk_port: int, printer: str | None) -> int:
    """Run both until one ends; raise `Fault` where a port is in use."""
    for number, setting in ((port, "PORT"), (kiosk_port, "KIOSK_PORT")):
        if taken(number):
            raise Fault(f"port {number} is in use; choose another one: make run {setting}={number + 10}")
    server, kiosk = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{kiosk_port}"
    environment = environment_for(kiosk)
    running = [start(["server.serve", "--port", str(port)], environment)]
    end_with(running)
    try:
        if not ready(server, running[0]):
            return 1
        data = Path(environment["FLOOR_DATA"])
        environment["FLOOR_KIOSK_TOKEN"] = kiosk_token(data, server, environment)
        running.append(start(["server.worker"], environment))
        words = ["--server", server, "--port", str(kiosk_port), "--data", str(data / "kiosk")]
        running.append(start(["kiosk", *words, *(["--printer", printer] if printer else [])], environment))
        sys.stdout.write(LINES.format(server=server, kiosk=kiosk, hall=HALL))
        sys.stdout.flush()
        while all(process.poll() is None for process in running):
            time.sleep(0.2)
        return next((process.returncode for process in running if process.returncode), 0)
    except KeyboardInterrupt:
        return 0
    finally:
        stop(running)


def environment_for(kiosk: str) -> dict[str, str]:
    """Return the environment of the demo's programs: all that they keep lies in one folder."""
    data = Path(os.environ.get("FLOOR_DATA", ROOT / "var"))
    return {
        "FLOOR_DATABASE_URL": f"sqlite:///{data / DEMO_FILE}",
        "FLOOR_CONFIG": str(ROOT / "config" / "demo.toml"),
        **os.environ,
        "FLOOR_DATA": str(data),
        "FLOOR_DEMO_KIOSK": kiosk,
    }


def start(module: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a program of ours."""
    return subprocess.Popen([sys.executable, "-m", *module], env=environment, cwd=ROOT)


def taken(port: int) -> bool:
    """Return whether something listens at a port already."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def end_with(running: list[subprocess.Popen[bytes]]) -> None:
    """End the others when this one is told to end."""

    def end(_number: int, _frame: FrameType | None) -> None:
        stop(running)
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)


def stop(running: list[subprocess.Popen[bytes]]) -> None:
    """Tell all to end, and wait."""
    for process in reversed(running):
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def ready(server: str, process: subprocess.Popen[bytes]) -> bool:
    """Wait until the server answers; it says itself why it does not start."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if answers(f"{server}/readyz"):
            return True
        time.sleep(0.1)
    if process.poll() is None:
        sys.stderr.write(f"floor: the server was not ready within {PATIENCE} s\n")
    return False


def answers(url: str, token: str | None = None) -> bool:
    """Return whether an address answers well."""
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})  # noqa: S310 - our own http address
    try:
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310 - our own http address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def kiosk_token(data: Path, server: str, environment: dict[str, str]) -> str:
    """Return the kiosk's token: the one from last time if it still is good, else a new one."""
    kept = data / "kiosk.token"
    data.mkdir(parents=True, exist_ok=True)
    if kept.is_file() and answers(f"{server}/api/v1/me", kept.read_text().strip()):
        return kept.read_text().strip()
    command = [sys.executable, "-m", "server.admin", "enrol", "kiosk", "--hall", HALL, "--name", "Kiosk", "--json"]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Fault(done.stderr.strip().rpartition("\n")[2].removeprefix("floor: "))
    kept.touch(mode=0o600)
    kept.write_text(json.loads(done.stdout)["token"])
    return kept.read_text()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
