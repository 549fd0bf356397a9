"""Refuse Markdown that would take seconds to render, before it is rendered.

Python-Markdown looks for the end of every open bracket, star and tick up to the end of its
paragraph, so its time grows with the square of what stands open (FAULTS.md M8: 34 s for 20 kB
of "["). These limits are counted in one pass; with them the time grows with the length alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from course.content.sourcetext import MAX_BYTES

MAX_LINES = 3_000
MAX_PARAGRAPH = 8_000
MAX_MARKS = 400
MAX_NESTING = 20
MAX_IN_A_ROW = 50

IN_A_ROW = re.compile(r"([\[\](){}<>!*_`&\\|~#:^])\1{" + str(MAX_IN_A_ROW) + "}")
PARAGRAPH_END = re.compile(r"\n[ \t]*(?=\n)")
LIST_MARKS = re.compile(r"(?:[ \t]*(?:[-*+>]|\d{1,9}[.)])(?=[ \t>]))*[ \t]*")
MARKS = re.compile(r"[*_`<&\\~:]|!\[")
BRACKETS = re.compile(r"[\[\]()]")


@dataclass(frozen=True, slots=True)
class Tangle:
    """What is too much, and the line (from 1) and column (from 1) where it is."""

    message: str
    line: int = 1
    column: int = 1


def tangle_in(source: str) -> Tangle | None:
    """Return the first thing in a Markdown source that is beyond the limits, None for none."""
    if len(source) > MAX_BYTES or len(source.encode("utf-8", "replace")) > MAX_BYTES:
        return Tangle(f"this text is longer than {MAX_BYTES // 1024} kB")
    if source.count("\n") >= MAX_LINES:
        return Tangle(f"this text has more than {MAX_LINES:,} lines", MAX_LINES + 1)
    found = min(_tangles(source), default=None)
    if not found:
        return None
    offset, message = found
    line_start = source.rfind("\n", 0, offset) + 1
    return Tangle(message, source.count("\n", 0, offset) + 1, offset - line_start + 1)


def _tangles(source: str) -> Iterator[tuple[int, str]]:
    """Yield offset and message of what is too much, at most one of each sort."""
    if run := IN_A_ROW.search(source):
        yield run.start(), f'"{run[1]}" stands here more than {MAX_IN_A_ROW} times in a row'
    start = 0
    for line in source.split("\n"):
        marks = LIST_MARKS.match(line)
        prefix = marks[0] if marks else ""
        depth = len(prefix.expandtabs(4)) // 4 + sum(not c.isspace() for c in prefix)
        if depth > 2 * MAX_NESTING:
            yield start, f"this line stands more than {MAX_NESTING} levels deep"
            break
        start += len(line) + 1
    start = 0
    for end in (*(match.start() for match in PARAGRAPH_END.finditer(source)), len(source)):
        if found := _in_paragraph(source[start:end]):
            yield start + found[0], found[1]
            break
        start = end


def _in_paragraph(text: str) -> tuple[int, str] | None:
    """Return offset and message of what is too much in one paragraph, list or table."""
    if len(text) > MAX_PARAGRAPH:
        return 0, f"this paragraph is longer than {MAX_PARAGRAPH:,} characters"
    for number, mark in enumerate(MARKS.finditer(text)):
        if number == MAX_MARKS:
            return mark.start(), f"this paragraph has more than {MAX_MARKS} marks such as * and `"
    open_now = {"[": 0, "(": 0}
    for bracket in BRACKETS.finditer(text):
        kind = "[" if bracket[0] in "[]" else "("
        open_now[kind] = max(open_now[kind] + (1 if bracket[0] == kind else -1), 0)
        if open_now[kind] > MAX_NESTING:
            message = f'more than {MAX_NESTING} "{kind}" are open here at the same time'
            return bracket.start(), message
    return None
