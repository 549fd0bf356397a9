"""Spaces that are no plain ones, where YAML counts on spaces; and signs that nobody sees.

Web pages and word processors put them into what is copied: in the indentation, after a dash or a
colon, and around a name.
"""

import re
from collections.abc import Iterator

from course.content.catalogue import finding
from course.content.findings import Finding
from course.content.yaml.stop import Frame

_WIDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NONE = "\u200b\u2060"
_ODD = re.compile(f"[{_WIDE}{_NONE}]")
_ANY = f"[ {_WIDE}{_NONE}]"
_LEAD = re.compile(rf"{_ANY}*(?:-{_ANY}+)*(?:[\w-]+[{_WIDE}{_NONE}]*:(?:{_ANY}+|$))?")
# Both look at a sign once, however many there are: a line may be as long as a file.
_NAME = re.compile(rf"[\w/-][\w/{_NONE}-]*(?:[{_WIDE} ][{_WIDE}{_NONE} ]*)?", re.ASCII)
_BEFORE_COLON = re.compile(rf"(?<![{_WIDE}])[{_WIDE}]+(?=:)")
_BLOCK = re.compile(r"(?:[:-] )[|>][+-]?[1-9]?[+-]?\s*(?:#.*)?$")
_MOST_NAMED = 10


def with_plain_spaces(source: str) -> str:
    """Return the source with plain spaces where YAML counts on them; each line stays its own."""
    if not _ODD.search(source):
        return source
    return "\n".join(_mended(source.split("\n")))


def odd_space(source: str, mended: str, frame: Frame) -> Iterator[Finding]:
    """Yield one finding for all odd spaces of a source: one paste put them in."""
    pairs = zip(source.split("\n"), mended.split("\n"), strict=True)
    rows = [(row, line) for row, (line, after) in enumerate(pairs) if line != after]
    for row, line in rows[:1]:
        found = _ODD.search(line)
        at = found.start() if found else 0
        others = ", ".join(str(frame.first_line + other) for other, _ in rows[1 : _MOST_NAMED + 1])
        yield finding(
            "F102",
            frame.place(row, at, 1),
            f"this space is not a plain one (U+{ord(line[at]):04X})"
            if line[at] not in _NONE
            else f"this line has a character that cannot be seen (U+{ord(line[at]):04X})",
            label="here",
            help="delete it and type a space. `course check --fix` does this for you."
            if line[at] not in _NONE
            else "delete it. `course check --fix` does this for you.",
            note=f"the same is true of line{'s' if rows[2:] else ''} {others}" if others else "",
        )


def _mended(lines: list[str]) -> Iterator[str]:
    """Yield the lines; in the text of a block (``|``) every space is the author's own."""
    block: int | None = None
    for line in lines:
        if block is not None and line.strip() and len(line) - len(line.lstrip(" ")) <= block:
            block = None
        after = line if block is not None else _plain(line)
        if block is None and _BLOCK.search(after):
            block = len(after) - len(after.lstrip(" "))
        yield after


def _plain(line: str) -> str:
    lead = _LEAD.match(line)
    end = lead.end() if lead else 0
    value = line[end:]
    # In a text such spaces are the author's own; a name has none.
    name = _spaced(value).rstrip() if _NAME.fullmatch(value) and _ODD.search(value) else value
    return _spaced(line[:end]) + name


def _spaced(text: str) -> str:
    text = _BEFORE_COLON.sub("", text)
    return re.sub(f"[{_WIDE}]", " ", re.sub(f"[{_NONE}]", "", text))
