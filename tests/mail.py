"""A mail server for the tests, a real one on the wire; what it took can be looked at, and what it answers is chosen."""

import ssl
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self, cast

from aiosmtpd.controller import Controller

from server.kernel.settings import Settings
from tests.hall import free_port

TAKEN = "250 taken"
Answer = Callable[[EmailMessage, str], str]


class MailServer:
    """Takes e-mails on a free port of this machine."""

    def __init__(self, answer: Answer = lambda _mail, _to: TAKEN, *, tls: ssl.SSLContext | None = None) -> None:
        self.port = free_port()
        self.answer = answer  # to each e-mail, by what it is and to whom
        self.taken: list[EmailMessage] = []
        self.offered: list[EmailMessage] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, tls_context=tls)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take an e-mail, or not."""
        mail = cast(EmailMessage, message_from_bytes(envelope.content, policy=policy.default))
        self.offered.append(mail)
        said = self.answer(mail, envelope.rcpt_tos[0])
        if said == TAKEN:
            self.taken.append(mail)
        return said

    def settings(self, **more: Any) -> Settings:
        """Return the settings of whoever sends by it."""
        given = {"smtp_host": "127.0.0.1", "smtp_port": self.port, "smtp_security": "none"}
        return Settings(**{**given, "smtp_from": "hall@example.org", "smtp_per_minute": 6000, **more})

    def environment(self) -> dict[str, str]:
        """Return likewise, as a program's environment."""
        given = self.settings()
        names = ("smtp_host", "smtp_port", "smtp_security", "smtp_from", "smtp_per_minute")
        return {f"FLOOR_{name.upper()}": str(getattr(given, name)) for name in names}

    def keys(self) -> list[str]:
        """Return the Message-IDs of what was taken."""
        return [str(mail["Message-ID"]) for mail in self.taken]

    def __enter__(self) -> Self:
        """Start it."""
        self.controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.controller.stop()
