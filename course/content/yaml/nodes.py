"""What a YAML source holds: texts, lists and settings, each with its place."""

from dataclasses import dataclass

from course.content.findings import Place


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. ``hidden`` is what a # hides from readers, where the text is not in quotes.

    ``lines`` are the author's lines on which it stands, from ``first_column`` of the file on.
    """

    value: str
    place: Place
    quoted: bool
    hidden: "Hidden | None" = None
    lines: tuple[str, ...] = ()
    first_column: int = 1

    def find(self, piece: str) -> Place:
        """Return where the author wrote a piece of the text; the text's place if they did not.

        A text that is folded or escaped is not written as it reads.
        """
        start = self.place.column - self.first_column
        for number, line in enumerate(self.lines):
            column = line.find(piece, start)
            if column >= 0:
                first = self.first_column + column
                return Place(self.place.path, self.place.line + number, first, first + len(piece))
            start = 0
        return self.place


@dataclass(frozen=True, slots=True)
class Hidden:
    """What stands after a text as a comment, from its # on."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: "tuple[Node, ...]"
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting: its name and its value."""

    key: Scalar
    value: "Node"


@dataclass(frozen=True, slots=True)
class Mapping:
    """Settings by name, in the author's order."""

    entries: dict[str, Entry]
    place: Place


Node = Scalar | Sequence | Mapping
Plain = str | list["Plain"] | dict[str, "Plain"]


def plain(node: Node) -> Plain:
    """Return the node as strings, lists and dicts, without positions."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {name: plain(entry.value) for name, entry in node.entries.items()}


def locate(node: Node, loc: tuple[str | int, ...], key: bool = False) -> Place:
    """Return the place of what ``loc`` leads to; of its key with ``key``.

    Where the path leads further than the file does, it is the last thing that is there.
    """
    place = node.place
    for step in loc:
        if isinstance(node, Mapping) and step in node.entries:
            entry = node.entries[str(step)]
            node, place = entry.value, entry.key.place if key else entry.value.place
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = node.place
        else:
            break
    return place


def at(node: Node, loc: tuple[str | int, ...]) -> Node | None:
    """Return what ``loc`` leads to, None where the file does not go so far."""
    for step in loc:
        if isinstance(node, Mapping) and step in node.entries:
            node = node.entries[str(step)].value
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def in_quotes(text: str) -> str:
    """Return the text as YAML writes it in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
