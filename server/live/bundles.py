"""A page in few files: its modules as one script, its styles as one sheet, of the words only those that it says.

The sources stay ES modules as written, and a page works from them as well; this only puts them one after another, each
in a function of its own, so that no name meets another's. What the page's `index.html` names is what goes in.
"""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from server.kernel.files import Stamp, Text, stamp, text_of
from server.kernel.languages import LANGUAGES
from server.kernel.sheets import one_sheet

IMPORT: Final = re.compile(r'^import (?:\{([^}]*)\} from )?"([^"]+)";\n', re.MULTILINE)
AGAIN: Final = re.compile(r'^export \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
EXPORT: Final = re.compile(r"^export ((?:async )?function\*? ?|class |const )(\w+)", re.MULTILINE)
LIST: Final = re.compile(r"export\s*\{([^}]*)\};?\s*(?://#[^\n]*\s*)?$")
OTHER: Final = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)
COMMENTS: Final = re.compile(
    r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/[ \t]*|//[^\n]*)\n|/\*\* @[^\n*]*\*/ ?", re.MULTILINE | re.DOTALL
)
ASIDES: Final = re.compile(r"(?<=[;,:{})\]]) // [^\n]*$", re.MULTILINE)  # why a line is as it is, behind it
INDENTS: Final = re.compile(r"^ +", re.MULTILINE)  # before code and between elements nobody reads them
STYLE: Final = re.compile(r'<link rel="stylesheet" href="([^"]+)">\n')
SCRIPT: Final = re.compile(r'<script type="module" src="([^"]+)"></script>\n')
HOLDS: Final = 12  # signs of a hash in an address


class Unfit(Exception):
    """A module says something that can't be put into one script."""


@dataclass(frozen=True)
class Bundle:
    """One state of a page's files."""

    name: str
    page: str
    script: Text
    style: Text
    words: dict[str, Text]

    @cached_property
    def files(self) -> dict[str, Text]:
        """Name in an address → file."""
        return {
            f"{self.name}.js": self.script,
            f"{self.name}.css": self.style,
            **{f"{self.name}.{language}.json": text for language, text in self.words.items()},
        }

    def address(self, file: str) -> str:
        """Return the address of a file; it is another one whenever its content is."""
        stem, _, kind = file.rpartition(".")
        return f"/bundles/{stem}-{self.files[file].tag[:HOLDS]}.{kind}"

    def head(self, language: str) -> str:
        """Return what the page's head names: styles first, the script when these are on their way."""
        words = "".join(
            f'<meta name="words" data-language="{code}" content="{self.address(f"{self.name}.{code}.json")}">\n'
            for code in self.words
        )
        return (
            f'<link rel="stylesheet" href="{self.address(f"{self.name}.css")}">\n{words}'
            f'<script type="module" src="{self.address(f"{self.name}.js")}" fetchpriority="low"></script>\n'
            f'<link rel="preload" as="fetch" crossorigin href="{self.address(f"{self.name}.{language}.json")}"'
            ' fetchpriority="low">\n'
        )

    def document(self, language: str) -> str:
        """Return the page's HTML, which names these files instead of its modules."""
        return SCRIPT.sub(lambda _: self.head(language), STYLE.sub("", self.page), count=1)


class Bundler:
    """Makes a page's bundle, and again when one of its files has changed."""

    def __init__(self, name: str, page: Path, root: Path, vendor: dict[str, Path], *, fonts: bool) -> None:
        self.name, self.page, self.root, self.vendor, self.fonts = name, page, root, vendor, fonts
        self.made: tuple[dict[Path, Stamp], Bundle] | None = None
        self.read: dict[Path, Stamp] = {}

    def bundle(self) -> Bundle:
        """Return the bundle of the files as they stand."""
        if self.made is None or any(not path.exists() or stamp(path) != was for path, was in self.made[0].items()):
            self.read = {}
            bundle = self.make()
            self.made = (self.read, bundle)
        return self.made[1]

    def make(self) -> Bundle:
        """Make it."""
        page = self.text(self.page)
        script = SCRIPT.search(page)
        if script is None:
            raise Unfit(f"{self.page} names no module")
        source = self.script(script[1])
        style = "".join(self.styles(address) for address in STYLE.findall(page))
        words = {language: self.words_in(source, language) for language in LANGUAGES}
        return Bundle(self.name, page, text_of(source.encode(), ".js"), text_of(style.encode(), ".css"), words)

    def text(self, path: Path) -> str:
        """Read a file, and remember how it stood."""
        self.read[path] = stamp(path)
        return path.read_text(encoding="utf-8")

    def file(self, address: str) -> Path:
        """Return the file at an address, as `pages.py` hands it out."""
        kind, _, rest = address.strip("/").partition("/")
        if kind == "vendor":
            return self.vendor[rest]
        return {"static": self.root / "server/static", "live": self.root / "server/live/static", "pages": self.root}[
            kind
        ] / rest

    def script(self, main: str) -> str:
        """Return one script of a module and all that it imports, each once and before whoever needs it."""
        done: dict[str, str] = {}
        parts: list[str] = []
        self.add(main, done, parts, ())
        return "".join(parts)

    def add(self, address: str, done: dict[str, str], parts: list[str], within: tuple[str, ...]) -> str:
        """Add a module after what it imports; return the name that stands for what it exports."""
        if address in done:
            return done[address]
        if address in within:
            raise Unfit(f"{address} imports itself by way of {within[-1]}")
        source = self.text(self.file(address))
        if not address.startswith("/vendor/"):
            source = INDENTS.sub("", ASIDES.sub("", COMMENTS.sub("", source)))

        def of(other: str) -> str:
            found = other if other.startswith("/") else f"{address.rpartition('/')[0]}/{other.removeprefix('./')}"
            return self.add(found, done, parts, (*within, address))

        exports: dict[str, str] = {}

        def imported(found: re.Match[str]) -> str:
            name = of(found[2])
            return f"const {{{renamed(found[1])}}}={name};\n" if found[1] else ""

        def passed_on(found: re.Match[str]) -> str:
            name = of(found[2])
            exports.update({own: f"{name}.{theirs}" for theirs, own in pairs(found[1])})
            return ""

        def listed(found: re.Match[str]) -> str:
            exports.update({theirs: own for own, theirs in pairs(found[1])})
            return ""

        def exported(found: re.Match[str]) -> str:
            exports[found[2]] = found[2]
            return f"{found[1]}{found[2]}"

        source = IMPORT.sub(imported, source)
        source = AGAIN.sub(passed_on, source)
        source = EXPORT.sub(exported, source)
        source = LIST.sub(listed, source)
        if other := OTHER.search(source):
            raise Unfit(f"{address}: {other[0]}")
        name = f"m{len(done)}"
        told = ",".join(own if own == value else f"{own}:{value}" for own, value in exports.items())
        parts.append(f"const {name}=(()=>{{{source.strip()}\nreturn{{{told}}}}})();\n")
        done[address] = name
        return name

    def styles(self, address: str) -> str:
        """Return a sheet with those that it imports in their place, without fonts where the reader's own do."""

        return one_sheet(address, lambda one: self.text(self.file(one)), fonts=self.fonts)

    def words_in(self, source: str, language: str) -> Text:
        """Return the texts of a language that stand in a script."""
        whole = json.loads(self.text(self.root / "server/static/languages" / f"{language}.json"))
        said = {text: words for text, words in whole.items() if text in source or json.dumps(text)[1:-1] in source}
        return text_of(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(), ".json")


def pairs(listed: str) -> list[tuple[str, str]]:
    """Return (name, as what) of a list in braces."""
    parts = [part.strip().split(" as ") for part in listed.split(",") if part.strip()]
    return [(part[0].strip(), part[-1].strip()) for part in parts]


def renamed(listed: str) -> str:
    """Return a list of imports as a destructuring."""
    return ",".join(theirs if theirs == own else f"{theirs}:{own}" for theirs, own in pairs(listed))
