"""Where the settings of a lesson begin, also where their first line is not the one it should be."""

import re
from collections.abc import Sequence

from course.content.catalogue import finding
from course.content.findings import Finding
from course.content.markdown.scanner import Line
from course.content.shapes.lesson import LessonSettings
from course.content.shapes.misfits import names_of
from course.content.spelling import nearest

DASHES = "---"
_LIKE_DASHES = re.compile(r"\s*[-‐‑–—―−_=*]+\s*")
_LIKE_A_SETTING = re.compile(r"\s*(?P<name>\w+)\s*:(?:\s|$)")


def first_of_settings(lines: Sequence[Line]) -> int | None:
    """Return the index of the first line of settings, None where a lesson seems to have none.

    Where the line of dashes above them is missing or is another one, what follows is read all the
    same: that line is the one mistake (``not_begun``).
    """
    first = next((n for n, line in enumerate(lines) if line.text.strip()), 0)
    text = lines[first].text
    if _LIKE_DASHES.fullmatch(text):
        return first + 1
    name = _LIKE_A_SETTING.match(text)
    return first if name and nearest(name["name"], names_of(LessonSettings)) else None


def not_begun(lines: Sequence[Line], first: int, path: str) -> tuple[Finding, ...]:
    """Return the finding for settings without a first line of dashes, none where it is there."""
    above = lines[first - 1] if first else None
    if above and above.text.rstrip() == DASHES:
        if first == 1:
            return ()
        message = "a lesson starts with a line of three dashes, and here a line is above it"
        label, mend = "empty line", f"take out what is above line {above.number}"
        return (finding("L301", lines[0].place(path), message, label=label, help=mend),)
    message = "the settings at the top do not start with a line of three dashes"
    if above and above.text.strip():
        label, mend = "not three dashes", "write --- here"
        return (finding("L301", above.place(path), message, label=label, help=mend),)
    label, mend = "the first setting", "write a line with --- above this one"
    return (finding("L301", lines[first].place(path), message, label=label, help=mend),)
