"""The procedures in force, their versions, and those that are being written."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from server.floor.reads.halls import all_services, service_of
from server.procedures.procedure import Procedure, implied
from server.procedures.refusals import NoProcedure
from server.procedures.tables import procedure_drafts, procedures
from server.store.hall import HallSnapshot

HERE: BindParameter[Any] = bindparam("hall")
NEWEST = (
    select(procedures.c.service, procedures.c.version, procedures.c.text)
    .where(procedures.c.hall_id == HERE)
    .order_by(procedures.c.version)
)
VERSIONS = (
    select(*list(procedures.c)[2:])
    .where(procedures.c.hall_id == HERE, procedures.c.service == bindparam("service"))
    .order_by(procedures.c.version.desc())
)
ONE = select(procedures.c.text).where(
    procedures.c.hall_id == HERE,
    procedures.c.service == bindparam("service"),
    procedures.c.version == bindparam("version"),
)
DRAFTS = (
    select(*list(procedure_drafts.c)[1:]).where(procedure_drafts.c.hall_id == HERE).order_by(procedure_drafts.c.service)
)


@dataclass(frozen=True, slots=True)
class ProcedureVersion:
    """A version that is or was in force; one without a text withdrew it."""

    version: int
    text: str | None
    note: str
    set_at: datetime
    set_by: int | None
    written_by: int | None


@dataclass(frozen=True, slots=True)
class ProcedureDraft:
    """A procedure that is being written."""

    service: str
    text: str
    changed_at: datetime
    changed_by: int

    @property
    def procedure(self) -> Procedure:
        """What it says so far."""
        return parsed(self.text)


@lru_cache(maxsize=256)
def parsed(text: str) -> Procedure:
    """Return a procedure from its JSON."""
    return Procedure.model_validate_json(text)


def text_of(procedure: Procedure) -> str:
    """Return a procedure as it is kept."""
    return procedure.model_dump_json(exclude_defaults=True)


def newest(hall: HallSnapshot) -> dict[str, tuple[int, str | None]]:
    """Return service → number and text of its last version; a withdrawn one has no text."""
    return {service: (version, text) for service, version, text in hall.connection.execute(NEWEST, {"hall": hall.id})}


def in_force(hall: HallSnapshot) -> dict[str, tuple[int, Procedure]]:
    """Return service → version and procedure of all that are in force."""
    found = hall.once(newest, lambda: newest(hall))
    return {service: (version, parsed(text)) for service, (version, text) in found.items() if text is not None}


def versions_of(hall: HallSnapshot, service: str) -> list[ProcedureVersion]:
    """Return a procedure's versions, the newest first."""
    return [ProcedureVersion(*row) for row in hall.connection.execute(VERSIONS, {"hall": hall.id, "service": service})]


def drafts_of(hall: HallSnapshot) -> dict[str, ProcedureDraft]:
    """Return service → the draft of its procedure."""
    return {row[0]: ProcedureDraft(*row) for row in hall.connection.execute(DRAFTS, {"hall": hall.id})}


def procedure_of(hall: HallSnapshot, service: str, version: int) -> Procedure:
    """Return a procedure as it was in a version."""
    text = hall.connection.execute(ONE, {"hall": hall.id, "service": service, "version": version}).scalar()
    if text is None:
        raise NoProcedure(service=service)
    return parsed(text)


def begun_with(hall: HallSnapshot, service: str) -> Procedure:
    """Return what a new draft begins with: what is in force, else what the service says to bring and what it costs."""
    found = in_force(hall).get(service)
    return found[1] if found else implied(service_of(hall, service))


def without_one(hall: HallSnapshot) -> list[str]:
    """Return the services that have no procedure in force."""
    return [code for code in all_services(hall) if code not in in_force(hall)]
