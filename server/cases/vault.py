"""What a case's own key opens: everything that says who somebody is. Without the key it is noise."""

import json
import secrets
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import bindparam, delete, insert, select

from server.cases.tables import case_content, case_keys
from server.store.hall import HallSnapshot, UnitOfWork
from server.store.prepared import Prepared

NONCE: Final = 12  # bytes
KEY = select(case_keys.c.key).where(case_keys.c.hall_id == bindparam("hall"), case_keys.c.case == bindparam("which"))
PART = select(case_content.c.content).where(
    case_content.c.hall_id == bindparam("hall"),
    case_content.c.case == bindparam("which"),
    case_content.c.part == bindparam("named"),
)
PARTS = select(case_content.c.part, case_content.c.content).where(
    case_content.c.hall_id == bindparam("hall"), case_content.c.case == bindparam("which")
)
KEEP_KEY = Prepared(insert(case_keys))
KEEP = Prepared(insert(case_content))
FORGET = delete(case_content).where(
    case_content.c.hall_id == bindparam("hall"),
    case_content.c.case == bindparam("which"),
    case_content.c.part == bindparam("named"),
)


def new_key(hall: UnitOfWork, case: int) -> None:
    """Give a case its key."""
    hall.write_unlogged(KEEP_KEY, {"hall_id": hall.id, "case": case, "key": secrets.token_bytes(32)}, shown=False)


def put(hall: UnitOfWork, case: int, part: str, value: object) -> None:
    """Keep a part of a case, in place of what stood there."""
    this = {"hall": hall.id, "which": case, "named": part}
    hall.write_unlogged(FORGET, this, shown=False)
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + cipher(hall, case).encrypt(
        nonce, json.dumps(value, ensure_ascii=False).encode(), of(hall, case, part)
    )
    hall.write_unlogged(KEEP, {"hall_id": hall.id, "case": case, "part": part, "content": sealed}, shown=False)


def get(hall: HallSnapshot, case: int, part: str) -> Any:
    """Return a part of a case; None where there is none, or nothing opens it any more."""
    found = hall.connection.execute(PART, {"hall": hall.id, "which": case, "named": part}).scalar()
    return None if found is None else opened(hall, case, part, bytes(found))


def all_parts(hall: HallSnapshot, case: int) -> dict[str, Any]:
    """Return all parts of a case that can be read."""
    rows = hall.connection.execute(PARTS, {"hall": hall.id, "which": case}).all()
    return {part: opened(hall, case, part, bytes(found)) for part, found in rows}


def opened(hall: HallSnapshot, case: int, part: str, sealed: bytes) -> Any:
    """Return what was sealed; None where the key is gone."""
    try:
        return json.loads(cipher(hall, case).decrypt(sealed[:NONCE], sealed[NONCE:], of(hall, case, part)))
    except (InvalidTag, LookupError):
        return None


def cipher(hall: HallSnapshot, case: int) -> AESGCM:
    """Return what seals and opens a case; raise `LookupError` where its key is gone."""
    key = hall.connection.execute(KEY, {"hall": hall.id, "which": case}).scalar()
    if key is None:
        raise LookupError(f"case {case} has no key any more")
    return AESGCM(key)


def of(hall: HallSnapshot, case: int, part: str) -> bytes:
    """Return what a sealed part is bound to: moved to another case, it opens nothing."""
    return f"{hall.id}:{case}:{part}".encode()
