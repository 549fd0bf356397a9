"""Which of an author's files the page of a request is made of."""

from collections.abc import Iterator

from flask import request

from course.content.edition import Edition
from course.content.reading import CourseReading, Site
from course.records.tables import Attempt
from course.web.database import database
from course.web.editions import shelf


def files_of_page(site: Site) -> frozenset[str]:
    """Return their paths, none where a page is of no course, or of nobody's."""
    address = dict(request.view_args or {})
    if "attempt" in address:
        address |= _of_attempt(address["attempt"])
    reading = next((each for each in site.courses if each.course == address.get("course")), None)
    return frozenset(_files(reading, address)) if reading else frozenset()


def _of_attempt(attempt: int) -> dict[str, str]:
    found = database().get(Attempt, attempt)
    return {"exam": found.exam, "course": found.enrollment.cohort.course} if found else {}


def _files(reading: CourseReading, address: dict[str, str]) -> Iterator[str]:
    course = reading.course
    lesson = address.get("lesson") or _lesson_of(reading, address.get("reflection"))
    if lesson:
        yield f"lessons/{course}/{lesson}.md"
        yield from (f"quizzes/{course}/{name}.yaml" for name in _practice_of(course, lesson))
    elif exam := address.get("exam"):
        yield f"quizzes/{course}/{exam}.yaml"
        yield from (f"quizzes/{course}/{name}.yaml" for name in _banks_of(reading, exam))
    elif request.endpoint == "trainee.roles":
        yield f"lessons/{course}/roles.yaml"
    else:
        yield f"lessons/{course}/course.yaml"


def _lesson_of(reading: CourseReading, reflection: str | None) -> str | None:
    lessons = reading.parts.lessons if reading.parts else {}
    holding = (name for name, each in lessons.items() if reflection in dict(each.reflection_places))
    found = next(holding, None)
    live = _live(reading.course)
    if found is None and live and reflection in live.reflection_by_id:
        return live.reflection_by_id[reflection].lesson  # its file cannot be read just now
    return found


def _practice_of(course: str, lesson: str) -> set[str]:
    live = _live(course)
    shown = live.lesson_by_id.get(lesson) if live else None
    return {box.assessment for box in shown.questions} if shown else set()


def _banks_of(reading: CourseReading, exam: str) -> tuple[str, ...]:
    quiz = reading.parts.quizzes.get(exam) if reading.parts else None
    return quiz.exam.banks if quiz and quiz.exam else ()


def _live(course: str) -> Edition | None:
    return shelf().live().get(course)
