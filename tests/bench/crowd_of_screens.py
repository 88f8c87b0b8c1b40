"""Many screens in one light process: it watches, and tells when the last of them has a value.

    python -m tests.bench.crowd_of_screens PORT COUNT TOKEN[,TOKEN…] HALL[,HALL…] VIEW[,VIEW…]

Of several tokens, halls or views the screens take one after the other.

It says `ready` when all watch. For each line KEY on its input it waits until every screen was pushed a frame with
KEY in it and answers with the moments (time.monotonic, alike in all processes) of the first and the last, and each
screen's. Reading is one epoll loop without greenlets: what is measured is the server.
"""

import select
import sys
import time

from tests.bench.raw_screen import Screen

MOST = 1000  # screens that one address may have; more come from several
OF_AN_ADDRESS = 200


class Crowd:
    """Screens on one epoll."""

    def __init__(self, port: int, count: int, tokens: list[str], halls: list[str], views: list[str]) -> None:
        self.poll = select.epoll()
        self.screens: dict[int, Screen] = {}
        for number in range(count):
            source = f"127.0.1.{number // OF_AN_ADDRESS}" if count > MOST else ""
            screen = Screen(port, {"token": tokens[number % len(tokens)]}, source=source)
            said = screen.watch(views[number % len(views)], halls[number % len(halls)])
            if "data" not in said:
                raise PermissionError(f"{views[number % len(views)]}: {said}")
            screen.sock.setblocking(False)
            self.screens[screen.sock.fileno()] = screen
            self.poll.register(screen.sock.fileno(), select.EPOLLIN)
        self.tails = dict.fromkeys(self.screens, b"")

    def turn(self, key: bytes, reached: dict[int, float], wait: float) -> None:
        """Read what is there; note which screens have the key."""
        for number, _ in self.poll.poll(wait):
            data = self.screens[number].sock.recv(1 << 18)
            if not data:
                raise ConnectionError("the server closed a screen's line")
            if data.endswith(b"\x81\x012"):
                self.screens[number].say("3")  # the answer to Engine.IO's ping
            text = self.tails[number] + data
            if key and number not in reached and key in text:
                reached[number] = time.monotonic()
            self.tails[number] = text[-64:]

    def until_all_have(self, key: bytes) -> list[float]:
        """Return when each screen had the key, in order."""
        reached: dict[int, float] = {}
        until = time.monotonic() + 30
        while len(reached) < len(self.screens):
            self.turn(key, reached, 1.0)
            if time.monotonic() > until:
                raise TimeoutError(f"{len(self.screens) - len(reached)} screens never had {key!r}")
        return sorted(reached.values())


def main() -> None:
    """Serve the one who measures."""
    port, count, tokens, halls, views = sys.argv[1:]
    crowd = Crowd(int(port), int(count), tokens.split(","), halls.split(","), views.split(","))
    print("ready", flush=True)
    watched = select.poll()
    watched.register(sys.stdin, select.POLLIN)
    while True:
        while not watched.poll(0):
            crowd.turn(b"", {}, 0.2)
        line = sys.stdin.buffer.raw.readline().strip()  # type: ignore[attr-defined]  # a file has one
        if not line:
            return
        print("waiting", flush=True)
        print(*crowd.until_all_have(line), flush=True)


if __name__ == "__main__":
    main()
