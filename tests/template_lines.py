"""Name the lines of templates that are longer than a person can read; part of `make lint`.

No formatter does it: each of them puts line breaks between inline elements, and in Chinese text a break is a blank that
one sees. A break is written inside of a tag or of `{{ }}`, before a block's tag, or before `{{-` and `{%-`, which take
it back.
"""

import re
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
FOLDERS: Final = ("kiosk", "display", "counter", "server")
LONGEST: Final = 120  # columns, as in Python and in scripts
ONE_TEXT: Final = re.compile(r'\s*"[^"]*"[),]*')  # a sentence is the key of its translations, and one piece


def main() -> int:
    """Print each line that is too long; return how many."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {len(line)} columns"
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST and not ONE_TEXT.fullmatch(line)
    ]
    print("\n".join(found))
    return len(found)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
