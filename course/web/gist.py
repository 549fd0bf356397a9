"""The gist of what is long on a page: how many rows stand open, and what is named of the others."""

from collections.abc import Callable, Sized
from dataclasses import dataclass
from typing import Generic, TypeVar

from course.grading.requirements import Group, Leaf, Proof
from course.grading.words import quoted

FEW = 5
"""Rows that stand open; of more the page shows the gist, and folds the rows."""
NAMED = 3
"""Things left that are named; the others are in the rows."""


def is_long(rows: Sized) -> bool:
    """Say whether rows are so many that they fold."""
    return len(rows) > FEW


Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Block(Generic[Line]):
    """A requirement with its lines. ``left`` names what is missing where they are ``folded``."""

    requirement: str
    done: int
    lines: tuple[Line, ...]
    folded: bool
    left: str


def blocks_of(proof: Proof, line: Callable[[Leaf], Line]) -> list[Block[Line]]:
    """Return a proof requirement by requirement, each leaf as the line that a page makes of it."""
    return [
        Block(
            group.requirement,
            group.done,
            tuple(map(line, group.leaves)),
            folded=is_long(group.leaves),
            left=_named_left(group),
        )
        for group in proof.groups
    ]


def _named_left(group: Group) -> str:
    """Name what is left of a requirement: “A”, “B”, “C” and 20 more."""
    titles = [quoted(leaf.title) for leaf in group.leaves if not leaf.met]
    rest = len(titles) - NAMED
    return ", ".join(titles[:NAMED]) + (f" and {rest} more" if rest > 0 else "")
