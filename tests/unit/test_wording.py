"""Each Chinese is in its own words and marks: the catalogue, the demo hall and its plans."""

import re
import tomllib

import pytest

from server.floor.hallfile import Counter, Hall, Service
from server.kernel import catalogue as making
from server.kernel.extraction import used_texts
from server.kernel.languages import LANGUAGES, listed, say
from server.kernel.mainland import OTHERWISE, mainland
from server.office.labels import LEVELS

HALF_WIDTH = re.compile(r"[一-鿿」”}][,;:?!(]|[,;:?!)][一-鿿「“]")
OF_THE_MAINLAND = re.compile(
    "信息|屏幕|打印|默認|軟件|網絡|服務器|登錄|注銷|賬號|預案|數據|鼠標|二維碼|視頻|文件夾|菜單|激活|反饋|群眾|界面|保安"
)
HAS_ANOTHER_NAME = re.compile("號碼紙|號票|紙票|條碼|預警|評分平板|事件室|客戶|發號|斷線")
OF_TAIWAN = re.compile("滑鼠|软体|网路|资讯|伺服|印表|列印|萤幕|视窗|登出|登入|储存|客户")
SHARED = {"复原", "依", "画面", "运行"}  # of the table, good in the mainland too where they mean something else


def texts(language):
    """Return every text in a language: the catalogue's, then those of the demo's files."""
    traditional = making.read("zh-Hant")
    whole = {"zh-Hant": traditional, "zh-Hans": making.simplify(traditional, making.read("zh-Hans"))}[language]
    for message in whole:
        yield from [message.string] if isinstance(message.string, str) else message.string
    for file in (making.ROOT / "config").rglob("*.toml"):
        yield from written(tomllib.loads(file.read_text()), language)


def written(value, language):
    """Yield the texts in a language that a file's tables hold."""
    if isinstance(value, dict):
        if isinstance(value.get(language), str):
            yield value[language]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from written(one, language)


def with_any(language, wrong):
    return [text for text in texts(language) if wrong.search(text)]


def test_traditional_chinese_is_of_taiwan():
    assert with_any("zh-Hant", OF_THE_MAINLAND) == []


def test_one_thing_has_one_name():
    assert with_any("zh-Hant", HAS_ANOTHER_NAME) == []


def test_simplified_chinese_is_of_the_mainland():
    assert with_any("zh-Hans", OF_TAIWAN) == []
    assert with_any("zh-Hans", re.compile("|".join(set(OTHERWISE) - SHARED))) == []


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_chinese_has_no_half_width_marks(language):
    assert with_any(language, HALF_WIDTH) == []


def test_the_mainland_has_its_own_words():
    assert mainland("缺省的应变计划「甲」") == "默认的应急预案“甲”"
    assert mainland("恢复原本设置，可以复原") == "恢复原本设置，可以撤销"


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-Hant", ("甲、乙", "甲；乙")), ("zh-Hans", ("甲、乙", "甲；乙")), ("en", ("甲, 乙", "甲; 乙"))],
)
def test_things_are_listed_as_the_language_puts_them(language, said):
    assert (listed(["甲", "乙"], language), listed(["甲", "乙"], language, long=True)) == said
    assert say("no such sentence: {ones}", language, ones=["甲", "乙"]) == f"no such sentence: {said[0]}"
    assert listed([dict.fromkeys(LANGUAGES, "丙")], language) == "丙"
    with_commas = ["a, b" if language == "en" else "甲，乙", "丙"]
    assert listed(with_commas, language) == listed(with_commas, language, long=True)  # else nobody sees where one ends


def test_no_text_names_a_paragraph():
    """What a rule is called in its contract tells a reader nothing."""
    used, _ = used_texts(making.ROOT)
    hints = [field.description or "" for model in (Hall, Service, Counter) for field in model.model_fields.values()]
    said = [say(one, language) for language in LANGUAGES for one in [*hints, *(one.text for one in used)]]
    assert [text for text in said if re.search(r"R\d+(\.\d+)+", text)] == []


def test_how_full_it_is_has_one_set_of_words():
    """The board's words are those of office and journal."""
    script = (making.ROOT / "display/board/strip.js").read_text().partition("const word =")[2].partition(";\n")[0]
    board = dict(re.findall(r'(\w+): t\("([\w ]+)"\)', script))
    assert board.keys() == LEVELS.keys()
    for language in LANGUAGES:
        assert [say(one, language).lower() for one in board.values()] == [say(one, language) for one in LEVELS.values()]
