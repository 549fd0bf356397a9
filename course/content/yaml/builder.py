"""From libyaml's events to nodes, refusing what makes YAML surprising on the way."""

from collections.abc import Iterator
from typing import Protocol

import yaml

from course.content.catalogue import finding
from course.content.findings import Finding, Place
from course.content.sourcetext import unreadable
from course.content.yaml.nodes import Entry, Hidden, Mapping, Node, Scalar, Sequence
from course.content.yaml.stop import Frame, LastText

MAX_DEPTH = 20
MAX_NODES = 20_000
# An entry of a list has one of these: a second one begins an entry whose dash was forgotten.
_MARKS = frozenset({"right", "wrong"})


class TooMuchError(Exception):
    """Raised where a source is too deep or holds too much; ``finding`` says which."""

    def __init__(self, stop: Finding) -> None:
        super().__init__(stop.message)
        self.finding = stop


class Builder:
    """Turns the events of one source into nodes, and notes what it refuses."""

    def __init__(self, source: str, frame: Frame) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(source, Loader=yaml.CSafeLoader)
        self._lines = tuple(source.split("\n"))
        self._authored = frame.written or self._lines
        self._frame = frame
        self._count = 0
        self._behind: list[Mapping] = []
        self._last: yaml.ScalarEvent | None = None
        self.findings: list[Finding] = []

    @property
    def last(self) -> LastText | None:
        """The last text that was read, None where none was."""
        if self._last is None:
            return None
        start, end = _position(self._last.start_mark), _position(self._last.end_mark)
        return LastText(self._last.style or "", *start, *end)

    def document(self) -> Node | None:
        """Read the one document to its end, None where the source is empty."""
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        node = self._node(next(self._events), 1)
        next(self._events)
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            self.findings.append(
                finding(
                    "Y115",
                    self._place(after, 3),
                    "this line starts a second document in the file",
                    help="take the line out, or move what follows to a file of its own",
                )
            )
        # An empty value reads as an empty text; an empty document is nothing at all.
        empty = isinstance(node, Scalar) and not node.value and not node.quoted
        return None if empty else node

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._count += 1
        if depth > MAX_DEPTH or self._count > MAX_NODES:
            raise TooMuchError(
                finding(
                    "Y114",
                    self._place(event, 1),
                    f"this is nested more than {MAX_DEPTH} levels deep"
                    if depth > MAX_DEPTH
                    else f"this file holds more than {MAX_NODES:,} values",
                    help="write it flatter" if depth > MAX_DEPTH else "split the file in two",
                )
            )
        self._refuse_shorthand(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        return Scalar(self._written(event), self._place(event, 1), quoted=True)

    def _mapping(self, start: yaml.MappingStartEvent, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        every = [entries]
        another = twice = False
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, depth)
            value = self._node(next(self._events), depth + 1)
            if another:
                continue
            if key.value in _MARKS and self._is_marked(every[0], entries):
                self.findings.append(self._entry_without_dash(key))
                entries = {}
                every.append(entries)
            if first := entries.get(key.value):
                another = self._begins_another(key, entries)
                if not twice:  # several that stand together came with one paste
                    self.findings.append(_twice(key, first.key, begins=another))
            else:
                entries[key.value] = Entry(key, value)
            twice = bool(first)
        made = [self._settings(each, start) for each in every]
        self._behind += made[1:]
        return made[0]

    def _settings(self, entries: dict[str, Entry], start: yaml.MappingStartEvent) -> Mapping:
        first_key = next(iter(entries.values())).key.place if entries else None
        return Mapping(entries, first_key or self._place(start, 1))

    def _is_marked(self, first: dict[str, Entry], entries: dict[str, Entry]) -> bool:
        """Say whether an entry of a list that begins with a dash has its mark already."""
        return not _MARKS.isdisjoint(entries) and self._has_dash(next(iter(first.values())).key)

    def _has_dash(self, key: Scalar) -> bool:
        line = self._written_line(key.place.line - self._frame.first_line)
        return line[: key.place.column - self._frame.first_column].rstrip().endswith("-")

    def _entry_without_dash(self, key: Scalar) -> Finding:
        column = key.place.column - self._frame.first_column
        line = self._written_line(key.place.line - self._frame.first_line)
        return finding(
            "Y104",
            key.place,
            "this entry of a list does not start with a dash",
            label="no dash here",
            help=f"write a dash and a space before it:\n{line[: column - 2]}- {line[column:]}",
        )

    def _begins_another(self, key: Scalar, entries: dict[str, Entry]) -> bool:
        """Say whether an entry of a list seems to start here, without its dash."""
        first = next(iter(entries.values())).key
        return self._has_dash(first) and first.value == key.value and len(entries) > 1

    def _key(self, event: yaml.Event, depth: int) -> Scalar:
        node = self._node(event, depth + 1)
        if isinstance(node, Scalar):
            return node
        self.findings.append(
            finding(
                "Y117",
                node.place,
                "the name of a setting must be a plain word",
                help="write a word, a colon, a space and the value",
            )
        )
        return Scalar("", node.place, quoted=True)

    def _sequence(self, start: yaml.SequenceStartEvent, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
            items += self._behind
            self._behind.clear()
        return Sequence(tuple(items), self._place(start, 1))

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        row, column = _position(event.start_mark)
        end_row, end_column = _position(event.end_mark)
        self._last = event
        # A double-quoted text can spell a character that no file may hold, such as "\\0".
        if event.style == '"' and (
            unseen := unreadable(event.value, lambda *_: self._place(event, 1))
        ):
            self.findings.append(unseen)
        line = self._line(row)
        width = (end_column if end_row == row else len(line.rstrip())) - column
        block = event.style in ("|", ">")
        return Scalar(
            event.value,
            self._place(event, 1 if block else width),
            quoted=bool(event.style),
            hidden=None if event.style else self._hidden_after(end_row, end_column),
            lines=self._authored[row : max(end_row + (end_column > 0), row + 1)],
            first_column=self._frame.first_column,
        )

    def _hidden_after(self, row: int, column: int) -> Hidden | None:
        rest = self._line(row)[column:]
        if "#" not in rest or not rest.lstrip().startswith("#") or not rest[0].isspace():
            return None
        rest = rest.rstrip()
        start = rest.index("#")
        return Hidden(rest[start:], self._frame.place(row, column + start, len(rest) - start))

    def _refuse_shorthand(self, event: yaml.Event) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor is None and tag is None:
            return
        self.findings.append(
            finding(
                "Y105",
                self._place(event, len(self._written(event))),
                "YAML's short forms with &, * and ! are not used here",
                help="write the text out where it is used; if it is text, put it in quotes",
            )
        )

    def _written(self, event: yaml.Event) -> str:
        row, column = _position(event.start_mark)
        line = self._line(row)[column:]
        return line.split(" ")[0] or line

    def _line(self, number: int) -> str:
        return self._lines[number] if number < len(self._lines) else ""

    def _written_line(self, number: int) -> str:
        return self._authored[number] if number < len(self._authored) else ""

    def _place(self, event: yaml.Event, width: int) -> Place:
        return self._frame.place(*_position(event.start_mark), width)


class _Mark(Protocol):
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


def _position(mark: _Mark | None) -> tuple[int, int]:
    return (mark.line, mark.column) if mark else (0, 0)


def _twice(again: Scalar, first: Scalar, *, begins: bool) -> Finding:
    """Tell a name that is set again; ``begins`` says that something new may begin with it."""
    return finding(
        "Y110",
        again.place,
        f'"{again.value}" is set twice here',
        label="second time",
        help='if something new starts here, write a dash and a space before it: "- '
        f'{again.value}:". If not, keep one of the two.'
        if begins
        else f"keep one of them. The first is on line {first.place.line}.",
        note="plain YAML would silently keep only the last one",
    )
