"""E-mail over SMTP, by the standard library: the first channel."""

import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime
from typing import Final

from server.kernel.clock import Clock
from server.kernel.settings import Settings
from server.messages.letters import Allowance, ChannelDown, Letter, NotEver, NotNow

PATIENCE: Final = 10  # seconds for each step; all of a message's together stay below outbox.IN_HAND
CLOSING: Final = 421  # the server goes away, whatever the message
CALENDAR: Final = "appointment.ics"  # what a date in a message is called as a file
POLICY: Final = WIRE.clone(cte_type="7bit")  # so that a server without 8BITMIME takes it


class Smtp:
    """A mail server. The connection stays open from one message to the next, until there is none."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        self.per_minute = settings.smtp_per_minute
        self.line: smtplib.SMTP | None = None

    def allowance(self, _now: datetime) -> Allowance:
        """Return how many e-mails may leave in a minute."""
        return Allowance(self.per_minute)

    def send(self, letter: Letter) -> None:
        """Send one e-mail; its Message-ID is the message's key."""
        wire = self.composed(letter).as_bytes(policy=POLICY)
        line = self.reached()
        try:
            line.sendmail(self.settings.smtp_from or "", [letter.recipient], wire)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise self.refused(code, said) from error
        except smtplib.SMTPDataError as error:
            raise self.refused(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPNotSupportedError, TimeoutError) as error:
            self.rest()
            raise NotNow(f"{self.settings.smtp_host} hung up: {error}") from error  # perhaps because of this one
        except (smtplib.SMTPException, OSError) as error:  # the sender's address, among others: no message's fault
            self.rest()
            raise ChannelDown(f"{self.settings.smtp_host}: {error}") from error

    def refused(self, code: int, said: bytes | str) -> Exception:
        """Return what a server's refusal means: 5xx is for good, 421 is about the server, else it is for now."""
        text = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
        if code == CLOSING:
            self.rest()
            return ChannelDown(text)
        return NotEver(text) if code >= 500 else NotNow(text)

    def composed(self, letter: Letter) -> EmailMessage:
        """Return the e-mail: plain text, marked as sent by a machine, so that no absence note answers it."""
        mail = EmailMessage(policy=POLICY)
        sender = self.settings.smtp_from or ""
        try:
            mail["From"], mail["To"] = sender, letter.recipient
            mail["Subject"] = " ".join(letter.content.subject.split())
        except (MessageError, ValueError) as error:
            raise NotEver(str(error)) from error
        mail["Date"] = format_datetime(self.clock.now())
        mail["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834
        mail.set_content(letter.content.text)
        if letter.content.calendar:
            mail.add_attachment(letter.content.calendar, subtype="calendar", filename=CALENDAR)
        return mail

    def reached(self) -> smtplib.SMTP:
        """Return the open connection, or a new one, encrypted and signed in as the settings say."""
        if self.line is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self.line.noop()[0] == 250:
                    return self.line
            self.rest()
        try:
            self.line = self.opened()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self.rest()
            raise ChannelDown(f"{self.settings.smtp_host}:{self.settings.smtp_port}: {error}") from error
        return self.line

    def opened(self) -> smtplib.SMTP:
        """Open a connection; nothing goes over one that is not as safe as the settings say."""
        given, context = self.settings, ssl.create_default_context()
        host, port = given.smtp_host or "", given.smtp_port
        if given.smtp_security == "tls":
            line: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context)
        else:
            line = smtplib.SMTP(host, port, timeout=PATIENCE)
        self.line = line
        if given.smtp_security == "starttls":
            line.starttls(context=context)
        if given.smtp_user:
            line.login(given.smtp_user, given.smtp_password or "")
        return line

    def rest(self) -> None:
        """Close the connection."""
        line, self.line = self.line, None
        if line is not None:
            with suppress(smtplib.SMTPException, OSError):
                line.quit()
            line.close()
