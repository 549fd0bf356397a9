"""From the bytes of a file to text that can be read: encoding, line ends, damage."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from course.content.catalogue import finding
from course.content.damage import damage_in, undamaged
from course.content.findings import Finding, Place

MAX_BYTES = 256 * 1024
"""How large a text file may be. ``reading`` refuses a larger one before it comes here."""

_OF_WORD_PROCESSORS = (b"{\\rtf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-")
"""How RTF, Word and OpenDocument, older Word files and PDF begin."""

_PlaceOf = Callable[[int, int, int], Place]

# What a text file never holds. U+0085, U+2028 and U+2029 end a line for YAML 1.1 only, so they
# would shift every position; a byte order mark belongs to the start of a file alone.
_UNREADABLE = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ufeff\\ufffe\\uffff]"
)

_OF_WRITING = re.compile("[^\\W\\d_]|[‘’‚“”„–—…•€°½¼¾«»·§©®™\u00a0]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, None where there is none to read.

    Of a file in another encoding it is what its author means, so that its other mistakes are told
    with that one.
    """

    text: str | None
    findings: tuple[Finding, ...] = ()


def decode(content: bytes, path: str) -> Decoded:
    """Return the text of a UTF-8 file, with one kind of line end and without a BOM."""
    if content.startswith(_OF_WORD_PROCESSORS):
        message = "this file is of a word processor, not plain text"
        mend = "copy its text into a plain text editor, and save that under this name as UTF-8"
        return _refused(Place(path), "", mend, message)
    if encoding := _is_wide(content):
        mend = f"save it again with the encoding UTF-8; now it is {encoding}"
        return _refused(Place(path), "", mend)
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if content.endswith(b"\0\0\0\0"):
        whole = content.rstrip(b"\0")
        last = whole[whole.rfind(b"\n") + 1 :].decode("utf-8", "replace")
        place = Place(path, whole.count(b"\n") + 1, max(len(last), 1))
        return _cut_short(replace(place, end_column=place.column + 1), "", "nothing but zeros")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        return _other_encoding(content, problem.start, path)
    told = tuple(damaged(text, path))
    unseen = unreadable(text, lambda row, at, width: Place(path, row + 1, at + 1, at + 1 + width))
    if unseen and not told:
        line = text.split("\n")[unseen.place.line - 1]
        return Decoded(None, (unseen.with_excerpt(_visible(line)),))
    return Decoded(None if unseen else text, told)


def _is_wide(content: bytes) -> str:
    """Return the encoding of a file that has two or four bytes for each letter, else ""."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "UTF-32"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    zeros = content[:400:2].count(0), content[1:400:2].count(0)
    half = len(content[:400]) // 2
    return "UTF-16" if half > 4 and max(zeros) > 0.7 * half and min(zeros) < 0.1 * half else ""


def _other_encoding(content: bytes, at: int, path: str) -> Decoded:
    """Tell where the first byte stands that is no UTF-8, with the line as Windows would read it."""
    before = content[:at]
    start = before.rfind(b"\n") + 1
    column = len(before[start:].decode("utf-8-sig", "replace")) + 1
    place = Place(path, before.count(b"\n") + 1, column, column + 1)
    line = content[start:].split(b"\n", 1)[0].rstrip(b"\r")
    # The first bytes of a letter at the very end: half a letter, where others are whole.
    if len(content) - at < 4 and b"\n" not in content[at:] and not before.isascii():
        return _cut_short(place, _visible(line.decode("utf-8", "replace")), "half a letter")
    mend = "open it in your editor and save it with the encoding UTF-8"
    refused = _refused(place, _visible(line.decode("cp1252", "replace")), mend)
    return replace(refused, text=_windows_text(content))


def _windows_text(content: bytes) -> str | None:
    """Return the text of a file that Windows saved in its own way, None where that is open.

    Then nothing in it is UTF-8, and each other byte is a letter or a mark of writing there.
    """
    text = content.decode("cp1252", "replace")
    strange = _OF_WRITING.sub("", text)
    is_utf8 = not content.decode("utf-8", "ignore").isascii()
    return text if strange.isascii() and not is_utf8 and not _UNREADABLE.search(text) else None


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


def _visible(line: str) -> str:
    """Return a line with a sign for each character that cannot be seen, at most 400 long."""
    signs = {code: 0x2400 + code for code in range(32) if code != 9}
    return _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", line[:400].translate(signs))


def damaged(text: str, path: str) -> Iterator[Finding]:
    """Find text that was damaged: one save did it, so the file's first place stands for all."""
    lines = [
        (row, line, found)
        for row, line in enumerate(text.split("\n"), start=1)
        if (found := damage_in(line))
    ]
    for row, line, found in lines[:1]:
        more = ", ".join(str(row) for row, _, _ in lines[1:11]) + (", …" if lines[11:] else "")
        yield finding(
            "T401",
            Place(path, row, found.start() + 1, found.end() + 1),
            "this text was damaged when it was copied or saved",
            label="a letter or sign is lost here"
            if found[0] == "\ufffd"
            else "should be one symbol, such as ✅ or —",
            help="`course check --fix` can repair it. To avoid it, save files as UTF-8."
            if not damage_in(undamaged(line))
            else "type the lost letter again. To avoid it, save files as UTF-8.",
            note=f"the same is true of line{'s' if lines[2:] else ''} {more}" if more else "",
        ).with_excerpt(_visible(line) if _UNREADABLE.search(line) else line)


def _cut_short(place: Place, line: str, rest: str) -> Decoded:
    message = f"this file breaks off: at its end is {rest}"
    mend = "a save or a copy was cut short; take the file from git or from a backup"
    label = "the text ends here" if line else ""
    told = finding("F110", place, message, label=label, help=mend)
    return Decoded(None, (told.with_excerpt(line),))


def _refused(
    place: Place, line: str, mend: str, message: str = "this file is not saved as UTF-8"
) -> Decoded:
    told = finding("F101", place, message, label="not UTF-8" if line else "", help=mend)
    return Decoded(None, (told.with_excerpt(line),))
