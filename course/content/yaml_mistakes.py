"""What went wrong where YAML stops reading, told in the author's words.

libyaml says where it stopped and what it expected; the author needs to know what they wrote and
how to mend it. Columns and lines are counted from 0 here, until a place is made of them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from course.content.catalogue import finding
from course.content.findings import Finding, Place

_SETTING = re.compile(r"^(?P<lead>[ ]*(?:- +)*)(?P<key>[^\s:#'\"][^:#'\"]*):(?P<gap>[ ]+|$)")
_SPECIAL = re.compile(r"""[@`%*&!|>\[\]{},?-]""")
_IN_QUOTES = "put the text in double quotes:"


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a piece of YAML stands in its file: the file's path, first line and first column."""

    path: str
    first_line: int
    first_column: int

    def place(self, line: int, column: int, width: int) -> Place:
        """Return the place of a line and column of the piece, both counted from 0."""
        start = self.first_column + column
        return Place(self.path, self.first_line + line, start, start + max(width, 1))


@dataclass(frozen=True, slots=True)
class Mistake:
    """A finding and, where it is certain, the whole source with the mistake mended."""

    finding: Finding
    mended: str | None = None


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where reading stopped: the problem as libyaml puts it, and the lines around it."""

    lines: list[str]
    problem: str
    context: str
    line: int
    column: int
    start_line: int
    start_column: int
    last: yaml.ScalarEvent | None
    frame: Frame

    @property
    def text(self) -> str:
        """The line on which reading stopped."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    def place(self, column: int, width: int = 1, line: int | None = None) -> Place:
        """Return a place on the line of the stop, or on another one."""
        return self.frame.place(self.line if line is None else line, column, width)

    def mended(self, text: str, line: int | None = None) -> str:
        """Return the source with one line written anew."""
        lines = list(self.lines)
        lines[self.line if line is None else line] = text
        return "\n".join(lines)


def diagnose(
    lines: list[str], error: yaml.MarkedYAMLError, last: yaml.ScalarEvent | None, frame: Frame
) -> Mistake:
    """Say what stopped the reading. ``last`` is the last text that was read before."""
    at = error.problem_mark or error.context_mark
    since = error.context_mark or at
    stop = _Stop(
        lines=lines,
        problem=error.problem or "",
        context=error.context or "",
        line=at.line if at else 0,
        column=at.column if at else 0,
        start_line=since.line if since else 0,
        start_column=since.column if since else 0,
        last=last,
        frame=frame,
    )
    for known in _KNOWN:
        if mistake := known(stop):
            return mistake
    return _unknown(stop)


def in_quotes(text: str) -> str:
    """Return the text as YAML writes it in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def value_in_quotes(line: str) -> str | None:
    """Return the line with its value in double quotes, None where it has none on the line."""
    setting = _SETTING.match(line)
    item = re.match(r"^[ ]*(?:- +)+", line)
    lead = setting.end() if setting else item.end() if item else None
    if lead is None or not line[lead:].strip():
        return None
    value, comment = _without_comment(line[lead:])
    return line[:lead] + in_quotes(value) + comment


def _without_comment(value: str) -> tuple[str, str]:
    hidden = re.search(r"\s+#", value)
    cut = hidden.start() if hidden else len(value.rstrip())
    return value[:cut], value[cut:].rstrip()


def _tab(stop: _Stop) -> Mistake | None:
    lines = [stop.line, stop.start_line]
    if "tab" not in stop.problem and "cannot start any token" not in stop.problem:
        return None
    row = next((row for row in lines if "\t" in _indentation(stop.lines, row)), None)
    if row is None:
        return None
    more = sum("\t" in _indentation(stop.lines, n) for n in range(row + 1, len(stop.lines)))
    return Mistake(
        finding(
            "Y102",
            stop.place(_indentation(stop.lines, row).index("\t"), line=row),
            "this line is indented with a tab",
            label="tab here",
            help="use two spaces for each level. `course check --fix` does this for you.",
            note=f"{more} more lines of this file start with a tab" if more > 1 else "",
        )
    )


def _indentation(lines: list[str], row: int) -> str:
    line = lines[row] if row < len(lines) else ""
    return line[: len(line) - len(line.lstrip())]


def _after_quotes(stop: _Stop) -> Mistake | None:
    """Find text that goes on after a quote mark that was meant to be part of it."""
    last = stop.last
    if last is None or last.style not in ("'", '"') or not stop.problem.startswith("did not find"):
        return None
    start, end = last.start_mark, last.end_mark
    if end.line != stop.line or stop.text[end.column : stop.column].strip():
        return None
    if start.line != end.line:
        return _never_closed(stop, start.line, start.column)
    if _SETTING.match(stop.text[stop.column :]):
        return None
    whole, comment = _without_comment(stop.text[start.column :])
    inner = whole[1:-1] if whole.endswith(last.style) else whole
    lead = stop.text[: start.column]
    if last.style == "'":
        mended = lead + in_quotes(inner) + comment
        message = "the apostrophe ends the text early, because the text is in single quotes"
        help_line = f"use double quotes:\n{mended}"
    else:
        quoted = inner if whole.endswith('"') and whole.count('"') > 3 else whole
        mended = f"{lead}'" + quoted.replace("'", "''") + f"'{comment}"
        message = "the text goes on after the quote mark that closes it"
        help_line = f"put the whole text in single quotes:\n{mended}"
    return Mistake(
        finding(
            "Y106" if last.style == "'" else "Y107",
            stop.place(start.column),
            message,
            label="text starts here",
            help=help_line,
        ),
        stop.mended(mended),
    )


def _open_quote(stop: _Stop) -> Mistake | None:
    if "quoted scalar" in stop.context and "end of stream" in stop.problem:
        return _never_closed(stop, stop.start_line, stop.start_column)
    return None


def _never_closed(stop: _Stop, line: int, column: int) -> Mistake:
    return Mistake(
        finding(
            "Y112",
            stop.place(column, line=line),
            "this quote mark is never closed",
            label="opened here",
            help="add the same quote mark at the end of the text",
        )
    )


def _colon(stop: _Stop) -> Mistake | None:
    in_list = "expected ','" in stop.problem and stop.line == stop.start_line
    if in_list and stop.text[stop.column : stop.column + 1] != ":":
        return None
    if not in_list and "mapping values are not allowed" not in stop.problem:
        return None
    setting = _SETTING.match(stop.text)
    if setting and stop.column < setting.end():
        return _out_of_line(stop)
    mended = value_in_quotes(stop.text) if setting and not in_list else None
    return Mistake(
        finding(
            "Y101",
            stop.place(stop.column),
            "this text has a colon in it, so YAML reads it as two settings",
            label="second colon",
            help=f"{_IN_QUOTES}\n{mended}" if mended else "put the whole text in double quotes",
        ),
        stop.mended(mended) if mended else None,
    )


def _out_of_line(stop: _Stop) -> Mistake:
    """Tell a setting whose line above was not read as a setting, or that stands too deep."""
    above = next((n for n in range(stop.line - 1, -1, -1) if stop.lines[n].strip()), None)
    before = stop.lines[above] if above is not None else ""
    if above is not None and not _SETTING.match(before):
        return _no_colon(stop, above)
    return _misaligned(stop, "setting", len(_indentation(stop.lines, above or 0)))


def _no_colon(stop: _Stop, row: int) -> Mistake:
    line = stop.lines[row]
    lead = len(_indentation(stop.lines, row))
    glued = re.match(r"\s*(?:- +)*[a-z_-]+:(?=\S)", line)
    return Mistake(
        finding(
            "Y113",
            stop.place(lead, len(line.strip()), line=row),
            "this line is not a setting",
            label="no space after the colon" if glued else "no colon here",
            help=f"write a space after the colon:\n{glued[0]} {line[glued.end() :].strip()}"
            if glued
            else "if it belongs to the text above, indent it more than the setting above",
        )
    )


def _line_without_colon(stop: _Stop) -> Mistake | None:
    if "could not find expected ':'" not in stop.problem:
        return None
    return _no_colon(stop, stop.start_line)


def _special_start(stop: _Stop) -> Mistake | None:
    """Find text that starts with a sign to which YAML gives a meaning."""
    starts = {
        "cannot start any token": stop.column,
        "alphabetic or numeric": stop.start_column,
        "expected node content": stop.column,
        "comment or line break": stop.start_column,
        "scanning a tag": stop.start_column,
        "not allowed in this context": _value_start(stop.text),
        "did not find expected key": _value_start(stop.text),
        "did not find expected '-'": _value_start(stop.text),
    }
    told = f"{stop.context} {stop.problem}"
    column = next((at for words, at in starts.items() if words in told), None)
    if column is None or not _SPECIAL.match(stop.text[column : column + 1]):
        return None
    if column == len(_indentation(stop.lines, stop.line)) and stop.text[column] == "-":
        return None
    value, comment = _without_comment(stop.text[column:])
    mended = stop.text[:column] + in_quotes(value) + comment
    return Mistake(
        finding(
            "Y103",
            stop.place(column),
            f"text cannot start with {stop.text[column]} unless it is in quotes",
            label="starts here",
            help=mended,
        ),
        stop.mended(mended) if column == _value_start(stop.text) else None,
    )


def _value_start(line: str) -> int:
    setting = _SETTING.match(line)
    item = re.match(r"^[ ]*(?:- +)+", line)
    return setting.end() if setting else item.end() if item else 0


def _item_out_of_line(stop: _Stop) -> Mistake | None:
    if stop.problem not in ("did not find expected '-' indicator", "did not find expected key"):
        return None
    here = len(_indentation(stop.lines, stop.line))
    is_item = stop.text.lstrip().startswith("-")
    for row in range(stop.line - 1, -1, -1):
        width = len(_indentation(stop.lines, row))
        alike = stop.lines[row].lstrip().startswith("-") == is_item
        if stop.lines[row].strip() and alike and width != here:
            return _misaligned(stop, "item" if is_item else "setting", width)
    return None


def _misaligned(stop: _Stop, what: str, above: int) -> Mistake:
    here = len(_indentation(stop.lines, stop.line))
    shift = stop.frame.first_column
    each = '"-" in the list' if what == "item" else "setting beside it"
    return Mistake(
        finding(
            "Y104",
            stop.place(here),
            f"this {what} does not line up with the {what} above it",
            label=f"starts in column {here + shift}; "
            f"the {what}s above start in column {above + shift}",
            help=f"move it so that every {each} is in the same column"
            if what == "item"
            else f"move it so that it starts in the same column as every {each}",
        )
    )


def _open_list(stop: _Stop) -> Mistake | None:
    if "flow" not in stop.context:
        return None
    sign = stop.lines[stop.start_line][stop.start_column : stop.start_column + 1]
    closing = {"[": "]", "{": "}"}.get(sign)
    if closing is None:
        return None
    return Mistake(
        finding(
            "Y108",
            stop.place(stop.start_column, line=stop.start_line),
            f"the {sign} opened here is never closed, or a comma is missing after it",
            label="opened here",
            help=f"put commas between the parts and {closing} at the end; "
            "if it is text, put it in double quotes",
        )
    )


def _backslash(stop: _Stop) -> Mistake | None:
    if "escape" not in stop.problem and "escape" not in stop.context:
        return None
    column = max(stop.text.find("\\", stop.start_column), 0)
    return Mistake(
        finding(
            "Y109",
            stop.place(column, 2),
            "a backslash in double quotes starts a special sign",
            label="no such sign",
            help="write two backslashes, or put the text in single quotes",
        )
    )


def _unknown(stop: _Stop) -> Mistake:
    row = min(stop.line, len(stop.lines) - 1)
    return Mistake(
        finding(
            "Y100",
            stop.place(stop.column if row == stop.line else 0, line=row),
            "this line cannot be read",
            label="reading stopped here",
            help="compare it with the lines above: the same indentation, "
            "then a name, a colon, a space and a value",
        )
    )


_KNOWN: tuple[Callable[[_Stop], Mistake | None], ...] = (
    _tab,
    _after_quotes,
    _open_quote,
    _colon,
    _line_without_colon,
    _special_start,
    _item_out_of_line,
    _open_list,
    _backslash,
)
