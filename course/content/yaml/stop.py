"""Where reading a piece of YAML stopped, and the words in which to tell what is there."""

import re
from dataclasses import dataclass, replace
from itertools import takewhile

import yaml

from course.content.findings import Finding, Place
from course.content.yaml.nodes import in_quotes

SETTING = re.compile(r"^(?P<lead>[ ]*(?:- +)*)(?P<key>[^\s:#'\"][^:#'\"]*):(?P<gap>[ ]+|$)")
_ITEM = re.compile(r"^[ ]*(?:- +)+")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a piece of YAML stands in its file: the file's path, first line and first column.

    Where it is read as it may have been meant, ``written`` are its lines as they are and ``meant``
    those that are read; ``is_guess`` says that it is not certain.
    """

    path: str
    first_line: int
    first_column: int
    written: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()
    is_guess: bool = False

    def place(self, line: int, column: int, width: int) -> Place:
        """Return the place of a line and column of the piece, both counted from 0."""
        if line < len(self.written) and self.written[line] != self.meant[line]:
            column = _as_written(column, self.written[line], self.meant[line])
        start = self.first_column + column
        return Place(self.path, self.first_line + line, start, start + max(width, 1))

    def meaning(self, source: str, meant: str) -> "Frame":
        """Return the frame of a source that is read as it may have been meant, line by line."""
        written = self.written or tuple(source.split("\n"))
        return replace(self, written=written, meant=tuple(meant.split("\n")))

    def part(self, rows: range) -> "Frame":
        """Return the frame of some rows of the piece."""
        within = slice(rows.start, rows.stop)
        return replace(
            self,
            first_line=self.first_line + rows.start,
            written=self.written[within],
            meant=self.meant[within],
        )


def _as_written(column: int, written: str, meant: str) -> int:
    """Return where a column of a line that is read stands in the line as it is written."""
    pairs = zip(reversed(written), reversed(meant), strict=False)
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    if column < len(meant) - alike:
        return min(column, len(written) - alike)
    return column - len(meant) + len(written)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A finding and, where it is certain, the whole source with the mistake mended.

    ``guesses`` are sources that may have been meant. Nobody is told of them; where one of them
    alone can be read, reading goes on with it.
    """

    finding: Finding
    mended: str | None = None
    guesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LastText:
    """The last text that was read: its quote mark or block sign, where it starts and ends."""

    style: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Stop:
    """Where reading stopped: the problem as libyaml puts it, and the lines around it."""

    lines: list[str]
    problem: str
    context: str
    line: int
    column: int
    start_line: int
    start_column: int
    last: LastText | None
    frame: Frame

    @property
    def text(self) -> str:
        """The line on which reading stopped."""
        return self.lines[self.line]

    def place(self, column: int, width: int = 1, line: int | None = None) -> Place:
        """Return a place on the line of the stop, or on another one."""
        return self.frame.place(self.line if line is None else line, column, width)

    def mended(self, text: str, line: int | None = None) -> str:
        """Return the source with one line written anew."""
        lines = list(self.lines)
        lines[self.line if line is None else line] = text
        return "\n".join(lines)


def stop_at(
    lines: list[str], error: yaml.MarkedYAMLError, last: LastText | None, frame: Frame
) -> Stop:
    """Return the stop that libyaml tells. ``last`` is the last text that was read before."""
    at = _within(lines, error.problem_mark or error.context_mark)
    since = _within(lines, error.context_mark or error.problem_mark)
    return Stop(
        lines=lines,
        problem=error.problem or "",
        context=error.context or "",
        line=at[0],
        column=at[1],
        start_line=since[0],
        start_column=since[1],
        last=last,
        frame=frame,
    )


def _within(lines: list[str], mark: yaml.Mark | None) -> tuple[int, int]:
    """Return line and column of a mark; the end of the source counts as the end of its last line.

    libyaml points behind the last line where something is missing at the end.
    """
    if mark is None:
        return 0, 0
    if mark.line >= len(lines):
        return len(lines) - 1, len(lines[-1])
    return mark.line, min(mark.column, len(lines[mark.line]))


def value_in_quotes(line: str) -> str | None:
    """Return the line with its value in double quotes, None where it has none on the line."""
    lead = value_start(line)
    if not lead or not line[lead:].strip():
        return None
    value, comment = without_comment(line[lead:])
    return line[:lead] + in_quotes(value) + comment


def without_comment(value: str) -> tuple[str, str]:
    """Return a text and the comment behind it, with the spaces between."""
    hidden = re.search(r"\s+#", value)
    cut = hidden.start() if hidden else len(value.rstrip())
    return value[:cut], value[cut:].rstrip()


def indentation(lines: list[str], row: int) -> str:
    """Return the spaces and tabs at the start of a line."""
    line = lines[row]
    return line[: len(line) - len(line.lstrip())]


def value_start(line: str) -> int:
    """Return the column where the value of a setting or of a list's item starts, else 0."""
    setting = SETTING.match(line)
    item = _ITEM.match(line)
    return setting.end() if setting else item.end() if item else 0
