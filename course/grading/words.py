"""How a sentence says numbers and titles, in reasons and on pages."""

from collections.abc import Sequence


def counted(number: int, one: str, many: str = "") -> str:
    """Return "1 lesson", "2 lessons"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def quoted(title: str) -> str:
    """Return a title in quote marks: its own where it stands in some as a whole."""
    return title if title[0] in '"“' and title[-1] in '"”' else f"“{title}”"


def to_finish(titles: Sequence[str], noun: str) -> str:
    """Say what comes first: the first title, and how many more."""
    more = f" and {counted(len(titles) - 1, f'more {noun}')}" if len(titles) > 1 else ""
    return f"Finish {quoted(titles[0])}{more} first."


def not_answered(titles: Sequence[str]) -> str:
    """Say of reflections that wait for a trainer which: the first, and how many more."""
    more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
    return f"Your trainer has not answered yet: {quoted(titles[0])}{more}."
