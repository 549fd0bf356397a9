"""One more entry in a list of an author's YAML: a line goes in, and no other line changes.

The strict loader says where the list stands. Where exactly its last entry ends, only YAML can
tell (a text over several lines, a bracket further down), so the places are tried in order, and
the first is taken at which the file reads as before with the one entry more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from course.content.yaml.loader import load
from course.content.yaml.nodes import Mapping, Node, Plain, Scalar, Sequence, in_quotes, plain
from course.content.yaml.nodes import at as node_at

Loc = tuple[str | int, ...]
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MOST_TRIES = 200  # lines of one text: each try reads the whole file
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be added: as lines of its own, and as one line for a list in brackets."""

    lines: str
    in_brackets: str = ""


def with_entry(source: str, loc: Loc, entry: Entry, *, at: int | None = None) -> str | None:
    """Return the source with an entry in the list that ``loc`` leads to; None where none fits.

    ``at`` is its number in the list, the last where it is None; in brackets it is the last.
    Comments, order, spacing and line ends of the source stay as they are.
    """
    bom = _BOM if source.startswith(_BOM) else ""
    source = source.removeprefix(_BOM)
    node = load(source, "").node
    listed = node and node_at(node, loc)
    added = load(entry.lines, "").node
    if not (node and added and isinstance(listed, Sequence)):
        return None
    lines = _LINES.findall(source)
    in_brackets = lines[listed.place.line - 1][listed.place.column - 1] == "["
    if at is None or in_brackets:
        at = len(listed.items)
    wanted = _longer(plain(node), loc, at, plain(added))
    tries = _in_brackets(lines, listed, entry) if in_brackets else _below(lines, listed, entry, at)
    few = islice(tries, _MOST_TRIES)
    return next((bom + text for text in few if _reads_as(text, wanted)), None)


def as_value(text: str) -> str:
    """Return a text as the value of a setting, in quotes where YAML would read another thing."""
    loaded = load(f"a: {text}", "")
    return text if not loaded.findings and _is_value(loaded.node, text) else in_quotes(text)


def _is_value(node: Node | None, text: str) -> bool:
    held = node.entries["a"].value if isinstance(node, Mapping) and "a" in node.entries else None
    return isinstance(held, Scalar) and (held.value, held.quoted, held.hidden) == (
        text,
        False,
        None,
    )


def line_end(source: str) -> str:
    """Return how the lines of a source end."""
    found = re.search(r"\r\n|\r|\n", source)
    return found[0] if found else "\n"


def _below(lines: list[str], listed: Sequence, entry: Entry, at: int) -> Iterator[str]:
    """Yield the source with the entry below the one before it, ever further down."""
    column = listed.place.column - 1
    first = lines[listed.place.line - 1]
    sign = re.compile(r"-(?: +(?=[^\s#])|)").match(first, column)
    dash = " " * column + (sign[0] if sign and sign[0] != "-" else "- ")
    end = line_end("".join(lines))
    top, *rest = entry.lines.split("\n")
    new = [dash + top, *(" " * len(dash) + line if line else "" for line in rest)]
    before = listed.items[at - 1]
    if _stands_apart(lines, before.place.line - 1):
        new.insert(0, "")
    text = "".join(line + end for line in new)
    for row in range(_last_line(before), len(lines) + 1):
        above = "".join(lines[:row])
        gap = "" if above.endswith(("\n", "\r")) else end
        yield above + gap + text + "".join(lines[row:])


def _in_brackets(lines: list[str], listed: Sequence, entry: Entry) -> Iterator[str]:
    """Yield the source with the entry before a closing bracket, ever further down."""
    source = "".join(lines)
    start = sum(map(len, lines[: listed.place.line - 1])) + listed.place.column
    for found in re.finditer(r"\s*\]", source[start:]):
        text, bracket = start + found.start(), start + found.end() - 1
        commas = (", ", " ") if listed.items else ("",)
        for place, comma in product((text, bracket), commas):
            if entry.in_brackets:
                yield source[:place] + comma + entry.in_brackets + source[place:]


def _stands_apart(lines: list[str], row: int) -> bool:
    """Say whether an empty line stands above an entry and its comments."""
    while row > 0 and lines[row - 1].lstrip().startswith("#"):
        row -= 1
    return row > 0 and not lines[row - 1].strip()


def _reads_as(text: str, wanted: Plain) -> bool:
    again = load(text, "")
    return again.node is not None and not again.findings and plain(again.node) == wanted


def _longer(written: Plain, loc: Loc, at: int, added: Plain) -> Plain:
    """Return what was written, with ``added`` in the list that ``loc`` leads to."""
    if not loc:
        return [*written[:at], added, *written[at:]] if isinstance(written, list) else written
    step, rest = loc[0], loc[1:]
    if isinstance(written, dict):
        return {k: _longer(v, rest, at, added) if k == step else v for k, v in written.items()}
    if isinstance(written, list):
        return [_longer(v, rest, at, added) if n == step else v for n, v in enumerate(written)]
    return written


def _last_line(node: Node) -> int:
    """Return the line on which the last thing in a node starts."""
    parts: list[Node] = []
    if isinstance(node, Mapping):
        parts = [part for each in node.entries.values() for part in (each.key, each.value)]
    elif isinstance(node, Sequence):
        parts = list(node.items)
    return max([node.place.line, *(_last_line(part) for part in parts)])
