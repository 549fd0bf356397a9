"""Files of which only the first half was written: one finding for all that is not finished.

An editor or a copy that is stopped in the middle leaves a last line without an end, and before it
something that was begun. Neither says it alone: many editors leave out the last line end.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from course.content.catalogue import finding
from course.content.findings import Finding, Place, errors

# Where something begins: a setting, a question of a list, a box, a paragraph.
_BEGINS = re.compile(r"(?:  )?\S")

# What the other half may hold: settings, dashes, a closing line, boxes, questions.
_MISSING = frozenset({"Y120", "L302", "L305", "L310", "Q211", "Q221"})


def without_consequences(
    found: Iterable[Finding], texts: Mapping[str, str | None]
) -> Iterator[Finding]:
    """Yield the findings; where a file breaks off, one in the place of all about its end (F110)."""
    told = list(found)
    by_path: dict[str, list[Finding]] = {}
    for each in (each for each in errors(told) if each.code != "F105"):
        by_path.setdefault(each.place.path, []).append(each)
    at_end: list[Finding] = []
    for path, wrong in by_path.items():
        text = texts.get(path) or ""
        about_end = _about_end(text, wrong)
        if text and not text.endswith("\n") and len(about_end) > 1:
            at_end += about_end
            yield _cut_short(path, text, about_end)
    yield from (each for each in told if each not in at_end)


def _about_end(text: str, wrong: list[Finding]) -> list[Finding]:
    """Return the errors about what begins last, and about what is missing or never closed."""
    lines = text.split("\n")
    begins = next((n for n in range(len(lines), 0, -1) if _BEGINS.match(lines[n - 1])), 1)
    return [each for each in wrong if each.place.line >= begins or each.code in _MISSING]


def _cut_short(path: str, text: str, about_end: list[Finding]) -> Finding:
    line = text.count("\n") + 1
    column = len(text) - text.rfind("\n") - 1
    return finding(
        "F110",
        Place(path, line, max(column, 1), column + 1),
        "this file breaks off: its last line has no end, and what it began is not finished",
        label="the file ends here",
        help="see what is missing; a whole copy may be in git or in a backup",
        note=about_end[0].message,
    )
