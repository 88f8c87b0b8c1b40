"""Outlets: whole frames whatever the reader does, the newest state only, and nobody waits for a slow screen."""

import time
from collections.abc import Iterator

import gevent
import gevent.socket
import pytest

from server.live.send_buffers import SendBuffer, text_frame
from server.live.wire import AT_ONCE, Allowance, belongs

BIG = 300_000


@pytest.fixture
def ends() -> Iterator[tuple[SendBuffer, gevent.socket.socket]]:
    """Give an outlet and the reader's end."""
    listener = gevent.socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    reader = gevent.socket.socket()
    reader.setsockopt(gevent.socket.SOL_SOCKET, gevent.socket.SO_RCVBUF, 4096)
    reader.connect(listener.getsockname())
    server, _ = listener.accept()
    outlet = SendBuffer(server, patience=0.5)
    yield outlet, reader
    outlet.close()
    reader.close()
    listener.close()


def frames(data: bytes) -> list[bytes]:
    """Take bytes apart into frames' texts; fail on half a frame."""
    found = []
    while data:
        size, start = data[1], 2
        if size == 126:
            size, start = int.from_bytes(data[2:4]), 4
        elif size == 127:
            size, start = int.from_bytes(data[2:10]), 10
        assert data[0] in {0x81, 0x88}
        assert len(data) >= start + size
        found.append(data[start : start + size])
        data = data[start + size :]
    return found


def read(reader: gevent.socket.socket, slowly: float = 0.0) -> bytes:
    """Read until nothing comes for a while."""
    data = b""
    with gevent.Timeout(5):
        while True:
            with gevent.Timeout(0.3, False):
                piece = reader.recv(65536)
                if not piece:
                    return data
                data += piece
                gevent.sleep(slowly)
                continue
            return data


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 200_000])
def test_a_frame_is_as_the_standard_says(size: int) -> None:
    assert frames(text_frame(b"x" * size)) == [b"x" * size]


def test_a_slow_reader_gets_whole_frames_and_of_each_view_only_the_newest(
    ends: tuple[SendBuffer, gevent.socket.socket],
) -> None:
    outlet, reader = ends
    begun = time.monotonic()
    for number in range(50):
        outlet.push("a", text_frame(b"a%d" % number + b"." * BIG))
        outlet.push("b", text_frame(b"b%d" % number + b"." * BIG))
        assert outlet.send(text_frame(b"answer %d" % number)) > 0
        gevent.sleep(0)
    assert time.monotonic() - begun < 5
    found = [text.rstrip(b".") for text in frames(read(reader, 0.001))]
    assert [text for text in found if text.startswith(b"answer")] == [b"answer %d" % number for number in range(50)]
    assert len([text for text in found if text.startswith((b"a4", b"b4"))]) >= 2
    assert {b"a49", b"b49"} <= set(found)
    assert len(found) < 50 + 10
    assert not outlet.busy


def test_each_view_gets_its_turn(ends: tuple[SendBuffer, gevent.socket.socket]) -> None:
    outlet, reader = ends
    outlet.push("first", text_frame(b"." * 2_000_000))
    outlet.push("rare", text_frame(b"rare"))
    for number in range(20):
        outlet.push("often", text_frame(b"often %d" % number))
    assert [text.rstrip(b".") for text in frames(read(reader))] == [b"", b"rare", b"often 19"]


def test_who_takes_nothing_is_cut(ends: tuple[SendBuffer, gevent.socket.socket]) -> None:
    outlet, _ = ends
    outlet.push("a", text_frame(b"." * 10_000_000))
    assert outlet.busy
    with gevent.Timeout(10):
        while not outlet.ended:
            gevent.sleep(0.02)
    outlet.push("a", text_frame(b"more"))
    with pytest.raises(BrokenPipeError):
        outlet.send(b"more")


def test_who_asks_much_and_reads_nothing_is_cut(ends: tuple[SendBuffer, gevent.socket.socket]) -> None:
    outlet, _ = ends
    outlet.push("a", text_frame(b"." * 10_000_000))
    for _ in range(11):
        outlet.send(text_frame(b"." * 100_000))
    assert outlet.ended


def test_nothing_follows_a_close_frame(ends: tuple[SendBuffer, gevent.socket.socket]) -> None:
    outlet, reader = ends
    outlet.send(b"\x88\x02\x03\xe8")
    outlet.push("a", text_frame(b"late"))
    assert frames(read(reader)) == [b"\x03\xe8"]


@pytest.mark.parametrize("size", [10, BIG])
def test_a_reader_that_hung_up_harms_nobody(ends: tuple[SendBuffer, gevent.socket.socket], size: int) -> None:
    outlet, reader = ends
    reader.close()
    for _ in range(10):
        outlet.push("a", text_frame(b"." * size))
        gevent.sleep(0.02)
    assert outlet.ended


@pytest.mark.parametrize(
    "message",
    [
        "1",
        "3",
        "40/live",
        "40/live,",
        '40/live,{"token":"x"}',
        "41/live",
        "41/live,",
        '42/live,["watch",{}]',
        '42/live,17["watch",{"a":"\n"}]',
    ],
)
def test_what_a_client_says(message: str) -> None:
    assert belongs(message) is (message != '42/live,17["watch",{"a":"\n"}]')


@pytest.mark.parametrize(
    "message",
    [
        "",
        "0",
        "2",
        "2probe",
        "3probe",
        "4",
        "5",
        "6",
        "9",
        "x",
        "40",
        "40/",
        "40/other,",
        '40/live,["a"]',
        '42["watch"]',
        "42/live,",
        "42/live,[]",
        "42/live,[1]",
        '42/live,["a"',
        '42/live,1234567890123["a"]',
        '43/live,1["a"]',
        '451-/live,["a",{"_placeholder":true,"num":0}]',
        "44/live,{}",
        "42/live," + "[" * 5000,
        "4\ud7ff",
        "1\n",
        "40/live,{",
        '42/live,{"a":1}',
    ],
)
def test_what_no_client_of_ours_says(message: str) -> None:
    assert not belongs(message)


def test_the_allowance_ends_and_refills() -> None:
    allowance = Allowance()
    assert all(allowance.lets("3") for _ in range(AT_ONCE))
    assert not allowance.lets("3")
    allowance.at -= 1
    assert allowance.lets("3")
    assert not allowance.lets(b"3")
