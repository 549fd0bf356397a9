"""Standing: when a lesson, a reflection or an exam is complete, and by what evidence.

The one place of these rules: the proof and the steps both ask here. The evidence is read by
coordinators too, so of a reflection it says done or not done and no more (DESIGN 2.11).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from course.content.edition import Assessment, Edition, Lesson, Reflection
from course.grading.deeds import Deeds, ExamDeed, ReflectionDeed
from course.grading.words import counted


@dataclass(frozen=True, slots=True)
class Standing:
    """Complete since when (None: not complete), and the evidence in plain words."""

    since: datetime | None
    evidence: str

    @property
    def met(self) -> bool:
        """Whether it is complete."""
        return self.since is not None


def lesson_standing(edition: Edition, lesson: Lesson, deeds: Deeds) -> Standing:
    """Say whether a lesson is complete: marked as done, and what ``complete_when`` asks."""
    deed = deeds.lessons.get(lesson.id)
    if deed is None:
        return Standing(None, "Not started yet.")
    if deed.done_at is None:
        return Standing(None, "Started, but not marked as done yet.")
    asked = _asked_beside(edition, lesson, deeds)
    if not asked:
        return Standing(deed.done_at, "Marked as done.")
    noun, to_do, done = _BESIDE[lesson.complete_when]
    times = [moment for moment in asked if moment is not None]
    if len(times) < len(asked):
        left = counted(len(asked) - len(times), noun)
        return Standing(None, f"Marked as done. {left} left to {to_do}.")
    evidence = f"Marked as done, and {counted(len(asked), noun)} {done}."
    return Standing(max(deed.done_at, *times), evidence)


def reflection_standing(reflection: Reflection, deed: ReflectionDeed | None) -> Standing:
    """Say whether a reflection is complete: sent, or accepted where a review binds it.

    ``review: required`` binds what is shared; kept private, sending completes it (DESIGN 2.11).
    """
    if deed and deed.sent_at and not (deed.shared and reflection.review == "required"):
        return Standing(deed.sent_at, "Completed.")
    if deed and deed.state == "accepted":
        return Standing(deed.decided_at or deed.saved_at, "Completed.")
    return Standing(None, "Not completed yet.")


def exam_standing(
    exam: Assessment, deed: ExamDeed | None, *, must: Literal["done", "taken", "passed"]
) -> Standing:
    """Say whether an exam is passed, where it must be, or else taken: sent, with any score."""
    if deed is None or deed.taken_at is None:
        started = deed is not None and deed.open_attempt is not None
        return Standing(None, "Started, but not sent yet." if started else "Not taken yet.")
    told = deed.percent is not None and exam.show != "nothing"
    score = f" Score: {deed.percent}%." if told else ""
    if must != "passed":
        return Standing(deed.taken_at, f"Taken.{score}")
    return Standing(deed.passed_at, f"{'Passed' if deed.passed_at else 'Not passed yet'}.{score}")


_BESIDE = {
    "reflection": ("reflection", "complete", "completed"),
    "questions": ("practice question", "answer", "answered"),
}


def _asked_beside(edition: Edition, lesson: Lesson, deeds: Deeds) -> list[datetime | None]:
    """Return, for each thing a lesson asks beside reading, since when it is complete."""
    if lesson.complete_when == "reflection":
        found = [edition.reflection_by_id[each] for each in lesson.reflections]
        return [reflection_standing(each, deeds.reflections.get(each.id)).since for each in found]
    if lesson.complete_when == "questions":
        return [deeds.answered.get(box.item) for box in lesson.questions]
    return []
