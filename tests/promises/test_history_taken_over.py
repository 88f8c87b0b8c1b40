"""Promise: what another system's log teaches of services is taken over as facts, until the hall has its own."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.evaluation.importing import import_history
from server.floor.commands.forecasting import lesson
from server.floor.reads.figures import former_times
from server.kernel.refusals import Fault
from tests.inside import Inside

HEAD = "arrived,class,service,called,counter,ended,outcome\n"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall."""
    made = Inside(tmp_path)
    yield made
    made.close()


def a_log(path: Path, seconds: int, services: tuple[str, ...] = ("NW", "C")) -> Path:
    """Write a log of two Mondays: twenty customers of each service, each served for so many seconds."""
    rows = [
        f"2026-03-{day:02} 09:{nth:02}:00,standard,{service},2026-03-{day:02} 09:{nth:02}:30,1,"
        f"2026-03-{day:02} 09:{nth + seconds // 60:02}:{30 + seconds % 60},done\n"
        for service in services
        for day in (2, 9)
        for nth in range(10, 20)
    ]
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return path


def means(hall: Inside) -> dict[str, float]:
    """Return how long each service is expected to keep its counter."""
    with hall.store.look(hall.hall) as sight:
        found: dict[str, float] = json.loads(lesson(sight).data)["means"]
    return found


def test_times_are_taken_over_and_replaced(hall: Inside, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From then on a service takes what it took there; of two logs only the last one counts; each is in the journal."""
    before = means(hall)
    log = a_log(tmp_path / "log.csv", 129)
    assert import_history(hall.store, hall.hall, log, ["NW=B"]) == 0
    assert capsys.readouterr().out == (
        "B: 20 customers of 2 days, 20 service times\nC: 20 customers of 2 days, 20 service times\n"
    )
    after = means(hall)
    assert {code for code in after if after[code] != before[code]} == {"B", "C"}
    assert before["B"] == pytest.approx(7 * 60 + 30)
    assert after["B"] == pytest.approx((8 * (7 * 60 + 30) + 20 * 129) / 28, abs=0.1)
    assert import_history(hall.store, hall.hall, a_log(log, 250), ["NW=B"]) == 0
    assert means(hall)["B"] == pytest.approx((8 * (7 * 60 + 30) + 20 * 250) / 28, abs=0.1)
    assert hall.journal()[-4:] == ["HistoryImported"] * 4
    assert hall.faults() == []


def test_own_times_take_their_place(hall: Inside, tmp_path: Path) -> None:
    """What was taken over fills up what the hall's own times lack."""
    import_history(hall.store, hall.hall, a_log(tmp_path / "log.csv", 129), ["NW=B"])
    hall.at_counter("3", "open")
    hall.ticket("B")
    hall.at_counter("3", "call")
    hall.at_counter("3", "start")
    hall.later(600)
    hall.at_counter("3", "finish")
    assert means(hall)["B"] == pytest.approx((8 * 450 + 600 + 20 * 129) / 29, abs=0.1)
    with hall.store.look(hall.hall) as sight:
        assert former_times(sight)["B"] == [129] * 20


def test_services_that_the_hall_has_not_are_named(
    hall: Inside, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With how to say which one is meant; where none is known nothing is taken over."""
    log = a_log(tmp_path / "log.csv", 129)
    assert import_history(hall.store, hall.hall, log, []) == 0
    told = capsys.readouterr()
    assert "this hall has no service NW; name its letter with --service NW=…" in told.err
    assert told.out.startswith("C: 20 customers")
    with pytest.raises(Fault, match="no service of the log is one of this hall's, which are A, B"):
        import_history(hall.store, hall.hall, a_log(log, 129, ("X",)), [])
    with pytest.raises(Fault, match="--service NW: write the log's service, ="):
        import_history(hall.store, hall.hall, log, ["NW"])
    log.write_text("arrived,service\n", encoding="utf-8")
    assert import_history(hall.store, hall.hall, log, []) == 2
