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
    """The parts of a score, each with the lessons to read again.

    ``weak`` are the titles of parts without such a lesson that are no stronger than one with: the
    few lessons that are named went to where more points were lost. The percents say as much.
    """

    caption: str
    head: str
    rows: list[tuple[Part, list[Link]]]
    weak: frozenset[str] = frozenset()

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
    areas = _rows(at, found.domains)
    tables = [
        Table("Your score by area", "Area", areas, _weak(at, areas)),
        Table("Your score by topic", "Topic", _rows(at, found.topics)),
    ]
    return [each for each in tables if each.rows]


def _rows(at: Sitting, parts: Sequence[Part]) -> list[tuple[Part, list[Link]]]:
    return [(part, _links(at, part.lessons)) for part in parts]


def _weak(at: Sitting, areas: Sequence[tuple[Part, list[Link]]]) -> frozenset[str]:
    """Return the areas to read again of which no lesson is named, though the course has some."""
    live = live_edition(at.edition.course)
    domains = {live.topic_by_id[lesson.topic].domain for lesson in live.lessons}
    taught = {live.domains[domain] for domain in domains if domain}
    most = max((part.percent for part, links in areas if links), default=-1)
    unnamed = (part for part, links in areas if not links and part.percent <= most)
    return frozenset(part.title for part in unnamed if part.title in taught)


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
