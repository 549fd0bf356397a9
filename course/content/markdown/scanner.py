"""Cut a lesson's body into prose, code and boxes, line by line, keeping every position.

Python-Markdown gives no positions and passes near-misses through as text. The scanner knows
where each box opens and closes, and its mistakes become findings before anything is rendered.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from course.content.catalogue import finding
from course.content.findings import Finding, Place
from course.content.sourcetext import one_kind_of_line_end

FENCE = re.compile(r"(\s*)(`{3,}|~{3,})\s*(\S*)\s*$")
SLASHES = re.compile(r"(\s*)(/{2,})(\s*)([^|]*?)\s*(?:(\|)\s*(.*?)\s*)?$")
OTHER_BOXES = re.compile(r"\s*(?::::+|!!!|\?\?\?\+?)\s*[\w-]+|\s*>\s*\[!\w+\]|:::+\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the author wrote it; ``column`` is where its text starts in the file."""

    number: int
    text: str
    column: int = 1

    def place(self, path: str, start: int = 0, end: int | None = None) -> Place:
        """Return the place of this line's characters from ``start`` to ``end``."""
        last = len(self.text) if end is None else end
        first = self.column + start
        return Place(path, self.number, first, max(self.column + last, first + 1))


@dataclass(frozen=True, slots=True)
class Prose:
    """A run of Markdown lines, at the top level or inside a box."""

    lines: tuple[Line, ...]

    @property
    def source(self) -> str:
        """The Markdown as one text."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its name and argument with their places, its options and its body."""

    name: str
    argument: str
    opened: Place
    name_place: Place
    argument_place: Place
    lines: tuple[Line, ...] = ()

    @property
    def options(self) -> tuple[Line, ...]:
        """The indented lines directly under the opening line."""
        rest = (n for n, line in enumerate(self.lines) if not line.text[:1].isspace())
        end = next(rest, len(self.lines))
        return tuple(line for line in self.lines[:end] if line.text.strip())

    @property
    def body(self) -> Prose:
        """What stands in the box after its options."""
        return Prose(self.lines[len(self.options) :])


@dataclass(frozen=True, slots=True)
class Scan:
    """The sections of a lesson in order, and what is wrong with its boxes."""

    sections: tuple[Prose | Box, ...]
    findings: tuple[Finding, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The boxes in order."""
        return tuple(section for section in self.sections if isinstance(section, Box))

    @property
    def prose(self) -> tuple[Prose, ...]:
        """All Markdown in order: between the boxes and inside them."""
        return tuple(part if isinstance(part, Prose) else part.body for part in self.sections)

    @property
    def unsure(self) -> frozenset[Place]:
        """Where boxes open of which nobody can say what belongs to them.

        They are never closed (L310), or another box stands inside them (L312).
        """
        told = {(each.code, each.place) for each in self.findings}
        outer = (
            box.opened for box, inner in pairwise(self.boxes) if ("L312", inner.opened) in told
        )
        return frozenset((*outer, *(place for code, place in told if code == "L310")))


def number_lines(source: str, first_line: int = 1) -> tuple[Line, ...]:
    """Return the lines of a text, numbered as an editor numbers them."""
    lines = one_kind_of_line_end(source).split("\n")
    return tuple(Line(number, text) for number, text in enumerate(lines, first_line))


class Code(StrEnum):
    """What a line is to fenced code; a line outside is false."""

    OUTSIDE = ""
    OPENS = "opens"
    INSIDE = "inside"
    CLOSES = "closes"


def mark_code(lines: Iterable[Line]) -> Iterator[tuple[Line, Code]]:
    """Yield each line, and what it is to fenced code."""
    fence = ""
    for line in lines:
        mark = FENCE.match(line.text)
        if not fence:
            fence = mark[2] if mark else ""
            yield line, Code.OPENS if fence else Code.OUTSIDE
        elif mark and not mark[1] and not mark[3] and mark[2].startswith(fence):
            fence = ""
            yield line, Code.CLOSES
        else:
            yield line, Code.INSIDE


def scan(lines: Sequence[Line], path: str) -> Scan:
    """Cut the body of a lesson into sections: each line of slashes ends what stood before it.

    Boxes do not stand inside one another, so the text of a box ends at the next such line.
    """
    sections: list[Prose | Box] = []
    findings: list[Finding] = []
    marks: list[Box | Place] = []
    box: Box | None = None
    missed = False  # the box that is open was not opened as one
    chunk: list[Line] = []

    def end_chunk() -> None:
        if box:
            sections.append(replace(box, lines=tuple(chunk)))
        elif any(line.text.strip() for line in chunk):
            sections.append(Prose(tuple(chunk)))
        chunk.clear()

    for line, is_code in mark_code(lines):
        slashes = None if is_code else SLASHES.match(line.text)
        if not slashes:
            chunk.append(line)
            findings += () if is_code else _other_boxes(line, path)
            continue
        end_chunk()
        near = _near_miss(line, slashes, path)
        box = _opened(line, slashes, path) if slashes[4] or slashes[5] else None
        # Who opens a box with two slashes closes it with two: one mistake.
        findings += near if box or not missed else ()
        missed = bool(box and near)
        marks.append(box or line.place(path))
    end_chunk()
    return Scan(tuple(sections), (*findings, *_unbalanced(marks)))


def _opened(line: Line, match: re.Match[str], path: str) -> Box:
    """Return the box that a line opens, still without its text."""
    return Box(
        name=match[4],
        argument=match[6] or "",
        opened=line.place(path, len(match[1]), len(line.text.rstrip())),
        name_place=line.place(path, *match.span(4)),
        argument_place=line.place(path, *match.span(6 if match[6] else 4)),
    )


def _near_miss(line: Line, match: re.Match[str], path: str) -> list[Finding]:
    """Say so where a line of slashes is not written as one."""
    if not match[1] and len(match[2]) == 3 and (match[3] or not match[4]):
        return []
    mended = " ".join(part for part in ("///", match[4], match[5], match[6]) if part)
    return [_looks_like_a_box(line.place(path, match.start(2), match.end(4)), f"write: {mended}")]


def _other_boxes(line: Line, path: str) -> list[Finding]:
    """Say so where a line opens a box in the way of another program."""
    match = OTHER_BOXES.match(line.text)
    if not match:
        return []
    return [_looks_like_a_box(line.place(path, *match.span()), "boxes are opened so: /// note")]


def _looks_like_a_box(place: Place, mend: str) -> Finding:
    message = "this line looks like a box, but readers would see it as text"
    label = "a box starts with three slashes and a space, at the start of the line"
    return finding("L314", place, message, label=label, help=mend)


def _unbalanced(marks: Sequence[Box | Place]) -> Iterator[Finding]:
    """Yield what is wrong with the order of boxes opened and (a bare place) closed.

    A box that is open when another opens was never closed, unless a line closes it later:
    then the other one stands inside it.
    """
    waiting: list[tuple[int, Box]] = []
    inside: list[tuple[Box, Box]] = []
    for number, mark in enumerate(marks):
        if isinstance(mark, Box):
            inside += [(waiting[-1][1], mark)] if waiting else []
            waiting.append((number, mark))
        elif waiting:
            waiting.pop()
        else:
            message = "this line closes a box, but no box is open"
            mend = "take the line out, or open a box above it with a line such as: /// note"
            yield finding("L313", mark, message, label="closes nothing", help=mend)
    unclosed = [box for _, box in waiting]
    for number, box in waiting:
        yield _never_closed(box, marks[number + 1 : number + 2])
    for outer, inner in inside:
        if outer not in unclosed:
            message = f'the "{inner.name}" box stands inside the "{outer.name}" box'
            mend = f"close the {outer.name} box with a line of /// above this one"
            place = inner.opened
            yield finding("L312", place, message, label="boxes do not hold boxes", help=mend)


def _never_closed(box: Box, following: Sequence[Box | Place]) -> Finding:
    message = f'the "{box.name}" box is never closed'
    mend = "add a line with /// after the last line of its text"
    for mark in following:
        if isinstance(mark, Box):
            mend = f"add a line with /// before line {mark.opened.line}, where the next box starts"
    return finding("L310", box.opened, message, label="opened here", help=mend)
