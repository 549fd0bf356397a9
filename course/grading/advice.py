"""Advice: which lessons to read again after an exam, and never so that it tells an answer.

To name a lesson says that something was lost in its questions; of one question, that would say
that its answer is wrong. So lessons are named in blocks of ``FEWEST_IN_A_PART`` questions or
more, each within one part of what the result tells. Which lessons are a block follows from the
form alone, and a block is named for what was lost in it as a whole: so whoever reads a result
never knows more of a block than the points of a part of that size say by themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from course.content.edition import Edition, Lesson
from course.grading.scoring import TopicScore, thousandths

FEWEST_IN_A_PART = 3
"""How many questions a part of a result has at least: one question's part would tell its answer."""

MOST_LESSONS = 3
"""How many lessons to read again are named at most: a longer list is not read (PAGES T7)."""


class Named(NamedTuple):
    """A lesson to read again, and the domain of the questions that it is named for."""

    lesson: Lesson
    domain: str


@dataclass(frozen=True, slots=True)
class _Block:
    """Lessons that are named together, their questions, and what those lost (1/1000 point)."""

    lessons: tuple[str, ...]
    items: int
    lost: int


def enough(counts: Iterable[int]) -> bool:
    """Say whether each part of a result has enough questions for its score to be told."""
    return all(count >= FEWEST_IN_A_PART for count in counts)


def lessons_to_read(
    edition: Edition, parts: Iterable[tuple[str, Sequence[TopicScore]]]
) -> tuple[Named, ...]:
    """Return the lessons that lost most, of the part that lost most first; none for nothing lost.

    ``parts`` are the topics of the exam as its result tells them apart, none in two of them, each
    with its domain ("" where the result tells of none). After the worst block of each part comes
    its next; a block with more lessons than there is room for is passed over.
    """
    steps = [step.id for step in edition.steps if step.kind == "lesson"]
    order = {lesson: place for place, lesson in enumerate(steps)}
    by_turn: list[tuple[int, int, str, _Block]] = []
    for domain, part in parts:
        weak = [block for block in _blocks(_cells(edition, order, part)) if block.lost]
        weak.sort(key=lambda block: (-block.lost, block.items))
        lost = sum(block.lost for block in weak)
        by_turn += [(turn, -lost, domain, block) for turn, block in enumerate(weak)]
    named: dict[str, str] = {}
    for _, _, domain, block in sorted(by_turn, key=itemgetter(0, 1)):
        new = [each for each in block.lessons if each not in named][:MOST_LESSONS]
        if len(named) + len(new) <= MOST_LESSONS:
            named.update(dict.fromkeys(new, domain))
    return tuple(Named(edition.lesson_by_id[each], domain) for each, domain in named.items())


def _cells(edition: Edition, order: Mapping[str, int], part: Sequence[TopicScore]) -> list[_Block]:
    """Return the questions of a part by the lesson that teaches them, in the course's order.

    A question that names no lesson of the course counts to all lessons of its topic.
    """
    found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for topic in part:
        known = [each for each in topic.lessons if each.lesson in order]
        for each in known:
            found.setdefault((each.lesson,), []).append((each.items, each.lost))
        rest = topic.items - sum(each.items for each in known)
        if rest:
            lost = thousandths(topic.maximum - topic.raw) - sum(each.lost for each in known)
            if lost < len(known):  # each was rounded down: that is what they lost more
                lost = 0
            of_topic = (each for each in order if edition.lesson_by_id[each].topic == topic.topic)
            found.setdefault(tuple(of_topic), []).append((rest, lost))
    cells = [
        _Block(lessons, sum(items for items, _ in counts), sum(lost for _, lost in counts))
        for lessons, counts in found.items()
    ]
    return sorted(cells, key=lambda cell: [order[each] for each in cell.lessons])


def _blocks(cells: Iterable[_Block]) -> list[_Block]:
    """Put cells of too few questions together, neighbours first; what they lost plays no part."""
    blocks: list[_Block] = []
    few: list[_Block] = []
    for cell in cells:
        if cell.items >= FEWEST_IN_A_PART:
            blocks.append(cell)
            continue
        few.append(cell)
        if sum(each.items for each in few) >= FEWEST_IN_A_PART:
            blocks.append(_together(few))
            few = []
    if few:
        shortest = min(blocks, key=lambda block: len(block.lessons), default=None)
        rest = [] if shortest is None else [shortest]
        blocks = [each for each in blocks if each is not shortest]
        blocks.append(_together(rest + few))
    return blocks


def _together(blocks: Sequence[_Block]) -> _Block:
    lessons = dict.fromkeys(lesson for block in blocks for lesson in block.lessons)
    items, lost = sum(each.items for each in blocks), sum(each.lost for each in blocks)
    return _Block(tuple(lessons), items, lost)
