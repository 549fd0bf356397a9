"""The proof of one person with its evidence: each line leads to what was done, on the same page.

A coordinator reads no lesson and no word of a reflection, so no line leads away from here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from course.content.edition import Edition, Lesson
from course.grading.deeds import Deeds, LessonDeed
from course.grading.requirements import Leaf, Proof
from course.web.gist import Block, blocks_of


@dataclass(frozen=True, slots=True)
class Line:
    """One leaf of the proof, and the address of its evidence."""

    leaf: Leaf
    address: str


@dataclass(frozen=True, slots=True)
class LessonRow:
    """What was done with one lesson that was opened. ``edition`` is the one that was read."""

    id: str
    title: str
    opened_at: datetime
    done_at: datetime | None
    practice: str
    edition: str


def proof_blocks(proof: Proof, edition: Edition, deeds: Deeds) -> list[Block[Line]]:
    """Return the proof by requirement, each line with the place of its evidence."""
    return blocks_of(proof, lambda leaf: Line(leaf, _address(leaf, edition, deeds)))


def _address(leaf: Leaf, edition: Edition, deeds: Deeds) -> str:
    if leaf.kind == "exam":
        return f"#attempt-{leaf.attempt}" if leaf.attempt else "#attempts"
    lesson = edition.reflection_by_id[leaf.id].lesson if leaf.kind == "reflection" else leaf.id
    return f"#lesson-{lesson}" if lesson in deeds.lessons else "#lessons"


def lesson_rows(edition: Edition, deeds: Deeds) -> Iterator[LessonRow]:
    """Yield the lessons that were opened, in the order of the course."""
    for step in edition.steps:
        deed = deeds.lessons.get(step.id) if step.kind == "lesson" else None
        if deed is not None:
            yield _row(edition.lesson_by_id[step.id], deed, deeds)


def _row(lesson: Lesson, deed: LessonDeed, deeds: Deeds) -> LessonRow:
    asked = [box.item for box in lesson.questions]
    answered = sum(item in deeds.answered for item in asked)
    return LessonRow(
        id=lesson.id,
        title=lesson.title,
        opened_at=deed.opened_at,
        done_at=deed.done_at,
        practice=f"{answered} of {len(asked)} answered" if asked else "None here",
        edition=deed.edition[:8],
    )
