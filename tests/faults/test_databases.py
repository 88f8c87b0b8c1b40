"""The database dies, Redis dies, the disk is full: nothing acknowledged is lost, and the hall goes on by itself."""

import contextlib
import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis as RedisClient

from server.live.neighbours import CHANNEL
from server.security.rights import DeviceKind
from tests.customers import Customer, after, all_there
from tests.databases import BINARIES, Postgres, Redis
from tests.hall import Clerk, Kiosk, Server, free_port, quiet_config
from tests.screen import Screen

KILLS = 4


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL that may be killed."""
    if not BINARIES:
        pytest.skip("PostgreSQL is not on this machine")  # tests/run.py names it, and in CI that is a failure
    made = Postgres(tmp_path_factory.mktemp("killed"), free_port()).start()
    yield made
    made.stop()


def test_postgresql_is_killed(cluster: Postgres, tmp_path: Path) -> None:
    """`kill -9` to all of it, under load, and started again: the server recovers by itself, nothing is lost."""
    chance = random.Random(7)
    server = Server(tmp_path, database=f"{cluster.url}/postgres", config=quiet_config(tmp_path, endless=True)).start()
    try:
        customers = [Customer(server, server.enrol(DeviceKind.KIOSK)) for _ in range(4)]
        for customer in customers:
            customer.start()
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.3, 0.8))
            cluster.kill()
            cluster.start()
        before = taken(customers)
        until = time.monotonic() + 30
        while taken(customers) == before and time.monotonic() < until:
            time.sleep(0.1)
        after(customers, 0.2)
        assert all_there(server, customers) > before, "the server did not recover"
        found = server.floor("verify")
        assert found.returncode == 0, found.stdout
    finally:
        server.kill()


def taken(customers: list[Customer]) -> int:
    """Return how many numbers were acknowledged so far."""
    return sum(len(customer.acknowledged) for customer in customers)


def test_while_postgresql_is_away_it_is_said(cluster: Postgres, tmp_path: Path) -> None:
    """503 with what to do, not ready; and the same key goes through when it is back."""
    server = Server(tmp_path, database=f"{cluster.url}/postgres", config=quiet_config(tmp_path, endless=True)).start()
    try:
        kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK))
        assert kiosk.takes().status_code == 201
        cluster.kill()
        answers = [kiosk.takes(key="the-same-key-twice") for _ in range(2)]
        assert [(one.status_code, one.json()["code"]) for one in answers] == [(503, "out_of_reach")] * 2
        until = time.monotonic() + 20  # readiness is as of five seconds ago
        while kiosk.http.get(f"{server.url}/readyz", timeout=10).status_code != 503:
            assert time.monotonic() < until, "it says that it is ready"
            time.sleep(0.1)
        cluster.start()
        until = time.monotonic() + 20
        taken = kiosk.takes(key="the-same-key-twice")
        while taken.status_code == 503 and time.monotonic() < until:
            taken = kiosk.takes(key="the-same-key-twice")
        assert taken.json()["ticket"]["number"] == "A002"
    finally:
        server.kill()


def test_redis_is_killed(cluster: Postgres, tmp_path: Path) -> None:
    """Two processes under load whose Redis goes: no number is lost, screens follow; and it is used again when back."""
    queue = Redis(tmp_path, free_port()).start()
    server = Server(
        tmp_path,
        database=f"{cluster.url}/postgres",
        config=quiet_config(tmp_path, endless=True),
        FLOOR_WORKERS="2",
        FLOOR_REDIS_URL=queue.url,
    ).start()
    try:
        screens = [Screen(server.port, server.enrol(DeviceKind.DISPLAY), "display") for _ in range(4)]
        tokens = [server.enrol(DeviceKind.KIOSK) for _ in range(2)]
        everybody: list[Customer] = []
        for act in (lambda: None, queue.kill, queue.start):
            customers = [Customer(server, token) for token in tokens]
            for customer in customers:
                customer.start()
            time.sleep(0.3)
            act()
            after(customers, 1.0)
            everybody += customers
            taken = all_there(server, everybody)
            for screen in screens:
                screen.until(lambda view, taken=taken: waiting(view) == taken, within=15)
        used_again(queue, Kiosk(server, tokens[0]))
        for screen in screens:
            screen.close()
        found = server.floor("verify")
        assert found.returncode == 0, found.stdout
    finally:
        server.kill()
        queue.kill()


def used_again(queue: Redis, kiosk: Kiosk) -> None:
    """Wait until both processes hear each other, then see a commit told."""
    with RedisClient.from_url(queue.url) as redis:
        until = time.monotonic() + 20
        while redis.pubsub_numsub(CHANNEL)[0][1] < 2 and time.monotonic() < until:
            time.sleep(0.1)
        with redis.pubsub(ignore_subscribe_messages=True) as channel:
            channel.subscribe(CHANNEL)
            channel.get_message(timeout=5)
            message = None
            while message is None and time.monotonic() < until:
                assert (taken := kiosk.takes("A")).status_code == 201, taken.text
                message = channel.get_message(timeout=1)
    assert message is not None, "nobody tells Redis any more"


def waiting(view: dict[str, object]) -> int:
    """Return how many wait, as a display shows it."""
    return sum(int(one["count"]) for one in view["waiting"])  # type: ignore[index, attr-defined]  # a view is JSON


def test_a_full_disk(server: Server) -> None:
    """The file may not grow: commands are refused with what to do, nothing is half written; with room it goes on."""
    kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK))
    assert kiosk.takes("A").status_code == 201
    server.end()
    server.within = ["prlimit", "--fsize=2000000:"]  # the soft limit, which may be raised again
    server.start()
    refused, acknowledged = 0, []
    for _ in range(3000):
        answer = kiosk.takes("A")
        if answer.status_code == 201:
            acknowledged.append(answer.json()["ticket"]["number"])
        else:
            assert (answer.status_code, answer.json()["code"]) == (503, "out_of_reach")
            refused += 1
            if refused > 5:
                break
    assert refused > 5, "the disk never filled"
    until = time.monotonic() + 20
    while (ready := kiosk.http.get(f"{server.url}/readyz", timeout=10).status_code) == 200 and time.monotonic() < until:
        time.sleep(0.5)
    assert ready == 503, "it calls itself ready, and nothing can be written"
    assert acknowledged
    with_room(server)
    until = time.monotonic() + 20
    while (answer := kiosk.takes("A", key="asked-until-there-is-room")).status_code == 503 and time.monotonic() < until:
        time.sleep(0.1)
    assert answer.status_code == 201, "there is room, and it does not go on by itself"
    assert answer.json()["ticket"]["number"] not in acknowledged
    acknowledged.append(answer.json()["ticket"]["number"])
    server.kill()
    server.within = []
    server.start()
    assert server.floor("verify").returncode == 0, "something is half written"
    assert kiosk.takes("A").json()["ticket"]["number"] not in acknowledged
    clerk = Clerk(server, "clerk3", "3")
    assert clerk.does("open").status_code == 200
    assert clerk.sees()["line_count"] == len(acknowledged) + 2, "the first one, those acknowledged, the last one"


def with_room(server: Server) -> None:
    """Give all processes of a running server room again."""
    assert server.process is not None
    for found in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            fields = found.read_text().rpartition(")")[2].split()
            if int(fields[2]) == server.process.pid:  # its process group
                unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
                resource.prlimit(int(found.parent.name), resource.RLIMIT_FSIZE, unlimited)
