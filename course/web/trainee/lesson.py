"""Read a lesson, answer its practice questions on the page, and mark it as done."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from course import clock
from course.content.edition import Edition, Lesson
from course.grading.deeds import Deeds
from course.grading.item_types import NotAnAnswer
from course.grading.standing import lesson_standing, reflection_standing
from course.grading.steps import walk
from course.grading.words import counted, quoted
from course.records.progress import lessons
from course.records.progress.deeds import deeds_of
from course.records.progress.practice import answer_practice
from course.web.access import open_to
from course.web.database import database
from course.web.practice import Refusal
from course.web.trainee import bp
from course.web.trainee.enrolled import Here, here
from course.web.trainee.lesson_page import page_of
from course.web.trainee.places import address_of, address_of_step, after


@bp.get("/courses/<course>/lessons/<lesson>")
@open_to("trainee")
def lesson(course: str, lesson: str) -> str:
    """Show a lesson. Only its first view writes."""
    return _page(here(course, lesson=lesson), lesson)


@bp.post("/courses/<course>/lessons/<lesson>/practice/<item>")
@open_to("trainee")
def practice(course: str, lesson: str, item: str) -> ResponseReturnValue:
    """Take the answer to a practice question and lead back to it."""
    at = here(course, lesson=lesson)
    if item not in {box.item for box in at.edition.lesson_by_id[lesson].questions}:
        raise NotFound
    values = request.form.getlist("answer")
    try:
        answer_practice(
            database(), at.enrollment, item, values, edition=at.edition, now=clock.now()
        )
    except NotAnAnswer as refusal:
        return _page(at, lesson, Refusal(item, tuple(values), refusal.message)), 422
    back = url_for("trainee.lesson", course=course, lesson=lesson, _anchor=f"q-{item}")
    return redirect(back, 303)


@bp.post("/courses/<course>/lessons/<lesson>/done")
@open_to("trainee")
def lesson_done(course: str, lesson: str) -> ResponseReturnValue:
    """Mark a lesson as done and lead to the next step, or to what the lesson still asks."""
    at = here(course, lesson=lesson)
    lessons.mark_done(database(), at.enrollment, lesson, edition=at.edition, now=clock.now())
    return redirect(_onward(at, lesson), 303)


def _page(at: Here, lesson: str, refusal: Refusal | None = None) -> str:
    now = clock.now()
    deeds = lessons.open_lesson(database(), at.enrollment, lesson, edition=at.edition, now=now)
    shown = at.edition.lesson_by_id[lesson]
    return render_template(
        "trainee/lesson.html",
        edition=at.edition,
        lesson=shown,
        page=page_of(at, shown, deeds, refusal),
        refusal=refusal,
        on_hold=at.on_hold,
    )


def _onward(at: Here, lesson: str) -> str:
    """Say what came of it, and return the address to go on at."""
    edition, deeds = at.edition, deeds_of(database(), at.enrollment)
    shown = edition.lesson_by_id[lesson]
    if not lesson_standing(edition, shown, deeds).met:
        noun, waiting = _still_asked(edition, shown, deeds)
        are = "is" if len(waiting) == 1 else "are"
        left = f"{counted(len(waiting), noun)} {are} left before this lesson is complete."
        flash(left, "Marked as done")
        return waiting[0]
    flash(f"You have done the lesson {quoted(shown.title)}.")
    step = next(each for each in edition.steps if (each.kind, each.id) == ("lesson", lesson))
    onward = after(edition, step, walk(edition, deeds, clock.now()))
    if onward is None:
        return url_for("trainee.course_home", course=edition.course)
    return address_of_step(edition, onward.step)


def _still_asked(edition: Edition, lesson: Lesson, deeds: Deeds) -> tuple[str, list[str]]:
    """Return what a lesson that is marked as done still asks: its noun, and their addresses."""
    if lesson.complete_when == "questions":
        own = address_of(edition, "lesson", lesson.id)
        waiting = [box.item for box in lesson.questions if box.item not in deeds.answered]
        return "practice question", [f"{own}#q-{item}" for item in waiting]
    return "reflection", [
        address_of(edition, "reflection", each)
        for each in lesson.reflections
        if not reflection_standing(edition.reflection_by_id[each], deeds.reflections.get(each)).met
    ]
