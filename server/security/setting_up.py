"""What the command line does with people and devices; whoever may run it on the machine may do it."""

import os
import secrets
import unicodedata
from pathlib import Path
from typing import Final

from server.kernel.private import as_its_folder, folder_for
from server.kernel.refusals import Fault
from server.kernel.settings import Settings
from server.security import commands
from server.security.actors import SYSTEM
from server.security.passwords import hashed
from server.security.rights import DeviceKind, Role
from server.security.tokens import device_token, hash_of
from server.store.directory import hall_number
from server.store.hall import HEAD, Store

KEY_FILE: Final = "secret.key"
LEAST_KEY: Final = 32  # characters: 192 bit where they are of base64, as those that are made here


def folded(username: str) -> str:
    """Return a username so that case, width and spaces around it do not matter."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


def add_staff(store: Store, *, name: str, username: str, role: Role, halls: tuple[str, ...], password: str) -> int:
    """Add a person who may sign in, and return their number."""
    return add_known_staff(store, name=name, username=username, role=role, halls=halls, password_hash=hashed(password))


def add_known_staff(
    store: Store, *, name: str, username: str, role: Role, halls: tuple[str, ...], password_hash: str
) -> int:
    """Add a person whose password is kept already, and return their number."""
    with store.hall(HEAD, SYSTEM) as head:
        numbers = tuple(sorted(hall_number(head, code) for code in halls))
        return commands.add_staff(
            head,
            posts=dict.fromkeys(numbers, role),
            role=role,
            name=name,
            username=folded(username),
            password_hash=password_hash,
        )


def enrol_device(store: Store, *, hall: str, kind: DeviceKind, counter: str | None, name: str) -> str:
    """Let a device in and return its token: it is shown once and kept nowhere."""
    with store.look(HEAD) as head:
        number = hall_number(head, hall)
    token = device_token(number)
    with store.hall(number, SYSTEM) as work:
        commands.enrol_device(work, kind=kind, counter=counter, name=name, token_hash=hash_of(token))
    return token


def secret_key(settings: Settings) -> str:
    """Return the key that signs: the setting's, or one made at the first start and kept beside the database."""
    if (known := known_key(settings)) is not None:
        return known
    path: Path = settings.data / KEY_FILE
    folder_for(path)
    unfinished = path.with_name(f".{KEY_FILE}.{os.getpid()}")
    unfinished.touch(mode=0o600)
    as_its_folder(unfinished)
    with unfinished.open("w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32))
        file.flush()
        os.fsync(file.fileno())  # a power cut must not leave a key of no bytes behind
    try:
        os.link(unfinished, path)  # only if it is not there: two starting processes get the same one
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return long_enough(path.read_text(encoding="ascii"), str(path))


def known_key(settings: Settings) -> str | None:
    """Return the key that signs, if there is one; refuse one that anybody could guess."""
    if settings.secret_key is not None:
        return long_enough(settings.secret_key, "FLOOR_SECRET_KEY")
    path: Path = settings.data / KEY_FILE
    return long_enough(path.read_text(encoding="utf-8"), str(path)) if path.exists() else None


def long_enough(key: str, where: str) -> str:
    """Return a key; refuse a short or monotonous one, naming where it stands and what to do."""
    if len(key.strip()) < LEAST_KEY or len(set(key)) < LEAST_KEY // 4:
        raise Fault(
            f"{where}: the secret key has {len(key.strip())} characters and is guessed too easily; take at least"
            f" {LEAST_KEY} by chance (python3 -c 'import secrets; print(secrets.token_urlsafe(32))'), or bring the"
            " kept one back: with another key customers' words cannot be read, and everybody signs in anew"
        )
    return key
