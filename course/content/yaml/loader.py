"""The strict YAML loader: every plain value is text, and everything keeps its position.

It refuses what makes YAML surprising (FAULTS.md M9): a key set twice, anchors, aliases, tags,
several documents, deep nesting. A mistake becomes a finding; where the mended line is certain,
reading goes on with it, and where it is open, without the block that it stands in, so that one
mistake does not hide the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import yaml

from course.content.findings import Finding, in_order
from course.content.sourcetext import one_kind_of_line_end, unreadable
from course.content.yaml.blocks import block_around, starts_of_blocks
from course.content.yaml.builder import Builder, TooMuchError
from course.content.yaml.mistakes import diagnose
from course.content.yaml.nodes import Node, Plain, Scalar, plain
from course.content.yaml.spaces import odd_space, with_plain_spaces
from course.content.yaml.stop import Frame, Mistake, stop_at

MAX_STOPS = 20
MAX_STOPS_IN_A_GUESS = 4
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
    told: list[Finding] = []
    is_whole = True
    for _ in range(MAX_STOPS_IN_A_GUESS if frame.is_guess else MAX_STOPS):
        builder = Builder(source, frame)
        try:
            node = builder.document()
        except TooMuchError as stop:
            return Loaded(None, tuple(in_order([*told, *builder.findings, stop.finding])))
        except yaml.MarkedYAMLError as problem:
            mistake = diagnose(stop_at(source.split("\n"), problem, builder.last, frame))
            again = _is_told(mistake.finding, told)
            told += () if again else (mistake.finding,)
            further = _further(source, mistake, frame, again=again)
            if further is None:
                break
            source, frame = further.source, further.frame
            is_whole = is_whole and further.is_whole
        else:
            if is_whole:
                return Loaded(node, tuple(in_order([*told, *builder.findings])))
            break
    rest = _of_their_own(builder.findings, source, frame)
    return Loaded(None, tuple(in_order([*told, *rest])))


def _of_their_own(found: list[Finding], source: str, frame: Frame) -> Iterator[Finding]:
    """Yield what does not follow from a block that is left out.

    The next one may then seem to stand in another setting, where its name is set twice.
    """
    starts = set(starts_of_blocks(source.split("\n")))
    for each in found:
        if each.code != "Y110" or each.place.line - frame.first_line not in starts:
            yield each


def _is_told(stop: Finding, told: list[Finding]) -> bool:
    """Say whether a mistake is told already: the first tab is told for all tabs of a file."""
    tabs = stop.code == "Y102" and any(each.code == "Y102" for each in told)
    return tabs or stop.place.line in {each.place.line for each in told}


@dataclass(frozen=True, slots=True)
class _Further:
    """What is read after a stop in the place of the source; not whole where a block is left out."""

    source: str
    frame: Frame
    is_whole: bool = True


def _further(source: str, mistake: Mistake, frame: Frame, *, again: bool) -> _Further | None:
    # A line that stops again after it was mended is not as the author wrote it.
    if mistake.mended is not None and not again:
        return _Further(mistake.mended, frame)
    if frame.is_guess:
        return None
    meant = None if again else _as_meant(source, mistake, frame)
    return meant or _without(source, mistake, frame)


def _as_meant(source: str, mistake: Mistake, frame: Frame) -> _Further | None:
    """Return what a source holds but for a mistake; None where that is open.

    A guess counts where the block it is in can be read, without another doubt about what belongs
    to what; several count where they say the same.
    """
    written = source.split("\n")
    guesses = [guess.split("\n") for guess in mistake.guesses]
    blocks = [_block_changed(written, guess) for guess in guesses]
    around = range(
        min((each.start for each in blocks), default=0),
        max((each.stop for each in blocks), default=0),
    )
    sure: list[tuple[Plain, _Further]] = []
    for guess in guesses:
        meant = frame.meaning(source, "\n".join(guess))
        read = _read_block(guess, around, meant)
        if read.node and not _has_doubts(written, guess, read, frame):
            sure.append((plain(read.node), _Further("\n".join(guess), meant)))
    return sure[0][1] if sure and all(node == sure[0][0] for node, _ in sure) else None


def _block_changed(written: list[str], guess: list[str]) -> range:
    changed = [row for row, line in enumerate(written) if line != guess[row]] or [0]
    return block_around(guess, changed[0], changed[-1])


def _has_doubts(written: list[str], guess: list[str], read: Loaded, frame: Frame) -> bool:
    """Say whether something speaks against a guess, such as an entry that is none in it."""
    changed = (row for row, line in enumerate(written) if line != guess[row])
    lines = {frame.first_line + row for row in changed}
    return not {*starts_of_blocks(written)} <= {*starts_of_blocks(guess)} or any(
        one.code in _DOUBTS or one.place.line in lines for one in read.findings
    )


def _without(source: str, mistake: Mistake, frame: Frame) -> _Further | None:
    """Return a source without the block of a mistake, None where that is open.

    It is the block in which the reading stopped, or the one before it: the one of both that cannot
    be read by itself. What stops it at the first line of a block is likely to stand before that.
    """
    lines = source.split("\n")
    row = mistake.finding.place.line - frame.first_line
    here = block_around(lines, row, row)
    before = block_around(lines, max(here.start - 1, 0), max(here.start - 1, 0))
    for block in (before, here) if row == here.start else (here, before):
        written = lines[block.start : block.stop]
        if any(map(str.strip, written)) and _is_broken(lines, block, frame):
            lines[block.start : block.stop] = [""] * len(block)
            return _Further("\n".join(lines), frame, is_whole=False)
    return None


def _is_broken(lines: list[str], block: range, frame: Frame) -> bool:
    """Say whether a block cannot be read by itself; a text alone is no setting and no entry."""
    node = _read_block(lines, block, frame).node
    return node is None or isinstance(node, Scalar)


def _read_block(lines: list[str], block: range, frame: Frame) -> Loaded:
    source = "\n".join(lines[block.start : block.stop])
    return _read(source, replace(frame.part(block), is_guess=True))
