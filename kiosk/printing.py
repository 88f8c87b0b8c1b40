"""Prints a picture and finds out whether it was printed: "sent" is not "printed".

A hung printer's slip sits in the network's buffer, and sending returns at once. So after the cut the printer is asked
`GS r 1`, which it answers in order, after everything before; then `DLE EOT 4` for its paper, which it answers at once.
"""

from dataclasses import dataclass
from enum import StrEnum
from time import monotonic
from typing import Any

from escpos.printer import Dummy
from PIL import Image

from kiosk.printers import Line, Printer

ANSWER = 2.5  # seconds for an answer
FRAGMENT = 256  # dots a band: small printers have small buffers
ASK_IN_ORDER = b"\x1dr\x01"  # GS r 1
ASK_PAPER = b"\x10\x04\x04"  # DLE EOT 4, answered at once, also when the printer is out of paper
PAPER_MASK, PAPER_MARK = 0x93, 0x12  # bits that are always so in an answer to DLE EOT 4
ORDER_MASK = 0x90  # bits that are never set in an answer to GS r
PAPER_END = 0x60
BE_QUIET = b"\x1da\x00"  # GS a 0: no status but what is asked for
UNASKED_MASK, UNASKED_MARK, UNASKED_BYTES = 0x93, 0x10, 4  # the first byte of such a status, and how many they are
AT_ONCE = 0.02  # seconds: what came earlier is there already


class Outcome(StrEnum):
    """What became of a slip."""

    PRINTED = "printed"
    FAILED = "failed"  # surely not printed
    UNCONFIRMED = "unconfirmed"  # nobody knows: ask the customer
    SHOWN = "shown"  # there is no printer: the page shows the slip


class Paper(StrEnum):
    """What a printer says of itself."""

    READY = "ready"
    OUT = "paper_out"
    OFF = "off"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Report:
    """The outcome of a job and the printer's state after it."""

    outcome: Outcome
    paper: Paper
    detail: str = ""


def commands(picture: Image.Image) -> bytes:
    """Return a picture with its cut as the bytes for an ESC/POS printer."""
    printer: Any = Dummy()
    media = {"width": {"pixels": picture.width, "mm": "Unknown"}}
    printer.profile.profile_data = {**printer.profile.profile_data, "media": media}
    printer.image(picture, impl="bitImageRaster", fragment_height=FRAGMENT)
    printer.cut()
    return b"\x1b@" + bytes(printer.output)


def check(printer: Printer) -> tuple[Paper, str]:
    """Ask a printer how it is, without printing."""
    if printer.kind == "file":  # opening it is a first step of writing
        return Paper.UNKNOWN, "this connection gives no answer"
    try:
        line = printer.connect()
    except OSError as error:
        return Paper.OFF, str(error)
    try:
        paper = Talk(line).paper()
    except OSError as error:
        paper, said = Paper.UNKNOWN, str(error)
    else:
        said = ""
    finally:
        line.close()
    if paper is Paper.UNKNOWN and stale(line):
        let_go(line)
        return check(printer)
    return paper, said


def run(printer: Printer, data: bytes) -> Report:
    """Print on one connection and say what became of it."""
    try:
        line = printer.connect()
    except OSError as error:
        return Report(Outcome.FAILED, Paper.OFF, str(error))
    try:
        report = _confirmed(line, data) if line.answers else _written(line, data, sure=printer.sure)
    except OSError as error:  # it hung up or took no more: part of the slip may be there
        report = Report(Outcome.UNCONFIRMED, Paper.UNKNOWN, str(error) or type(error).__name__)
    finally:
        line.close()
    if report is NOTHING_SENT:
        let_go(line)
        return run(printer, data)
    return report


def stale(line: Line) -> bool:
    """Return whether a line was kept from an earlier job: one that says nothing may be dead without knowing it."""
    return not getattr(line, "fresh", True)


def let_go(line: Line) -> None:
    """Close a kept line for good."""
    keeper = getattr(line, "keeper", None)
    if keeper is not None:
        keeper.drop()


def _written(line: Line, data: bytes, *, sure: bool) -> Report:
    line.send(data)
    if sure:
        return Report(Outcome.PRINTED, Paper.READY)
    return Report(Outcome.UNCONFIRMED, Paper.UNKNOWN, "this connection gives no answer")


def _confirmed(line: Line, data: bytes) -> Report:
    try:
        talk = Talk(line)
        before = talk.paper()
    except OSError as error:  # nothing of the slip was sent
        return NOTHING_SENT if stale(line) else Report(Outcome.FAILED, Paper.OFF, str(error))
    if before is Paper.OUT:
        return Report(Outcome.FAILED, before, "no paper before the slip")
    if before is Paper.UNKNOWN and stale(line):
        return NOTHING_SENT
    talk.forget()
    line.send(data + ASK_IN_ORDER)
    done = talk.done()
    silent = before is Paper.UNKNOWN and not done  # it never answered: asking again only keeps the customer waiting
    after = before if silent else talk.paper()
    if not done and after is Paper.READY:  # alive: it is still printing
        done = talk.done()
    if done and {before, after} != {Paper.UNKNOWN}:  # who answers nothing else did not answer this either
        return Report(Outcome.PRINTED, after)
    if after is Paper.OUT:
        return Report(Outcome.FAILED, after, "the paper ran out in the slip")
    return Report(Outcome.UNCONFIRMED, after, "no answer after the slip")


NOTHING_SENT = Report(Outcome.FAILED, Paper.UNKNOWN, "the kept connection was dead")


class Talk:
    """What a printer answered on one connection; an answer that comes late still counts for its question.

    What it says unasked counts for none: what came before a question is thrown away, and the status that many send by
    themselves (GS a: four bytes at every change) is told from an answer by its first byte, and switched off.
    """

    def __init__(self, line: Line) -> None:
        self.line = line
        self.heard: list[int] = []
        self.line.send(BE_QUIET)
        self.forget()

    def forget(self) -> None:
        """Throw away what came before anything was asked."""
        self.heard.clear()
        try:
            while True:
                self.line.receive(AT_ONCE)
        except TimeoutError:
            return

    def paper(self) -> Paper:
        """Ask for the paper: an answer that is none counts as unknown."""
        self.heard = [byte for byte in self.heard if byte & PAPER_MASK != PAPER_MARK]
        self.line.send(ASK_PAPER)
        answer = self._answer(PAPER_MASK, PAPER_MARK)
        if answer is None:
            return Paper.UNKNOWN
        return Paper.OUT if answer & PAPER_END else Paper.READY

    def done(self) -> bool:
        """Wait for the answer that comes after everything before it is printed."""
        return self._answer(ORDER_MASK, 0) is not None

    def _answer(self, mask: int, mark: int) -> int | None:
        """Return the next answer that looks like `mark`, None when there is none in time."""
        deadline = monotonic() + ANSWER
        while True:
            for byte in answers(self.heard):
                if byte & mask == mark:
                    self.heard.remove(byte)
                    return byte
            left = deadline - monotonic()
            if left <= 0:
                return None
            try:
                self.heard += self.line.receive(left)
            except TimeoutError:
                return None


def answers(heard: list[int]) -> list[int]:
    """Return what may be an answer; a status that was sent unasked is taken out, once all of it is there."""
    found, at = [], 0
    while at < len(heard):
        if heard[at] & UNASKED_MASK != UNASKED_MARK:
            found.append(heard[at])
            at += 1
        elif len(heard) - at < UNASKED_BYTES:
            break
        else:
            del heard[at : at + UNASKED_BYTES]
    return found
