"""What making another edition live would change, and for how many people, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from course.content import report
from course.content.changes import Comparison, compare
from course.content.edition import Edition
from course.grading.words import counted
from course.records.lists import touched
from course.records.lists.touched import OnCourse
from course.records.lists.vanishing import vanishing


@dataclass(frozen=True, slots=True)
class Impact:
    """``changes`` is empty where only remarks differ; ``people`` says who is affected.

    ``lost`` are the warnings of what trainees have answers for and would lose, each with its
    remedies, in the words of ``course publish``.
    """

    changes: tuple[str, ...]
    people: tuple[str, ...]
    lost: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def impact(session: Session, before: Edition, after: Edition, *, now: datetime) -> Impact:
    """Say what ``after`` would change of ``before``, the live edition, and for whom."""
    differ = compare(before, after)
    there = touched.on_course(session, before.course, now=now)
    lost = tuple(
        (report.headline(each), tuple(report.remedies(each)))
        for each in vanishing(session, before, after)
    )
    if not there.active and not there.completed:
        return Impact(differ.words, ("Nobody is on this course yet.",), lost)
    told = [
        *_on_course(there, before),
        *_to_do(there, differ, before, after),
        *_done(session, differ, before.course),
    ]
    return Impact(differ.words, tuple(told), lost)


def _on_course(there: OnCourse, before: Edition) -> Iterator[str]:
    if there.active:
        yield f"{_people(there.active, 'is', 'are')} on this course now."
    if there.sitting:
        titles = {each.id: each.title for each in before.assessments}
        exams = [f"{titles.get(exam, exam)}: {people}" for exam, people in there.sitting.items()]
        yield (
            f"{_people(sum(there.sitting.values()), 'is', 'are')} in an attempt "
            f"({', '.join(exams)}). They finish it with the edition that they began with."
        )
    if there.completed:
        yield f"{_people(there.completed, 'has', 'have')} completed the course. They stay complete."


def _to_do(there: OnCourse, differ: Comparison, before: Edition, after: Edition) -> Iterator[str]:
    if not there.active:
        return
    new = [
        counted(len(kind.new), noun)
        for kind, noun in (
            (differ.lessons, "lesson"),
            (differ.reflections, "reflection"),
            (differ.exams, "exam"),
        )
        if kind.new
    ]
    if new:
        yield f"{_people(there.active, 'has', 'have')} something new to do: {', '.join(new)}."
    if before.certificate != after.certificate:
        people = counted(there.active, "person", "people")
        yield f"For {people} the certificate needs something else."


def _done(session: Session, differ: Comparison, course: str) -> Iterator[str]:
    """Say what was done already with what changes, and with what is taken out."""
    changed = touched.deeds_with(
        session,
        course,
        lessons=differ.lessons.changed,
        reflections=differ.reflections.changed,
        items=differ.rescored,
    )
    gone = touched.deeds_with(
        session, course, lessons=differ.lessons.gone, reflections=differ.reflections.gone
    )
    told = (
        (changed.lessons_done, "done a lesson that changes. It stays done for them."),
        (gone.lessons_done, "done a lesson that is taken out. It counts no more."),
        (changed.reflections_written, "written a reflection that changes. Their texts stay."),
        (
            gone.reflections_written,
            "written a reflection that is taken out. Their texts are kept, but not shown.",
        ),
        (
            changed.exam_answered,
            "answered a question that affects scoring, in an exam they sent. Their scores stay.",
        ),
    )
    yield from (f"{_people(count, 'has', 'have')} {deed}" for count, deed in told if count)


def _people(count: int, one: str, many: str) -> str:
    return f"{counted(count, 'person', 'people')} {one if count == 1 else many}"
