"""What went wrong where YAML stops reading, told in the author's words.

libyaml says where it stopped and what it expected; the author needs to know what they wrote and
how to mend it. Columns and lines are counted from 0 here, until a place is made of them.
"""

import re
from collections.abc import Callable

from course.content.catalogue import finding
from course.content.yaml.layout import (
    item_out_of_line,
    line_without_colon,
    open_list,
    setting_out_of_line,
)
from course.content.yaml.nodes import in_quotes
from course.content.yaml.stop import (
    SETTING,
    Mistake,
    Stop,
    indentation,
    value_in_quotes,
    value_start,
    without_comment,
)

_SPECIAL = re.compile(r"""[@`%*&!|>\[\]{},?-]""")
_IN_QUOTES = "put the text in double quotes:"


def diagnose(stop: Stop) -> Mistake:
    """Say what stopped the reading, and how to mend it."""
    for known in _KNOWN:
        if mistake := known(stop):
            return mistake
    return _unknown(stop)


def _tab(stop: Stop) -> Mistake | None:
    lines = [stop.line, stop.start_line]
    if "tab" not in stop.problem and "cannot start any token" not in stop.problem:
        return None
    row = next((row for row in lines if "\t" in indentation(stop.lines, row)), None)
    if row is None:
        return None
    more = sum("\t" in indentation(stop.lines, n) for n in range(row + 1, len(stop.lines)))
    return Mistake(
        finding(
            "Y102",
            stop.place(indentation(stop.lines, row).index("\t"), line=row),
            "this line is indented with a tab",
            label="tab here",
            help="use two spaces for each level. `course check --fix` does this for you.",
            note=f"{more} more lines of this file start with a tab" if more > 1 else "",
        )
    )


def _after_quotes(stop: Stop) -> Mistake | None:
    """Find text that goes on after a quote mark that was meant to be part of it."""
    last = stop.last
    if last is None or last.style not in ("'", '"') or not stop.problem.startswith("did not find"):
        return None
    if last.end_line != stop.line or stop.text[last.end_column : stop.column].strip():
        return None
    if last.line != last.end_line:
        return _never_closed(stop, last.line, last.column)
    if SETTING.match(stop.text[stop.column :]):
        return None
    whole, comment = without_comment(stop.text[last.column :])
    inner = whole[1:-1] if whole.endswith(last.style) else whole
    lead = stop.text[: last.column]
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
            stop.place(last.column),
            message,
            label="text starts here",
            help=help_line,
        ),
        stop.mended(mended),
    )


def _open_quote(stop: Stop) -> Mistake | None:
    if "quoted scalar" in stop.context and "end of stream" in stop.problem:
        return _never_closed(stop, stop.start_line, stop.start_column)
    return None


def _never_closed(stop: Stop, line: int, column: int) -> Mistake:
    return Mistake(
        finding(
            "Y112",
            stop.place(column, line=line),
            "this quote mark is never closed",
            label="opened here",
            help="add the same quote mark at the end of the text",
        )
    )


def _colon(stop: Stop) -> Mistake | None:
    in_list = "expected ','" in stop.problem and stop.line == stop.start_line
    if in_list and stop.text[stop.column : stop.column + 1] != ":":
        return None
    if not in_list and "mapping values are not allowed" not in stop.problem:
        return None
    setting = SETTING.match(stop.text)
    if setting and stop.column < setting.end():
        return setting_out_of_line(stop)
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


def _special_start(stop: Stop) -> Mistake | None:
    """Find text that starts with a sign to which YAML gives a meaning."""
    starts = {
        "cannot start any token": stop.column,
        "alphabetic or numeric": stop.start_column,
        "expected node content": stop.column,
        "comment or line break": stop.start_column,
        "scanning a tag": stop.start_column,
        "not allowed in this context": value_start(stop.text),
        "did not find expected key": value_start(stop.text),
        "did not find expected '-'": value_start(stop.text),
    }
    told = f"{stop.context} {stop.problem}"
    column = next((at for words, at in starts.items() if words in told), None)
    if column is None or not _SPECIAL.match(stop.text[column : column + 1]):
        return None
    if column == len(indentation(stop.lines, stop.line)) and stop.text[column] == "-":
        return None
    value, comment = without_comment(stop.text[column:])
    mended = stop.text[:column] + in_quotes(value) + comment
    return Mistake(
        finding(
            "Y103",
            stop.place(column),
            f"text cannot start with {stop.text[column]} unless it is in quotes",
            label="starts here",
            help=mended,
        ),
        stop.mended(mended) if column == value_start(stop.text) else None,
    )


def _backslash(stop: Stop) -> Mistake | None:
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


def _unknown(stop: Stop) -> Mistake:
    return Mistake(
        finding(
            "Y100",
            stop.place(stop.column),
            "this line cannot be read",
            label="reading stopped here",
            help="compare it with the lines above: the same indentation, "
            "then a name, a colon, a space and a value",
        )
    )


_KNOWN: tuple[Callable[[Stop], Mistake | None], ...] = (
    _tab,
    _after_quotes,
    _open_quote,
    _colon,
    line_without_colon,
    _special_start,
    item_out_of_line,
    open_list,
    _backslash,
)
