"""Where a slip goes: a network printer, a USB printer, a file. Which USB printers there are.

A printer is named by its address: `tcp://HOST:9100`, `usb://04b8:0202`, `file:///dev/usb/lp0`.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any, Protocol
from urllib.parse import urlsplit

import usb.core
import usb.util
from escpos.printer import File, Network, Usb
from usb.backend import libusb1

CONNECT = 2.0  # seconds to reach a printer
SEND = 10.0  # seconds for the bytes of a slip: a small printer takes them as fast as it prints
PORT = 9100
LIBUSB = "libusb-1.0.so.0"  # Debian's libusb-1.0-0
PRINTER_CLASS = 7  # of USB interfaces
IN = 0x80  # bit of an endpoint's address: towards us


class PrinterAddressError(ValueError):
    """An address names no printer."""


class Line(Protocol):
    """A connection to a printer, for one job. Every failure of it is an OSError."""

    answers: bool  # False: nothing can be read from it

    def send(self, data: bytes) -> None:
        """Hand bytes over; that they were taken does not say that they are printed."""

    def receive(self, timeout: float) -> bytes:
        """Wait for an answer, in seconds; raises TimeoutError without one, ConnectionError when the printer hung up."""

    def close(self) -> None:
        """End the connection."""


class TcpLine(Network):  # type: ignore[misc]  # python-escpos is published without types
    """A printer on the network."""

    answers = True

    def open(self, raise_not_found: bool = True) -> None:
        """Connect, by IPv4 or IPv6, and leave no socket behind where nobody answers."""
        del raise_not_found
        self.device = socket.create_connection((self.host, self.port), self.timeout)

    def send(self, data: bytes) -> None:
        """Hand bytes over within ten seconds."""
        self.device.settimeout(SEND)
        self._raw(data)

    def receive(self, timeout: float) -> bytes:
        """Wait for an answer."""
        self.device.settimeout(timeout)
        data = bytes(self._read())
        if not data:
            raise ConnectionResetError("the printer closed the connection")
        return data


class UsbLine(Usb):  # type: ignore[misc]  # likewise
    """A printer on USB."""

    answers = True

    def send(self, data: bytes) -> None:
        """Hand bytes over within ten seconds."""
        self.timeout = round(SEND * 1000)
        self._raw(data)

    def receive(self, timeout: float) -> bytes:
        """Wait for an answer."""
        try:
            return bytes(self.device.read(self.in_ep, 16, round(timeout * 1000)))
        except usb.core.USBTimeoutError as error:
            raise TimeoutError("no answer") from error


class FileLine(File):  # type: ignore[misc]  # likewise
    """A file, or a device that can only be written to."""

    answers = False

    def open(self, raise_not_found: bool = True) -> None:
        """Open at the end: a file collects its slips."""
        del raise_not_found
        self.device = Path(self.devfile).open("ab")  # noqa: SIM115 - closed by close()

    def send(self, data: bytes) -> None:
        """Write and flush."""
        self._raw(data)
        self.flush()

    def receive(self, timeout: float) -> bytes:
        """Refuse: a file answers nothing."""
        raise TimeoutError(f"a file gives no answer in {timeout} s")


@dataclass(frozen=True)
class Printer:
    """A printer by its kind and how to reach it; `sure` where writing is all that there is to do."""

    kind: str
    url: str
    connect: Callable[[], Line]
    sure: bool = False


def named(url: str | None) -> Printer | None:
    """Return the printer of an address, None for no address; raises PrinterAddressError."""
    if not url:
        return None
    parts = urlsplit(url)
    try:
        if parts.scheme == "tcp" and parts.hostname:
            return _tcp(url, parts.hostname, parts.port or PORT)
        if parts.scheme == "usb" and parts.netloc:
            vendor, product = (int(code, 16) for code in parts.netloc.split(":"))
            return Printer("usb", url, lambda: _open(_usb(vendor, product)))
        if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
            path = Path(parts.path)
            return Printer("file", url, lambda: _open(FileLine(devfile=str(path))), sure=_plain(path))
    except ValueError as error:
        raise PrinterAddressError(url) from error
    raise PrinterAddressError(url)


def usb_printers() -> tuple[list[dict[str, str]], str]:
    """Return the USB printers plugged in, each with address and name, and what hindered looking."""
    try:
        found = list(usb.core.find(find_all=True, custom_match=_is_printer, backend=_libusb()) or ())
    except (usb.core.USBError, usb.core.NoBackendError) as error:
        return [], str(error)
    return [
        {"url": f"usb://{device.idVendor:04x}:{device.idProduct:04x}", "name": _usb_name(device)} for device in found
    ], ""


def _libusb() -> object:
    """Load libusb by its name: pyusb's own search starts a process, which gevent allows in the main thread only."""
    return libusb1.get_backend(find_library=lambda _: LIBUSB) or libusb1.get_backend()


def _tcp(url: str, host: str, port: int) -> Printer:
    return Printer("tcp", url, lambda: _open(TcpLine(host=host, port=port, timeout=CONNECT)))


def _open(line: Any) -> Line:
    """Open a line; raises OSError where the printer is not there."""
    try:
        line.open()
    except Exception as error:  # python-escpos and pyusb raise whatever the driver does; all mean "not there"
        raise ConnectionError(str(error) or type(error).__name__) from error
    opened: Line = line
    return opened


def _usb(vendor: int, product: int) -> UsbLine:
    """Return a line with the printer's own endpoints, the usual ones where they can't be read."""
    inward, outward = 0x82, 0x01
    try:
        device = usb.core.find(idVendor=vendor, idProduct=product, backend=_libusb())
        points = [point.bEndpointAddress for part in _printer_parts(device) for point in part] if device else []
    except (usb.core.USBError, usb.core.NoBackendError, NotImplementedError):
        points = []
    inward = next((point for point in points if point & IN), inward)
    outward = next((point for point in points if not point & IN), outward)
    return UsbLine(vendor, product, in_ep=inward, out_ep=outward)


def _printer_parts(device: Any) -> list[Any]:
    return [part for setup in device for part in setup if part.bInterfaceClass == PRINTER_CLASS]


def _is_printer(device: Any) -> bool:
    try:
        return bool(_printer_parts(device))
    except (usb.core.USBError, NotImplementedError):
        return False


def _usb_name(device: Any) -> str:
    """Return what a device calls itself; reading it needs a right that the agent may lack."""
    try:
        names = [usb.util.get_string(device, index) for index in (device.iManufacturer, device.iProduct) if index]
    except (usb.core.USBError, ValueError, NotImplementedError):
        names = []
    return " ".join(name for name in names if name) or f"{device.idVendor:04x}:{device.idProduct:04x}"


def _plain(path: Path) -> bool:
    """Say whether a path is an ordinary file, or one to be made."""
    return not path.exists() or S_ISREG(path.stat().st_mode)
