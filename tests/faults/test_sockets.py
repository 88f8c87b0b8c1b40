"""Attacks on the sockets: whatever a client sends, it harms only itself, and it sees only what it may."""

import http.client
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.bench.raw_screen import Screen, Served, ends, hang_up, masked, served

PORT = 9821
DISPLAY = {"token": "display-1"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Give a server that all of these attacks are made on."""
    with served(PORT, tmp_path_factory.mktemp("sockets")) as server:
        yield server


@pytest.fixture(autouse=True)
def unharmed(server: Served) -> Iterator[None]:
    """Find, after each attack, that others still get their pushes and nothing of the attacker is left."""
    yield
    screen = Screen(PORT, DISPLAY)
    screen.watch("all")
    value = str(time.monotonic())
    server.call("POST", "/put/1/alive", value.encode())
    while screen.view()["data"]["values"]["alive"] != value:  # type: ignore[index]  # the view is a dict
        pass
    hang_up()
    until = time.monotonic() + 10
    while any(server.call("GET", "/counts")[name] for name in ("sessions", "outlets", "halls", "engine")):
        assert time.monotonic() < until, server.call("GET", "/counts")
        time.sleep(0.05)


def cut_while(sending: Callable[[], None]) -> None:
    """Send until the server has cut the connection; fail when it lets one go on for ten seconds."""
    until = time.monotonic() + 10
    with suppress(ConnectionError):
        while True:
            sending()
            assert time.monotonic() < until


@pytest.mark.parametrize(
    "message",
    [
        "",
        "x",
        "0",
        "2",
        "4",
        "5",
        "6",
        "40",
        "42",
        "42/live,",
        "42/live,[]",
        "42/live,[{}]",
        '42["watch",{}]',
        '42/live,["watch"',
        "40/live,{",
        "40/other,{}",
        '451-/live,["watch",{"_placeholder":true,"num":0}]',
        "43/live,1[]",
        "42/live," + "[" * 9000,
        "4" * 15_000,
    ],
)
def test_a_message_that_does_not_belong_ends_the_connection(message: str) -> None:
    screen = Screen(PORT, DISPLAY)
    screen.say(message)
    assert ends(screen, 5) < 3


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00" * 40,
        b"\xff" * 40,
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x81\x05hello",
        masked(b"\xff\xfe", 0x81),
        masked(b"\x04", 0x82),
        masked(b"x" * 126, 0x89),
        masked(b"a", 0x83),
        masked(b"a", 0xC1),
        masked(b"rest", 0x80),
        masked(b"\x03", 0x88),
        os.urandom(4000),
    ],
    ids=range(12),
)
def test_a_frame_that_is_none_ends_the_connection(raw: bytes) -> None:
    screen = Screen(PORT, DISPLAY)
    screen.sock.sendall(raw)
    screen.say("x")  # where the garbage was a beginning of something
    assert ends(screen, 5) < 3


@pytest.mark.parametrize("size", [17_000, 1_000_000, 50_000_000])
def test_a_huge_message_ends_the_connection_before_it_is_whole(server: Served, size: int) -> None:
    before = int(str(server.call("GET", "/counts")["memory"]))
    screen = Screen(PORT, DISPLAY)
    try:
        screen.sock.sendall(masked(b'42/live,["watch","' + b"x" * size + b'"]'))
        assert ends(screen, 5) < 3
    except ConnectionError:
        pass  # cut while it was still sending
    assert int(str(server.call("GET", "/counts")["memory"])) < before + 20_000_000


def test_a_message_in_endless_pieces_ends_the_connection() -> None:
    screen = Screen(PORT, DISPLAY)
    screen.say("4", 0x01)
    cut_while(lambda: screen.say("x" * 100, 0x00))


def test_a_flood_is_cut_and_nobody_else_waits(server: Served) -> None:
    screen = Screen(PORT, DISPLAY)
    screen.watch("all")
    flooding = Screen(PORT, DISPLAY)
    flood = masked(b'42/live,7["watch",{"hall":"main","view":"all"}]') * 20
    cut_while(lambda: flooding.sock.sendall(flood))
    begun = time.monotonic()
    server.call("POST", "/put/1/k", str(begun).encode())
    screen.view()
    assert time.monotonic() - begun < 15
    screen.close()


def test_twenty_watches_are_enough() -> None:
    screen = Screen(PORT, {"token": "system"})
    answers = [screen.watch(f"value:k{number}") for number in range(21)]
    assert [answer.get("code") for answer in answers] == [None] * 20 + ["too_many"]
    assert screen.watch("value:k3")["version"] is not None
    screen.say('42/live,["unwatch",{"hall":"main","view":"value:k3"}]')
    assert "code" not in screen.watch("value:k20")
    screen.close()


@pytest.mark.parametrize(
    ("view", "hall", "code"),
    [
        ("value:1", "main", "forbidden"),
        ("all", "other", "unknown_hall"),
        ("all", "nowhere", "unknown_hall"),
        ("all", "", "unknown_hall"),
        ("all:1", "main", "unknown_view"),
        ("value", "main", "unknown_view"),
        ("", "main", "unknown_view"),
        ("../all", "main", "unknown_view"),
    ],
)
def test_a_view_that_is_not_theirs_is_refused_and_never_pushed(server: Served, view: str, hall: str, code: str) -> None:
    screen = Screen(PORT, DISPLAY)
    assert screen.watch(view, hall) == {"code": code}
    server.call("POST", "/put/1/1", b"secret")
    assert screen.watch("all")["view"] == "all"
    assert [name for name, _ in screen.heard] == ["pulse"]
    screen.close()


@pytest.mark.parametrize(
    "asked",
    [
        None,
        1,
        "all",
        [],
        {},
        {"hall": "main"},
        {"hall": 1, "view": "all"},
        {"hall": "main", "view": None},
        {"hall": "m" * 600, "view": "all"},
    ],
)
def test_a_watch_of_no_sense_is_refused(asked: object) -> None:
    screen = Screen(PORT, DISPLAY)
    assert screen.ask("watch", asked) == {"code": "refused"}
    screen.close()


@pytest.mark.parametrize(
    "auth", [{"token": "bad"}, {"token": 1}, {"token": ["display-1"]}, {"token": "x" * 9000}, {"ticket": {}}, {}]
)
def test_who_does_not_say_who_it_is_sees_nothing(auth: dict[str, object]) -> None:
    screen = Screen(PORT, auth)  # type: ignore[arg-type]  # what no client of ours sends
    assert screen.hello == '44/live,{"message":"sign_in_needed","data":{"code":"sign_in_needed"}}'
    screen.say('42/live,1["watch",{"hall":"main","view":"all"}]')
    screen.say("nonsense")
    assert ends(screen, 5) < 3


def test_who_never_says_who_it_is_is_sent_away() -> None:
    stranger = Screen(PORT)
    assert 5 < ends(stranger, 20) < 18


def test_a_token_revoked_while_connected_is_cut_within_five_seconds(server: Served) -> None:
    screen, other = Screen(PORT, {"token": "display-gone"}), Screen(PORT, DISPLAY)
    screen.watch("all")
    other.watch("all")
    server.call("POST", "/revoke/display-gone")
    until = time.monotonic() + 5
    screen.sock.settimeout(5)
    while (said := screen.text()) != "41/live,":
        assert said.startswith('42/live,["pulse"')  # one may be on its way
        assert time.monotonic() < until
    assert ends(screen, 3) < 3
    assert Screen(PORT, {"token": "display-gone"}).hello.startswith("44/live,")
    server.call("POST", "/put/1/k", b"later")
    assert other.view()["view"] == "all"
    other.close()


def test_deflate_is_never_agreed_on() -> None:
    screen = Screen(PORT, DISPLAY, more="Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n")
    assert "extensions" not in screen.head.lower()
    assert screen.watch("all")["view"] == "all"
    screen.close()


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/socket.io/?EIO=4&transport=polling", {}),
        ("/socket.io/?EIO=3&transport=websocket", {"Upgrade": "websocket", "Connection": "Upgrade"}),
        (
            "/socket.io/?EIO=4&transport=websocket",
            {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "12"},
        ),
        (
            "/socket.io/?EIO=4&transport=websocket",
            {"Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "x"},
        ),
        ("/socket.io/?EIO=4&transport=websocket", {}),
        ("/socket.io/?EIO=4&transport=websocket&sid=nobody", {}),
    ],
)
def test_no_other_way_in(path: str, headers: dict[str, str]) -> None:
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    line.request("GET", path, headers=headers)
    assert line.getresponse().status == 400
    line.close()


def test_a_thousand_that_come_and_go_leave_nothing(server: Served, tmp_path: Path) -> None:
    for _ in range(10):
        screens = [Screen(PORT, DISPLAY) for _ in range(20)]
        for screen in screens:
            screen.say('42/live,1["watch",{"hall":"main","view":"all"}]')
        for screen in screens:
            screen.close()
    assert server.call("GET", "/counts")["hall"] == 1
