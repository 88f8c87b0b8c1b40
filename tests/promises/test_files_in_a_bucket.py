"""Promise: files in a bucket are as safe as in the database: sealed, whole in a backup, gone in time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server.emergency.commands.photos import KEPT_FOR
from server.files.keeping import PIECE, FilesOutOfReach, bring_home, choose, erase, move_out
from server.kernel.refusals import Fault
from server.kernel.settings import Settings
from server.store.backup import backup, restore
from server.store.engine import Database
from tests.inside import Inside
from tests.promises.test_files_kept import gives, incident_of, photo, picture, rows
from tests.s3 import BUCKET, KEY, SECRET, ObjectStore


@pytest.fixture
def bucket() -> Iterator[ObjectStore]:
    """A store in which this process keeps files."""
    with ObjectStore() as store:
        choose(settings(store), reach=True)
        yield store
    choose(Settings())


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still."""
    made = Inside(tmp_path)
    yield made
    made.close()


def settings(store: ObjectStore, **other: str) -> Settings:
    """Return the settings that name the test's bucket."""
    named = {
        "files": f"s3://{BUCKET}/of the hall",
        "files_endpoint": store.url,
        "files_access_key": KEY,
        "files_secret_key": SECRET,
    }
    return Settings(**{**named, **other})  # type: ignore[arg-type]  # all of them are text


def test_a_file_is_shown_from_the_bucket_and_nothing_of_it_can_be_read_there(hall: Inside, bucket: ObjectStore) -> None:
    """Its pieces are sealed, and none of them stands in the database."""
    content, incident = picture(), incident_of(hall)
    assert gives(hall, "clerk3", incident, content).status_code == 303
    assert photo(hall, "supervisor", incident, hall.last()).data == content
    assert len(bucket.objects) > 2
    assert rows(hall) == (1, 0)
    assert all(name.startswith(f"of the hall/{hall.hall}/") for name in bucket.objects)
    assert content[PIECE : PIECE + 64] not in b"".join(bucket.objects.values())
    assert hall.faults() == []


def test_it_is_gone_from_the_bucket_when_its_time_is_over(hall: Inside, bucket: ObjectStore) -> None:
    """A bucket that does not answer just then is asked again, and the file is nobody's meanwhile."""
    incident = incident_of(hall)
    gives(hall, "clerk3", incident, picture())
    hall.clock.forward((KEPT_FOR + timedelta(hours=1)).total_seconds())
    bucket.silent = True
    with pytest.raises(FilesOutOfReach):
        erase(hall.store)
    assert photo(hall, "supervisor", incident, hall.last()).status_code == 404
    bucket.silent = False
    assert erase(hall.store) == 1
    assert bucket.objects == {}
    assert rows(hall) == (0, 0)


def test_a_backup_holds_what_is_in_the_bucket(hall: Inside, bucket: ObjectStore, tmp_path: Path) -> None:
    """It is brought back where there is no bucket at all."""
    content, incident = picture(), incident_of(hall)
    gives(hall, "clerk3", incident, content)
    number = hall.last()
    backup(hall.store.database, tmp_path / "kept.db", more=bring_home)
    restored = Database(f"sqlite:///{tmp_path}/again.db")
    restore(restored, tmp_path / "kept.db")
    restored.close()
    choose(Settings())
    again = Inside(tmp_path, database=f"sqlite:///{tmp_path}/again.db")
    assert photo(again, "supervisor", incident, number).data == content
    again.close()
    assert bucket.objects


def test_what_stands_in_the_database_is_moved(hall: Inside, bucket: ObjectStore) -> None:
    """A hall that began without a bucket goes on with one, and loses no photo on the way."""
    here = settings(bucket)
    choose(Settings())
    content, incident = picture(), incident_of(hall)
    gives(hall, "clerk3", incident, content)
    _, pieces = rows(hall)
    choose(here)
    assert photo(hall, "supervisor", incident, hall.last()).data == content
    assert move_out(hall.store) == pieces == len(bucket.objects)
    assert rows(hall) == (1, 0)
    assert photo(hall, "supervisor", incident, hall.last()).data == content
    assert move_out(hall.store) == 0


def test_a_bucket_that_does_not_answer_is_told_and_nothing_is_kept(hall: Inside, bucket: ObjectStore) -> None:
    """The clerk is told to try again; afterwards it is as if nothing had been."""
    incident = incident_of(hall)
    before, bucket.silent = hall.last(), True
    refused = gives(hall, "clerk3", incident, picture())
    assert refused.status_code == 503
    assert "The store of files does not answer" in refused.text
    assert hall.last() == before
    bucket.silent = False
    assert gives(hall, "clerk3", incident, picture()).status_code == 303


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"files": "s3:/nothing"}, "s3://BUCKET/FOLDER"),
        ({"files_access_key": ""}, "FLOOR_FILES_ACCESS_KEY"),
        ({"files_secret_key": "another"}, "look at FLOOR_FILES_ENDPOINT and the keys"),
        ({"files": "s3://of-nobody"}, "there is no bucket “of-nobody”"),
    ],
)
def test_a_bucket_that_is_half_named_stops_the_start(bucket: ObjectStore, wrong: dict[str, str], said: str) -> None:
    """It says what to look at."""
    with pytest.raises(Fault, match=said):
        choose(settings(bucket, **wrong), reach=True)
