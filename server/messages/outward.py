"""Calls to addresses that somebody of the hall wrote down: a gateway's, a webhook's.

Whoever may write one must not reach what stands in the house: https to the internet alone, the name is looked up once
and what was looked at is what is called; else only what the installer names. An answer comes within a time, however it
drips, and no further than its first bytes.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from server.kernel.languages import N_

CONNECT: Final = 5.0  # seconds for each address of a name
WITHIN: Final = 15.0  # seconds from the first byte sent to the last one read
MOST: Final = 16 * 1024  # bytes of an answer
ADDRESSES: Final = 3  # of a name, that are tried
METHODS: Final = ("POST", "PUT", "GET")
HEADER: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}")
TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind a NAT64 (RFC 6052)
REFUSED: Final = N_("Write an https address on the internet. Whoever runs the system can allow others.")


class AddressRefused(Exception):
    """Nobody here may have this address called."""


class NotReached(Exception):
    """Nothing was sent: nobody listens there, or not who was meant."""


class NoAnswer(Exception):
    """It was sent, or some of it; whether it was taken nobody knows."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the other side said."""

    status: int
    text: str


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the internet, whatever it is wrapped in."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in TRANSLATED:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


class Outward:
    """The way out. `allowed`: hosts that may stand in the house, over https; or whole origins, `http://HOST:PORT`."""

    def __init__(self, allowed: Sequence[str] = ()) -> None:
        self.allowed = [one.lower().rstrip("/") for one in allowed]

    def parts(self, url: str) -> SplitResult:
        """Return an address in its parts; raise `AddressRefused` for one that is none, or not allowed by its form."""
        try:
            at = urlsplit(url)
            port = at.port
        except ValueError as error:
            raise AddressRefused("no address") from error
        plain = url.isascii() and url.isprintable() and " " not in url
        if not at.hostname or at.username is not None or at.password is not None or port == 0 or not plain:
            raise AddressRefused("no address")
        if at.scheme != "https" and not self.is_named(at):
            raise AddressRefused("not https")
        return at

    def is_named(self, at: SplitResult) -> bool:
        """Return whether the installer named this origin, or, over https, its host."""
        host, origin = (at.hostname or "").lower(), f"{at.scheme}://{at.netloc}".lower()
        return origin in self.allowed or (at.scheme == "https" and host in self.allowed)

    def check(self, url: str) -> None:
        """Raise `AddressRefused` where an address may not be called; one that is not found now may be found later."""
        at = self.parts(url)
        with suppress(NotReached):
            self.addresses(at)

    def addresses(self, at: SplitResult) -> list[str]:
        """Return where a name leads; raise `AddressRefused` where any of it is in the house."""
        try:
            found = socket.getaddrinfo(at.hostname, port_of(at), type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NotReached(f"{at.hostname}: no such host") from error
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        if not self.is_named(at) and not all(is_public(one) for one in addresses):
            raise AddressRefused("an address in the house")
        return addresses[:ADDRESSES]

    def call(
        self, method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"", within: float = WITHIN
    ) -> Reply:
        """Call an address, once; follow no redirection. Raise `AddressRefused`, `NotReached` or `NoAnswer`."""
        at = self.parts(url)
        line = http.client.HTTPSConnection if at.scheme == "https" else http.client.HTTPConnection
        connection = line(at.hostname or "", at.port)
        connection.sock = self.connected(at)
        late = threading.Event()
        ending = threading.Timer(within, cut, [connection.sock, late])
        ending.daemon = True
        ending.start()
        try:
            target = (at.path or "/") + (f"?{at.query}" if at.query else "")
            connection.request(method, target, body or None, dict(headers))
            answer = connection.getresponse()
            reply = Reply(answer.status, answer.read(MOST).decode("utf-8", "replace"))
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NoAnswer(f"{at.hostname}: {type(error).__name__}") from error
        finally:
            ending.cancel()
            connection.close()
        if late.is_set():  # a head that ends early is a head to http.client
            raise NoAnswer(f"{at.hostname}: TimeoutError")
        return reply

    def connected(self, at: SplitResult) -> socket.socket:
        """Return a connection to what a name was looked up as, and to nothing else; encrypted where it is https."""
        why = "no such host"
        for address in self.addresses(at):
            line: socket.socket | None = None
            try:
                line = socket.create_connection((address, port_of(at)), timeout=CONNECT)
                if at.scheme == "https":
                    line = ssl.create_default_context().wrap_socket(line, server_hostname=at.hostname)
                line.settimeout(WITHIN)
            except (OSError, ValueError) as error:
                why = type(error).__name__ if not isinstance(error, OSError) else error.strerror or type(error).__name__
                if line is not None:
                    line.close()
            else:
                return line
        raise NotReached(f"{at.hostname}: {why}")


def port_of(at: SplitResult) -> int:
    """Return an address' port."""
    return at.port or (443 if at.scheme == "https" else 80)


def cut(line: socket.socket, late: threading.Event) -> None:
    """End a connection whose time is over."""
    late.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
