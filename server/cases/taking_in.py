"""Taking a case in: opened at the counter, its materials looked at one by one, its form filled in, scans added."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import IO, Final

from sqlalchemy import bindparam, insert, select

from server.cases import vault
from server.cases.access import may_read
from server.cases.checking import LONGEST_TEXT, Value, value_fault
from server.cases.content import FORM, form_of
from server.cases.events import CaseFileAdded, CaseFormSaved, CaseOpened, MaterialChecked
from server.cases.hands import hold, lease, person, served_by, visit
from server.cases.reads import Case, any_case, case_of, checks_of, rules_of
from server.cases.refusals import BrokenFile, ChangedInCase, EncryptedFile, UnknownCase, UnknownMaterial
from server.cases.states import CASE
from server.cases.tables import case_codes
from server.cases.terms import OF_THE_HALL, CaseState, Fault
from server.files.keeping import MEBI, PICTURES, FileGone, Kept, keep, pieces_of, put
from server.files.thumbnails import thumbnail
from server.floor.reads.halls import service_of
from server.kernel.languages import N_
from server.kernel.refusals import Invalid
from server.procedures.commands import version_for_a_case
from server.security.actors import staff_number
from server.security.rights import May
from server.store.hall import HallSnapshot, Store, UnitOfWork
from server.store.prepared import Prepared
from server.store.sealed import fingerprint

KINDS: Final = PICTURES | {"application/pdf"}
MOST: Final = 12 * MEBI
END_OF_PDF: Final = b"%%EOF"
KEPT_FOR: Final = timedelta(days=366 * 31)  # until the archive says when it is disposed of
KEEP_CODE = Prepared(insert(case_codes))
BY_CODE = select(case_codes.c.case).where(
    case_codes.c.hall_id == bindparam("hall"), case_codes.c.found == bindparam("found")
)
SECRET = select(case_codes.c.secret).where(
    case_codes.c.hall_id == bindparam("hall"), case_codes.c.case == bindparam("which")
)
OPEN_STATES: Final = (*OF_THE_HALL, CaseState.ACCEPTED, CaseState.IN_PROGRESS, CaseState.RETURNED)


def open_case(hall: UnitOfWork, *, ticket: int, service: str | None = None) -> Case:
    """Open a case for the number that who acts serves: of its service, or of another one of the hall."""
    actor = person(hall)
    actor.must(May.HANDLE_CASE)
    found = served_by(hall, ticket)
    code = service_of(hall, service or found.service).code
    number = hall.record(
        CaseOpened(
            ticket=found.id,
            service=code,
            procedure=version_for_a_case(hall, code),
            language=found.language,
            by=actor.id,
            held_until=hall.at + lease(hall),
        )
    ).number
    vault.new_key(hall, number)
    secret = f"{hall.id}.{secrets.token_urlsafe(18)}"
    hall.write_unlogged(
        KEEP_CODE, {"hall_id": hall.id, "case": number, "secret": secret, "found": found_by(secret)}, shown=False
    )
    return any_case(hall, number)


def found_by(secret: str) -> str:
    """Return by what the secret of a notice is found."""
    return fingerprint(f"case {secret}")


def by_secret(hall: HallSnapshot, secret: str) -> int | None:
    """Return the case that a notice's secret opens."""
    found: int | None = hall.connection.execute(BY_CODE, {"hall": hall.id, "found": found_by(secret)}).scalar()
    return found


def secret_of(hall: HallSnapshot, case: int) -> str:
    """Return what a case's notice opens it with."""
    return str(hall.connection.execute(SECRET, {"hall": hall.id, "which": case}).scalar() or "")


def find_again(hall: UnitOfWork, *, code: str, ticket: int) -> Case:
    """Find the case whose notice a customer brought, and have them be here again with the number that is served."""
    person(hall).must(May.HANDLE_CASE)
    case = by_secret(hall, code.strip().rpartition("/")[2])
    if case is None:
        raise UnknownCase(case=code[:20])
    visit(hall, case=case, ticket=ticket)
    return any_case(hall, case)


def check(
    hall: UnitOfWork, *, case: int, item: str, complete: bool, correct: bool, compliant: bool, before: int | None
) -> None:
    """Say what was found of a material, as whoever says it saw it before: with the entry of the last look."""
    found = changeable(hall, case)
    if rules_of(hall, found).material(item) is None:
        raise UnknownMaterial(item=item)
    present = checks_of(hall, case).get(item)
    if (present.looked if present else None) != before:
        raise ChangedInCase(items=[item])
    hall.record(
        MaterialChecked(
            case=case, item=item, complete=complete, correct=complete and correct, compliant=complete and compliant,
            by=staff_number(hall), before=before,
        )
    )  # fmt: skip


def save_form(hall: UnitOfWork, *, case: int, values: Mapping[str, Value], seen: Mapping[str, int]) -> None:
    """Save fields of the form: those that somebody changed, each on the saving in which they saw it; others stay."""
    found = changeable(hall, case)
    may_read(hall, person(hall), case)
    rules, present = rules_of(hall, found), form_of(hall, case)
    unknown = [code for code in values if rules.field_of(code) is None]
    too_long = [code for code, value in values.items() if isinstance(value, str) and len(value) > LONGEST_TEXT]
    if unknown or too_long:
        raise Invalid(*[(code, N_("This does not fit here."), {}) for code in (*unknown, *too_long)])
    wanted = {code: value.strip() if isinstance(value, str) else value for code, value in values.items()}
    changed = [code for code, value in wanted.items() if code not in present or present[code].value != value]
    overtaken = [code for code in changed if code in present and present[code].form != seen.get(code, 0)]
    if overtaken:
        raise ChangedInCase(items=overtaken)
    if not changed and found.form:
        return
    form = found.form + 1
    after = {code: (entry.value, entry.form) for code, entry in present.items()}
    after |= {code: (wanted[code], form) for code in changed}
    faults = {one.code: value_fault(one, after.get(one.code, (None, 0))[0]) for one in rules.fields}
    vault.put(hall, case, FORM, after)
    hall.record(
        CaseFormSaved(
            case=case,
            changed=tuple(changed),
            lacking=tuple(code for code, fault in faults.items() if fault is Fault.LACKING),
            invalid=tuple(code for code, fault in faults.items() if fault is Fault.INVALID),
            form=form,
            by=staff_number(hall),
        )
    )


def received(store: Store, hall_id: int, stream: IO[bytes]) -> str:
    """Take a scan in, without the hall's lock, and return its address; it is erased unless it is added."""
    one = put(store, hall_id, stream, kinds=KINDS, most=MOST)
    if one.kind in PICTURES:
        must_open(store, hall_id, one)
    else:
        must_be_readable(b"".join(pieces_of(store, hall_id, one)))
    return one.address


def must_open(store: Store, hall_id: int, picture: Kept) -> None:
    """Refuse a picture that cannot be opened; it is tried in a process beside the server."""
    try:
        thumbnail(store, hall_id, picture)
    except FileGone as error:
        raise BrokenFile from error


def must_be_readable(document: bytes) -> None:
    """Refuse a document that wants a password, or whose end is missing."""
    if b"/Encrypt" in document:
        raise EncryptedFile
    if END_OF_PDF not in document[-2048:]:
        raise BrokenFile


def add_file(hall: UnitOfWork, *, case: int, item: str, file: str) -> int:
    """Add a scan that was received to a material; return its number."""
    found = changeable(hall, case)
    if rules_of(hall, found).material(item) is None:
        raise UnknownMaterial(item=item)
    keep(hall, file, until=hall.at + KEPT_FOR)
    return hall.record(CaseFileAdded(case=case, item=item, file=file)).number


def changeable(hall: UnitOfWork, case: int) -> Case:
    """Return a case in the hand of who acts, of which something can still be changed; refuse any other."""
    person(hall).must(May.HANDLE_CASE)
    now = case_of(hall, person(hall), case)
    if now.state not in OPEN_STATES:
        raise CASE.closed(now={"state": now.state.value}, open=[])
    return hold(hall, case)
