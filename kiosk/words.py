"""The slip's sentences in the customer's language, from the same catalogue as the screens'."""

import json
from pathlib import Path

LANGUAGES = ("zh-Hant", "zh-Hans", "en")


class Catalogue:
    """Sentences by their English text; what has no translation is said in English."""

    def __init__(self, folder: Path) -> None:
        self.texts: dict[str, dict[str, str | list[str]]] = {}
        for language in LANGUAGES:
            path = folder / f"{language}.json"
            self.texts[language] = json.loads(path.read_text()) if path.exists() else {}

    def say(self, sentence: str, language: str, **values: object) -> str:
        """Return a sentence with its values."""
        text = self.texts.get(language, {}).get(sentence) or sentence
        return (text if isinstance(text, str) else text[0]).format(**values)

    def count(self, one: str, many: str, number: int, language: str, **values: object) -> str:
        """Return the sentence that fits a number."""
        text = self.texts.get(language, {}).get(one)
        forms = [text] if isinstance(text, str) else list(text or ())
        own = one if number == 1 else many
        if len(forms) > 1:
            chosen = forms[0 if number == 1 else 1]
        else:
            chosen = forms[0] if forms and language != "en" else own
        return (chosen or own).format(n=number, **values)


def pick(texts: dict[str, str] | None, language: str) -> str:
    """Return the text of one language, else of the first that has one."""
    texts = texts or {}
    return texts.get(language) or next((text for text in texts.values() if text), "")
