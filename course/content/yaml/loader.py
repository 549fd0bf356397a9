"""The strict YAML loader: every plain value is text, and everything keeps its position.

It refuses what makes YAML surprising (FAULTS.md M9): a key set twice, anchors, aliases, tags,
several documents, deep nesting. A mistake becomes a finding; where the mended line is certain,
reading goes on with it, so that one mistake does not hide the next.
"""

from dataclasses import dataclass

import yaml

from course.content.findings import Finding, in_order
from course.content.sourcetext import one_kind_of_line_end, unreadable
from course.content.yaml.builder import Builder, TooMuchError
from course.content.yaml.mistakes import diagnose
from course.content.yaml.nodes import Node
from course.content.yaml.stop import Frame, stop_at

MAX_MENDED = 20


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a source holds: None where it is empty or cannot be read to its end."""

    node: Node | None
    findings: tuple[Finding, ...]


def load(source: str, path: str, *, first_line: int = 1, first_column: int = 1) -> Loaded:
    """Read YAML. The first line and column say where ``source`` stands in the file ``path``."""
    source = one_kind_of_line_end(source)
    frame = Frame(path, first_line, first_column)
    if unseen := unreadable(source, frame.place):
        return Loaded(None, (unseen,))
    mended: list[Finding] = []
    while True:
        builder = Builder(source, frame)
        try:
            node = builder.document()
        except TooMuchError as stop:
            return Loaded(None, tuple(in_order([*mended, *builder.findings, stop.finding])))
        except yaml.MarkedYAMLError as problem:
            mistake = diagnose(stop_at(source.split("\n"), problem, builder.last, frame))
            # A line that stops again after it was mended is not as the author wrote it.
            again = mistake.finding.place.line in {each.place.line for each in mended}
            mended += () if again else (mistake.finding,)
            if again or mistake.mended is None or len(mended) == MAX_MENDED:
                return Loaded(None, tuple(in_order([*mended, *builder.findings])))
            source = mistake.mended
        else:
            return Loaded(node, tuple(in_order([*mended, *builder.findings])))
