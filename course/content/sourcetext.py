"""From the bytes of a file to text that can be read: encoding, line ends, damage."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from course.content.catalogue import finding
from course.content.findings import Finding, Place

MAX_BYTES = 256 * 1024
"""How large a text file may be. ``reading`` refuses a larger one before it comes here."""

_PlaceOf = Callable[[int, int, int], Place]

# What a text file never holds. U+0085, U+2028 and U+2029 end a line for YAML 1.1 only, so they
# would shift every position; a byte order mark belongs to the start of a file alone.
_UNREADABLE = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ufeff\\ufffe\\uffff]"
)

# One sign that was saved as UTF-8 and read as another encoding, once: "â€”", "Ã©", "โ€”".
_DAMAGED = re.compile("[âโ]€[^\\s\\w]|[ÃÂ][\\xa0-\\xbf]|\\ufffd")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, None where there is none to read."""

    text: str | None
    findings: tuple[Finding, ...] = ()


def decode(content: bytes, path: str) -> Decoded:
    """Return the text of a UTF-8 file, with one kind of line end and without a BOM."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = content[: problem.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8-sig", "replace")) + 1
        return _refused(
            "F101",
            Place(path, line, column, column + 1),
            "this file is not saved as UTF-8",
            "open it in your editor and save it with the encoding UTF-8",
        )
    text = one_kind_of_line_end(text)
    unseen = unreadable(text, lambda row, at, width: Place(path, row + 1, at + 1, at + 1 + width))
    return Decoded(None, (unseen,)) if unseen else Decoded(text, tuple(_damaged(text, path)))


def one_kind_of_line_end(text: str) -> str:
    """Return the text with every line ended by a newline alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unreadable(text: str, place: _PlaceOf) -> Finding | None:
    """Return a finding for the first character that no text file should hold.

    ``place`` turns a line and a column counted from 0, and a width, into a place.
    """
    found = _UNREADABLE.search(text)
    if not found:
        return None
    line = text.count("\n", 0, found.start())
    column = found.start() - (text.rfind("\n", 0, found.start()) + 1)
    return finding(
        "F102",
        place(line, column, 1),
        f"this file has a character that cannot be seen here (U+{ord(found[0]):04X})",
        label="here",
        help="delete it and type a space",
    )


def _damaged(text: str, path: str) -> Iterator[Finding]:
    for row, line in enumerate(text.split("\n"), start=1):
        if found := _DAMAGED.search(line):
            yield finding(
                "T401",
                Place(path, row, found.start() + 1, found.end() + 1),
                "this text was damaged when it was copied or saved",
                label="should be one symbol, such as ✅ or —",
                help="`course check --fix` can repair it. To avoid it, save files as UTF-8.",
            )


def _refused(code: str, place: Place, message: str, mend: str) -> Decoded:
    return Decoded(None, (finding(code, place, message, help=mend),))
