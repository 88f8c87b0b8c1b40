"""Make the catalogue into what programs and pages read: `python -m server.kernel.catalogue`, or `make words`.

zh_Hant_TW.po and en.po hold every text; zh_Hans_CN.po only what a person wrote otherwise than OpenCC makes it.
"""

import io
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from opencc import OpenCC

from server.kernel.extraction import Used, page_strings, used_texts
from server.kernel.languages import CATALOGUES, FOLDER
from server.kernel.mainland import mainland

ROOT: Final = Path(__file__).parent.parent.parent
FROM: Final = ROOT / ".words-from"  # a translator's folder of tables, where there is one
HEADER: Final = """msgid ""
msgstr ""
"Language: {catalogue}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""
Catalogues = dict[str, Catalog]


@dataclass(frozen=True, slots=True)
class TermRow:
    """A line of a translator's table: id, zh-Hant, zh-Hans where OpenCC would be wrong, English plural."""

    text: str
    hant: str
    hans: str
    plural: str


def main() -> None:
    """Merge tables where there are some, compile, and name what lacks a translation."""
    catalogues = {language: read(language) for language in CATALOGUES}
    folder = os.environ.get("FLOOR_WORDS_FROM") or (FROM.read_text().strip() if FROM.exists() else "")
    if folder:
        merge(catalogues, [row for table in sorted(Path(folder).glob("*.tsv")) for row in _rows(table)])
        for language, catalogue in catalogues.items():
            _replace(FOLDER / f"{CATALOGUES[language]}.po", _written(language, catalogue))
    used, unread = used_texts(ROOT)
    compile_all(catalogues, page_strings(ROOT))
    for fault in unread:
        print(f"not read: {fault}", file=sys.stderr)
    for text in missing(catalogues["zh-Hant"], used):
        print(f"no translation: {text}", file=sys.stderr)


def merge(catalogues: Catalogues, rows: list[TermRow]) -> None:
    """Take a translator's rows into the catalogues; a later row of the same text replaces an earlier one."""
    for row in rows:
        key: str | tuple[str, str] = (row.text, row.plural) if row.plural else row.text
        catalogues["en"].delete(row.text)
        catalogues["en"].add(key, key)
        for language, text in {"zh-Hant": row.hant, "zh-Hans": row.hans}.items():
            catalogues[language].delete(row.text)
            if text:
                catalogues[language].add(key, (text,) if row.plural else text)


def simplify(traditional: Catalog, overrides: Catalog) -> Catalog:
    """Return the whole zh-Hans catalogue: a person's words where there are some, else OpenCC's and the mainland's."""
    convert = OpenCC("tw2sp").convert
    whole = Catalog(locale=CATALOGUES["zh-Hans"], fuzzy=False)
    for message in _messages(traditional):
        written = overrides.get(identity(message))
        forms = _forms(written) if written else []
        forms = forms or [mainland(convert(form)) for form in _forms(message)]
        whole.add(message.id, tuple(forms) if message.pluralizable else "".join(forms))
    return whole


def compile_all(catalogues: Catalogues, in_pages: set[str]) -> None:
    """Write a .mo for Python and a .json for pages and the kiosk's agent, with just the texts these hold."""
    whole = catalogues | {"zh-Hans": simplify(catalogues["zh-Hant"], catalogues["zh-Hans"])}
    for language, catalogue in whole.items():
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        _replace(FOLDER / f"{CATALOGUES[language]}.mo", compiled.getvalue())
        texts = {
            identity(message): _forms(message) if message.pluralizable else _forms(message)[0]
            for message in _messages(catalogue)
            if identity(message) in in_pages and _forms(message)
        }
        _replace(FOLDER / f"{language}.json", json.dumps(texts, ensure_ascii=False, indent=0, sort_keys=True).encode())


def missing(traditional: Catalog, used: list[Used]) -> list[Used]:
    """Return the texts in use that have no translation, each once; a plural without its forms lacks one."""
    found: dict[str, Used] = {}
    for text in used:
        message = traditional.get(text.text)
        if message is None or not _forms(message) or (text.plural and not message.pluralizable):
            found.setdefault(text.text, text)
    return list(found.values())


def read(language: str) -> Catalog:
    """Return the catalogue of a language as people wrote it."""
    path = FOLDER / f"{CATALOGUES[language]}.po"
    if not path.exists():
        return Catalog(locale=CATALOGUES[language], fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=CATALOGUES[language], abort_invalid=True)


def _written(language: str, catalogue: Catalog) -> bytes:
    written = io.BytesIO()
    header = HEADER.format(catalogue=CATALOGUES[language], plural=catalogue.plural_forms)
    written.write(header.encode())
    write_po(written, catalogue, width=0, omit_header=True, sort_output=True)
    return written.getvalue()


def _rows(table: Path) -> Iterator[TermRow]:
    for line in table.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            text, hant, hans, plural, *_ = [cell.strip().replace("\\n", "\n") for cell in line.split("\t")] + [""] * 3
            yield TermRow(text, hant, hans, plural)


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def identity(message: Message) -> str:
    """Return the English sentence that a message goes by."""
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message) -> list[str]:
    """Return a message's forms, one where it has no plural, none where any lacks."""
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return forms if all(forms) else []


def _replace(path: Path, content: bytes) -> None:
    """Put a file in place whole, so that whoever reads meanwhile gets the old or the new one."""
    if path.exists() and path.read_bytes() == content:
        return
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(path)


if __name__ == "__main__":
    main()
