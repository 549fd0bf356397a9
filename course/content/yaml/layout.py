"""Mistakes in how lines stand to each other: columns, colons, lists that are never closed."""

import re

from course.content.catalogue import finding
from course.content.yaml.stop import SETTING, Mistake, Stop, indentation


def setting_out_of_line(stop: Stop) -> Mistake:
    """Tell a setting whose line above was not read as a setting, or that stands too deep."""
    above = next((n for n in range(stop.line - 1, -1, -1) if stop.lines[n].strip()), None)
    before = stop.lines[above] if above is not None else ""
    if above is not None and not SETTING.match(before):
        return _no_colon(stop, above)
    return _misaligned(stop, "setting", len(indentation(stop.lines, above or 0)))


def line_without_colon(stop: Stop) -> Mistake | None:
    """Tell a line among settings that is none."""
    if "could not find expected ':'" not in stop.problem:
        return None
    return _no_colon(stop, stop.start_line)


def item_out_of_line(stop: Stop) -> Mistake | None:
    """Tell an item or a setting that stands in another column than those beside it."""
    if stop.problem not in ("did not find expected '-' indicator", "did not find expected key"):
        return None
    here = len(indentation(stop.lines, stop.line))
    is_item = stop.text.lstrip().startswith("-")
    for row in range(stop.line - 1, -1, -1):
        width = len(indentation(stop.lines, row))
        alike = stop.lines[row].lstrip().startswith("-") == is_item
        if stop.lines[row].strip() and alike and width != here:
            return _misaligned(stop, "item" if is_item else "setting", width)
    return None


def open_list(stop: Stop) -> Mistake | None:
    """Tell a list or settings in brackets without their closing bracket."""
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


def _no_colon(stop: Stop, row: int) -> Mistake:
    line = stop.lines[row]
    lead = len(indentation(stop.lines, row))
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


def _misaligned(stop: Stop, what: str, above: int) -> Mistake:
    here = len(indentation(stop.lines, stop.line))
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
