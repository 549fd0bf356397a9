"""The course a trainee is in: its live edition and their own enrollment, or 404."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask_login import current_user
from werkzeug.exceptions import NotFound

from course.content.edition import Edition
from course.records.cohorts.enrollments import own_enrollment
from course.records.tables import Enrollment, PracticeResponse
from course.web import frame
from course.web.database import database
from course.web.editions import live_edition


@dataclass(frozen=True, slots=True)
class Here:
    """The edition that everyone reads now, this trainee's enrollment, and answers asked for."""

    edition: Edition
    enrollment: Enrollment
    answers: Mapping[str, PracticeResponse] = field(default_factory=dict)

    @property
    def on_hold(self) -> bool:
        """Whether the trainee can read, but not save or send."""
        return self.enrollment.state == "on-hold"


def here(course: str, *, lesson: str = "") -> Here:
    """Return where the trainee is, with their answers to the questions of a lesson.

    404 where there is no such course for them, or no such lesson in it.
    """
    edition = live_edition(course)
    found = own_enrollment(
        database(), current_user.person, course, items=_questions(edition, lesson)
    )
    if found is None:
        raise NotFound
    frame.show_course(edition)
    return Here(edition, *found)


def _questions(edition: Edition, lesson: str) -> Iterable[str]:
    if not lesson:
        return ()
    if lesson not in edition.lesson_by_id:
        raise NotFound
    return [box.item for box in edition.lesson_by_id[lesson].questions]
