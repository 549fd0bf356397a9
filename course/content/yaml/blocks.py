"""The blocks of a file: its settings, and the entries that stand in one of them.

A question, a term, a role: each begins in the column of the others, so where one cannot be read,
the next can. Two blocks are parted only where there is no doubt that they are two.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from course.content.yaml.names import SETTING_NAMES
from course.content.yaml.stop import SETTING

_OPENS = re.compile(r"\s*(?:#.*)?")
"""What stands behind the colon of a setting that is written on the lines below it."""
_MOST_OTHERS = 2
"""How many lines that do not fit the entries are slips: with more, the entries are others."""


def block_around(lines: list[str], first: int, last: int) -> range:
    """Return the rows of the block in which two rows stand; of all from the one to the other."""
    starts = [0, *starts_of_blocks(lines), len(lines)]
    start = max(row for row in starts if row <= first)
    return range(start, min(row for row in starts if row > last))


def starts_of_blocks(lines: list[str]) -> Iterator[int]:
    """Yield the rows at which the settings of the file, and the entries in them, begin."""
    lines = list(_without_versions(lines))
    names = Counter(line.partition(":")[0] for line in lines)
    # What is there twice has lost its indentation.
    own = {name for name in SETTING_NAMES if names[name] == 1}
    tops = [row for row, line in enumerate(lines) if line.partition(":")[0] in own]
    for top, end in pairwise([*tops, len(lines)]):
        yield top
        if _OPENS.fullmatch(lines[top].partition(":")[2]):
            # Nothing below its line goes on with it, entry or not.
            yield from dict.fromkeys((top + 1, *_entries(lines, range(top + 1, end))))


def _without_versions(lines: list[str]) -> Iterator[str]:
    """Yield the lines, empty ones for two versions that git wrote: they are one mistake."""
    is_of_git = False
    for line in lines:
        is_of_git = is_of_git or line.startswith("<<<<<<<")
        yield "" if is_of_git else line
        is_of_git = is_of_git and not line.startswith(">>>>>>>")


def _entries(lines: list[str], rows: range) -> list[int]:
    """Return the rows at which the entries of a setting begin.

    They are the outermost that are alike: entries of a list that begin with the same setting, or
    those with a name of their own.
    """
    alike: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        found = SETTING.match(lines[row])
        if found and "-" in found["lead"]:
            alike.setdefault((found["lead"], found["key"]), []).append(row)
        elif found and found["key"] not in SETTING_NAMES:
            alike.setdefault((found["lead"], ""), []).append(row)
    several = {how: each for how, each in alike.items() if len(each) > 1}
    if not several:
        return []
    (lead, _), entries = min(several.items(), key=lambda each: _column(each[0][0]))
    others = sum(_stands_against(lines[row], lead) for row in rows)
    return entries if others <= _MOST_OTHERS else []


def _stands_against(line: str, lead: str) -> bool:
    """Say whether a line is none that entries could have: further out, or of another kind."""
    if not line.strip() or line.lstrip().startswith("#"):
        return False
    beside = _column(line) == _column(lead) and line.lstrip().startswith("- ") is not ("-" in lead)
    return beside or _column(line) < _column(lead)


def _column(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
