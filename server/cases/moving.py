"""A case moves on: by its workflow and nothing else. What each move needs beside it is reckoned here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from server.cases import vault
from server.cases.checking import looked_at, newly_named, proof
from server.cases.clock import due
from server.cases.content import form_of
from server.cases.hands import hold, person
from server.cases.moves import CaseGoesOn, CaseLate, EscalationLate, NoticeRanOut
from server.cases.reads import (
    Case,
    CaseNow,
    any_case,
    case_of,
    checks_of,
    has_worked,
    notices_of,
    rules_of,
    stops_of,
)
from server.cases.refusals import MarksWanted, OwnCase
from server.cases.sampling import Drawn, drawn, head_before
from server.cases.settings import SETTINGS
from server.cases.states import CASE
from server.floor.opening import midnight_after, working_days_after
from server.floor.reads.halls import hall_now
from server.procedures.procedure import ReviewRule
from server.procedures.reads import text_of
from server.security.actors import staff_number
from server.security.rights import May
from server.store.hall import HallSnapshot, UnitOfWork

BY_OTHERS: Final = {"approve", "send_back", "answer", "give_further_notice"}  # moves of who does not have it in hand
MARKS: Final = ("accurate", "complete", "compliant")


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gave with a move."""

    reason: str = ""
    remarks: Mapping[str, str] = field(default_factory=dict)  # of a notice: by part:name
    marks: Mapping[str, bool] = field(default_factory=dict)  # of a review
    fields: Sequence[str] = ()  # of a return: which want something


def now_of(hall: HallSnapshot, case: Case) -> CaseNow:
    """Return a case with all that its workflow looks at."""
    rules = rules_of(hall, case)
    return CaseNow(
        case,
        rules,
        checks_of(hall, case.id),
        promises=SETTINGS.of(hall).promise,
        reviewed=lots(hall, case).reviewed,
        stops=tuple(stops_of(hall, case.id).values()),
    )


def lots(hall: HallSnapshot, case: Case) -> Drawn:
    """Return whether somebody else looks through a case."""
    rules = rules_of(hall, case)
    value, head = None, ""
    if rules.review is ReviewRule.BY_VALUE:
        entry = form_of(hall, case.id).get(rules.value)
        known = entry is not None and isinstance(entry.value, int | float) and not isinstance(entry.value, bool)
        value = float(entry.value) if known and entry is not None and entry.value is not None else None
    elif rules.review is ReviewRule.SAMPLE:
        head = head_before(hall, midnight_after(hall_now(hall).settings, hall.at - timedelta(days=1)))
    return drawn(rules, case.id, value=value, head=head)


def move(hall: UnitOfWork, *, case: int, name: str, given: Given | None = None) -> Case:
    """Make a move of a case, as whoever acts."""
    said = given or Given()
    actor = person(hall)
    CASE.named(name)
    known = case_of(hall, actor, case)
    if name in {"approve", "send_back"} and has_worked(hall, case, actor.id):
        actor.must_some(May.REVIEW_CASE)
        raise OwnCase
    now = now_of(hall, known)
    needs: dict[str, object] = {"reason": said.reason, **said.marks}
    CASE.must_move(actor, known.state, name, needs, thing=now)
    if name not in BY_OTHERS:
        now = now_of(hall, hold(hall, case))
    reckon = RECKONED.get(name)
    number = CASE.take(
        hall,
        of=case,
        state=now.case.state,
        name=name,
        thing=now,
        by=staff_number(hall),
        **needs,
        **(reckon(hall, now, said) if reckon else {}),
    ).number
    if said.reason.strip() or said.remarks:
        words = {"move": name, "text": said.reason.strip(), "remarks": dict(said.remarks)}
        vault.put(hall, case, f"words:{number}", words)
    return any_case(hall, case)


def in_working_days(hall: HallSnapshot, days: int) -> datetime:
    """Return when so many working days from now are over."""
    return working_days_after(hall_now(hall).settings, hall.at, days)


def accepted(hall: UnitOfWork, now: CaseNow, _given: Given) -> dict[str, Any]:
    """Return by when an accepted case must be decided."""
    days = now.rules.days
    return {"due_at": None if days is None else due(hall_now(hall).settings, hall.at, days)}


def promised(hall: UnitOfWork, now: CaseNow, given: Given) -> dict[str, Any]:
    """Return what was promised, and until when."""
    return {
        **accepted(hall, now, given),
        "promised": tuple(one.code for one in now.wrong),
        "until": in_working_days(hall, SETTINGS.of(hall).promised_for),
    }


def notice(hall: UnitOfWork, now: CaseNow, _given: Given) -> dict[str, Any]:
    """Return everything that a notice names, and its proof that all was looked at."""
    looked = looked_at(now.rules, now.checks, now.case.form)
    return {
        "items": tuple(one.text for one in now.wrong),
        "looked": tuple(looked),
        "proof": proof(text_of(now.rules), looked),
        "until": in_working_days(hall, SETTINGS.of(hall).notice_for),
    }


def further_notice(hall: UnitOfWork, now: CaseNow, given: Given) -> dict[str, Any]:
    """Return what a further notice names, and what of it an earlier one could have named."""
    earlier = [one for told in notices_of(hall, now.case.id) for one in told.items]
    new = newly_named(earlier, now.wrong)
    return {
        **notice(hall, now, given),
        "notice": now.case.notices + 1,
        "new": tuple(one.text for one in new),
    }


def approved(_hall: UnitOfWork, _now: CaseNow, given: Given) -> dict[str, Any]:
    """Refuse an approval of what is not accurate, complete and compliant."""
    if not all(given.marks.get(name) for name in MARKS):
        raise MarksWanted
    return {}


def sent_back(_hall: UnitOfWork, now: CaseNow, given: Given) -> dict[str, Any]:
    """Return which fields want something; refuse a return of what has all three marks."""
    if all(given.marks.get(name) for name in MARKS):
        raise MarksWanted
    known = {*(one.code for one in now.rules.fields), *(one.code for one in now.rules.materials)}
    return {"fields": tuple(code for code in given.fields if code in known)}


def released(hall: UnitOfWork, now: CaseNow, _given: Given) -> dict[str, Any]:
    """Return why a case is released without a review."""
    found = lots(hall, now.case)
    return {"why": found.why.value, "head": found.head}


def escalated(hall: UnitOfWork, _now: CaseNow, _given: Given) -> dict[str, Any]:
    """Return until when the supervisor answers."""
    return {"answer_by": hall.at + timedelta(minutes=SETTINGS.of(hall).answer_within)}


def answered(_hall: UnitOfWork, now: CaseNow, _given: Given) -> dict[str, Any]:
    """Return who had asked."""
    return {"asked_by": now.case.escalated_by}


def stopped(hall: UnitOfWork, now: CaseNow, _given: Given) -> dict[str, Any]:
    """Return until when the time stands still at most."""
    return {"until": in_working_days(hall, now.rules.stopped)}


def gone_on(hall: UnitOfWork, now: CaseNow, _given: Given) -> dict[str, Any]:
    """Return the limit that runs from now on: later by the working days on which it stood still."""
    stops = stops_of(hall, now.case.id)
    which = next(number for number, one in stops.items() if one.until is None)
    ended = [type(one)(one.since, one.until or hall.at) for one in stops.values()]
    days = (now.rules.days or 0) + (now.rules.longer if now.case.extended else 0)
    until = due(hall_now(hall).settings, now.case.accepted_at or hall.at, days, ended)
    return {"stop": which, "since": now.case.stopped_at, "due_at": until}


def extended(hall: UnitOfWork, now: CaseNow, _given: Given) -> dict[str, Any]:
    """Return the limit once it is extended."""
    days = (now.rules.days or 0) + now.rules.longer
    return {"due_at": due(hall_now(hall).settings, now.case.accepted_at or hall.at, days, now.stops)}


RECKONED: Final[Mapping[str, Callable[[UnitOfWork, CaseNow, Given], dict[str, Any]]]] = {
    "accept": accepted,
    "accept_on_promise": promised,
    "give_notice": notice,
    "give_further_notice": further_notice,
    "approve": approved,
    "send_back": sent_back,
    "release": released,
    "escalate": escalated,
    "answer": answered,
    "stop_time": stopped,
    "resume_time": gone_on,
    "extend": extended,
}


def notice_over(hall: UnitOfWork, case: int) -> None:
    """Note that what was missing did not come in time."""
    hall.record(NoticeRanOut(case=case))


def limit_over(hall: UnitOfWork, case: int) -> None:
    """Note that a case is late."""
    hall.record(CaseLate(case=case))


def answer_over(hall: UnitOfWork, case: int) -> None:
    """Note that nobody answered."""
    hall.record(EscalationLate(case=case))


def stop_over(hall: UnitOfWork, case: int) -> None:
    """Let the time run again: it stood still for as long as it may."""
    now = now_of(hall, any_case(hall, case))
    hall.record(CaseGoesOn(case=case, **gone_on(hall, now, Given())))
