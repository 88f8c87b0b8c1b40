"""What one stranger gets of what is finite: by their address, of IPv6 by the network that one household has."""

import ipaddress
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from server.kernel.refusals import TooManyTries

NETWORK: Final = 64  # bits of an IPv6 address that name a household's network; the rest it chooses itself
MOST_WAITING: Final = 40  # sign-ins from one address that wait: a shift of a hall behind one address begins at once
LOOPBACK: Final = ("127.", "::1", "::ffff:127.")


def share_of(address: str | None) -> str:
    """Return what an address counts as; one that is none counts as one."""
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, NETWORK), strict=False))
    return str(found)


@dataclass
class AddressQueue:
    """Those of one address who wait, and the one whose turn it is."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    waiting: int = 0


class AddressTurns:
    """Lets one of each address do what takes long at a time, so that nobody waits behind all of a stranger's."""

    def __init__(self, most: int = MOST_WAITING) -> None:
        self.most = most
        self.lines: dict[str, AddressQueue] = {}

    @contextmanager
    def waits(self, share: str) -> Iterator[AddressQueue]:
        """Stand in an address' line; refuse where too many stand there."""
        line = self.lines.setdefault(share, AddressQueue())
        if line.waiting >= self.most:
            raise TooManyTries
        line.waiting += 1
        try:
            yield line
        finally:
            line.waiting -= 1
            if not line.waiting:
                self.lines.pop(share, None)


class Places:
    """So many places of a whole for each address; this machine's own are not counted, a proxy may stand there."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken: dict[str, int] = {}

    @contextmanager
    def place(self, address: str | None) -> Iterator[bool]:
        """Take a place, if the address has one left; say so."""
        if (address or "").startswith(LOOPBACK) or not address:
            yield True
            return
        share = share_of(address)
        taken = self.taken.get(share, 0)
        if taken >= self.most:
            yield False
            return
        self.taken[share] = taken + 1
        try:
            yield True
        finally:
            self.taken[share] -= 1
            if not self.taken[share]:
                del self.taken[share]
