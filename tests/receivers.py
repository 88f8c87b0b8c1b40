"""A printer on the network as it behaves on good and bad days, for the tests; what it took can be looked at.

It speaks as much ESC/POS as a slip needs: `GS v 0`, the cut, `GS r 1`, `DLE EOT n`.
"""

import socket
import struct
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic, sleep
from typing import Self

from PIL import Image, ImageOps

READY, PAPER_OUT = 0x12, 0x72  # answers to DLE EOT 4
STATUS = b"\x14\x00\x00\x0f"  # what a printer says of itself unasked (GS a)


def pictures(data: bytes) -> list[Image.Image]:
    """Put the bands of `GS v 0` together again: a picture for each cut."""
    found: list[Image.Image] = []
    bands: list[Image.Image] = []
    at = 0
    while at < len(data):
        if data[at : at + 3] == b"\x1dv0":
            width = (data[at + 4] + 256 * data[at + 5]) * 8
            height = data[at + 6] + 256 * data[at + 7]
            end = at + 8 + width // 8 * height
            if end > len(data):
                break  # cut off in the middle
            band = Image.frombytes("1", (width, height), data[at + 8 : end]).convert("L")
            bands.append(ImageOps.invert(band))
            at = end
        elif data[at : at + 2] == b"\x1dV":
            found.append(stacked(bands))
            bands, at = [], at + 3
        else:
            at += {b"\x1b@": 2, b"\x1bd": 3, b"\x1dr": 3, b"\x10\x04": 3, b"\x1da": 3}.get(data[at : at + 2], 1)
    return [*found, stacked(bands)] if bands else found


def stacked(bands: list[Image.Image]) -> Image.Image:
    """Return bands as one picture."""
    whole = Image.new("L", (max(band.width for band in bands), sum(band.height for band in bands)), 255)
    y = 0
    for band in bands:
        whole.paste(band, (0, y))
        y += band.height
    return whole


@dataclass
class Receiver:
    """A TCP 9100 printer. `mode`: ok · off (turns all away) · hung (takes all, answers nothing) · paper_out ·
    runs_out (in the slip) · closing (in the middle) · slow (answers when it has printed, after `seconds`) ·
    babbling (answers that are none) · unasked (hung, but tells its status by itself) · one_place (one
    connection, the next one `seconds` later).
    """

    mode: str = "ok"
    port: int = 0
    seconds: float = 4.0
    jobs: list[bytearray] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    open: list[socket.socket] = field(default_factory=list)
    turned_away: int = 0
    free_at: float = 0.0

    def __enter__(self) -> Self:
        self.stopped = Event()
        if self.mode == "off":  # its address is kept, so that nobody else answers there; nothing listens
            self.socket = socket.socket()
            self.socket.bind(("127.0.0.1", self.port))
            self.port = self.socket.getsockname()[1]
            return self
        self.socket = socket.create_server(("127.0.0.1", self.port))
        self.port = self.socket.getsockname()[1]
        Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.socket.close()

    @property
    def url(self) -> str:
        """Return the printer's address."""
        return f"tcp://127.0.0.1:{self.port}"

    @property
    def slips(self) -> list[Image.Image]:
        """Return what was printed, a picture a cut."""
        return [picture for job in self.jobs for picture in pictures(bytes(job))]

    def waits_for(self, slips: int, within: float = 10.0) -> list[Image.Image]:
        """Wait until so many slips came."""
        end = monotonic() + within
        while len(self.slips) < slips and monotonic() < end:
            sleep(0.05)
        return self.slips

    def hangs_up(self) -> None:
        """End the connection that stands, as if another program had come before."""
        self.free_at = monotonic() + self.seconds
        for connection in self.open:
            connection.shutdown(socket.SHUT_RDWR)

    def _listen(self) -> None:
        while not self.stopped.is_set():
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            if self.mode == "one_place" and (self.at_once or monotonic() < self.free_at):
                self.turned_away += 1
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.close()  # with a reset, as such a printer does
                continue
            Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        job = bytearray()
        self.jobs.append(job)
        self.open.append(connection)
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            with connection:
                connection.settimeout(0.1)
                self._talk(connection, job)
        except OSError:
            pass
        finally:
            self.at_once -= 1
            self.open.remove(connection)
            self.free_at = monotonic() + self.seconds

    def _talk(self, connection: socket.socket, job: bytearray) -> None:
        asked = 0
        ended = None
        while not self.stopped.is_set():
            if ended is not None and monotonic() >= ended:
                connection.sendall(b"\x00")
                ended = None
            if self.mode == "unasked":
                connection.sendall(STATUS)
            try:
                data = connection.recv(4096)
            except TimeoutError:
                continue
            if not data:
                return
            job += data
            if self.mode == "closing" and len(job) > 8192:
                return
            for place, question in questions(job, asked):
                asked = place
                if question == b"\x1dr" and self.mode == "slow":
                    ended = monotonic() + self.seconds
                else:
                    self._answer(connection, question, len(job))

    def _answer(self, connection: socket.socket, question: bytes, taken: int) -> None:
        printed = taken > 1000
        if self.mode in {"hung", "unasked"}:
            return
        if self.mode == "babbling":
            connection.sendall(b"\xff\xff")
        elif question == b"\x10\x04":
            out = self.mode == "paper_out" or (self.mode == "runs_out" and printed)
            connection.sendall(bytes([PAPER_OUT if out else READY]))
        elif self.mode != "runs_out":
            connection.sendall(b"\x00")


def questions(job: bytearray, start: int) -> list[tuple[int, bytes]]:
    """Return the questions that came whole after `start`, each with where it ends; pictures are stepped over."""
    found, at = [], start
    while at < len(job):
        if job[at : at + 3] == b"\x1dv0" and at + 8 <= len(job):
            at += 8 + (job[at + 4] + 256 * job[at + 5]) * (job[at + 6] + 256 * job[at + 7])
        elif bytes(job[at : at + 2]) in {b"\x1dr", b"\x10\x04"} and at + 3 <= len(job):
            at += 3
            found.append((at, bytes(job[at - 3 : at - 1])))
        elif bytes(job[at : at + 2]) in {b"\x1bd", b"\x1da", b"\x1dV"}:
            at += 3
        elif job[at : at + 2] == b"\x1b@":
            at += 2
        else:
            break
    return found
