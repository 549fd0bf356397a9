"""The tables of a result, with the lessons to read again beside what they are about."""

from collections.abc import Sequence
from dataclasses import dataclass

from course.content.edition import Lesson
from course.grading.results import Part, Result
from course.web.editions import live_edition
from course.web.trainee.attempt import Sitting
from course.web.trainee.places import address_of

Link = tuple[str, str]
"""A title and its address."""


@dataclass(frozen=True, slots=True)
class Table:
    """The parts of a score, each with the lessons to read again."""

    caption: str
    head: str
    rows: list[tuple[Part, list[Link]]]

    @property
    def advises(self) -> bool:
        """Whether any part has a lesson to read again."""
        return any(lessons for _, lessons in self.rows)


@dataclass(frozen=True, slots=True)
class Reading:
    """The tables of a result, and the lessons to read again that no table has."""

    tables: list[Table]
    lessons: list[Link]


def reading_of(at: Sitting, found: Result) -> Reading:
    """Return what a result tells of its parts."""
    told = {lesson.id for part in found.domains for lesson in part.lessons}
    return Reading(
        _tables(at, found), _links(at, [each for each in found.lessons if each.id not in told])
    )


def _tables(at: Sitting, found: Result) -> list[Table]:
    tables = [
        Table("Your score by area", "Area", _rows(at, found.domains)),
        Table("Your score by topic", "Topic", _rows(at, found.topics)),
    ]
    return [each for each in tables if each.rows]


def _rows(at: Sitting, parts: Sequence[Part]) -> list[tuple[Part, list[Link]]]:
    return [(part, _links(at, part.lessons)) for part in parts]


def _links(at: Sitting, lessons: Sequence[Lesson]) -> list[Link]:
    """Return title and address of the lessons that are still in the course."""
    if not lessons:
        return []
    live = live_edition(at.edition.course)
    return [
        (lesson.title, address_of(live, "lesson", lesson.id))
        for lesson in lessons
        if lesson.id in live.lesson_by_id
    ]
