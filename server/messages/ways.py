"""The channels by which messages leave, each with its adapter; those that the settings name are open."""

from collections.abc import Callable, Mapping
from typing import Final

from server.kernel.clock import Clock
from server.kernel.refusals import Fault
from server.kernel.settings import Settings
from server.messages.letters import EMAIL, PUSH, Channel
from server.messages.push import Push
from server.messages.smtp import Smtp


def email(settings: Settings, clock: Clock) -> Channel | None:
    """Return e-mail, where a mail server is named."""
    if not settings.smtp_host:
        return None
    if not settings.smtp_from or "@" not in settings.smtp_from:
        raise Fault("FLOOR_SMTP_FROM: name the address that e-mails come from, for instance hall@example.org")
    return Smtp(settings, clock)


def push(settings: Settings, clock: Clock) -> Channel | None:
    """Return Web Push, where it is said whom a push service may write to."""
    if not settings.push_contact:
        return None
    if "@" not in settings.push_contact:
        raise Fault("FLOOR_PUSH_CONTACT: name the mailbox of whoever runs the server, for instance it@example.org")
    return Push(settings, clock)


ADAPTERS: Final[Mapping[str, Callable[[Settings, Clock], Channel | None]]] = {EMAIL: email, PUSH: push}


def open_channels(settings: Settings, clock: Clock) -> dict[str, Channel]:
    """Return the channels that the settings name, by name; raise `Fault` where one is only half named."""
    made = {name: adapter(settings, clock) for name, adapter in ADAPTERS.items()}
    return {name: channel for name, channel in made.items() if channel is not None}


def open_names(settings: Settings) -> list[str]:
    """Return the names of the channels that the settings open."""
    return [name for name, named in ((EMAIL, settings.smtp_host), (PUSH, settings.push_contact)) if named]
