"""Requirements: what a certificate needs, and the proof of what is met.

One object says "complete because…" and "not yet because…" to the trainee, the coordinator and
the auditor alike; a completion row keeps it for ever as JSON.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, ClassVar, Literal, NamedTuple

from pydantic import ConfigDict, TypeAdapter

from course.content.edition import Assessment, Edition, Lesson, Reflection, Requirement
from course.grading.deeds import Deeds, ExamDeed
from course.grading.standing import (
    Standing,
    exam_standing,
    lesson_standing,
    reflection_standing,
)
from course.grading.words import counted


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing that a requirement asks for: met or not, since when, by what evidence.

    ``requirement`` is the requirement's words, ``attempt`` the key of the attempt that counts.
    """

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    kind: Literal["lesson", "reflection", "exam"]
    id: str
    title: str
    requirement: str
    met: bool
    since: datetime | None
    evidence: str
    attempt: int | None = None


class Group(NamedTuple):
    """The leaves of one requirement."""

    requirement: str
    leaves: tuple[Leaf, ...]

    @property
    def met(self) -> bool:
        """Whether every leaf is met."""
        return all(leaf.met for leaf in self.leaves)

    @property
    def done(self) -> int:
        """How many leaves are met."""
        return sum(leaf.met for leaf in self.leaves)

    @property
    def since(self) -> datetime | None:
        """When its last leaf was met; None while one is not."""
        times = [leaf.since for leaf in self.leaves if leaf.since is not None]
        return max(times) if self.met and times else None


@dataclass(frozen=True, slots=True)
class Proof:
    """All leaves, in the order of the requirements. Met exactly when every leaf is.

    Without a leaf there is nothing to show, so such a proof is not met.
    """

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    met: bool
    since: datetime | None
    leaves: tuple[Leaf, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """The leaves by requirement."""
        by_words = groupby(self.leaves, key=attrgetter("requirement"))
        return tuple(Group(words, tuple(leaves)) for words, leaves in by_words)

    @property
    def left(self) -> tuple[Leaf, ...]:
        """The leaves not met yet: what is left before the certificate."""
        return tuple(leaf for leaf in self.leaves if not leaf.met)


def prove(edition: Edition, deeds: Deeds) -> Proof:
    """Hold the deeds against what the edition's certificate requires."""
    leaves = tuple(
        leaf
        for requirement in edition.certificate.requires
        for leaf in _LEAVES[requirement.kind](edition, requirement, deeds)
    )
    times = [leaf.since for leaf in leaves if leaf.since is not None]
    met = bool(leaves) and all(leaf.met for leaf in leaves)
    return Proof(met=met, since=max(times) if met else None, leaves=leaves)


def as_json(proof: Proof) -> dict[str, Any]:
    """Return a proof as it is exported, and kept in a completion row (times in ISO 8601)."""
    kept: dict[str, Any] = _KEPT.dump_python(proof, mode="json")
    return kept


def from_json(kept: dict[str, Any]) -> Proof:
    """Return the proof that a completion row keeps."""
    return _KEPT.validate_python(kept)


_KEPT = TypeAdapter(Proof)


def _lesson_leaves(edition: Edition, requirement: Requirement, deeds: Deeds) -> Iterator[Leaf]:
    lessons = _lessons(edition)
    words = f"Complete {_all_of(len(lessons), 'lesson')}"
    for lesson in lessons:
        standing = lesson_standing(edition, lesson, deeds)
        yield _leaf("lesson", lesson, requirement=words, standing=standing)


def _reflection_leaves(edition: Edition, requirement: Requirement, deeds: Deeds) -> Iterator[Leaf]:
    ids = [each for lesson in _lessons(edition) for each in lesson.reflections]
    words = f"Complete {_all_of(len(ids), 'reflection')}"
    for reflection in (edition.reflection_by_id[each] for each in ids):
        standing = reflection_standing(reflection, deeds.reflections.get(reflection.id))
        yield _leaf("reflection", reflection, requirement=words, standing=standing)


def _exam_leaves(edition: Edition, requirement: Requirement, deeds: Deeds) -> Iterator[Leaf]:
    exam = edition.assessment_by_id[requirement.exam]
    words = f"{'Pass' if requirement.must == 'passed' else 'Take'}: {exam.title}"
    deed = deeds.exams.get(exam.id, ExamDeed())
    standing = exam_standing(exam, deed, must=requirement.must)
    yield _leaf("exam", exam, requirement=words, standing=standing, attempt=deed.attempt)


_LEAVES: dict[str, Callable[[Edition, Requirement, Deeds], Iterator[Leaf]]] = {
    "lessons": _lesson_leaves,
    "reflections": _reflection_leaves,
    "exam": _exam_leaves,
}


def _lessons(edition: Edition) -> list[Lesson]:
    """Return the lessons that are steps: nobody can be asked for one that is out of reach."""
    return [edition.lesson_by_id[step.id] for step in edition.steps if step.kind == "lesson"]


def _leaf(
    kind: Literal["lesson", "reflection", "exam"],
    thing: Lesson | Reflection | Assessment,
    *,
    requirement: str,
    standing: Standing,
    attempt: int | None = None,
) -> Leaf:
    return Leaf(
        kind=kind,
        id=thing.id,
        title=thing.title,
        requirement=requirement,
        met=standing.met,
        since=standing.since,
        evidence=standing.evidence,
        attempt=attempt,
    )


def _all_of(number: int, noun: str) -> str:
    return f"the {noun}" if number == 1 else f"all {counted(number, noun)}"
