"""A duration is written in one way everywhere, with its units: nobody takes minutes for seconds."""

import re
from pathlib import Path

import pytest

from server.kernel.durations import left, took

ROOT = Path(__file__).parents[2]
TOOK = {
    10: ("10 s", "10 秒"),
    544: ("9 min 4 s", "9 分 4 秒"),
    600: ("10 min", "10 分"),
    3900: ("1 h 5 min", "1 小時 5 分"),
    7200: ("2 h", "2 小時"),
}
LEFT = {600: "10 min", -1200: "−20 min", 5990: "2 h", 3 * 86400: "3 d", 10: "0 min", -10: "0 min"}


@pytest.mark.parametrize("seconds", TOOK)
def test_how_long_it_took(seconds: int) -> None:
    """Exactly, in its two largest units."""
    assert (took(seconds, "en"), took(seconds, "zh-Hant")) == TOOK[seconds]


@pytest.mark.parametrize("seconds", LEFT)
def test_how_long_is_left(seconds: int) -> None:
    """Roughly, in its largest unit; what is over has a minus."""
    assert left(seconds, "en") == LEFT[seconds]


def test_nobody_writes_it_in_another_way() -> None:
    """No page of the server makes M:SS or H:MM of a duration by itself."""
    own = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "server").rglob("*.py")
        if re.search(r"// 60\}:\{", path.read_text(encoding="utf-8"))
    ]
    assert own == []
