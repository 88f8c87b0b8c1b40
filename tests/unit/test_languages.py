"""No text lacks a language, and each is said as its reader needs it."""

import json
import re

import pytest

from server.kernel import catalogue as making
from server.kernel.extraction import used_texts
from server.kernel.languages import FOLDER, LANGUAGES, PLACEHOLDER, negotiate, say, words

CATALOGUE = {language: making.read(language) for language in LANGUAGES}
WHOLE = CATALOGUE | {"zh-Hans": making.simplify(CATALOGUE["zh-Hant"], CATALOGUE["zh-Hans"])}


def forms(message):
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_every_text_in_use_is_translated():
    used, unread = used_texts(making.ROOT)
    assert unread == []
    assert len(used) > 50
    assert [str(text) for text in making.missing(CATALOGUE["zh-Hant"], used)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_fuzzy_or_of_another_language(language):
    ids = {making.identity(message) for message in WHOLE["en"] if message.id}
    assert {making.identity(message) for message in WHOLE[language] if message.id} == ids
    assert [message.id for message in WHOLE[language] if message.id and not all(forms(message))] == []
    assert [message.id for message in CATALOGUE[language] if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_sentence(language):
    for message in WHOLE[language]:
        wanted = set(PLACEHOLDER.findall(making.identity(message)))
        for form in forms(message):
            assert set(PLACEHOLDER.findall(form)) == wanted, form


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_chinese_has_its_own_punctuation(language):
    half_width = re.compile(r"[\u4e00-\u9fff][,;:?!(]")
    assert [form for message in WHOLE[language] for form in forms(message) if half_width.search(form)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_of_this_one(language):
    for message in WHOLE[language]:
        if message.id and not message.pluralizable:
            assert say(message.id, language) == message.string
    for sentence, text in json.loads((FOLDER / f"{language}.json").read_text()).items():
        found = WHOLE[language].get(sentence)
        assert ([text] if isinstance(text, str) else text) == forms(found)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh_MO", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-Hans-TW", "zh-Hans"),
        ("fr;q=0.9, en-GB;q=0.8, zh-TW;q=0.7", "en"),
        ("en;q=0, zh-SG", "zh-Hans"),
        ("fr, *;q=0.1", "zh-Hant"),
        ("en;q=high", "zh-Hant"),
        (None, "zh-Hant"),
    ],
)
def test_a_reader_gets_the_language_liked_best(header, language):
    assert negotiate(header) == language


def test_values_are_said_in_the_reader_s_language():
    service = {"zh-Hant": "戶籍", "zh-Hans": "户籍", "en": "Household"}
    assert words("no such sentence: {service} {left}", service=service, code=3) == {
        language: f"no such sentence: {service[language]} {{left}}" for language in LANGUAGES
    }
