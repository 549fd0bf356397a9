"""Where a line should start: in the column of those that are open above it."""

import re
from collections.abc import Iterator, Sequence

from course.content.catalogue import finding
from course.content.yaml.stop import SETTING, Mistake, Stop, indentation

GLUED_DASH = re.compile(r" *(?:- +)*-(?=[A-Za-z])")
_DASHES = re.compile(r" *(?:- +)+")
_MOST_MOVED = 1
"""How far a line may be from its column for that to be a slip: further, it may belong elsewhere."""


def misaligned(stop: Stop, what: str) -> Mistake:
    """Tell a setting or an item that stands in another column than those beside it."""
    here = len(indentation(stop.lines, stop.line))
    columns = [c for c in open_columns(stop.lines, stop.line, what == "item") if c != here]
    right = _nearest(columns, here, _below(stop))
    shift = stop.frame.first_column
    each = '"-" in the list' if what == "item" else "setting beside it"
    near = columns and abs(right - here) <= _MOST_MOVED
    return Mistake(
        finding(
            "Y104",
            stop.place(here),
            f"this {what} does not line up with the {what} above it",
            label=f"starts in column {here + shift}; "
            f"the {what}s above start in column {right + shift}",
            help=f"move it so that every {each} is in the same column"
            if what == "item"
            else f"move it so that it starts in the same column as every {each}",
        ),
        guesses=tuple(
            each
            for column in columns
            if abs(column - here) == abs(right - here)
            for each in _moved(stop, here, column)
        )
        if near
        else (),
    )


def _nearest(columns: Sequence[int], here: int, below: int) -> int:
    """Return the nearest column; of two, the outer one where what follows stands in the inner."""
    nearest = sorted(columns, key=lambda column: (abs(column - here), -column))
    tied = len(nearest) > 1 and abs(nearest[0] - here) == abs(nearest[1] - here)
    return nearest[here < below <= nearest[0] if tied else 0] if nearest else 0


def _below(stop: Stop) -> int:
    rows = range(stop.line + 1, len(stop.lines))
    return next((len(indentation(stop.lines, row)) for row in rows if stop.lines[row].strip()), 0)


def _moved(stop: Stop, here: int, right: int) -> tuple[str, ...]:
    """Return the source with this line in its column, and with all that stands in it too."""
    end = stop.line + 1
    while end < len(stop.lines) and _is_inside(stop.lines[end], here):
        end += 1
    guesses = []
    for last in dict.fromkeys((stop.line + 1, end)):
        lines = list(stop.lines)
        for row in range(stop.line, last):
            width = len(indentation(lines, row))
            lines[row] = " " * max(width + right - here, 0) + lines[row][width:]
        guesses.append("\n".join(lines))
    return tuple(guesses)


def _is_inside(line: str, column: int) -> bool:
    return not line.strip() or len(line) - len(line.lstrip()) > column


def open_columns(lines: Sequence[str], row: int, of_items: bool) -> Iterator[int]:
    """Yield the columns of the items, or of the settings, that a row could stand beside.

    The nearest above it come first; what stands further in than a line below it has ended.
    """
    limit = max(map(len, lines)) + 1
    for line in reversed(lines[:row]):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        dashes, setting = _DASHES.match(line), SETTING.match(line)
        if of_items and dashes:
            found = [at for at, sign in enumerate(dashes[0]) if sign == "-"]
        else:
            found = [] if of_items or not setting else [setting.end("lead")]
        yield from (column for column in reversed(found) if column < limit)
        limit = min(limit, len(line) - len(line.lstrip()), *(c for c in found if c < limit))


def no_space_after_dash(stop: Stop, row: int, glued: re.Match[str]) -> Mistake:
    """Tell a dash with no space behind it, which makes no entry of a list."""
    line = stop.lines[row]
    mended = f"{glued[0]} {line[glued.end() :]}"
    return Mistake(
        finding(
            "Y104",
            stop.place(glued.end() - 1, 2, line=row),
            "this dash has no space after it, so it does not start an entry of the list",
            label="no space here",
            help=f"write a space after the dash:\n{mended}",
        ),
        guesses=(stop.mended(mended, row),),
    )
