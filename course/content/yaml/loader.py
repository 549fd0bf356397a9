"""The strict YAML loader: every plain value is text, and everything keeps its position.

It refuses what makes YAML surprising (FAULTS.md M9): a key set twice, anchors, aliases, tags,
several documents, deep nesting. A mistake becomes a finding; where the mended line is certain,
reading goes on with it, so that one mistake does not hide the next.
"""

from dataclasses import dataclass, replace

import yaml

from course.content.findings import Finding, in_order
from course.content.sourcetext import one_kind_of_line_end, unreadable
from course.content.yaml.builder import Builder, TooMuchError
from course.content.yaml.mistakes import diagnose
from course.content.yaml.nodes import Node, Plain, plain
from course.content.yaml.spaces import odd_space, with_plain_spaces
from course.content.yaml.stop import Frame, Mistake, stop_at

MAX_MENDED = 20
MAX_MENDED_IN_A_GUESS = 4
"""A guess has to be nearly right: it is read up to here, and no guess is made within it."""
# What says that a guess is wrong: lines stand to each other in another way.
_DOUBTS = frozenset({"Y100", "Y102", "Y104", "Y108", "Y110", "Y112", "Y113", "Y115"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a source holds: None where it is empty or cannot be read to its end."""

    node: Node | None
    findings: tuple[Finding, ...]


def load(source: str, path: str, *, first_line: int = 1, first_column: int = 1) -> Loaded:
    """Read YAML. The first line and column say where ``source`` stands in the file ``path``."""
    source = one_kind_of_line_end(source)
    if unseen := unreadable(source, Frame(path, first_line, first_column).place):
        return Loaded(None, (unseen,))
    frame = Frame(path, first_line, first_column)
    plainly = with_plain_spaces(source)
    if plainly == source:
        return _read(source, frame)
    odd = tuple(odd_space(source, plainly, frame))
    read = _read(plainly, frame.meaning(source, plainly))
    return Loaded(read.node, tuple(in_order([*odd, *read.findings])))


def _read(source: str, frame: Frame) -> Loaded:
    mended: list[Finding] = []
    most = MAX_MENDED_IN_A_GUESS if frame.is_guess else MAX_MENDED
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
            if not again and mistake.guesses and not frame.is_guess:
                rest = _as_meant(source, mistake, frame)
                if rest:
                    return Loaded(rest.node, tuple(in_order([*mended, *rest.findings])))
            if again or mistake.mended is None or len(mended) == most:
                return Loaded(None, tuple(in_order([*mended, *builder.findings])))
            source = mistake.mended
        else:
            return Loaded(node, tuple(in_order([*mended, *builder.findings])))


def _as_meant(source: str, mistake: Mistake, frame: Frame) -> Loaded | None:
    """Return what a source holds but for a mistake; None where that is open.

    A guess counts where the whole of it can be read, without another doubt about what belongs to
    what; several count where they say the same.
    """
    once_more = replace(frame, is_guess=True)
    sure: list[tuple[Plain, Loaded]] = []
    for guess in mistake.guesses:
        read = _read(guess, once_more.meaning(source, guess))
        pairs = zip(source.split("\n"), guess.split("\n"), strict=True)
        changed = {frame.first_line + row for row, (was, now) in enumerate(pairs) if was != now}
        doubts = (one.code in _DOUBTS or one.place.line in changed for one in read.findings)
        if read.node and not any(doubts):
            sure.append((plain(read.node), read))
    return sure[0][1] if sure and all(node == sure[0][0] for node, _ in sure) else None
