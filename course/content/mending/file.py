"""Mend in a file what can be mended in one way only, and leave every other byte as it is.

What is mended: tabs in the indentation of YAML (Y102), and spaces in it that are no plain ones
(F102), texts that need quotes (Y101, Y103, Y106, Y107), a missing space after the colon of a
setting (Y113), damaged signs (T401), a pass mark without its % (Q212), and names that differ from
the right one in capitals, hyphens or underscores. No line is added or taken out. A change that
would bring another mistake is not made.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from course.content.damage import undamaged
from course.content.findings import Finding, Place
from course.content.mending.pieces import Lines, Piece, mistakes_in, pieces_in
from course.content.mending.stops import unstop
from course.content.mending.values import right_value
from course.content.sourcetext import MAX_BYTES, unreadable
from course.content.yaml.spaces import with_plain_spaces
from course.content.yaml.tabs import without_tabs

_AROUND = 12
"""How many letters on each side of a change are shown with it."""
_ENDS = re.compile(r"(\r\n|\r|\n)")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Change:
    """What was mended: the line, counted from 1, the code of the mistake, and what was done."""

    line: int
    code: str
    what: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A file after mending; the same bytes where there was nothing to mend."""

    content: bytes
    changes: tuple[Change, ...] = ()


def mend(content: bytes, path: str, findings: Iterable[Finding] = ()) -> Mended:
    """Return a file with its mechanical mistakes mended.

    ``findings`` are those of this file that only the whole course shows; what stops the reading
    of the file itself is found here. Mending one mistake can uncover the next: it is done when
    the file comes back without a change.
    """
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return Mended(content)
    if len(content) > MAX_BYTES:
        return Mended(content)
    bom = _BOM if text.startswith(_BOM) else ""
    parts = _ENDS.split(text.removeprefix(bom))
    lines, ends = tuple(parts[::2]), [*parts[1::2], ""]
    after, changes = _mend_lines(lines, path, findings)
    if not changes:
        return Mended(content)
    whole = bom + "".join(line + end for line, end in zip(after, ends, strict=True))
    return Mended(whole.encode(), tuple(sorted(changes, key=lambda each: each.line)))


def _mend_lines(lines: Lines, path: str, findings: Iterable[Finding]) -> tuple[Lines, list[Change]]:
    after = tuple(undamaged(line) for line in lines)
    changes = [
        Change(row, "T401", _changed(before, line))
        for row, (before, line) in enumerate(zip(lines, after, strict=True), start=1)
        if before != line
    ]
    if unreadable("\n".join(after), lambda row, at, width: Place(path, row, at, width)):
        return after, changes
    for piece in tuple(pieces_in(after, path)):
        after, more = _with_plain_spaces(after, piece)
        changes += more
        after, more = _mend_piece(after, piece, path)
        changes += more
    for finding in findings:
        row = finding.place.line - 1
        if row < len(lines) and lines[row] == after[row]:
            after, more = _mend_value(after, finding, path)
            changes += more
    return after, changes


def _changed(before: str, after: str) -> str:
    """Return what was changed in a line, with a few letters around it."""
    start = _alike(before, after)
    rest = _alike(before[start:][::-1], after[start:][::-1])
    pieces = []
    for line in (before, after):
        first, last = max(start - _AROUND, 0), len(line) - rest + _AROUND
        piece = line[first:last].strip()
        pieces.append(f"{'…' if first else ''}{piece}{'…' if last < len(line) else ''}")
    return " → ".join(pieces)


def _alike(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _with_plain_spaces(lines: Lines, piece: Piece) -> tuple[Lines, list[Change]]:
    before = piece.of(lines)
    after = tuple(with_plain_spaces("\n".join(before)).split("\n"))
    rows = [n for n, line in enumerate(before) if line != after[n]]
    changes = [Change(piece.rows[n] + 1, "F102", "plain spaces in this line") for n in rows]
    return piece.within(lines, after) if rows else lines, changes


def _mend_piece(lines: Lines, piece: Piece, path: str) -> tuple[Lines, list[Change]]:
    read = unstop(piece.of(lines))
    if read.tabbed:
        spaced = _without_tabs(lines, piece, path)
        if spaced is None:
            return lines, []
        rows = [row for row in range(len(lines)) if spaced[row] != lines[row]]
        count = "this line" if len(rows) == 1 else f"{len(rows)} lines"
        first = Change(rows[0] + 1, "Y102", f"spaces for tabs at the start of {count}")
        after, more = _mend_piece(spaced, piece, path)
        return after, [first, *more]
    if not read.whole or not read.rewrites:
        return lines, []
    wrong = {each.place.line - 1 for each in mistakes_in(piece.within(lines, read.lines), path)}
    sure = [each for each in read.rewrites if piece.rows[each.row] not in wrong]
    written = list(piece.of(lines))
    for each in sure:
        written[each.row] = each.line
    changes = [Change(piece.rows[each.row] + 1, each.code, each.what) for each in sure]
    return piece.within(lines, tuple(written)), changes


def _without_tabs(lines: Lines, piece: Piece, path: str) -> Lines | None:
    """Return the lines with spaces for tabs, None where it is open what belongs to what.

    Of the widths that a tab may have had, those count with which the file has the fewest
    mistakes; there is no doubt where they all say the same.
    """
    tries = []
    for spaced in without_tabs(piece.of(lines)):
        read = unstop(spaced)
        if read.whole:
            count = len(mistakes_in(piece.within(lines, read.lines), path))
            tries.append((count, read.node, piece.within(lines, spaced)))
    fewest = min((count for count, _, _ in tries), default=0)
    best = [(node, whole) for count, node, whole in tries if count == fewest]
    return best[0][1] if best and all(node == best[0][0] for node, _ in best) else None


def _mend_value(lines: Lines, finding: Finding, path: str) -> tuple[Lines, list[Change]]:
    """Write one value or name anew, where its finding leaves no doubt and nothing else breaks."""
    place = finding.place
    line = lines[place.line - 1]
    start, end = place.column - 1, place.end_column - 1
    right = right_value(finding, line[start:end])
    if right is None:
        return lines, []
    written = line[:start] + right + line[end:]
    after = (*lines[: place.line - 1], written, *lines[place.line :])
    before, now = (Counter(each.code for each in mistakes_in(one, path)) for one in (lines, after))
    if now - before:
        return lines, []
    what = f"{line[start:end]} → {right}"
    return after, [Change(place.line, finding.code, what)]
