"""What a hall says is found in the office, Chinese by two characters, by whoever may read it, on either database."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import delete

from server.feature.findable import Document, Findable
from server.feature.parts import Feature
from server.features import FEATURES
from server.floor.commands.settings import save_service
from server.floor.events.settings import ServiceSet
from server.floor.hallfile import Service
from server.floor.reads.halls import service_of, service_texts
from server.search.indexing import JOB
from server.search.reads import find
from server.search.tables import search_documents
from server.search.terms import asked_by
from server.security.actors import SYSTEM
from server.security.rights import May
from server.store.backup import backup, restore
from server.store.engine import Database
from server.store.hall import Store, UnitOfWork
from tests.inside import Inside
from tests.inside_office import page, words

ROLES = ("clerk1", "reviewer", "supervisor", "manager", "auditor", "admin")
SECRET = {"zh-Hant": "密語", "zh-Hans": "密语", "en": "secret word"}
OF_THE_JOURNAL = Findable(
    "secrets",
    "Secrets",
    lambda _hall, _key: [Document("one", SECRET, "journal")],
    changed_by={ServiceSet: None},
    may=May.READ_JOURNAL,
)


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall on either database, with something that only readers of the journal may find."""
    url = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    made = Inside(tmp_path, database=url, features=(*FEATURES, Feature("secrets", finds=(OF_THE_JOURNAL,))))
    made.floor.scheduler.now(JOB)
    yield made
    assert made.faults() == []
    made.close()


def asks(hall: Inside, who: str, asked: str, language: str = "en") -> str:
    """Return the page of what was found."""
    return page(hall, who, f"find?{urlencode({'q': asked})}", language)


def found(hall: Inside, who: str, asked: str, language: str = "en") -> dict[str, list[str]]:
    """Return heading → titles of what somebody finds."""
    _, *sections = asks(hall, who, asked, language).split('<section class="part">')
    return {
        words(section.partition("</h2>")[0]).strip(): [
            html.unescape(title) for title in re.findall(r"<b>(.*?)</b>", section)
        ]
        for section in sections
    }


def says(work: UnitOfWork, service: Service) -> None:
    """Have a service be what is given."""
    save_service(work, service, before=service_texts(work)[service.code])


def taken_back(hall: Inside, service: Service) -> None:
    """Have a service be what is given, and fail before it is."""
    with hall.store.hall(hall.hall, SYSTEM) as work:
        says(work, service)
        raise RuntimeError


def version(hall: Inside) -> int:
    """Return the hall's version, which grows with all that is written."""
    with hall.store.look(hall.hall) as sight:
        return sight.version


@pytest.mark.parametrize(
    ("asked", "services"),
    [
        ("戶口", ["A Household registration"]),
        ("户口", ["A Household registration"]),
        ("謄本", ["B ID and documents"]),
        ("誊本", ["B ID and documents"]),
        ("bank cov", ["D Benefits"]),
        ("BENEF", ["D Benefits"]),
        ("存摺 補助", ["D Benefits"]),
        ("章", ["A Household registration"]),
    ],
)
def test_services_are_found(hall: Inside, asked: str, services: list[str]) -> None:
    """By two characters in either script, by beginnings in any case, by what stands in its lines."""
    assert found(hall, "clerk1", asked).get("Services") == services


def test_it_is_found_as_soon_as_it_is_said(hall: Inside) -> None:
    """The index follows in the transaction of the fact: not if that is refused; and what is gone is gone."""
    assert found(hall, "clerk1", "渡輪") == {}
    with hall.store.look(hall.hall) as sight:
        before = service_of(sight, "A")
    ferry = before.model_copy(update={"about": {"zh-Hant": "渡輪票", "zh-Hans": "渡轮票", "en": "Ferry"}})
    with pytest.raises(RuntimeError):
        taken_back(hall, ferry)
    assert found(hall, "clerk1", "渡輪") == {}
    with hall.store.hall(hall.hall, SYSTEM) as work:
        says(work, ferry)
    assert found(hall, "clerk1", "渡轮") == {"Services": ["A Household registration"]}
    assert found(hall, "clerk1", "結婚").get("Services") is None
    with hall.store.hall(hall.hall, SYSTEM) as work:
        says(work, before)
    assert found(hall, "clerk1", "渡輪") == {}


def test_who_may_not_read_it_does_not_find_it(hall: Inside) -> None:
    """Each role finds what it may read, and follows only to where it may go."""
    for who in ROLES:
        there = found(hall, who, "密語")
        assert there == ({"Secrets": ["secret word"]} if who in {"supervisor", "auditor"} else {}), who
        assert "Secrets" not in asks(hall, who, "") or who in {"supervisor", "auditor"}
        told = asks(hall, who, "戶口")
        assert ('href="/office/main/services/A"' in told) == (who == "admin"), who
        assert "A Household registration" in told
        assert 'href="/office/main/plans/crowding"' in asks(hall, who, "crowd"), who


def test_the_line_that_was_meant_is_shown(hall: Inside) -> None:
    """Under the title stands what has the words, in the reader's language; all, for who cannot open where it stands."""
    told = html.unescape(asks(hall, "admin", "存摺"))
    assert "Copy of the bank book's cover" in told
    assert "Supporting papers" not in told
    assert "存折封面复印件" in asks(hall, "admin", "bank", "zh-CN")
    assert "Supporting papers" in asks(hall, "clerk1", "存摺")
    assert found(hall, "clerk1", "預約", "zh-TW")["公告"] == ["公告 1"]


def test_nothing_found_says_what_to_try(hall: Inside) -> None:
    """Neither nothing, nor signs, nor markup, nor a wrong word is an error."""
    assert "Looked through here: Services, Notices, Emergency plans." in words(asks(hall, "clerk1", " "))
    for asked in ("葡萄牙", "\"'*&|!:()", "<b>xx</b>", "' OR 7777=7777", "NEAR(xx yy)"):
        told = words(asks(hall, "clerk1", asked))
        assert f"Nothing found for “{asked}”." in told
        assert "of Chinese two characters are enough" in told


def test_it_is_made_anew_from_the_rows(hall: Inside) -> None:
    """An index that is empty, as after the first start of this program, is filled, and wakes no screen."""
    with hall.store.database.writing() as connection:
        connection.execute(delete(search_documents))
    assert found(hall, "clerk1", "戶口") == {}
    before = version(hall)
    hall.floor.scheduler.now(JOB)
    assert found(hall, "clerk1", "戶口") == {"Services": ["A Household registration"]}
    assert version(hall) == before  # no screen shows it: none is woken


def test_it_comes_back_with_a_backup(hall: Inside, tmp_path: Path) -> None:
    """Restored, it is searched at once, and follows what changes then."""
    backup(hall.store.database, tmp_path / "kept.db")
    database = Database(f"sqlite:///{tmp_path}/again.db")
    restore(database, tmp_path / "kept.db")
    again = Store(database, hall.clock)
    with again.look(hall.hall) as sight:
        there = find(sight, [OF_THE_JOURNAL], asked_by("密語"))
        assert [hit.title for group in there for hit in group.hits] == [SECRET]
    database.close()
