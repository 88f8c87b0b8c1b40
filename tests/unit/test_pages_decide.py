"""What pages decide by themselves, tested where it is decided: tests/js, run by Node's own runner without a browser."""

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

from server.live.pages import ROOT

TESTS: Final = sorted((ROOT / "tests" / "js").glob("*.test.js"))
NODE: Final = ROOT / ".venv" / "bin" / "node"


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_scripts(path: Path) -> None:
    """Each test of a file passes, and there are some."""
    words = [NODE, "--no-warnings", "--import", "./tests/js/addresses.js", "--test-reporter=tap", path]
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, re.sub(r"^ok .*\n(  ---\n(?:  .*\n)*?  \.\.\.\n)?", "", ran.stdout, flags=re.MULTILINE)
    assert re.search(r"^# pass [1-9]", ran.stdout, re.MULTILINE)
