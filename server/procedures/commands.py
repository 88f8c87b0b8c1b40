"""Writing procedures and putting them in force; what customers read of a service follows."""

from collections.abc import Mapping

from server.floor.commands.settings import say_of_service
from server.floor.reads.halls import all_services, service_of
from server.floor.refusals import ChangedMeanwhile
from server.kernel.languages import N_, say
from server.kernel.refusals import Invalid
from server.procedures.events import ProcedureDrafted, ProcedureSet
from server.procedures.procedure import Procedure, brought, implied, lacks, takes
from server.procedures.reads import begun_with, drafts_of, in_force, newest, parsed, text_of
from server.procedures.refusals import (
    BrokenProcedures,
    NoProcedure,
    NoProcedureDraft,
    OwnProcedure,
    ProcedureLacks,
)
from server.security.actors import staff_number
from server.security.rights import May
from server.store.hall import UnitOfWork

LONGEST_NOTE = 600  # characters


def begin(hall: UnitOfWork, service: str) -> None:
    """Begin the draft of a new version from what is in force."""
    hall.actor.must(May.WRITE_PROCEDURES)
    if service not in drafts_of(hall):
        save_draft(hall, service, begun_with(hall, service), before=None)


def save_draft(hall: UnitOfWork, service: str, draft: Procedure | None, *, before: str | None) -> None:
    """Begin, change or (None) throw away the draft of a procedure, as somebody saw it before."""
    hall.actor.must(May.WRITE_PROCEDURES)
    service_of(hall, service)
    now = drafts_of(hall).get(service)
    present, after = now.text if now else None, None if draft is None else text_of(draft)
    if present != before:
        raise ChangedMeanwhile
    if present != after:
        hall.record(ProcedureDrafted(service=service, before=present, after=after, by=staff_number(hall)))


def put_in_force(hall: UnitOfWork, service: str, *, before: str | None, note: str, others: frozenset[int]) -> int:
    """Put a draft in force, as whoever does it saw it, and return its version.

    `others` are those who could do it as well: while there are some, nobody puts in force what they wrote last.
    """
    hall.actor.must(May.APPROVE_PROCEDURES)
    now = drafts_of(hall).get(service)
    if now is None:
        raise NoProcedureDraft(service=service)
    if now.text != before:
        raise ChangedMeanwhile
    if next(lacks(now.procedure), None) is not None:
        raise ProcedureLacks
    if now.changed_by == staff_number(hall) and others:
        raise OwnProcedure
    version = set_version(hall, service, now.procedure, note=noted(note), written_by=now.changed_by)
    hall.record(ProcedureDrafted(service=service, before=now.text, after=None, by=staff_number(hall)))
    return version


def noted(note: str) -> str:
    """Return the notice of a change; refuse none, and one that is no notice any more."""
    said = note.strip()
    if not said:
        raise Invalid(("note", N_("Say in a sentence what is otherwise: colleagues read it."), {}))
    if len(said) > LONGEST_NOTE:
        raise Invalid(("note", N_("at most {most} characters"), {"most": LONGEST_NOTE}))
    return said


def set_version(hall: UnitOfWork, service: str, procedure: Procedure, *, note: str, written_by: int | None) -> int:
    """Record a version; what kiosk, slip, phone and booking say of the service follows from it."""
    version, was = newest(hall).get(service, (0, None))
    hall.record(
        ProcedureSet(
            service=service,
            version=version + 1,
            before=was,
            after=text_of(procedure),
            note=note,
            set_by=staff_number(hall) or None,
            written_by=written_by,
        )
    )
    say_of_service(
        hall,
        service,
        bring=[brought(one) for one in procedure.materials],
        fee=procedure.fee,
        takes=takes(procedure),
        procedure=version + 1,
    )
    return version + 1


def withdraw(hall: UnitOfWork, service: str, *, version: int, note: str) -> None:
    """Withdraw the version that somebody saw in force; its cases end by it, and the service's list stays."""
    hall.actor.must(May.APPROVE_PROCEDURES)
    number, text = newest(hall).get(service, (0, None))
    if text is None:
        raise NoProcedure(service=service)
    if number != version:
        raise ChangedMeanwhile
    hall.record(
        ProcedureSet(
            service=service, version=number + 1, before=text, after=None, note=noted(note),
            set_by=staff_number(hall) or None,
        )
    )  # fmt: skip
    one = service_of(hall, service)
    procedure = parsed(text)
    say_of_service(hall, service, bring=one.bring, fee=procedure.fee, takes=one.takes, procedure=None)


def version_for_a_case(hall: UnitOfWork, service: str) -> int:
    """Return the version that a case begun now follows; the first case of a service makes one of its plain list."""
    found = in_force(hall).get(service)
    if found is not None:
        return found[0]
    return set_version(hall, service, implied(service_of(hall, service)), note="", written_by=None)


def take_in(hall: UnitOfWork, wanted: Mapping[str, Procedure]) -> int:
    """Begin a draft of each procedure of a file, and return how many; all of them or none."""
    hall.actor.must(May.WRITE_PROCEDURES)
    strange = [service for service in wanted if service not in all_services(hall)]
    if strange:
        raise BrokenProcedures(why=said_of(N_("This hall has no service {services}."), services=", ".join(strange)))
    writing = [service for service in wanted if service in drafts_of(hall)]
    if writing:
        why = N_("A draft is being written for service {services}; put it in force or throw it away first.")
        raise BrokenProcedures(why=said_of(why, services=", ".join(writing)))
    for service, procedure in wanted.items():
        save_draft(hall, service, procedure, before=None)
    return len(wanted)


def said_of(text: str, **values: object) -> dict[str, str]:
    """Return a reason in every language, for a sentence that holds it."""
    return {language: say(text, language, **values) for language in ("zh-Hant", "zh-Hans", "en")}
