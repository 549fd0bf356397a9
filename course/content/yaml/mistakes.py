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
from course.content.yaml.tabs import without_tabs

_SPECIAL = re.compile(r"""[@`%*&!|>\[\]{},?-]""")
_IN_QUOTES = "put the text in double quotes:"
_OPENS_INSIDE = re.compile(r'"[^"]*(?<=[\s("])"(?!\s)[^"]*"[^"]*')
# One text of a list in brackets, up to the comma or bracket behind it.
_ENTRY = {
    "'": re.compile(r"'.*?'(?=\s*[,\]}])|'[^,\]}]*(?<!\s)"),
    '"': re.compile(r'"[^"]*"[^,\]}]*(?<!\s)'),
}
_CURLY = re.compile("[“”„‟‘’‚‛]")


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
        ),
        guesses=tuple("\n".join(each) for each in without_tabs(tuple(stop.lines))),
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
    if comment.endswith(last.style):
        whole, comment = whole + comment, ""
    in_list = "flow" in stop.context
    if in_list:
        entry = _ENTRY[last.style].match(whole)
        whole, comment = entry[0] if entry else whole, ""
    if last.style == "'":
        message = "the apostrophe ends the text early, because the text is in single quotes"
        mended = in_quotes(whole[1:-1] if whole.endswith("'") else whole)
        how = "use double quotes:"
    else:
        message = "the text goes on after the quote mark that closes it"
        mended, how = _in_single_quotes(whole)
    shown = mended if in_list else stop.text[: last.column] + mended + comment
    return Mistake(
        finding(
            "Y106" if last.style == "'" else "Y107",
            stop.place(last.column),
            message,
            label="text starts here",
            help=f"{how}\n{shown}",
            note=_of_comment(comment),
        ),
        None if in_list else stop.mended(shown),
    )


def _in_single_quotes(whole: str) -> tuple[str, str]:
    """Return a text with quote marks in it as YAML reads it, and how that is done, in words."""
    # The second mark opens a word in quotes: then the first and the last are round all of it.
    around = whole.endswith('"') and _OPENS_INSIDE.match(whole)
    text = whole[1:-1] if around else whole
    how = "put the whole text in single quotes"
    how += ", and write each apostrophe in it twice:" if "'" in text else ":"
    return "'" + text.replace("'", "''") + "'", how


def _open_quote(stop: Stop) -> Mistake | None:
    if "quoted scalar" in stop.context and "end of stream" in stop.problem:
        return _never_closed(stop, stop.start_line, stop.start_column)
    return None


def _never_closed(stop: Stop, line: int, column: int) -> Mistake:
    mark = stop.lines[line][column : column + 1]
    curly = _CURLY.search(stop.lines[line], column) if mark == '"' else None
    return Mistake(
        finding(
            "Y112",
            stop.place(column, line=line),
            "this quote mark is never closed",
            label="opened here",
            help=f'write " in the place of {curly[0]}: YAML knows straight quote marks alone'
            if curly
            else "add the same quote mark at the end of the text",
        ),
        guesses=(stop.mended(f"{stop.lines[line].rstrip()}{mark}", line),),
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
            note="curly quotes are part of the text: leave them out if readers need not see them"
            if mended and _CURLY.match(stop.text[value_start(stop.text) :])
            else _of_comment(without_comment(stop.text)[1]),
        ),
        stop.mended(mended) if mended else None,
    )


def _special_start(stop: Stop) -> Mistake | None:
    """Find text that starts with a sign to which YAML gives a meaning."""
    begins = len(indentation(stop.lines, stop.line))
    # What stops the reading at the start of a line is the line, not its text.
    at_value = value_start(stop.text) if stop.column > begins else len(stop.text)
    starts = {
        "cannot start any token": stop.column,
        "alphabetic or numeric": stop.start_column,
        "expected node content": stop.column,
        "comment or line break": stop.start_column,
        "scanning a tag": stop.start_column,
        "not allowed in this context": value_start(stop.text),
        "did not find expected key": at_value,
        "did not find expected '-'": at_value,
    }
    told = f"{stop.context} {stop.problem}"
    column = next((at for words, at in starts.items() if words in told), None)
    if column is None or not _SPECIAL.match(stop.text[column : column + 1]):
        return None
    if column == begins and stop.text[column] == "-":
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
            note=_of_comment(comment),
        ),
        stop.mended(mended) if column == value_start(stop.text) else None,
    )


def _of_comment(comment: str) -> str:
    sign = "what stands after # is a comment: if it is part of the text, put it in the quotes too"
    return sign if comment.strip() else ""


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
