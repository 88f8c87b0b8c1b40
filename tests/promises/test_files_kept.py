"""A file is what its content says, unreadable without the key, there with its fact, in each backup, gone in time."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from server.emergency.commands.photos import KEPT_FOR, MOST, add_photo
from server.emergency.refusals import UnknownIncident
from server.files.keeping import MEBI, PICTURES, PIECE, FileGone, WrongKind, erase, keep, known, pieces_of, put
from server.files.tables import file_pieces, files
from server.files.thumbnails import BESIDE
from server.security.actors import SYSTEM, Actor, ActorKind
from server.security.rights import Role
from server.store.backup import backup, restore
from server.store.engine import Database
from tests.inside import Inside
from tests.inside_office import browser_of, page, words

ORIENTATION, CAMERA = 0x0112, 0x010F  # of what a camera writes (Exif)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still."""
    made = Inside(tmp_path)
    yield made
    made.close()


def picture(kind: str = "JPEG", side: int = 900) -> bytes:
    """Return a picture of several pieces that no compression makes smaller."""
    made = io.BytesIO()
    Image.effect_noise((side, side), 90).save(made, kind, quality=95)
    return made.getvalue()


def incident_of(hall: Inside, **more: object) -> int:
    """Raise an incident at counter 3; return its number."""
    hall.at_counter("3", "open")
    raised = hall.told("clerk3", "POST", "/halls/main/incidents", {"kind": "threat", **more})
    return int(raised["id"] if raised else hall.last())


def gives(hall: Inside, who: str, incident: int, content: bytes | None, name: str = "a.jpg") -> TestResponse:
    """Add a photo to an incident in the office."""
    browser = browser_of(hall, who)
    browser.get("/api/v1/session")
    proof = browser.get_cookie("floor_csrf")
    assert proof is not None
    kind, body = sent(content, name, csrf=proof.value)
    address = f"/office/main/incidents/{incident}/photos"
    return browser.post(address, data=body, content_type=kind, headers={"Accept-Language": "en"})


def sent(content: bytes | None, name: str = "a.jpg", **fields: str) -> tuple[str, bytes]:
    """Return a form with a file as a browser sends it: its kind and its body."""
    form: dict[str, object] = dict(fields)
    if content is not None:
        form["photo"] = FileStorage(io.BytesIO(content), filename=name, content_type="image/jpeg")
    mark, body = encode_multipart(form)
    return f"multipart/form-data; boundary={mark}", body


def photo(hall: Inside, who: str, incident: int, number: int) -> TestResponse:
    """Look at a photo."""
    return browser_of(hall, who).get(
        f"/office/main/incidents/{incident}/photos/{number}", headers={"Accept-Language": "en"}
    )


def rows(hall: Inside) -> tuple[int, int]:
    """Return how many files are kept, in how many pieces."""
    with hall.store.database.reading() as connection:
        return len(connection.execute(files.select()).all()), len(connection.execute(file_pieces.select()).all())


def test_a_photo_belongs_to_its_incident(hall: Inside, tmp_path: Path) -> None:
    """Whoever works on it adds one, whoever may know of it sees it as it was given; no byte stands in the open."""
    content, incident = picture(), incident_of(hall)
    assert len(content) > 2 * PIECE
    assert gives(hall, "clerk3", incident, content).status_code == 303
    number = hall.last()
    shown = photo(hall, "supervisor", incident, number)
    assert (shown.data, shown.mimetype) == (content, "image/jpeg")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    listed = page(hall, "supervisor", f"incidents/{incident}")
    assert "A photo was added." in words(listed)
    assert f'/photos/{number}/small" alt="See the photo"' in listed
    middle = content[PIECE : PIECE + 64]
    kept = b"".join(one.read_bytes() for one in tmp_path.glob("floor.db*"))
    assert (middle in content, middle in kept) == (True, False)
    assert "A photo was added." in words(page(hall, "auditor", "journal"))
    assert hall.faults() == []


def test_a_photo_is_listed_in_small(hall: Inside) -> None:
    """Upright and without what the camera wrote of place and time; what no program can open is no picture."""
    incident, exif = incident_of(hall), Image.Exif()
    exif[ORIENTATION], exif[CAMERA] = 6, "of somebody"
    made = io.BytesIO()
    Image.effect_noise((1200, 600), 90).save(made, "JPEG", exif=exif)
    gives(hall, "clerk3", incident, made.getvalue())
    whole = photo(hall, "clerk3", incident, hall.last())
    small = browser_of(hall, "clerk3").get(f"/office/main/incidents/{incident}/photos/{hall.last()}/small")
    assert (small.status_code, small.mimetype) == (200, "image/jpeg")
    with Image.open(io.BytesIO(small.data)) as shown:
        assert shown.size == (160, 320)
        assert not dict(shown.getexif())
    assert len(small.data) < len(whole.data) / 10
    gives(hall, "clerk3", incident, picture()[:5000])
    broken = browser_of(hall, "clerk3").get(f"/office/main/incidents/{incident}/photos/{hall.last()}/small")
    assert broken.status_code == 404
    BESIDE.stop()


def test_a_silent_incidents_photo_is_unknown_to_others(hall: Inside) -> None:
    """Neither seen nor added by whoever may not know of it."""
    incident = incident_of(hall, silent=True)
    assert gives(hall, "supervisor", incident, picture(side=64)).status_code == 303
    number = hall.last()
    assert photo(hall, "manager", incident, number).status_code == 200
    assert photo(hall, "clerk1", incident, number).status_code == 404
    assert gives(hall, "clerk1", incident, picture(side=64)).status_code == 404
    clerk = Actor(ActorKind.STAFF, 999, Role.CLERK, frozenset({hall.hall}))
    with pytest.raises(UnknownIncident), hall.store.hall(hall.hall, clerk) as work:
        add_photo(work, incident=incident, file="")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_known_by_its_content(hall: Inside, kind: str) -> None:
    """Under whatever name it came."""
    incident = incident_of(hall)
    assert gives(hall, "clerk3", incident, picture(kind, 64), "a.exe").status_code == 303
    assert photo(hall, "clerk3", incident, hall.last()).mimetype == f"image/{kind.lower()}"


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (None, 422, "Choose a picture first."),
        (b"", 422, "none of: JPEG, PNG, WEBP"),
        (b"<html><script>alert(1)</script>", 422, "none of: JPEG, PNG, WEBP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422, "none of: JPEG, PNG, WEBP"),
        (b"\xff\xd8\xff\xe0" + bytes(MOST), 413, "8 MB at most"),
        (b"\xff\xd8\xff\xe0" + bytes(MOST + MEBI), 413, "larger than anything"),
    ],
    ids=["nothing", "empty", "a page", "a drawing", "a little too large", "far too large"],
)
def test_what_is_no_picture_is_refused(hall: Inside, content: bytes | None, status: int, said: str) -> None:
    """Whatever its name says; nothing is kept, and the page says what to do."""
    incident = incident_of(hall)
    before = hall.last()
    answer = gives(hall, "clerk3", incident, content)
    assert (answer.status_code, said in words(answer.text)) == (status, True), words(answer.text)
    assert (rows(hall), hall.last()) == ((0, 0), before)


def test_a_stranger_sends_no_long_body(hall: Inside) -> None:
    """Only for staff there is room for a file."""
    incident = incident_of(hall)
    kind, body = sent(bytes(MEBI))
    address = f"/office/main/incidents/{incident}/photos"
    answer = hall.app.test_client().post(address, data=body, content_type=kind)
    assert answer.status_code == 413


def test_given_twice_it_is_kept_once(hall: Inside) -> None:
    """Under one address; each is a line of its own."""
    content, incident = picture(), incident_of(hall)
    numbers = [gives(hall, "clerk3", incident, content).status_code and hall.last() for _ in range(2)]
    assert len(set(numbers)) == 2
    assert rows(hall) == (1, -(-len(content) // PIECE))
    assert [photo(hall, "clerk3", incident, one).data == content for one in numbers] == [True, True]


def test_it_is_erased_when_its_time_is_over(hall: Inside) -> None:
    """After two years; the line in the log stays, and says so."""
    incident = incident_of(hall)
    gives(hall, "clerk3", incident, picture(side=64))
    number = hall.last()
    hall.clock.forward((KEPT_FOR - timedelta(hours=1)).total_seconds())
    assert (erase(hall.store), rows(hall)) == (0, (1, 1))
    hall.clock.forward(7200)
    assert (erase(hall.store), rows(hall)) == (1, (0, 0))
    hall.tokens.clear()
    gone = photo(hall, "supervisor", incident, number)
    assert (gone.status_code, "erased when its time was over" in gone.text) == (404, True)
    assert hall.faults() == []


def test_what_no_fact_asks_for_goes_after_a_day(hall: Inside) -> None:
    """A command that is refused after the file came in leaves nothing behind."""
    one = put(hall.store, hall.hall, io.BytesIO(picture(side=64)), kinds=PICTURES, most=MOST)
    hall.clock.forward(25 * 3600)
    assert (erase(hall.store), rows(hall)) == (1, (0, 0))
    with pytest.raises(FileGone), hall.store.hall(hall.hall, SYSTEM) as work:
        keep(work, one.address, until=work.at + KEPT_FOR)


def test_it_is_in_every_backup(hall: Inside, tmp_path: Path) -> None:
    """Brought back elsewhere it is whole; the backup shows nothing of it."""
    content, incident = picture(), incident_of(hall)
    gives(hall, "clerk3", incident, content)
    backup(hall.store.database, tmp_path / "kept.db")
    assert content[PIECE : PIECE + 64] not in (tmp_path / "kept.db").read_bytes()
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    restore(database, tmp_path / "kept.db")
    first, hall.store.database = hall.store.database, database
    assert photo(hall, "supervisor", incident, hall.last()).data == content
    first.close()


def test_on_postgresql_it_is_the_same(tmp_path: Path, new_database: str) -> None:
    """In pieces, sealed, kept once, erased in time."""
    hall, content = Inside(tmp_path, database=new_database), picture()
    one, two = (put(hall.store, hall.hall, io.BytesIO(content), kinds=PICTURES, most=MOST) for _ in range(2))
    assert one == two
    with hall.store.look(hall.hall) as sight:
        assert b"".join(pieces_of(hall.store, hall.hall, known(sight, one.address))) == content
    with pytest.raises(WrongKind):
        put(hall.store, hall.hall, io.BytesIO(b"%PDF-1.7"), kinds=PICTURES, most=MOST)
    with hall.store.hall(hall.hall, SYSTEM) as work:
        keep(work, one.address, until=work.at + timedelta(days=3))
    hall.clock.forward(2 * 86400)
    assert erase(hall.store) == 0
    hall.clock.forward(2 * 86400)
    assert (erase(hall.store), rows(hall)) == (1, (0, 0))
    hall.close()
