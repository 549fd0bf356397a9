"""What an exam asks before it begins, and its start."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from course import clock
from course.content.edition import Assessment, Edition
from course.grading.forms import from_rows
from course.records.attempts import starting
from course.records.attempts.starting import NoAttemptsLeft, Waiting
from course.records.attempts.submitting import answers_of
from course.records.refusals import Refused
from course.records.tables import Attempt
from course.web.access import open_to
from course.web.beforehand import ExamFacts, exam_facts
from course.web.database import database
from course.web.editions import edition_of
from course.web.flood import EXAMS, refuse_flood
from course.web.trainee import bp
from course.web.trainee.attempt import Sitting
from course.web.trainee.enrolled import Here, here
from course.web.trainee.first import ToFinish, to_finish
from course.web.trainee.refusing import closed_words, refused, told
from course.web.words import clock_time


@dataclass(frozen=True, slots=True)
class ExamPage:
    """What the instructions say. ``closed`` says why it cannot start now, "" where it can.

    ``first`` lists what comes before it, where that is why; ``ask`` where somebody has to be asked.
    """

    facts: ExamFacts
    closed: str
    first: ToFinish | None
    ask: bool
    open: bool
    ends: str
    timed: bool
    sent: tuple[Attempt, ...]


@bp.get("/courses/<course>/exams/<exam>")
@open_to("trainee")
def exam(course: str, exam: str) -> str:
    """Say what the exam asks, and what was done of it already."""
    at = here(course)
    asked = _exam(at, exam)
    tries = starting.attempts_of(database(), at.enrollment, exam)
    refusal = starting.refusal_to_start(
        database(), at.enrollment, exam, edition=at.edition, now=clock.now()
    )
    page = _page(at.edition, asked, tries, refusal)
    return render_template(
        "trainee/exam.html", edition=at.edition, exam=asked, page=page, on_hold=at.on_hold
    )


@bp.post("/courses/<course>/exams/<exam>/start")
@open_to("trainee")
def start(course: str, exam: str) -> ResponseReturnValue:
    """Begin an attempt, or go on with the open one at its first question without an answer."""
    at = here(course)
    refuse_flood(EXAMS, current_user.person.id)
    try:
        attempt = starting.start(
            database(), at.enrollment, exam, edition=at.edition, now=clock.now()
        )
    except (NoAttemptsLeft, Waiting) as refusal:
        return told(403, "You cannot start this exam now", closed_words(refusal))
    except Refused as refusal:
        return refused(refusal)
    return redirect(_first_open(attempt), 303)


def _exam(at: Here, exam: str) -> Assessment:
    found = at.edition.exam(exam)
    if found is None or not any((s.kind, s.id) == ("exam", exam) for s in at.edition.steps):
        raise NotFound
    return found


def _first_open(attempt: Attempt) -> str:
    edition = edition_of(attempt)
    form = from_rows(attempt.form)
    at = Sitting(attempt, edition, edition.assessment_by_id[attempt.exam], form)
    answers = answers_of(database(), attempt)
    given = {item for item, response in answers.items() if response.answer}
    places = (n for n, each in enumerate(form, start=1) if each.item not in given)
    return at.address(next(places, at.length + 1))


def _page(
    edition: Edition, exam: Assessment, tries: Sequence[Attempt], refusal: Refused | None
) -> ExamPage:
    unsent = next((each for each in tries if each.submitted_at is None), None)
    under_way = unsent is not None and refusal is None
    ends = unsent.due_at if unsent and under_way else None
    first = to_finish(refusal)
    return ExamPage(
        facts=exam_facts(edition, exam, used=len(tries)),
        closed=first.words if first else closed_words(refusal) if refusal else "",
        first=first,
        ask=isinstance(refusal, NoAttemptsLeft) and refusal.ask,
        open=under_way,
        ends=clock_time(ends) if ends else "",
        timed=exam.time_limit is not None,
        sent=tuple(each for each in tries if each.submitted_at is not None),
    )
