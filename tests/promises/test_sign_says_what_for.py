"""The sign over a counter says in English what one comes there for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hall import DEMO
from tests.inside import Inside
from tests.large_hall import large_config


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall."""
    inside = Inside(tmp_path)
    yield inside
    inside.close()


def purpose(hall: Inside, counter: str) -> dict[str, Any]:
    """Return what the sign says that a counter is for."""
    view = hall.told(f"counter-sign:{counter}", "GET", f"/halls/main/views/sign:{counter}")
    found: dict[str, Any] = view["data"]["purpose"]
    return found


def test_its_services_by_their_names(hall: Inside) -> None:
    """First what it serves first; in each language as that puts things together."""
    assert purpose(hall, "1")["en"] == "Enquiries, Taxes and fees"
    assert purpose(hall, "1")["zh-Hant"] == "綜合諮詢、稅務服務"


def test_letters_where_names_are_too_many(hall: Inside) -> None:
    """Three names are read in passing; what a counter of a large hall serves is said by letters."""
    assert purpose(hall, "3")["en"] == "Household registration, ID and documents, Taxes and fees"


def test_of_a_large_hall(tmp_path: Path) -> None:
    """Six services with names of forty characters: their letters, or the counter's own name where it has one."""
    config = large_config(tmp_path, ["en", "zh-Hant", "zh-Hans"], DEMO)
    bare = [line for line in config.read_text(encoding="utf-8").splitlines() if not line.startswith("post = ")]
    config.write_text("\n".join(bare) + "\n", encoding="utf-8")
    inside = Inside(tmp_path, config=config)
    assert purpose(inside, "3")["en"] == "Services J, K, L, M, N, O"
    inside.close()
