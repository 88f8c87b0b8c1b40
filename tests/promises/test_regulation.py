"""Promise: every clause of the regulation stands on one board with its evidence of this minute, from records."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server.compliance.feature import all_evidence, without_reason
from server.compliance.reads import ClauseSeen, board
from server.compliance.standing import Standing
from server.feature.clauses import by_id
from server.feature.evidence import Evidence, Looked, Span
from server.feature.parts import Feature
from server.features import FEATURES
from server.kernel.languages import LANGUAGES
from server.office.taking import unchanged
from server.store.hall import HallSnapshot
from tests.inside import Inside
from tests.inside_office import browser_of, page, sends, words
from tests.rated import follow_ups, on_a_wednesday, serves, touches

CHAPTERS = [6, 13, 10, 11, 13, 5, 9, 9]
KEPT, AT_RISK, BROKEN, NOTHING = Standing
WHY = "The archive is being moved until the end of the week."


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """The hall, on either database; whatever happened, its history is whole."""
    database = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    made = on_a_wednesday(tmp_path, database)
    yield made
    assert made.faults() == []
    made.close()


def clauses(hall: Inside) -> dict[str, ClauseSeen]:
    """Return the board of now."""
    with hall.store.look(hall.hall) as sight:
        return {one.id: one for one in board(sight, all_evidence(FEATURES))}


def stands(hall: Inside, clause: str) -> Standing:
    """Return how a clause stands now."""
    return clauses(hall)[clause].standing


def passes(hall: Inside, **span: float) -> None:
    """Let time pass; sign-ins of before are over."""
    hall.later(timedelta(**span).total_seconds())
    hall.tokens = {who: token for who, token in hall.tokens.items() if who in {"kiosk", "tablet:3"}}


def test_every_clause_is_there_once() -> None:
    """Seventy-six in eight chapters, each in three languages, with evidence or the reason why there is none."""
    assert len(by_id()) == 76
    assert [sum(one.chapter == number for one in by_id().values()) for number in range(1, 9)] == CHAPTERS
    assert [one.clause.id for one in by_id().values() if not all(one.clause.text[way] for way in LANGUAGES)] == []
    assert [name for name, one in by_id().items() if not name.startswith(f"R{one.chapter}.")] == []
    assert without_reason(all_evidence(FEATURES)) == set()


def test_evidence_of_no_clause_is_refused() -> None:
    """A feature that names a clause that there is not does not start."""
    strange = Evidence("strange", ("R9.9",), "what", lambda _hall, _span: Looked(0))
    with pytest.raises(ValueError, match=re.escape("R9.9")):
        all_evidence([*FEATURES, Feature("strange", evidence=(strange,))])


def test_an_opinion_is_answered_late_and_mended(hall: Inside) -> None:
    """Nothing, kept, at risk in its last hours until the limit itself, then broken; mended by better weeks."""
    assert stands(hall, "R6.2.1") is NOTHING
    receipt = hall.told(
        "kiosk", "POST", "/halls/main/opinions", {"kind": "idea", "words": "More chairs", "language": "en"}
    )
    assert stands(hall, "R6.2.1") is KEPT
    passes(hall, days=7, hours=6)
    assert stands(hall, "R6.2.1") is AT_RISK
    passes(hall, hours=1)
    assert stands(hall, "R6.2.1") is AT_RISK
    passes(hall, microseconds=1)
    assert (stands(hall, "R6.2.1"), clauses(hall)["R6.2.1"].seen[0].looked.late) == (BROKEN, 1)  # type: ignore[union-attr]  # it was looked at
    hall.told("manager", "POST", f"/halls/main/opinions/{receipt['id']}/answer", {"text": "They are ordered."})
    assert (stands(hall, "R6.2.1"), clauses(hall)["R6.2.1"].seen[0].looked.broken) == (BROKEN, 1)  # type: ignore[union-attr]  # likewise
    passes(hall, days=29)
    assert stands(hall, "R6.2.1") is NOTHING


def test_a_low_rating_waits_for_too_long(hall: Inside) -> None:
    """Contacted in time it is kept; one that nobody contacts breaks it, and its record is one press away."""
    assert stands(hall, "R2.2.5") is NOTHING
    serves(hall)
    touches(hall, 2, contact="0912 345 678")
    assert stands(hall, "R2.2.5") is KEPT
    (one,) = follow_ups(hall)
    hall.told("supervisor", "POST", f"/halls/main/follow-ups/{one['id']}/contacted", {"note": "Called back."})
    passes(hall, days=1, seconds=1)
    assert stands(hall, "R2.2.5") is KEPT
    hall.at_counter("3", "open")
    serves(hall)
    touches(hall, 1, contact="0912 345 679")
    passes(hall, days=1, hours=8)
    assert stands(hall, "R2.2.5") is BROKEN
    told = page(hall, "supervisor", "regulation/R2.2.5")
    assert re.findall(r"/office/main/follow-ups/\d+", told)
    assert "open, and late" in words(told)


def test_calls_out_of_order_and_slow_starts(hall: Inside) -> None:
    """Calls by the rule are kept; one of three out of order breaks the clause; who came late to the counter counts."""
    assert (stands(hall, "R1.3.2"), stands(hall, "R4.1.1")) == (NOTHING, NOTHING)
    serves(hall)
    assert (stands(hall, "R1.3.2"), stands(hall, "R3.3.2"), stands(hall, "R4.1.1")) == (KEPT, KEPT, KEPT)
    first, second = hall.ticket(), hall.ticket()
    hall.at_counter("3", "call", ticket=second["ticket"]["id"], reason="Her train leaves.")
    for act in ("start", "finish"):
        hall.at_counter("3", act)
    assert (stands(hall, "R1.3.2"), stands(hall, "R3.3.2")) == (BROKEN, BROKEN)
    assert f"visits/{second['ticket']['id']}" in page(hall, "auditor", "regulation/R1.3.2")
    assert first["ticket"]["number"] not in words(page(hall, "auditor", "regulation/R1.3.2"))


def test_a_counter_is_left_alone(hall: Inside) -> None:
    """Back within ten minutes is kept; ten minutes and a second are late, and broken when the clerk is back."""
    assert stands(hall, "R3.1.2") is NOTHING
    hall.at_counter("3", "pause", reason="break")
    passes(hall, minutes=10)
    assert stands(hall, "R3.1.2") is KEPT
    passes(hall, seconds=1)
    assert stands(hall, "R3.1.2") is BROKEN
    hall.at_counter("3", "open")
    one = clauses(hall)["R3.1.2"].seen[0].looked
    assert one is not None
    assert (one.population, one.broken, one.late, one.kept) == (1, 1, 0, 0)


def test_an_incident_is_led_in_time_and_reviewed(hall: Inside) -> None:
    """Taken in hand within a minute is kept; the next one that nobody takes breaks it; drills count for themselves."""
    assert {stands(hall, clause) for clause in ("R8.3.1", "R8.3.2", "R8.3.3", "R8.3.5", "R8.2.2")} == {NOTHING}
    raised = hall.told("supervisor", "POST", "/halls/main/incidents", {"kind": "crowding"})
    hall.told("supervisor", "POST", f"/halls/main/incidents/{raised['id']}/moves/acknowledge", {})
    assert (stands(hall, "R8.3.1"), stands(hall, "R8.3.2")) == (KEPT, KEPT)
    passes(hall, minutes=9)
    assert (stands(hall, "R8.3.1"), stands(hall, "R8.3.2")) == (KEPT, BROKEN)  # its other steps had five and eight


def test_a_look_that_fails_takes_nothing_with_it(tmp_path: Path) -> None:
    """The clause says that it could not be looked at, and counts as at risk; the others are looked at."""

    def fails(hall: HallSnapshot, _span: Span) -> Looked:
        hall.connection.exec_driver_sql("SELECT nothing FROM nowhere")
        return Looked(1)

    broken = Evidence("fails", ("R1.1",), "what", fails)
    hall = on_a_wednesday(tmp_path)
    serves(hall)
    with hall.store.look(hall.hall) as sight:
        seen = {one.id: one for one in board(sight, [broken, *all_evidence(FEATURES)])}
    assert (seen["R1.1"].standing, seen["R1.1"].seen[0].looked) == (AT_RISK, None)
    assert seen["R4.1.1"].standing is KEPT
    hall.close()


def test_a_silent_source_is_a_risk(hall: Inside) -> None:
    """Calls of Wednesday are kept on Friday; with no more of them the clause is at risk the week after."""
    serves(hall)
    passes(hall, days=2)
    assert stands(hall, "R4.1.1") is KEPT
    passes(hall, days=3)
    assert stands(hall, "R4.1.1") is AT_RISK
    assert "nothing new for longer than usual" in words(page(hall, "manager", "regulation/R4.1.1"))


def test_a_waiver_has_a_reason_and_an_end_and_changes_nothing(hall: Inside) -> None:
    """The manager alone; the state is counted all the same; it runs out, or is ended; the journal has no reason."""
    day = (hall.clock.now() + timedelta(days=3)).date().isoformat()
    assert sends(hall, "supervisor", "regulation/R8.2.1", reason=WHY, until=day)[0] == 403
    status, told = sends(hall, "manager", "regulation/R8.2.1", reason="no", until="2031-01-01")
    assert (status, "Say in a sentence" in words(told), "Choose a day" in words(told)) == (422, True, True)
    before = stands(hall, "R8.2.1")
    assert sends(hall, "manager", "regulation/R8.2.1", reason=WHY, until=day)[0] == 200
    assert sends(hall, "manager", "regulation/R8.2.1", reason=WHY, until=day)[0] == 409
    assert WHY in words(page(hall, "auditor", "regulation/R8.2.1"))
    assert (stands(hall, "R8.2.1"), "waived until" in words(page(hall, "auditor", "regulation"))) == (before, True)
    assert WHY not in hall.asks("auditor", "GET", "/halls/main/journal?limit=1000").text
    assert sends(hall, "manager", "regulation/R8.2.1", end="yes")[0] == 200
    assert "waived until" not in words(page(hall, "auditor", "regulation"))
    assert sends(hall, "manager", "regulation/R8.2.1", end="yes")[0] == 404
    assert sends(hall, "manager", "regulation/R6.1.1", reason=WHY, until=day)[0] == 200
    passes(hall, days=4)
    assert "waived until" not in words(page(hall, "auditor", "regulation"))


def test_the_auditor_takes_it_away(hall: Inside) -> None:
    """JSON names the journal's head that it was made at; the CSV is signed; both are in the journal."""
    serves(hall)
    browser = browser_of(hall, "auditor")
    head = hall.told("auditor", "GET", "/halls/main/journal?limit=1000")["items"][-1]
    found = json.loads(browser.get("/office/main/regulation/board.json").data)
    assert found["journal"] == {"seq": head["seq"], "hash": head["hash"]}
    assert [one["clause"] for one in found["clauses"]] == list(by_id())
    answered = next(one for one in found["clauses"] if one["clause"] == "R4.1.1")["looks"][0]
    assert (answered["population"], answered["kept"], answered["standing"]) == (1, 1, "kept")
    content = browser.get("/office/main/regulation/board.csv").data
    assert unchanged(content, hall.authenticator.signer)
    assert not unchanged(content.replace(b"R1.1", b"R1.9"), hall.authenticator.signer)
    assert hall.journal()[-2:] == ["FileTaken", "FileTaken"]


def test_as_of_a_day_that_is_over(hall: Inside) -> None:
    """What was late on Thursday was not on Wednesday; what can be looked at as of now only says so."""
    hall.at_counter("3", "pause", reason="break")
    passes(hall, days=1)
    today = page(hall, "auditor", "regulation/R3.1.2")
    before = page(hall, "auditor", "regulation/R3.1.2?on=2026-11-24")
    assert ("open, and late" in words(today), "Nothing of this happened" in words(before)) == (True, True)
    assert "as of now only" in words(page(hall, "auditor", "regulation/R8.1.1?on=2026-11-24"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_in_each_language(tmp_path: Path, language: str) -> None:
    """Each clause with its text; how many stand in which way adds up to all."""
    hall = on_a_wednesday(tmp_path)
    told = page(hall, "supervisor", "regulation", language)
    assert [one for one in by_id() if f'id="{one}"' not in told] == []
    assert [one.clause.id for one in by_id().values() if one.clause.text[language] not in told] == []
    numbers = [int(one) for one in re.findall(r"<a[^>]*><b>(\d+)</b>", told)]
    assert (numbers[0], sum(numbers[1:])) == (76, 76)
    broken = page(hall, "supervisor", "regulation?show=nothing", language)
    assert broken.count('class="id num"') == numbers[-1]
    hall.close()
