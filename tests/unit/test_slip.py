"""The slip: what it says, that it fits, that its QR code can be read, in each language and on each paper."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from kiosk.fonts import Fonts
from kiosk.paper import Paper, Sizes
from kiosk.printing import commands
from kiosk.settings import ROOT, WIDTHS
from kiosk.slip import Slip, Wait, copy_of, qr_modules, qr_path, render
from kiosk.typeset import Setter, Style
from kiosk.words import LANGUAGES, Catalogue
from tests.receivers import pictures

FONTS = Fonts(ROOT / "node_modules")
CATALOGUE_FOLDER = ROOT / "server" / "static" / "languages"
CATALOGUE = Catalogue(CATALOGUE_FOLDER)
URL = "http://192.168.1.20:8000/t/Xk3v9QmZ2nB7rT5wYc8dLa"
SLIP = Slip(
    number="A027",
    language="zh-Hant",
    hall="中央服務大廳",
    service="A",
    service_name="戶籍登記",
    ahead=9,
    wait=Wait(low=720, likely=1080, high=1500),
    issued_at=datetime(2026, 11, 25, 2, 42, tzinfo=UTC),
    timezone="Asia/Taipei",
    track_url=URL,
    bring=("國民身分證", "印章", "戶口名簿正本"),
)


def drawn(slip: Slip, width: int = 576) -> Image.Image:
    """Return a slip's picture."""
    return render(slip, width, FONTS, CATALOGUE)


class Written(Catalogue):
    """The catalogue, and a list of what it was asked to say."""

    def __init__(self) -> None:
        super().__init__(ROOT / "server" / "static" / "languages")
        self.said: list[str] = []

    def say(self, sentence: str, language: str, **values: object) -> str:
        """Note a sentence."""
        self.said.append(super().say(sentence, language, **values))
        return self.said[-1]

    def count(self, one: str, many: str, number: int, language: str, **values: object) -> str:
        """Note a number of things."""
        self.said.append(super().count(one, many, number, language, **values))
        return self.said[-1]


def test_priority_party_fee_and_the_halls_own_minutes_stand_on_it() -> None:
    """What the customer said and what it costs is on the paper, and how long a missed number counts in this hall."""
    plain, whole = Written(), Written()
    rich = replace(SLIP, language="en", priority=True, party=4, fee="From 50", back_within=35)
    tall = render(rich, 576, FONTS, whole)
    short = render(replace(SLIP, language="en"), 576, FONTS, plain)
    assert {"With priority", "4 people", "Fee"} <= set(whole.said)
    assert "Missed your call? Come back within 35 minutes: the number still counts." in whole.said
    assert not {"With priority", "Fee"} & set(plain.said)
    assert tall.height > short.height


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_code_is_read_from_the_bytes_of_the_printer(language: str, width: int) -> None:
    """What a phone sees on the paper leads to the ticket."""
    picture = drawn(replace(SLIP, language=language), width)
    (printed,) = pictures(commands(picture))
    assert printed.size == (width, picture.height)
    assert printed.tobytes() == picture.convert("L").tobytes()
    assert [found.text for found in zxingcpp.read_barcodes(printed)] == [URL]


@pytest.mark.parametrize(("width", "dot"), [(576, 8), (512, 8), (384, 6)])
def test_modules_of_the_code_are_whole_dots(width: int, dot: int) -> None:
    """Each module is a full square, and white lies around the code as its standard asks."""
    modules = qr_modules(URL)
    size, quiet, margin = len(modules) * dot, 4 * dot, Sizes.of(width).margin
    expected = Image.new("L", (size + quiet, size + 2 * quiet), 255)
    pen = ImageDraw.Draw(expected)
    for y, x in ((y, x) for y, row in enumerate(modules) for x, black in enumerate(row) if black):
        pen.rectangle((x * dot, y * dot + quiet, x * dot + dot - 1, y * dot + dot - 1 + quiet), fill=0)
    picture = drawn(SLIP, width).convert("L")
    strips = (
        picture.crop((margin, y, margin + size + quiet, y + size + 2 * quiet)) for y in range(picture.height - size)
    )
    assert any(strip.tobytes() == expected.tobytes() for strip in strips)


@pytest.mark.parametrize("number", ["A001", "WWM88", "1"])
def test_number_stays_within_its_plate(number: str) -> None:
    """The widest letters leave black on both sides."""
    paper = Paper(Sizes.of(384), FONTS, "en")
    paper.plate(number)
    plate = paper.finished().convert("L").crop((12, 12, 372, paper.y - paper.sizes.gap))
    middle = plate.crop((0, plate.height // 5, plate.width, plate.height * 4 // 5))
    left, _, right, _ = middle.getbbox() or (0, 0, 0, 0)
    assert left >= 8
    assert middle.width - right >= 8
    assert abs(left - (middle.width - right)) <= 2


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_reaches_the_edge(language: str, width: int) -> None:
    """Long words in a narrow slip stay between its margins."""
    slip = replace(SLIP, language=language, number="WW888", hall="Nationwide Interdepartmentalregistrationoffice " * 3)
    ink = (
        drawn(replace(slip, service_name="戶籍登記與身分證補發及換發" * 3), width)
        .convert("L")
        .point(lambda dot: 255 - dot)
    )
    left, _, right, _ = ink.getbbox() or (0, 0, width, 0)
    assert left >= 12
    assert right <= width - 12


def test_copy_says_so_and_keeps_the_number() -> None:
    """A copy is the same slip with one more line."""
    plain, copy = drawn(SLIP), drawn(copy_of(SLIP))
    assert copy.height > plain.height
    assert [found.text for found in zxingcpp.read_barcodes(copy.convert("L"))] == [URL]


def test_what_is_not_known_is_said_in_words() -> None:
    """Without a wait there is no band and no axis."""
    unknown = replace(SLIP, ahead=None, wait=None)
    assert drawn(unknown).height < drawn(SLIP).height


def test_too_long_shortens_what_to_bring_first() -> None:
    """Everything else stays on the slip."""
    many = replace(SLIP, bring=tuple(f"戶口名簿正本及影本，第 {count} 份" for count in range(30)))
    long = drawn(many)
    assert 1300 < long.height <= 1400
    assert [found.text for found in zxingcpp.read_barcodes(long.convert("L"))] == [URL]


def test_range_is_rounded_outward() -> None:
    """The minutes still hold what the seconds say."""
    assert Wait(low=119, likely=300, high=601).minutes() == (1, 11)
    assert Wait(low=60, likely=60, high=60).minutes() == (1, 2)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (720, 1500, ("min", "12", "25")), (3000, 3900, ("min", "50", "65")), (4740, 15180, ("h", "1", "4½")),
        (2460, 8100, ("h", "½", "2½")), (1200, 6000, ("h", "¼", "2")), (0, 7200, ("h", "0", "2")),
    ],
)  # fmt: skip
def test_long_waits_are_read_in_hours(low: int, high: int, said: tuple[str, str, str]) -> None:
    """With halves, below one hour quarters, rounded outward: nobody counts 253 minutes."""
    assert Wait(low, (low + high) // 2, high).span() == said


class Heard(Catalogue):
    """A catalogue that notes what is said."""

    def __init__(self) -> None:
        super().__init__(CATALOGUE_FOLDER)
        self.said: list[str] = []

    def say(self, sentence: str, language: str, **values: object) -> str:
        """Return a sentence, and note it."""
        self.said.append(sentence)
        return super().say(sentence, language, **values)


@pytest.mark.parametrize(("soon", "walks"), [(False, True), (True, False)])
def test_whoever_is_next_is_not_sent_for_a_walk(*, soon: bool, walks: bool) -> None:
    """The slip of who is called in a moment says to stay."""
    heard = Heard()
    render(replace(SLIP, ahead=0 if soon else 9, soon=soon), 576, FONTS, heard)
    assert any(sentence.startswith("Go for a walk") for sentence in heard.said) is walks
    assert any(sentence.startswith("Please stay in the hall") for sentence in heard.said) is not walks


def test_a_slip_for_which_no_counter_is_open_says_so() -> None:
    """And from when one will be, where that is known."""
    heard = Heard()
    later = datetime(2026, 11, 25, 5, 30, tzinfo=UTC)
    render(replace(SLIP, wait=None, served=False, served_at=later), 576, FONTS, heard)
    assert {"No counter is open for it now.", "from about {time} on"} <= set(heard.said)


def test_code_of_the_page_is_the_code_of_the_slip() -> None:
    """The page draws the same modules, one unit each."""
    modules = qr_modules(URL)
    picture = Image.new("L", (len(modules) + 8, len(modules) + 8), 255)
    pen = ImageDraw.Draw(picture)
    for step in qr_path(modules).split("z")[:-1]:
        x, y = (int(part) for part in step[1 : step.index("h")].split())
        run = int(step[step.index("h") + 1 : step.index("v")])
        pen.rectangle((x + 4, y + 4, x + 3 + run, y + 4), fill=0)
    assert (
        zxingcpp.read_barcodes(picture.resize((picture.width * 8, picture.height * 8), Image.Resampling.NEAREST))[
            0
        ].text
        == URL
    )


def test_every_sentence_of_the_slip_is_translated_and_can_be_drawn() -> None:
    """No box stands where a character should."""
    for language in LANGUAGES[:2]:
        said = CATALOGUE.say("Follow on your phone", language)
        assert said != "Follow on your phone"
        assert FONTS.covers(said + "號廳戶籍登記取號・", language)


def test_lines_break_at_punctuation_and_not_inside_words() -> None:
    """Chinese reads as it is spoken; a full stop never begins a line."""
    setter, style = Setter(FONTS, "zh-Hant"), Style(24)
    assert setter.lines("可以先離開走走，剩 3 人時提醒您。", style, 220) == ["可以先離開走走，", "剩 3 人時提醒您。"]
    assert all(line[0] not in "，。" for line in setter.lines("戶口名簿正本。" * 4, style, 24 * 6))
    assert Setter(FONTS, "en").lines("Household registration", style, 150) == ["Household", "registration"]


def test_without_fonts_it_still_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a Han font is told so on the set-up page, and English slips are right."""
    monkeypatch.setattr("kiosk.fonts.ON_THE_MACHINE", ())
    bare = Fonts(tmp_path)
    assert bare.source() is None
    assert FONTS.source() == "Noto Sans TC"
    english = replace(
        SLIP, language="en", hall="Central Service Hall", service_name="Household registration", bring=("ID card",)
    )
    picture = render(english, 576, bare, CATALOGUE).convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [URL]
    assert bare.covers("Household registration 0123", "en")


def test_a_chosen_font_without_han_leaves_them_to_the_others() -> None:
    """No box stands for a character that the chosen font lacks."""
    latin = ROOT / "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files"
    chosen = Fonts(ROOT / "node_modules", latin / "atkinson-hyperlegible-next-latin-wght-normal.woff2")
    face = chosen.face("號", "zh-Hant", 24, 400)
    assert face
    assert "Noto" in str(face.getname()[0])


@pytest.mark.parametrize("in_order", [False, True])
def test_all_services_of_a_visit_are_on_one_slip(in_order: bool) -> None:
    """What comes then, by name; that any counter may call first, unless the customer wants an order."""
    written = Written()
    slip = replace(SLIP, language="en", further=("B ID and documents", "E Enquiries"), in_order=in_order)
    picture = render(slip, 576, FONTS, written)
    assert picture.height > drawn(replace(SLIP, language="en")).height
    free = [said for said in written.said if said.startswith("Whichever counter is free first calls you")]
    assert (bool(free), "Then" in written.said) == (not in_order, True)
