"""Tabs in the indentation of YAML, written as spaces.

A tab has no agreed width, so what a tabbed line belongs to has to be told from the file.
"""

import re
from collections.abc import Iterator

_BLOCK = re.compile(r"(?:[:-] )[|>][+-]?[1-9]?[+-]?\s*(?:#.*)?$")
_WIDTHS = (2, 4, 8)


def without_tabs(lines: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the lines with spaces for tabs, in each way that an editor may have shown them.

    Beside the usual widths, a tab may have led to where the line next to it of its kind starts.
    """
    if not any("\t" in _lead(line) for line in lines):
        return
    ways = [([width] * len(lines), stops) for width in _WIDTHS for stops in (False, True)]
    ways += [(_beside(lines, below=below), False) for below in (False, True)]
    # dict: two ways may come to the same lines.
    yield from dict.fromkeys(tuple(_spaced(lines, *way)) for way in ways)


def _spaced(lines: tuple[str, ...], widths: list[int], stops: bool) -> Iterator[str]:
    """Yield the lines with spaces; of the text of a block (``|``) only what places the block."""
    opened: int | None = None
    first = ""
    for row, line in enumerate(lines):
        lead = _lead(line)
        spaces = _spaces(lead, widths[row], stops)
        if opened is not None and line.strip() and len(spaces) <= opened:
            opened, first = None, ""
        if opened is not None and line.strip():
            first = first or lead
            if line.startswith(first):
                spaces, lead = _spaces(first, widths[row], stops), first
        yield spaces + line[len(lead) :]
        if opened is None and _BLOCK.search(line):
            opened = len(spaces)


def _beside(lines: tuple[str, ...], *, below: bool) -> list[int]:
    """Return the widths with which the first of some lines with tabs starts beside its like."""
    like: dict[bool, int] = {}
    beside: dict[int, int] = {}
    rows = range(len(lines))
    for row in reversed(rows) if below else rows:
        line, lead = lines[row], _lead(lines[row])
        if "\t" not in lead and line.strip():
            like[_is_item(line)] = len(lead)
        elif (column := like.get(_is_item(line))) is not None and "\t" in lead:
            width, rest = divmod(column - lead.count(" "), lead.count("\t"))
            beside[row] = 0 if rest else max(width, 0)
    widths = [0] * len(lines)
    for row in rows:
        goes_on = row and "\t" in _lead(lines[row - 1])
        widths[row] = widths[row - 1] if goes_on else beside.get(row) or _WIDTHS[0]
    return widths


def _is_item(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _spaces(lead: str, width: int, stops: bool) -> str:
    return lead.expandtabs(width) if stops else lead.replace("\t", " " * width)


def _lead(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]
