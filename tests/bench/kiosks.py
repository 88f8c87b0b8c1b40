"""Many kiosks in one light process: each takes a ticket, and the next as soon as it has it.

    python -m tests.bench.kiosks PORT CLIENTS SECONDS HALL=TOKEN…

It prints one JSON line: how many tickets in how many seconds, every answer's milliseconds, other statuses, numbers
given twice. The first second warms up and does not count. Reading is one epoll loop: what is measured is the server.
"""

import select
import socket
import sys
import time
from collections import Counter

import orjson

WARM = 1.0  # second
SERVICES = b"ABCDE"


class Kiosk:
    """One kept-alive connection."""

    def __init__(self, port: int, number: int, hall: str, token: str) -> None:
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.hall, self.number, self.asked = hall, number, 0
        self.head = (
            f"POST /api/v1/halls/{hall}/tickets HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nIdempotency-Key: {time.time_ns():016x}-{number:03}-"
        ).encode()
        self.kept = b""
        self.at = 0.0

    def ask(self) -> None:
        """Send a request."""
        self.asked += 1
        body = b'{"service":"%c"}' % SERVICES[(self.number + self.asked) % 5]
        self.at = time.monotonic()
        self.sock.sendall(self.head + b"%08d\r\nContent-Length: %d\r\n\r\n%b" % (self.asked, len(body), body))

    def answer(self) -> tuple[int, str] | None:
        """Read; return status and number when the answer is whole."""
        data = self.sock.recv(1 << 16)
        if not data:
            raise ConnectionError("the server closed a kiosk's line")
        self.kept += data
        head, found, body = self.kept.partition(b"\r\n\r\n")
        if not found:
            return None
        size = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(body) < size:
            return None
        self.kept = b""
        status = int(head[9:12])
        return status, body.partition(b'"number":"')[2].partition(b'"')[0].decode()


def run(port: int, clients: int, seconds: float, halls: list[tuple[str, str]]) -> dict[str, object]:
    """Have the kiosks take tickets, and return the figures."""
    poll = select.epoll()
    kiosks = {}
    for number in range(clients):
        one = Kiosk(port, number, *halls[number % len(halls)])
        kiosks[one.sock.fileno()] = one
        poll.register(one.sock.fileno(), select.EPOLLIN)
    times: list[float] = []
    others: Counter[int] = Counter()
    numbers: Counter[tuple[str, str]] = Counter()
    begun = time.monotonic() + WARM
    end = begun + seconds
    open_ones = clients
    for one in kiosks.values():
        one.ask()
    while open_ones:
        for number, _ in poll.poll(20):
            one = kiosks[number]
            found = one.answer()
            if found is None:
                continue
            now = time.monotonic()
            if found[0] == 201:
                numbers[one.hall, found[1]] += 1
            else:
                others[found[0]] += 1
            if begun <= now < end and found[0] == 201:
                times.append((now - one.at) * 1000)
            if now < end:
                one.ask()
            else:
                open_ones -= 1
    return {
        "tickets": len(times),
        "seconds": seconds,
        "ms": [round(one, 1) for one in times],
        "others": {str(status): many for status, many in others.items()},
        "twice": sum(many - 1 for many in numbers.values()),
    }


def main() -> None:
    """Run and print."""
    port, clients, seconds, *halls = sys.argv[1:]
    found = run(
        int(port), int(clients), float(seconds), [(one.partition("=")[0], one.partition("=")[2]) for one in halls]
    )
    sys.stdout.write(orjson.dumps(found).decode() + "\n")


if __name__ == "__main__":
    main()
