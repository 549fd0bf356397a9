"""The gist of what is long on a page: how many rows stand open, and what is named of the others."""

from collections.abc import Sized

from course.grading.requirements import Group
from course.grading.words import quoted

FEW = 5
"""Rows that stand open; of more the page shows the gist, and folds the rows."""
NAMED = 3
"""Things left that are named; the others are in the rows."""


def is_long(rows: Sized) -> bool:
    """Say whether rows are so many that they fold."""
    return len(rows) > FEW


def named_left(group: Group) -> str:
    """Name what is left of a requirement: “A”, “B”, “C” and 20 more."""
    titles = [quoted(leaf.title) for leaf in group.leaves if not leaf.met]
    rest = len(titles) - NAMED
    return ", ".join(titles[:NAMED]) + (f" and {rest} more" if rest > 0 else "")
