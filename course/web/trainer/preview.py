"""A preview of the files as they are now, for the trainers of a course (PAGES A2).

Nothing is saved: no row, no attempt. A page is shown as soon as its own file can be read, whatever
is wrong with the others.
"""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from course.content.courses.as_read import IN_NO_ORDER, NOT_A_STEP
from course.content.edition import Assessment
from course.content.reading import CourseReading
from course.grading.item_types import NotAnAnswer, accept_answer
from course.web.access import open_to
from course.web.beforehand import exam_facts, length_words
from course.web.items import ask, ready
from course.web.practice import Refusal
from course.web.static_files import picture_response
from course.web.trainer import bp
from course.web.trainer.files import reading_of, shown_of
from course.web.trainer.key_view import draws, pool_of
from course.web.trainer.paper_view import every_question
from course.web.trainer.preview_view import Tried, bar_of, lesson_preview, shown


@bp.get("/author/<course>/preview")
@open_to("trainer")
def preview(course: str) -> str:
    """List every page that can be previewed, in the course's order."""
    reading = reading_of(course)
    edition = shown_of(reading)
    return render_template(
        "trainer/preview.html",
        edition=edition,
        apart=NOT_A_STEP,
        in_no_order=IN_NO_ORDER,
        unread=_unread(reading),
        problems=len(reading.findings),
    )


@bp.get("/author/<course>/preview/lessons/<lesson>")
@open_to("trainer")
def preview_lesson(course: str, lesson: str) -> ResponseReturnValue:
    """Show a lesson as its file is now."""
    return _lesson(reading_of(course), lesson)


@bp.post("/author/<course>/preview/lessons/<lesson>/practice/<item>")
@open_to("trainer")
def try_practice(course: str, lesson: str, item: str) -> ResponseReturnValue:
    """Say what a trainee would be told about an answer. It is kept nowhere."""
    reading = reading_of(course)
    edition = shown_of(reading)
    asked = edition.lesson_by_id.get(lesson)
    box = next((each for each in asked.questions if each.item == item), None) if asked else None
    practice = edition.assessment_by_id.get(box.assessment) if box else None
    if practice is None or item not in practice.by_id:
        raise NotFound
    return _lesson(reading, lesson, _tried(practice, item))


def _tried(practice: Assessment, item: str) -> Tried:
    values = tuple(request.form.getlist("answer"))
    try:
        answer = accept_answer(practice, practice.by_id[item], values)
    except NotAnAnswer as refusal:
        return Tried(item, values, Refusal(item, values, refusal.message))
    if not answer:
        return Tried(item, (), Refusal(item, (), "Select an answer."))
    return Tried(item, answer, None)


def _lesson(reading: CourseReading, lesson: str, tried: Tried | None = None) -> ResponseReturnValue:
    edition, path = shown_of(reading), f"lessons/{reading.course}/{lesson}.md"
    found = edition.lesson_by_id.get(lesson)
    if found is None:
        known = reading.parts is not None and lesson in reading.parts.lessons
        return _cannot_be_made(reading, path, known=known)
    refusal = tried.refusal if tried else None
    page = render_template(
        "trainer/preview-lesson.html",
        edition=edition,
        lesson=found,
        page=lesson_preview(edition, found, tried=tried),
        bar=bar_of(reading, path),
        refusal=refusal,
    )
    return page, 422 if refusal else 200


@bp.get("/author/<course>/preview/reflections/<reflection>")
@open_to("trainer")
def preview_reflection(course: str, reflection: str) -> ResponseReturnValue:
    """Show a reflection as its file is now, and what reviewers look for."""
    reading = reading_of(course)
    edition = shown_of(reading)
    asked = edition.reflection_by_id.get(reflection)
    if asked is None:
        return _cannot_be_made(reading, _file_of_reflection(reading, reflection), known=True)
    return render_template(
        "trainer/preview-reflection.html",
        edition=edition,
        asked=asked,
        html=shown(asked.html, course),
        hint=length_words(asked),
        lesson=edition.lesson_by_id[asked.lesson],
        bar=bar_of(reading, f"lessons/{course}/{asked.lesson}.md"),
    )


def _file_of_reflection(reading: CourseReading, reflection: str) -> str:
    """Return the lesson file that a reflection stands in, also one that has errors; else 404."""
    lessons = reading.parts.lessons if reading.parts else {}
    for lesson, read in lessons.items():
        if reflection in dict(read.reflection_places):
            return f"lessons/{reading.course}/{lesson}.md"
    raise NotFound


@bp.get("/author/<course>/preview/exams/<exam>")
@open_to("trainer")
def preview_exam(course: str, exam: str) -> ResponseReturnValue:
    """Show what an exam says before it begins, and every question that it may ask."""
    reading, path = reading_of(course), f"quizzes/{course}/{exam}.yaml"
    edition = shown_of(reading)
    found = edition.exam(exam)
    if found is None:
        return _cannot_be_made(reading, path, known=_is_quiz(reading, exam))
    return render_template(
        "trainer/preview-exam.html",
        edition=edition,
        exam=found,
        intro=ready(found.intro),
        facts=exam_facts(edition, found),
        pool=pool_of(found),
        printed=every_question(found),
        bar=bar_of(reading, path),
    )


@bp.get("/author/<course>/preview/exams/<exam>/<int:n>")
@open_to("trainer")
def preview_question(course: str, exam: str, n: int) -> ResponseReturnValue:
    """Show one question as a trainee is asked it; its button leads to the next one."""
    reading = reading_of(course)
    edition = shown_of(reading)
    found = edition.exam(exam)
    if found is None or not 1 <= n <= len(found.items):
        raise NotFound
    return render_template(
        "trainer/preview-question.html",
        edition=edition,
        exam=found,
        asked=ask(found, found.items[n - 1]),
        n=n,
        length=len(found.items),
        draws=draws(found),
        status=found.items[n - 1].status,
    )


@bp.get("/author/<course>/preview/print")
@open_to("trainer")
def print_course(course: str) -> str:
    """Show the whole course as one page for paper."""
    edition = shown_of(reading_of(course))
    lessons = [lesson_preview(edition, lesson, many=True) for lesson in edition.lessons]
    return render_template("trainer/print-course.html", edition=edition, lessons=lessons)


@bp.get("/author/<course>/preview/media/<name>")
@open_to("trainer")
def preview_picture(course: str, name: str) -> Response:
    """Send a picture of the files, which may be in no edition yet."""
    reading = reading_of(course)
    hash_, _, extension = name.partition(".")
    if hash_ not in reading.media:
        raise NotFound
    response = picture_response(reading.media[hash_], extension)
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_quiz(reading: CourseReading, exam: str) -> bool:
    parts = reading.parts
    return parts is not None and (exam in parts.quizzes or exam in parts.unread_quizzes)


def _unread(reading: CourseReading) -> list[tuple[str, str, str]]:
    """Return what has no page until its file is mended: its kind, its id, and its file."""
    parts, edition = reading.parts, shown_of(reading)
    if parts is None:
        return []
    lessons = [name for name in parts.lessons if name not in edition.lesson_by_id]
    quizzes = {*parts.quizzes, *parts.unread_quizzes} - edition.assessment_by_id.keys()
    banks = {name for name, quiz in parts.quizzes.items() if quiz.kind == "bank"}
    return [
        *(("lesson", name, f"lessons/{reading.course}/{name}.md") for name in lessons),
        *(
            ("exam", name, f"quizzes/{reading.course}/{name}.yaml")
            for name in sorted(quizzes - banks)
        ),
    ]


def _cannot_be_made(reading: CourseReading, path: str, *, known: bool) -> ResponseReturnValue:
    """Say what keeps a page from being made, in the words of the command line."""
    if not known:
        raise NotFound
    return render_template(
        "trainer/preview-missing.html",
        course=reading.course,
        path=path,
        bar=bar_of(reading, path),
    )
