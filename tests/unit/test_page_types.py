"""The types that pages draw from follow the models of the views, and two models of one name are refused."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from server.page_types import page_types


class Colour(StrEnum):
    """What it is like."""

    RED = "red"
    BLUE = "blue"


class Leaf(BaseModel):
    """A leaf."""

    colour: Colour
    text: dict[str, str]


class Tree(BaseModel):
    """A tree."""

    at: datetime | None = Field(description="of its planting")
    state: Literal["young", "old"]
    leaves: list[Leaf]
    scores: dict[int, float] = {}
    pairs: tuple[tuple[int, str], ...] = ()


TREE = """
/** A tree. */
export type Tree = {
  /** of its planting */ at: string | null;
  state: "young" | "old";
  leaves: Leaf[];
  scores: Record<string, number>;
  pairs: [number, string][];
};
"""
LEAF = """
/** A leaf. */
export type Leaf = {
  colour: Colour;
  text: Words;
};
"""


def test_types_follow_the_models() -> None:
    """Each kind of field as a page sees it in JSON."""
    made = page_types([Tree])
    assert TREE in made
    assert LEAF in made
    assert '/** What it is like. */\nexport type Colour = "red" | "blue";' in made


def test_one_name_is_one_model() -> None:
    """A second model of a name would hide the first."""
    other = type("Leaf", (BaseModel,), {"__annotations__": {"veins": int}})
    with pytest.raises(ValueError, match="two models of views are named Leaf"):
        page_types([Tree, other])
