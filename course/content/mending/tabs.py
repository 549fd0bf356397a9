"""Tabs in the indentation of YAML, written as spaces.

A tab has no agreed width, so what a tabbed line belongs to has to be told from the file.
"""

import re
from collections.abc import Iterator

_BLOCK = re.compile(r"(?:[:-] )[|>][+-]?[1-9]?[+-]?\s*(?:#.*)?$")
_WIDTHS = (2, 4, 8)


def without_tabs(lines: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the lines with spaces for tabs, in each way that an editor may have shown them."""
    if not any("\t" in _lead(line) for line in lines):
        return
    # dict: two ways may come to the same lines.
    by_width = (tuple(_spaced(lines, width, stops)) for width in _WIDTHS for stops in (False, True))
    yield from dict.fromkeys(by_width)


def _spaced(lines: tuple[str, ...], width: int, stops: bool) -> Iterator[str]:
    """Yield the lines with spaces; of the text of a block (``|``) only what places the block."""
    opened: int | None = None
    first = ""
    for line in lines:
        lead = _lead(line)
        spaces = _spaces(lead, width, stops)
        if opened is not None and line.strip() and len(spaces) <= opened:
            opened, first = None, ""
        if opened is not None and line.strip():
            first = first or lead
            if line.startswith(first):
                spaces, lead = _spaces(first, width, stops), first
        yield spaces + line[len(lead) :]
        if opened is None and _BLOCK.search(line):
            opened = len(spaces)


def _spaces(lead: str, width: int, stops: bool) -> str:
    return lead.expandtabs(width) if stops else lead.replace("\t", " " * width)


def _lead(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]
