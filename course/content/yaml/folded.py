"""A text over several lines, with a colon in one of them that is not the first."""

from course.content.catalogue import finding
from course.content.yaml.names import SETTING_NAMES
from course.content.yaml.nodes import in_quotes
from course.content.yaml.stop import SETTING, Mistake, Stop, indentation

_WRAPPED = 2
"""How much further in a line of text stands at least; one less may be a setting that slipped."""
_OPENS = tuple("\"'|>[{&*!#")


def text_with_colon(stop: Stop) -> Mistake | None:
    """Tell a line that goes on with the text above it, and has a colon."""
    rows = _rows_of_text(stop)
    if rows is None or not _is_text(stop, rows.start):
        return None
    first = SETTING.match(stop.lines[rows.start])
    lines = [stop.lines[row] for row in rows]
    start = first.end() if first else 0
    quoted = [in_quotes(line)[1:-1] for line in (lines[0][start:], *lines[1:])]
    quoted[0] = f'{lines[0][:start]}"{quoted[0]}'
    quoted[-1] = f'{quoted[-1].rstrip()}"'
    whole = [*stop.lines[: rows.start], *quoted, *stop.lines[rows.stop :]]
    return Mistake(
        finding(
            "Y101",
            stop.place(stop.column),
            "this text has a colon in it, so YAML reads it as two settings",
            label="second colon",
            help="put the whole text in double quotes:\n" + "\n".join(quoted),
        ),
        "\n".join(whole),
    )


def _rows_of_text(stop: Stop) -> range | None:
    """Return the rows from the setting whose text it may be to the last that stands in it."""
    here = len(indentation(stop.lines, stop.line))
    for row in range(stop.line - 1, -1, -1):
        line = stop.lines[row]
        setting = SETTING.match(line)
        if not line.strip() or " #" in line:
            return None
        if setting:
            value, column = line[setting.end() :].strip(), setting.end("lead")
            if not value or value.startswith(_OPENS) or column >= here:
                return None
            end = stop.line + 1
            while end < len(stop.lines) and _stands_in(stop.lines, end, column):
                end += 1
            return range(row, end)
    return None


def _stands_in(lines: list[str], row: int, column: int) -> bool:
    return bool(lines[row].strip()) and len(indentation(lines, row)) > column


def _is_text(stop: Stop, row: int) -> bool:
    """Say whether the name before a colon is no setting, but words of the text above it."""
    found, above = SETTING.match(stop.text), SETTING.match(stop.lines[row])
    if not found or not above or found["lead"].strip():
        return False
    key = found["key"]
    others = (SETTING.match(line) for n, line in enumerate(stop.lines) if n != stop.line)
    if key in SETTING_NAMES or any(each and each["key"] == key for each in others):
        return False
    step = found.end("lead") - above.end("lead")
    return step >= _WRAPPED or " " in key or key[:1].isupper()
