"""A message out leaves at least once, in its time, and never without the fact that caused it; a dead one is a to-do."""

import re
import ssl
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server.kernel.refusals import Forbidden
from server.messages.commands import mark_sent, settle, write
from server.messages.letters import EMAIL, Content, Kind
from server.messages.outbox import ATTEMPTS, BURST, IN_HAND, Outbox
from server.messages.reads import messages_in, standing
from server.messages.states import MessageState
from server.messages.tables import messages, outbox
from server.messages.ways import open_channels
from server.messages.worker import Worker
from server.security.actors import SYSTEM, Actor, ActorKind
from server.security.rights import Role
from server.store.backup import backup, restore
from server.store.engine import Database
from tests.inside import Inside
from tests.inside_office import browser_of, page, sends, words
from tests.mail import TAKEN, MailServer

KIND = Kind("test", "A test")
URGENT = Kind("test-urgent", "An urgent test", urgent=True)
HELLO = Content("大廳：請看一下", "A word.\n一個字。\n")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still."""
    made = Inside(tmp_path)
    yield made
    made.close()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    with MailServer() as made:
        yield made


def worker(hall: Inside, mail: MailServer, **more: object) -> Worker:
    """Return a worker that sends by a mail server."""
    return Worker(hall.store, open_channels(mail.settings(**more), hall.clock))


def written(
    hall: Inside, many: int = 1, kind: Kind = KIND, to: str = "chen@example.org", *, refused: bool = False
) -> list[int]:
    """Write some messages out; their numbers. `refused`: their command is refused after that."""
    with hall.store.hall(hall.hall, SYSTEM) as work:
        found = [write(work, kind=kind, channel=EMAIL, recipient=to, content=HELLO) for _ in range(many)]
        if refused:
            raise Forbidden
    return found


def chooses(hall: Inside, who: str, address: str, language: str = "en") -> int:
    """Say where notices reach one of the demo's people; return the status."""
    browser = browser_of(hall, who)
    browser.get("/api/v1/session")
    proof = browser.get_cookie("floor_csrf")
    assert proof is not None
    given = {"csrf": proof.value, "email": address}
    return browser.post("/office/my-email", data=given, headers={"Accept-Language": language}).status_code


def states(hall: Inside) -> list[str]:
    """Return the state of each message, in the order in which they were written."""
    with hall.store.look(hall.hall) as sight:
        return list(sight.connection.execute(messages.select().order_by(messages.c.id)).scalars(5).all())


def kept(hall: Inside) -> int:
    """Return how many addresses and words are kept."""
    with hall.store.look(hall.hall) as sight:
        return len(sight.connection.execute(outbox.select()).all())


def board(hall: Inside) -> list[tuple[str, str, str]]:
    """Return what the board says of messages out."""
    view = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]
    return [(one["text"]["en"], one["why"]["en"], one["to"]) for one in view["todo"] if one["kind"] == "message"]


def test_a_message_is_there_only_with_its_fact(hall: Inside, mail: MailServer) -> None:
    """What is refused after it was written takes it back; nothing left before the commit."""
    with pytest.raises(Forbidden):
        written(hall, refused=True)
    assert (worker(hall, mail).once(), kept(hall), states(hall)) == (0, 0, [])


def test_an_escalation_reaches_those_who_asked_and_lead(hall: Inside, mail: MailServer) -> None:
    """In their language; the journal says so without address or words, and both are erased once it was taken."""
    for who, language in (("manager", "zh-Hant"), ("clerk1", "en"), ("supervisor", "en")):
        assert chooses(hall, who, f"{who}@example.org", language) == 303
    hall.at_counter("3", "open")
    hall.told("clerk3", "POST", "/halls/main/incidents", {"kind": "threat", "silent": True})
    hall.later(3600)
    assert kept(hall) == 2  # though ten steps were late at once
    sent = worker(hall, mail).once()
    assert (sent, kept(hall), set(states(hall))) == (len(mail.taken), 0, {"sent"})
    assert {str(one["To"]) for one in mail.taken} == {"manager@example.org", "supervisor@example.org"}
    subjects = {str(one["Subject"]) for one in mail.taken}
    assert any("請立即查看" in one for one in subjects), subjects
    assert all("alarm" not in one.get_content().lower() and "threat" not in one.get_content() for one in mail.taken)
    journal = hall.journal()
    assert journal.count("MessageWritten") == journal.count("MessageSent") == sent
    assert hall.faults() == []


def test_a_drill_escalates_to_nobodys_mailbox(hall: Inside) -> None:
    """Steps of a drill are late like any others, on the screens alone."""
    chooses(hall, "manager", "manager@example.org")
    hall.told("supervisor", "POST", "/halls/main/incidents", {"kind": "crowding", "drill": True})
    hall.later(3600)
    assert "StepEscalated" in hall.journal()
    assert states(hall) == []


def test_refused_for_now_it_is_tried_again_under_the_same_key(hall: Inside, mail: MailServer) -> None:
    """With pauses that grow; nothing of it is dead."""
    written(hall)
    mail.answer = lambda _mail, _to: "451 4.3.0 not now" if len(mail.offered) < 4 else TAKEN
    sending, offered = worker(hall, mail), []
    for _ in range(20):
        sending.once()
        offered.append(len(mail.offered))
        hall.later(15)
    assert offered[:7] == [1, 1, 2, 2, 2, 2, 3]  # after 30 s, after 60 s more
    assert (offered[-1], states(hall)) == (4, ["sent"])
    assert len({one["Message-ID"] for one in mail.offered}) == 1


def test_refused_for_good_it_is_a_to_do(hall: Inside, mail: MailServer) -> None:
    """On the board and in the office, with what was said; again, or given up with a reason; both in the journal."""
    first, second = written(hall, 2)
    mail.answer = lambda _mail, _to: "550 5.1.1 <chen@example.org>: no such mailbox"
    worker(hall, mail).once()
    assert states(hall) == ["dead", "dead"]
    assert board(hall) == [
        ("Messages that could not be sent: 2", "Have them tried again, or give them up.", "/office/main/messages")
    ]
    assert "Messages that could not be sent: 2" in words(page(hall, "manager", ""))
    shown = words(page(hall, "manager", "messages"))
    assert "550 5.1.1 <…>: no such mailbox" in shown
    assert "chen@example.org" not in shown
    assert "refused for good" in shown
    mail.answer = lambda _mail, _to: TAKEN
    assert sends(hall, "manager", f"messages/{first}", move="try_again")[0] == 200
    status, said = sends(hall, "manager", f"messages/{second}", move="give_up", reason=" ")
    assert (status, "This is needed for the step." in said) == (422, True)
    assert sends(hall, "manager", f"messages/{second}", move="give_up", reason="Told by phone.")[0] == 200
    assert worker(hall, mail).once() == 1
    assert (states(hall), kept(hall), board(hall)) == (["sent", "given_up"], 0, [])
    assert sends(hall, "manager", f"messages/{first}", move="try_again")[0] == 409
    assert sends(hall, "manager", "messages/999999", move="try_again")[0] == 404
    assert "Told by phone." in words(page(hall, "auditor", "journal"))
    assert hall.faults() == []


def test_nobody_settles_without_the_right(hall: Inside, mail: MailServer) -> None:
    """The workflow asks who does it: an auditor looks."""
    (message,) = written(hall)
    mail.answer = lambda _mail, _to: "550 no"
    worker(hall, mail).once()
    auditor = Actor(ActorKind.STAFF, 9, Role.AUDITOR, frozenset({hall.hall}))
    with pytest.raises(Forbidden), hall.store.hall(hall.hall, auditor) as work:
        settle(work, message=message, move="try_again")
    assert states(hall) == ["dead"]


def test_refused_too_often_it_is_dead(hall: Inside, mail: MailServer) -> None:
    """After so many attempts; the office says how many they were. Tried again by a person, it begins anew."""
    (message,) = written(hall)
    mail.answer = lambda _mail, _to: "451 not now"
    sending = worker(hall, mail)
    for _ in range(ATTEMPTS + 3):
        sending.once()
        hall.later(3600)
    assert (len(mail.offered), states(hall)) == (ATTEMPTS, ["dead"])
    hall.tokens.clear()
    assert f"after {ATTEMPTS} attempts" in words(page(hall, "manager", "messages"))
    assert sends(hall, "manager", f"messages/{message}", move="try_again")[0] == 200
    sending.once()
    assert (len(mail.offered), states(hall)) == (ATTEMPTS + 1, ["waiting"])


def test_late_it_helps_nobody(hall: Inside, mail: MailServer) -> None:
    """A message that could not leave in its time is not sent at all."""
    written(hall)
    hall.later(KIND.useful_for.total_seconds() + 1)
    assert (worker(hall, mail).once(), mail.offered, states(hall)) == (0, [], ["dead"])


def test_out_of_reach_is_no_attempt(hall: Inside) -> None:
    """Nobody listens for two days: it rests, the board says so after five minutes, and nothing dies of it."""
    with MailServer() as mail:
        settings = mail.settings()
    written(hall, 3)
    sending = Worker(hall.store, open_channels(settings, hall.clock))
    sending.once()
    assert board(hall) == []
    hall.later(301)
    assert [one[0] for one in board(hall)] == ["Messages that wait to be sent: 3"]
    assert "E-mail is not reached" in words(page(hall, "supervisor", ""))
    for _ in range(48):
        hall.later(3600)
        sending.once()
    hall.tokens.clear()  # their sign-ins ended meanwhile
    with hall.store.look(hall.hall) as sight:
        waiting = messages_in(sight, [MessageState.WAITING], most=9)
    assert [one.attempts for one in waiting] == [0, 0, 0]
    assert "E-mail is not reached since" in words(page(hall, "supervisor", "messages"))
    with MailServer() as mail:
        hall.later(3600)
        assert worker(hall, mail).once() == 3
    assert "is not reached" not in words(page(hall, "supervisor", "messages"))
    assert board(hall) == []


def test_a_server_that_goes_away_rests_ever_longer(hall: Inside, mail: MailServer) -> None:
    """421 is about the server: of three messages one asks, after 5, 10 and 20 seconds; none counts an attempt."""
    written(hall, 3)
    mail.answer = lambda _mail, _to: "421 4.3.2 shutting down"
    sending, offered = worker(hall, mail), []
    for _ in range(40):
        sending.once()
        offered.append(len(mail.offered))
        hall.later(1)
    assert [offered.index(one) for one in range(1, 5)] == [0, 5, 15, 35]
    with hall.store.look(hall.hall) as sight:
        assert [one.attempts for one in messages_in(sight, [MessageState.WAITING], most=9)] == [0, 0, 0]


def test_a_slow_worker_takes_nothing_out_of_anothers_hand(hall: Inside) -> None:
    """Its claim ended, another has the message: what it says then changes nothing, and sent is sent once."""
    written(hall)
    slow, other = Outbox(hall.store, "slow"), Outbox(hall.store, "other")
    first = slow.claim(EMAIL, 60)
    assert first is not None
    assert other.claim(EMAIL, 60) is None
    hall.later(IN_HAND.total_seconds())
    second = other.claim(EMAIL, 60)
    assert second is not None
    assert second.letter == first.letter
    slow.put_back(first, said="451 not now")
    hall.later(60)
    assert slow.claim(EMAIL, 60) is None
    for one in (second, first):
        with hall.store.hall(one.hall, SYSTEM) as work:
            mark_sent(work, message=one.message, attempts=1)
    assert (states(hall), hall.journal().count("MessageSent")) == (["sent"], 1)


def test_what_is_in_hand_is_not_late(hall: Inside) -> None:
    """Its time ends while a worker sends it: it is sent, not dead."""
    written(hall)
    hall.later(KIND.useful_for.total_seconds() - 1)
    taking = Outbox(hall.store, "one")
    assert taking.claim(EMAIL, 60) is not None
    hall.later(2)
    assert taking.too_late() == []
    hall.later(IN_HAND.total_seconds())
    assert len(taking.too_late()) == 1


def test_a_limit_holds_for_all_workers_together(hall: Inside, mail: MailServer) -> None:
    """Six in a minute: a few at once, then one every ten seconds, whoever sends it."""
    written(hall, 20)
    both = [worker(hall, mail, smtp_per_minute=6) for _ in range(2)]
    sent = [sum(one.once() for one in both)]
    for _ in range(6):
        hall.later(10)
        sent.append(sum(one.once() for one in both))
    assert sent == [BURST, 1, 1, 1, 1, 1, 1]


def test_what_is_urgent_goes_first(hall: Inside, mail: MailServer) -> None:
    """Behind a hundred reminders nobody hears of an emergency in time."""
    written(hall, 10)
    written(hall, kind=URGENT, to="urgent@example.org")
    worker(hall, mail, smtp_per_minute=1).once()
    assert str(mail.taken[0]["To"]) == "urgent@example.org"
    assert len(mail.taken) == BURST


def test_nothing_goes_over_a_line_that_is_not_encrypted(hall: Inside, mail: MailServer) -> None:
    """The setting says STARTTLS; a server without it gets nothing, and neither does one that nobody vouches for."""
    written(hall)
    worker(hall, mail, smtp_security="starttls").once()
    with hall.store.look(hall.hall) as sight:
        assert (standing(sight).failing, mail.offered) == ((EMAIL,), [])


def test_encrypted_it_leaves(hall: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By STARTTLS, with a certificate that this machine trusts; by a name that it does not bear, it does not."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*make, *names, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    with MailServer(tls=context) as mail:
        written(hall)
        assert worker(hall, mail, smtp_security="starttls").once() == 0  # 127.0.0.1 is not what it is made out to
        hall.later(60)
        assert worker(hall, mail, smtp_security="starttls", smtp_host="localhost").once() == 1


def test_a_backup_keeps_what_waits_and_no_address_in_the_open(hall: Inside, mail: MailServer, tmp_path: Path) -> None:
    """Brought back elsewhere it leaves from there, under the key that it had; the file shows no address."""
    written(hall, to="chen-who-waits@example.org")
    backup(hall.store.database, tmp_path / "kept.db")
    assert b"chen-who-waits" not in (tmp_path / "kept.db").read_bytes()
    worker(hall, mail).once()
    (key,) = mail.keys()
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    restore(database, tmp_path / "kept.db")
    hall.store.database, first = database, hall.store.database
    hall.later(timedelta(hours=1).total_seconds())
    assert worker(hall, mail).once() == 1
    assert mail.keys() == [key, key]
    first.close()


def test_whoever_leaves_is_told_nothing_more(hall: Inside, mail: MailServer) -> None:
    """Their address goes with their name."""
    assert chooses(hall, "manager", "manager@example.org") == 303
    number = re.findall(r'people/(\d+)"><b>[^<]*</b></a></td><td>Manager', page(hall, "admin", "people"))[0]
    assert "manager@example.org" in page(hall, "admin", f"people/{number}")
    for refused in ("no address", "a@b", "a@b.tw\r\nBcc: c@d.tw", "x" * 250 + "@example.org"):
        assert chooses(hall, "manager", refused) == 422
    assert sends(hall, "admin", f"people/{number}/remove")[0] == 200
    hall.told("clerk1", "POST", "/halls/main/incidents", {"kind": "crowding"})
    hall.later(3600)
    assert (worker(hall, mail).once(), mail.offered) == (0, [])
