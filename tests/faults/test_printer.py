"""Printers on bad days: what the agent says of a slip is true, and the next slip comes."""

import time
from pathlib import Path

import pytest
from PIL import Image

from kiosk import printing
from kiosk.printers import PrinterAddressError, named
from kiosk.printing import Outcome, Paper, Report
from tests.receivers import Receiver

DATA = printing.commands(Image.new("1", (576, 1200)))
IN_TIME = 9.0  # seconds until a customer knows, whatever the printer does


def printed_on(receiver: Receiver) -> Report:
    """Print one slip."""
    printer = named(receiver.url)
    assert printer
    start = time.monotonic()
    report = printing.run(printer, DATA)
    assert time.monotonic() - start < IN_TIME
    return report


@pytest.mark.parametrize(
    ("mode", "outcome", "paper", "slips"),
    [
        ("ok", Outcome.PRINTED, Paper.READY, 1),
        ("slow", Outcome.PRINTED, Paper.READY, 1),
        ("hung", Outcome.UNCONFIRMED, Paper.UNKNOWN, 1),
        ("babbling", Outcome.UNCONFIRMED, Paper.UNKNOWN, 1),
        ("unasked", Outcome.UNCONFIRMED, Paper.UNKNOWN, 1),
        ("closing", Outcome.UNCONFIRMED, Paper.UNKNOWN, 0),
        ("paper_out", Outcome.FAILED, Paper.OUT, 0),
        ("runs_out", Outcome.FAILED, Paper.OUT, 1),
    ],
)
def test_what_became_of_a_slip(mode: str, outcome: Outcome, paper: Paper, slips: int) -> None:
    """Sent is not printed: only the printer's own answer after the slip counts."""
    with Receiver(mode) as receiver:
        report = printed_on(receiver)
        assert (report.outcome, report.paper) == (outcome, paper)
        assert len([cut for job in receiver.jobs for cut in range(bytes(job).count(b"\x1dV"))]) == slips


def test_a_printer_that_is_off_prints_nothing() -> None:
    """Nobody listens: surely not printed."""
    with Receiver("off") as receiver:
        printer = named(receiver.url)
        assert printer
        report = printing.run(printer, DATA)
        assert (report.outcome, report.paper) == (Outcome.FAILED, Paper.OFF)
        assert printing.check(printer)[0] is Paper.OFF


def test_a_printer_that_hangs_up_at_once_prints_nothing() -> None:
    """It takes the connection and ends it before a byte of the slip was sent: surely not printed."""
    with Receiver("one_place", seconds=60) as receiver:
        receiver.at_once = 1
        printer = named(receiver.url)
        assert printer
        report = printing.run(printer, DATA)
    assert (report.outcome, report.paper) == (Outcome.FAILED, Paper.OFF)


@pytest.mark.parametrize("mode", ["ok", "paper_out", "hung"])
def test_a_look_prints_nothing(mode: str) -> None:
    """The look at an idle printer sends a question and no paper."""
    expected = {"ok": Paper.READY, "paper_out": Paper.OUT, "hung": Paper.UNKNOWN}
    with Receiver(mode) as receiver:
        printer = named(receiver.url)
        assert printer
        assert printing.check(printer)[0] is expected[mode]
        assert [bytes(job) for job in receiver.jobs] == [b"\x1da\x00\x10\x04\x04"]


def test_a_file_collects_slips(tmp_path: Path) -> None:
    """A look leaves the file alone; each slip goes behind the last."""
    file = tmp_path / "slips.bin"
    printer = named(f"file://{file}")
    assert printer
    assert printing.run(printer, DATA).outcome is Outcome.PRINTED
    printing.check(printer)
    assert printing.run(printer, DATA).outcome is Outcome.PRINTED
    assert file.read_bytes() == DATA * 2


@pytest.mark.parametrize(
    "url", ["tcp://", "printer:9100", "usb://04b8", "usb://x:y", "tcp://host:many", "file://slips", "http://printer"]
)
def test_an_address_that_names_no_printer_is_refused(url: str) -> None:
    """Before anything is kept or tried."""
    with pytest.raises(PrinterAddressError):
        named(url)
