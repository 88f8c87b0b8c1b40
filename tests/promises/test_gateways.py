"""Promise: words reach a phone by a hall's own gateway; whatever that does, nothing is lost, nothing else waits."""

import html
import re
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from server.kernel.refusals import Invalid
from server.messages.commands import write
from server.messages.gateways.channel import GatewayChannels
from server.messages.gateways.commands import WrittenEnough, admit, known, write_to
from server.messages.gateways.composing import CHANNEL, NEVER, NOT_NOW, TAKEN, verdict
from server.messages.gateways.numbers import number_of
from server.messages.gateways.segments import length
from server.messages.letters import EMAIL, Content, Kind
from server.messages.outbox import ATTEMPTS, BURST
from server.messages.outward import AddressRefused, NoAnswer, Outward, is_public
from server.messages.tables import messages
from server.messages.ways import open_channels
from server.messages.worker import Worker
from server.security.actors import SYSTEM
from tests.gateway_service import FORM, SECRET, Asked, GatewayService, sets_up
from tests.inside import Inside
from tests.inside_office import page, sends, words
from tests.mail import MailServer

KIND = Kind("phone-test", "A test", useful_for=timedelta(days=3))
NUMBER = "+886912345678"


@pytest.fixture
def gateway() -> Iterator[GatewayService]:
    """A gateway that takes everything."""
    with GatewayService() as made:
        yield made


@pytest.fixture
def hall(tmp_path: Path, gateway: GatewayService) -> Iterator[Inside]:
    """A hall whose installer lets that gateway be called."""
    made = Inside(tmp_path, outward_hosts=(gateway.url,))
    yield made
    made.close()


def worker(hall: Inside) -> Worker:
    """Return a worker that sends by gateways."""
    outward = Outward(hall.floor.settings.outward_hosts)
    return Worker(hall.store, {}, GatewayChannels(hall.store, outward))


def written(hall: Inside, which: int, text: str = "Your turn", number: str = NUMBER) -> int | None:
    """Write a message to a number."""
    with hall.store.hall(hall.hall, SYSTEM) as work:
        return write_to(work, known(work, which), kind=KIND, number=number, text=text)


def answered(said: tuple[int, str], _asked: Asked) -> tuple[int, str]:
    """Answer what is given."""
    return said


def states(hall: Inside) -> list[tuple[str, int | None]]:
    """Return the state and the cost of each message."""
    with hall.store.look(hall.hall) as sight:
        return [(row.state, row.cost) for row in sight.connection.execute(messages.select().order_by(messages.c.id))]


def shown(hall: Inside, path: str = "messages") -> str:
    """Return what a page says."""
    return words(page(hall, "admin", path))


def test_set_up_in_the_office_it_sends_and_says_what_it_cost(hall: Inside, gateway: GatewayService) -> None:
    """In parts as SMS are; the number, the address and the secret stand nowhere in the journal, nor on any page."""
    which = sets_up(hall, gateway.url)
    hall.ticket()
    written(hall, which, "輪到您了" * 20)
    assert worker(hall).once() == 1
    (asked,) = gateway.asked
    assert (asked.method, asked.path, asked.headers["Authorization"]) == ("POST", "/send", f"Bearer {SECRET}")
    assert (asked.json["to"], asked.json["text"]) == (NUMBER[1:], "輪到您了" * 20)
    assert asked.json["ref"] == asked.headers["Idempotency-Key"]
    assert states(hall) == [("sent", 17_000)]  # 80 characters are two parts
    assert "1 · 1.70 TWD" in shown(hall)
    assert "there: m-1" in shown(hall)
    assert "1 · 1.70 TWD" in shown(hall, "gateways")
    report = words(page(hall, "auditor", "reports"))
    assert "Messages to phones Gateway Messages Cost SMS 1 1.70 TWD" in report
    whole = str(hall.told("auditor", "GET", "/halls/main/journal?limit=1000"))
    for hidden in (SECRET, NUMBER[1:], gateway.url):
        assert hidden not in whole
    assert SECRET not in page(hall, "admin", f"gateways/{which}")
    assert SECRET.encode() not in (hall.floor.settings.data / "floor.db").read_bytes()
    assert hall.faults() == []


def test_what_is_filled_in_makes_no_field_of_its_own(hall: Inside, gateway: GatewayService) -> None:
    """Quotation marks, signs of addresses, ends of lines: in JSON, in a form, in an address."""
    odd = 'a"},{"to":"1&to=2\r\nX-Evil: 1 {secret} 中'
    first = sets_up(hall, gateway.url)
    second = sets_up(hall, gateway.url, form="form", body="to={to}\ntext={text}", ok_path="", ok_value="", never="")
    third = sets_up(
        hall,
        gateway.url,
        method="GET",
        form="no_body",
        body="",
        url=f"{gateway.url}/send?to={{to}}&t={{text}}&k={{secret}}",
    )
    for which in (first, second, third):
        written(hall, which, odd)
    assert worker(hall).once() == 3
    json, form, get = gateway.asked
    assert (json.json["to"], json.json["text"]) == (NUMBER[1:], odd)
    assert parse_qs(form.body) == {"to": [NUMBER], "text": [odd]}
    assert get.query == {"to": NUMBER, "t": odd, "k": SECRET}
    assert not any("Evil" in name for one in gateway.asked for name in one.headers)


@pytest.mark.parametrize(
    ("status", "text"),
    [(500, "oops"), (200, "no JSON at all")],
)
def test_what_is_no_answer_is_tried_again_with_growing_pauses(
    hall: Inside, gateway: GatewayService, status: int, text: str
) -> None:
    """Under one key; after the last attempt it is a to-do, with what the gateway said."""
    which = sets_up(hall, gateway.url)
    written(hall, which)
    gateway.answer = lambda _asked: (status, text)
    sending, offered = worker(hall), []
    for _ in range(14):
        sending.once()
        offered.append(len(gateway.asked))
        hall.later(15)
    assert offered[:7] == [1, 1, 2, 2, 2, 2, 3]
    for _ in range(ATTEMPTS):
        hall.later(3600)
        sending.once()
    assert (len(gateway.asked), states(hall)) == (ATTEMPTS, [("dead", None)])
    assert len({one.headers["Idempotency-Key"] for one in gateway.asked}) == 1
    hall.tokens.clear()
    assert f"{status} {text}".strip() in shown(hall)


def test_a_number_that_is_refused_for_good_is_not_tried_again(hall: Inside, gateway: GatewayService) -> None:
    """By a code of its own in a good answer, or by a status; what it said does not name the number."""
    which = sets_up(hall, gateway.url)
    for said in (
        (200, f'{{"result": {{"code": 25, "to": "{NUMBER[1:]}", "key": "{SECRET}"}}}}'),
        (422, f"{NUMBER}: no"),
    ):
        gateway.answer = partial(answered, said)
        written(hall, which)
        worker(hall).once()
    assert (len(gateway.asked), [one for one, _ in states(hall)]) == (2, ["dead", "dead"])
    told = shown(hall)
    assert '200 {"result": {"code": 25, "to": "…", "key": "…"}}' in told
    assert NUMBER[1:] not in told
    assert SECRET not in told


@pytest.mark.parametrize("status", [401, 302])
def test_what_is_about_the_gateway_counts_no_attempt(hall: Inside, gateway: GatewayService, status: int) -> None:
    """A wrong key, no credit, a redirection that nobody follows: it rests, of three messages one asks."""
    which = sets_up(hall, gateway.url)
    for _ in range(3):
        written(hall, which)
    gateway.answer = lambda _asked: (status, "not now")
    sending = worker(hall)
    for _ in range(20):
        sending.once()
        hall.later(1)
    assert len(gateway.asked) == 3  # at once, after 5 and after 15 seconds
    assert f"{status} not now" in shown(hall)
    assert "SMS is not reached since" in shown(hall)
    gateway.answer = lambda _asked: (200, '{"result": {"code": 0}}')
    hall.later(60)
    assert sending.once() == 3
    assert "not reached" not in shown(hall)


def test_one_that_is_down_is_waited_for(tmp_path: Path) -> None:
    """Nobody listens: no attempt is counted, and all leave once it is back on its port."""
    with GatewayService() as first:
        port = first.port
    hall = Inside(tmp_path, outward_hosts=(first.url,))
    which = sets_up(hall, first.url)
    for _ in range(3):
        written(hall, which)
    sending = worker(hall)
    assert sending.once() == 0
    hall.later(3600)
    assert sending.once() == 0
    assert "SMS is not reached since" in shown(hall)
    with GatewayService(port=port) as again:
        hall.later(3600)
        assert (sending.once(), len(again.asked)) == (3, 3)
    hall.close()


def test_its_own_test_shows_the_answer(hall: Inside, gateway: GatewayService) -> None:
    """At once and by no outbox; a wrong number is said, a gateway that fails too."""
    which = sets_up(hall, gateway.url)
    status, text = sends(hall, "admin", f"gateways/{which}/test", phone="0912-345 678", text="Hello")
    assert (status, "The gateway took the test." in text, "m-1" in text) == (200, True, True)
    assert gateway.asked[-1].json == {"to": NUMBER[1:], "text": "Hello", "ref": ""}
    gateway.answer = lambda _asked: (401, "wrong key")
    assert "401 wrong key" in words(sends(hall, "admin", f"gateways/{which}/test", phone="0912345678")[1])
    status, text = sends(hall, "admin", f"gateways/{which}/test", phone="+1 202 555 0100")
    assert (status, "Messages go to numbers that begin with +886 only." in words(text)) == (422, True)
    assert states(hall) == []


def test_the_secret_is_kept_when_its_field_is_left_empty(hall: Inside, gateway: GatewayService) -> None:
    """And changed where one is entered; two who change at once do not overwrite one another."""
    which = sets_up(hall, gateway.url)

    def saves(before: str, **more: str) -> tuple[int, str]:
        given = FORM | {"url": f"{gateway.url}/send", "secret": "", "before": before} | more
        return sends(hall, "admin", f"gateways/{which}", **given)

    def opened() -> str:
        found = re.search(r'name="before" value="([^"]*)"', page(hall, "admin", f"gateways/{which}"))
        assert found
        return html.unescape(found[1])

    first = opened()
    assert saves(first, name="Texts")[0] == 200
    status, text = saves(first, name="Words")
    assert (status, "saved this at" in words(text)) == (409, True)
    written(hall, which)
    worker(hall).once()
    assert gateway.asked[-1].headers["Authorization"] == f"Bearer {SECRET}"
    assert saves(opened(), name="Texts", secret="another")[0] == 200
    written(hall, which)
    worker(hall).once()
    assert gateway.asked[-1].headers["Authorization"] == "Bearer another"
    assert sends(hall, "admin", f"gateways/{which}", remove="yes")[0] == 200
    assert hall.everything()["gateway_calls"] == []
    assert hall.faults() == []


def test_what_cannot_work_is_said_where_it_was_entered(hall: Inside, gateway: GatewayService) -> None:
    """Nothing is kept, and the secret does not come back."""
    for field, value, said in (
        ("url", "https://127.0.0.1/x", "Write an https address on the internet"),
        ("url", "http://example.org/x", "Write an https address on the internet"),
        ("url", "https://me@example.org/x", "Write an https address on the internet"),
        ("url", "https://localhost:8000/x", "Write an https address on the internet"),
        ("url", "https://[::ffff:10.0.0.1]/x", "Write an https address on the internet"),
        ("body", '{"to": {to}}', "This is no JSON"),
        ("body", '{"to": "{number}"}', "Nothing is known as {number}"),
        ("headers", "no header", "is no header"),
        ("ok_value", "", "Say what stands in the answer"),
        ("until", "25:00", "Write a time of the day"),
    ):
        given = FORM | {"url": f"{gateway.url}/send"} | {field: value}
        status, text = sends(hall, "admin", "gateways/new", **given)
        assert (status, said in words(text), SECRET in text) == (422, True, False), words(text)
    assert hall.everything()["gateways"] == []


def test_no_address_in_the_house_is_called() -> None:
    """However it is written; what the installer names is."""
    outward = Outward(["hall.example", "http://127.0.0.1:9"])
    for url in (
        "http://93.184.216.34/", "https://10.1.2.3/", "https://[::1]/", "https://169.254.169.254/latest", "ftp://a.b/",
        "https://0x7f.1/", "https://a b/", "https://", "http://127.0.0.1:10/", "https://example.org:0/",
        "https://224.0.0.1/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://100.64.0.1/",
    ):  # fmt: skip
        with pytest.raises(AddressRefused):
            outward.check(url)
    outward.check("http://127.0.0.1:9/any")
    outward.check("https://93.184.216.34:8443/x")
    assert is_public("2606:4700::1111")


@pytest.mark.parametrize("mode", ["slow", "drips", "cut"])
def test_an_answer_comes_within_its_time_or_is_none(mode: str) -> None:
    """However it drips; one that hangs up is no answer either."""
    with GatewayService(mode=mode) as gateway:
        begun = time.monotonic()
        with pytest.raises(NoAnswer):
            Outward([gateway.url]).call("POST", gateway.url, headers={}, body=b"x", within=0.3)
        assert time.monotonic() - begun < 10  # of a wait that would have no end


def test_a_slow_gateway_keeps_nothing_else_waiting(tmp_path: Path) -> None:
    """While it answers nothing, e-mails leave."""
    with GatewayService(mode="slow") as gateway, MailServer() as mail:
        more = {
            name: getattr(mail.settings(), name)
            for name in ("smtp_host", "smtp_port", "smtp_security", "smtp_from", "smtp_per_minute")
        }
        hall = Inside(tmp_path, outward_hosts=(gateway.url,), **more)
        which = sets_up(hall, gateway.url)
        written(hall, which)
        outward = Outward(hall.floor.settings.outward_hosts)
        sending = Worker(
            hall.store, open_channels(hall.floor.settings, hall.clock), GatewayChannels(hall.store, outward)
        )
        running = threading.Thread(target=sending.run)
        running.start()
        until = time.monotonic() + 60
        while not gateway.asked and time.monotonic() < until:
            time.sleep(0.02)
        with hall.store.hall(hall.hall, SYSTEM) as work:
            write(work, kind=KIND, channel=EMAIL, recipient="a@example.org", content=Content("Hello", "x"))
        while not mail.taken and time.monotonic() < until:
            time.sleep(0.02)
        assert (len(mail.taken), len(gateway.asked)) == (1, 1)
        sending.stopping.set()
        gateway.left.set()
        running.join(60)
        hall.close()


def test_limits_of_a_minute_a_day_and_hours(hall: Inside, gateway: GatewayService) -> None:
    """What is over them waits; the next day counts anew, and what was not taken is not counted."""
    which = sets_up(hall, gateway.url, per_minute="6", per_day="8", per_number="100", since="09:00", until="21:00")
    for _ in range(20):
        written(hall, which)
    sending = worker(hall)
    assert sending.once() == BURST  # it is nine
    hall.later(600)
    assert sending.once() == 3
    hall.later(600)
    assert sending.once() == 0
    hall.later(12 * 3600)
    assert sending.once() == 0  # it is night
    hall.later(12 * 3600)
    gateway.answer = lambda _asked: (500, "")
    assert sending.once() == 0
    gateway.answer = lambda _asked: (200, '{"result": {"code": 0}}')
    hall.later(600)
    assert sending.once() == BURST
    hall.later(600)
    assert sending.once() == 3


def test_nobody_has_a_strangers_phone_ring(hall: Inside, gateway: GatewayService) -> None:
    """So many a day to one number; whoever would be told there is told no."""
    which = sets_up(hall, gateway.url, per_number="4", per_day="1000")
    assert [written(hall, which) is not None for _ in range(6)] == [True] * 4 + [False] * 2
    with hall.store.look(hall.hall) as sight:
        with pytest.raises(WrittenEnough):
            admit(sight, known(sight, which), NUMBER)
        admit(sight, known(sight, which), "+886912345679")
    hall.later(24 * 3600 + 1)
    assert written(hall, which) is not None
    assert NUMBER not in str(hall.everything()["gateway_recipients"])


@pytest.mark.parametrize(
    ("status", "text", "what"),
    [
        (200, '{"code": 0, "id": [{"n": 7}]}', TAKEN), (202, '{"code": "0"}', TAKEN), (200, '{"code": 25}', NEVER),
        (200, '{"code": 7}', NOT_NOW), (200, "[]", NOT_NOW), (200, "", NOT_NOW), (200, '{"code": {"a": 0}}', NOT_NOW),
        (400, "", NEVER), (404, "", NEVER), (400, '{"code": 25}', NEVER), (408, "", NOT_NOW), (500, "", NOT_NOW),
        (401, "", CHANNEL), (402, "", CHANNEL), (403, "", CHANNEL), (429, "", CHANNEL), (503, "", CHANNEL),
        (302, "", CHANNEL), (101, "", CHANNEL),
    ],
)  # fmt: skip
def test_what_an_answer_means(status: int, text: str, what: str) -> None:
    """By its status and by what stands where the hall says; the id of a message from wherever it stands."""
    found = verdict(status, text, ok_path="code", ok_value="0", never="25, 26", id_path="id.0.n")
    assert found.what == what
    assert found.reference == ("7" if "id" in text else "")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912 345 678", NUMBER), ("０９１２３４５６７８", NUMBER), ("+886-912-345-678", NUMBER),
        ("00886 912 345 678", NUMBER), ("886912345678", NUMBER), ("912345678", NUMBER), ("+1 202 555 0100", None),
        ("12", None), ("", None), ("09123456789012345", None), ("call me", None), ("+886912345678; +886", None),
    ],
)  # fmt: skip
def test_a_number_however_it_is_typed(typed: str, number: str | None) -> None:
    """Or it is refused, with an example."""
    if number is None:
        with pytest.raises(Invalid):
            number_of(typed, country="886", abroad=False)
    else:
        assert number_of(typed, country="886", abroad=False) == number


@pytest.mark.parametrize(
    ("text", "characters", "parts"),
    [
        ("", 0, 1), ("a" * 160, 160, 1), ("a" * 161, 161, 2), ("a" * 306, 306, 2), ("a" * 307, 307, 3),
        ("€" * 80, 160, 1), ("a" * 152 + "€" + "b" * 8, 162, 2), ("字" * 70, 70, 1), ("字" * 71, 71, 2),
        ("字" * 134, 134, 2),        ("字" * 135, 135, 3), ("😀" * 35, 70, 1), ("字" * 66 + "😀" * 3, 72, 2),
        ("é" * 160, 160, 1), ("ç", 1, 1),
    ],
)  # fmt: skip
def test_how_long_a_text_is_as_sms(text: str, characters: int, parts: int) -> None:
    """In seven bits or sixteen; nothing is torn apart between two parts."""
    assert length(text)[:2] == (characters, parts)


def test_texts_of_the_halls_own_are_previewed(hall: Inside, gateway: GatewayService) -> None:
    """In each language with its length; a place that nothing is filled into is named."""
    told = shown(hall, "gateways")
    assert "A017, it is your turn. Please go to counter 3." in told
    own = {f"turn.{language}": "{number} → {counter}" for language in ("zh-Hant", "zh-Hans", "en")}
    assert sends(hall, "admin", "settings/gateways", before="{}", **own)[0] == 200
    assert "A017 → 3" in shown(hall, "gateways")
    wrong = own | {"turn.en": "{code}"}
    status, text = sends(hall, "admin", "settings/gateways", before="{}", **wrong)
    assert (status, "Nothing is known as {code}" in words(text)) == (422, True)


def test_by_names_that_are_gone(hall: Inside, gateway: GatewayService) -> None:
    """A gateway was taken out while messages waited for it: they are shown, and die of being late."""
    which = sets_up(hall, gateway.url)
    written(hall, which)
    sends(hall, "admin", f"gateways/{which}", remove="yes")
    assert worker(hall).once() == 0
    hall.later(KIND.useful_for.total_seconds() + 1)
    worker(hall).once()
    hall.tokens.clear()
    assert "a gateway that was taken out" in shown(hall)
    assert gateway.asked == []
