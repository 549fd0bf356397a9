"""Read Markdown prose as runs (a paragraph, a list item, a row …), each with its positions.

A run is the stretch in which emphasis, links and sentences live; none crosses its end.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from course.content.findings import Place
from course.content.markdown.inline import Inline, read_inline
from course.content.markdown.scanner import Code, Line, mark_code

HEADING = re.compile(r"(#{1,6}) +(?P<text>.*?) *#*$")
NEAR_HEADING = re.compile(r" *#{2,}[^#\s]| *#[A-Za-z]| +#{1,6} |#{7,}|#+\s*$")
UNDERLINE = re.compile(r" *(?:=+|-{2,}) *$")
RULE = re.compile(r" {0,3}(?:-[ -]*-[ -]*-|\*[ *]*\*[ *]*\*|_[ _]*_[ _]*_)[ ]*$")
ITEM = re.compile(r"(?P<indent>\s*)(?:[-*+]|(?P<number>\d{1,9})[.)])\s+(?=\S)")
FOREIGN_MARK = re.compile(r"[•·‣◦●○▪■]\s*")
GLUED_MARK = re.compile(r"[-+][^\W\d_]")
MEANING = re.compile(r":\s+\S")
TICK = re.compile(r"\[[ xX]?\](?: |$)")
LONE_MARK = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s*$")
CAPTION = re.compile(r"Table:\s*(?P<text>.*)$")
DELIMITERS = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$")
QUOTED = re.compile(r"[ >]*> ?")


class Kind(StrEnum):
    """What a run is."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    HEADING = "heading"
    CAPTION = "caption"
    HEADER = "header"
    DELIMITERS = "delimiters"
    ROW = "row"
    NEAR_HEADING = "near-heading"
    UNDERLINE = "underline"
    RULE = "rule"


@dataclass(frozen=True)
class Run:
    """A run of text over one or more lines, without its list marks and hashes.

    ``follows`` is the kind of the run directly above, None after an empty line. ``indent``
    and ``level`` are how far a list item stands in and how many hashes a heading has.
    """

    kind: Kind
    lines: tuple[Line, ...]
    path: str
    follows: Kind | None = None
    indent: int = 0
    level: int = 0
    first: Line | None = None

    @cached_property
    def source(self) -> str:
        """The run's Markdown as one text."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def inline(self) -> Inline:
        """Links, pictures, emphasis and the words of the run."""
        return read_inline(self.source)

    @property
    def numbered(self) -> bool:
        """Whether a list item has a number."""
        item = ITEM.match(self.first.text) if self.first else None
        return bool(item and item["number"])

    @property
    def quoted(self) -> bool:
        """Whether a paragraph stands in a quote."""
        return bool(self.first and QUOTED.match(self.first.text))

    @property
    def spaces(self) -> int:
        """How many spaces stand before the run, a tab counting up to the next four."""
        text = self.first.text.expandtabs(4) if self.first else ""
        return len(text) - len(text.lstrip())

    def place(self, start: int, end: int) -> Place:
        """Return the place of a part of ``source``; it ends with its first line."""
        for line in self.lines:
            if start <= len(line.text):
                return line.place(self.path, start, min(max(end, start + 1), len(line.text)))
            start, end = start - len(line.text) - 1, end - len(line.text) - 1
        return self.lines[-1].place(self.path)

    @property
    def whole(self) -> Place:
        """The place of the first line, as the author wrote it."""
        return (self.first or self.lines[0]).place(self.path)


def cut(line: Line, start: int) -> Line:
    """Return the line without its first characters; the rest keeps its column."""
    return Line(line.number, line.text[start:], line.column + start)


def read_runs(lines: Iterable[Line], path: str) -> tuple[Run, ...]:
    """Return the runs of a stretch of Markdown. Fenced code has none."""
    runs: list[Run] = []
    block: list[Line] = []
    for line, is_code in mark_code(lines):
        if line.text.strip() and not is_code:
            block.append(line)
            continue
        runs += _block(block, path)
        block = []
    runs += _block(block, path)
    return tuple(runs)


def unclosed_fence(lines: Iterable[Line]) -> Line | None:
    """Return the line that opens code which is never closed, or that opens it indented."""
    opened: Line | None = None
    for line, code in mark_code(lines):
        if code is Code.OPENS:
            opened = line
            if line.text[:1].isspace():
                break
        elif code is Code.CLOSES:
            opened = None
    return opened


def cells(source: str) -> list[str]:
    """Return the cells of a table row; a pipe in code or after a backslash parts nothing."""
    masked = read_inline(source).code_masked.strip()
    inner = masked.removeprefix("|")
    return (inner.removesuffix("|") if not inner.endswith("\\|") else inner).split("|")


def is_table(block: Sequence[Line]) -> bool:
    """Say whether a block is a table: a row with pipes over a row of dashes."""
    return len(block) > 1 and "|" in block[0].text and bool(DELIMITERS.match(block[1].text))


def _block(block: list[Line], path: str) -> Iterator[Run]:
    """Yield the runs of lines between two empty lines."""
    follows: Kind | None = None
    if block and (caption := CAPTION.match(block[0].text)):
        yield _run(Kind.CAPTION, block[0], caption.start("text"), path)
        block = block[1:]
        follows = Kind.CAPTION
    if is_table(block):
        yield _run(Kind.HEADER, block[0], 0, path, follows)
        yield _run(Kind.DELIMITERS, block[1], 0, path)
        yield from (_run(Kind.ROW, line, 0, path) for line in block[2:])
        return
    waiting: list[Run] = []
    for line in block:
        run = _line_run(line, path, waiting[-1].kind if waiting else follows)
        if run.kind is Kind.PARAGRAPH and waiting and _goes_on(waiting[-1]):
            waiting[-1] = _longer(waiting[-1], run.lines[0])
        else:
            waiting.append(run)
    yield from waiting


def _goes_on(run: Run) -> bool:
    return run.kind in {Kind.PARAGRAPH, Kind.ITEM}


def _longer(run: Run, line: Line) -> Run:
    lines = (*run.lines, line)
    return Run(run.kind, lines, run.path, run.follows, run.indent, run.level, run.first)


def _run(kind: Kind, line: Line, start: int, path: str, follows: Kind | None = None) -> Run:
    return Run(kind, (cut(line, start),), path, follows, first=line)


def _line_run(line: Line, path: str, follows: Kind | None) -> Run:
    """Return the run that a line would be by itself."""
    if heading := HEADING.match(line.text):
        text = (Line(line.number, heading["text"], line.column + heading.start("text")),)
        return Run(Kind.HEADING, text, path, follows, level=len(heading[1]), first=line)
    if NEAR_HEADING.match(line.text):
        return _run(Kind.NEAR_HEADING, line, 0, path, follows)
    if follows and UNDERLINE.match(line.text):
        return _run(Kind.UNDERLINE, line, 0, path, follows)
    if RULE.match(line.text):
        return _run(Kind.RULE, line, 0, path, follows)
    if (item := ITEM.match(line.text)) and not _is_wrapped_number(item, follows):
        indent = len(item["indent"].expandtabs(4))
        text = (cut(line, item.end()),)
        return Run(Kind.ITEM, text, path, follows, indent=indent, first=line)
    quoted = QUOTED.match(line.text)
    start = quoted.end() if quoted else len(line.text) - len(line.text.lstrip())
    return _run(Kind.PARAGRAPH, line, start, path, follows)


def _is_wrapped_number(item: re.Match[str], follows: Kind | None) -> bool:
    """Say whether "46. It …" is no list, but a sentence's end at the start of a line."""
    return follows is Kind.PARAGRAPH and item["number"] not in {None, "1"}
