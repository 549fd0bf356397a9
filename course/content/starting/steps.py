"""Start a course, a lesson or an exam: a file of its own, and its place in course.yaml.

Each returns what is to be written, or raises ``CannotAddError`` with what to do.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from course.content.findings import Place
from course.content.shapes.course import CourseShape, StepShape
from course.content.starting import examples
from course.content.starting.course_files import (
    Added,
    CannotAddError,
    CourseFiles,
    added,
    hold_id,
    hold_line,
    one_of,
)
from course.content.starting.exam_questions import FOR_EXAMS
from course.content.starting.inserting import Entry, Loc, as_value
from course.content.starting.items import example, listed

REQUIRES: Loc = ("certificate", "requires")


def new_course(course: str, files: Mapping[str, bytes], title: str, *, today: date) -> Added:
    """Start a course: course.yaml, and a first lesson that says how a course works."""
    hold_id(course, "course")
    before = CourseFiles(course, files, today)
    if files:
        raise CannotAddError(f'the course "{course}" is there already. Choose another name')
    name, lesson_title = examples.FIRST_LESSON
    topic = examples.FIRST_TOPIC
    yaml = examples.COURSE.substitute(title=as_value(hold_line(title)), lesson=name, topic=topic)
    lesson = examples.HOW_IT_WORKS.substitute(title=lesson_title, topic=topic)
    after = before.having(before.course_yaml, yaml).having(before.lesson(name), lesson)
    return added(
        before,
        after,
        (Place(before.course_yaml), "the course"),
        (Place(before.lesson(name)), "its first lesson"),
    )


def new_lesson(before: CourseFiles, name: str, title: str, *, module: str = "") -> Added:
    """Start a lesson; its step stands behind the last lesson of a module (the last module)."""
    path = before.lesson(name)
    _hold_free(before, name, path, "lesson")
    before.hold_without_errors(before.course_yaml)
    shape = before.shape
    number = _module(shape, module)
    steps = shape.modules[number].steps
    topic = _topic(before, steps)
    text = examples.LESSON.substitute(title=as_value(hold_line(title)), topic=f"{topic:<25}")
    lessons = [at for at, step in enumerate(steps, start=1) if step.lesson]
    at = lessons[-1] if lessons else len(steps)
    step = Entry(f"lesson: {name}", f"{{lesson: {name}}}")
    after = before.having_new(path, text).having_entry(
        before.course_yaml, ("modules", number, "steps"), step, at=at
    )
    return added(before, after, (Place(path), "the lesson"), _step(after, number, "lesson", name))


def new_exam(before: CourseFiles, name: str, title: str, *, module: str = "") -> Added:
    """Start an exam: the last step of a module (the last module), asked for by the certificate."""
    path = before.quiz(name)
    _hold_free(before, name, path, "exam")
    before.hold_without_errors(before.course_yaml)
    shape = before.shape
    number = _module(shape, module)
    text = examples.EXAM.substitute(title=as_value(hold_line(title)))
    for skip, type_name in enumerate(("single", "true-false")):
        text += listed(example(before, name, type_name, FOR_EXAMS, skip=skip))
    needed = f"{{exam: {name}, is: passed}}"
    after = (
        before.having_new(path, text)
        .having_entry(
            before.course_yaml, ("modules", number, "steps"), _exam_step(shape, number, name)
        )
        .having_entry(before.course_yaml, REQUIRES, Entry(needed, needed))
    )
    asked = after.place(before.course_yaml, (*REQUIRES, len(shape.certificate.requires)))
    return added(
        before,
        after,
        (Place(path), "the exam"),
        _step(after, number, "exam", name),
        (asked, "the certificate asks for it"),
    )


def _topic(before: CourseFiles, steps: Sequence[StepShape]) -> str:
    """Return the topic of the last lesson among steps, else the first of the course."""
    for step in reversed(steps):
        reading = before.parts.lessons.get(step.lesson or "")
        if reading and reading.lesson:
            return reading.lesson.topic
    return next(iter(before.shape.topics))


def _exam_step(shape: CourseShape, number: int, name: str) -> Entry:
    """Return the step of an exam, which opens after the lessons of its module."""
    lessons = ", ".join(step.lesson for step in shape.modules[number].steps if step.lesson)
    if not lessons:
        return Entry(f"exam: {name}", f"{{exam: {name}}}")
    return Entry(f"exam: {name}\nafter: [{lessons}]", f"{{exam: {name}, after: [{lessons}]}}")


def _step(after: CourseFiles, number: int, kind: str, name: str) -> tuple[Place, str]:
    steps = after.shape.modules[number].steps
    at = next(n for n, step in enumerate(steps) if getattr(step, kind) == name)
    return after.place(after.course_yaml, ("modules", number, "steps", at)), "its step"


def _module(shape: CourseShape, title: str) -> int:
    """Return the number of the module with a title, of the last one where none is named."""
    titles = [each.title for each in shape.modules]
    if not titles:
        raise CannotAddError("course.yaml has no module yet. Write one with a title and steps")
    if not title:
        return len(titles) - 1
    if title not in titles:
        raise one_of(title, titles, "module")
    return titles.index(title)


def _hold_free(before: CourseFiles, name: str, path: str, what: str) -> None:
    hold_id(name, what)
    if path in before.files:
        raise CannotAddError(f"{path} is there already. Choose another name")
