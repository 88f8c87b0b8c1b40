"""Who may set the kiosk up: whoever has a code, for ten minutes.

Everybody in the hall stands at this machine, and other programs run on it. One code stands in the office, beside the
kiosk; it follows from the kiosk's token and the time, so that it opens without the server too. The other stands in
the agent's log, for a kiosk that has no token yet.
"""

import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Callable

OPEN_FOR = 600  # seconds that a code opens the page for, and that the office's code is good for
MOST_WRONG = 5  # codes in those ten minutes; then none is taken until they are over
DIGITS = 8

log = logging.getLogger(__name__)


def code_of(token: str, window: int) -> str:
    """Return the office's code of a kiosk in a window of ten minutes, as the server makes it of the token's hash."""
    key = hashlib.sha256(token.encode()).hexdigest().encode()
    made = hmac.digest(key, f"kiosk set-up {window}".encode(), "sha256")
    return f"{int.from_bytes(made[:8], 'big') % 10**DIGITS:0{DIGITS}}"


class Lock:
    """Opens the set-up page by a code. `tokens` gives the kiosk's tokens, if it has any."""

    def __init__(self, tokens: Callable[[], list[str]], clock: Callable[[], float] = time.time) -> None:
        self.tokens, self.clock = tokens, clock
        self.opened: dict[str, float] = {}  # proof of a browser → until when
        self.wrong: list[float] = []
        self.own = self._new()

    def try_code(self, given: str) -> str | None:
        """Return the proof that a right code gives, None for a wrong one; raises TooManyCodesError after five."""
        now = self.clock()
        self.wrong = [at for at in self.wrong if now - at < OPEN_FOR]
        if len(self.wrong) >= MOST_WRONG:
            raise TooManyCodesError
        digits = "".join(character for character in given if character.isdigit())
        if not any(hmac.compare_digest(digits, code) for code in self._codes(now)):
            self.wrong.append(now)
            log.warning("set-up page: a wrong code, %s of %s", len(self.wrong), MOST_WRONG)
            return None
        if digits == self.own:
            self.own = self._new()
        proof = secrets.token_urlsafe(24)
        self.opened = {kept: until for kept, until in self.opened.items() if until > now} | {proof: now + OPEN_FOR}
        log.info("set-up page: opened by a code for ten minutes")
        return proof

    def is_open(self, proof: str | None) -> bool:
        """Return whether a browser's proof still opens it."""
        return proof is not None and self.opened.get(proof, 0.0) > self.clock()

    def tell(self) -> None:
        """Write the agent's own code into its log."""
        log.info("set-up page: code %s %s opens it for ten minutes, once", self.own[:4], self.own[4:])

    def _codes(self, now: float) -> list[str]:
        window = int(now) // OPEN_FOR
        around = (window - 1, window, window + 1)  # written down a moment ago, or by a clock that is ahead
        return [self.own, *(code_of(token, one) for token in self.tokens() for one in around)]

    def _new(self) -> str:
        return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


class TooManyCodesError(Exception):
    """Five wrong codes: none is taken until the ten minutes are over."""
