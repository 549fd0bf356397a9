"""Mistakes in how lines stand to each other: columns, colons, lists that are never closed."""

import re

from course.content.catalogue import finding
from course.content.yaml.columns import GLUED_DASH, misaligned, no_space_after_dash
from course.content.yaml.folded import text_with_colon
from course.content.yaml.stop import SETTING, Mistake, Stop, indentation

_GLUED = re.compile(r"\s*(?:- +)*[a-z_-]+:(?=\S)")
_EQUALS = re.compile(r"(?P<lead>\s*(?:- +)*[A-Za-z_-]+)\s*=\s*(?P<value>[^=].*)")
_BEGINS = re.compile(r"(?P<lead> *(?:- +)+)(?P<name>[a-z_-]+)(?= )")
_NAME = re.compile(r" *(?:- +)*[a-z_]+ *")
_ITEM = re.compile(r" *(?:- +)+")
_MARKED = re.compile(r"(?:right|wrong)\b")
_TWO_VERSIONS = re.compile(r"(?:<{7}|={7}|>{7})(?: |$)")


def setting_out_of_line(stop: Stop) -> Mistake:
    """Tell a setting whose line above was not read as a setting, or that stands too deep."""
    above = next((n for n in range(stop.line - 1, -1, -1) if stop.lines[n].strip()), None)
    before = stop.lines[above] if above is not None else ""
    if above is not None and (glued := GLUED_DASH.match(before)):
        return no_space_after_dash(stop, above, glued)
    if above is not None and _is_without_dash(stop, above, range(stop.line, len(stop.lines))):
        return _no_dash(stop, above)
    if text := text_with_colon(stop):
        return text
    if above is not None and not SETTING.match(before):
        return _no_colon(stop, above)
    return misaligned(stop, "setting")


def line_without_colon(stop: Stop) -> Mistake | None:
    """Tell a line among settings that is none."""
    if "could not find expected ':'" not in stop.problem:
        return None
    return _no_colon(stop, stop.start_line)


def item_out_of_line(stop: Stop) -> Mistake | None:
    """Tell an item or a setting that stands in another column than those beside it."""
    if stop.problem not in ("did not find expected '-' indicator", "did not find expected key"):
        return None
    if glued := GLUED_DASH.match(stop.text):
        return no_space_after_dash(stop, stop.line, glued)
    here = len(indentation(stop.lines, stop.line))
    is_item = stop.text.lstrip().startswith("-")
    if "'-'" in stop.problem and _is_without_dash(stop, stop.line, range(stop.line - 1, -1, -1)):
        return _no_dash(stop, stop.line)
    above = next((n for n in range(stop.line - 1, -1, -1) if stop.lines[n].strip()), stop.line)
    if is_item and _is_without_dash(stop, above, range(stop.line, stop.line + 1)):
        return _no_dash(stop, above)
    for row in range(stop.line - 1, -1, -1):
        width = len(indentation(stop.lines, row))
        alike = stop.lines[row].lstrip().startswith("-") == is_item
        if stop.lines[row].strip() and alike and width != here:
            return misaligned(stop, "item" if is_item else "setting")
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
    place = stop.place(len(indentation(stop.lines, row)), len(line.strip()), line=row)
    label = "no colon here"
    mend = "if it belongs to the text above, indent it more than the setting above"
    written = None
    if glued := _GLUED.match(line):
        label = "no space after the colon"
        written = f"{glued[0]} {line[glued.end() :].strip()}"
        mend = f"write a space after the colon:\n{written}"
    elif equals := _EQUALS.fullmatch(line):
        written = f"{equals['lead']}: {equals['value']}"
        mend = f"write a colon in the place of =:\n{written}"
    elif unmarked := _unmarked(stop, line):
        mend = f'write "right:" or "wrong:" before the text of an option:\n{unmarked}'
    elif (begins := _BEGINS.match(line)) and _has_such_entries(stop, begins):
        written = f"{begins[0]}: {line[begins.end() :].strip()}"
        mend = f'write a colon after "{begins["name"]}":\n{written}'
    elif _NAME.fullmatch(line) and _opens(stop, row):
        written = f"{line.rstrip()}:"
        mend = f"write a colon after it:\n{written}"
    elif _TWO_VERSIONS.match(line):
        label = "git wrote this line"
        mend = "two versions stand here: keep one, and take out the lines of <, = and > signs"
    return Mistake(
        finding("Y113", place, "this line is not a setting", label=label, help=mend),
        guesses=() if written is None else (stop.mended(written, row),),
    )


def _unmarked(stop: Stop, line: str) -> str:
    """Return an option without its mark as it may have been meant, "" where it is none."""
    item = _ITEM.match(line)
    if not item or _MARKED.match(line[item.end() :]):
        return ""
    beside = (each for each in stop.lines if each.startswith(item[0]))
    marked = any(_MARKED.match(each[item.end() :]) for each in beside)
    return f"{item[0]}wrong: {line[item.end() :].strip()}" if marked else ""


def _opens(stop: Stop, row: int) -> bool:
    """Say whether what follows a line seems to stand in it: further in, or after a dash."""
    here = len(indentation(stop.lines, row))
    below = next((each for each in stop.lines[row + 1 :] if each.strip()), "")
    deep = len(below) - len(below.lstrip())
    return deep > here or (deep == here and below.lstrip().startswith("- "))


def _has_such_entries(stop: Stop, begins: re.Match[str]) -> bool:
    """Say whether other entries of the list are settings, as this one seems to be."""
    entry = re.compile(rf"{begins['lead']}[a-z_-]+: ")
    return any(map(entry.match, stop.lines))


def _is_without_dash(stop: Stop, row: int, others: range) -> bool:
    """Say whether a line is an entry of a list but for its dash: the nearest beside it has one."""
    line, width = stop.lines[row], len(indentation(stop.lines, row))
    name = SETTING.match(line)
    if line.lstrip().startswith("-") or not width or not name:
        return False
    inside = re.compile(rf" {{{width + 1},}}{re.escape(name['key'])}:")
    if any(map(inside.match, stop.lines)):
        return False  # it belongs to an entry, and stands too far out
    for other in others:
        if stop.lines[other].strip() and len(indentation(stop.lines, other)) <= width:
            return stop.lines[other][width:].startswith("- ")
    return False


def _no_dash(stop: Stop, row: int) -> Mistake:
    width = len(indentation(stop.lines, row))
    line = stop.lines[row]
    return Mistake(
        finding(
            "Y104",
            stop.place(width, len(line.strip()), line=row),
            "this entry of a list does not start with a dash",
            label="no dash here",
            help=f"write a dash and a space before it:\n{line[:width]}- {line[width:]}",
        ),
        guesses=(stop.mended(f"{line[:width]}- {line[width:]}", row),),
    )
