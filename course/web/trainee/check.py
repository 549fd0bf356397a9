"""Check your answers, then send the exam."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from course import clock
from course.grading.words import counted
from course.records.attempts.submitting import answers_of, submit
from course.records.tables import Response
from course.web.access import open_to
from course.web.database import database
from course.web.editions import live_edition
from course.web.flood import EXAMS, refuse_flood
from course.web.items import answer_words, split
from course.web.trainee import bp
from course.web.trainee.attempt import FROM_ANSWER, FROM_CHECK, Sitting, sitting

FILTERS = ("all", "unanswered", "later")


@dataclass(frozen=True, slots=True)
class Row:
    """One question of the exam as a line of the check page."""

    n: int
    question: Markup
    answer: tuple[Markup, ...]
    answered: bool
    later: bool
    address: str

    @property
    def waits(self) -> bool:
        """Whether the trainee has something to do here: no answer yet, or marked to come back."""
        return self.later or not self.answered


@bp.get("/attempts/<int:attempt>/check")
@open_to("trainee")
def check(attempt: int) -> ResponseReturnValue:
    """List the answers, those that are missing or marked first, before the exam is sent."""
    at = sitting(attempt)
    if at.attempt.submitted_at is not None:
        return redirect(url_for("trainee.result", attempt=attempt), 303)
    rows = _rows(at, answers_of(database(), at.attempt))
    show = request.args.get("show", "all")
    shown = _shown(rows, show)
    return render_template(
        "trainee/check.html",
        at=at,
        show=show,
        waiting=[row for row in shown if row.waits],
        others=[row for row in shown if not row.waits],
        counts={each: len(_shown(rows, each)) for each in FILTERS},
        tries=_tries(at),
    )


@bp.post("/attempts/<int:attempt>/submit")
@open_to("trainee")
def send(attempt: int) -> ResponseReturnValue:
    """Send the exam. A second time leads to the same result."""
    at = sitting(attempt)
    refuse_flood(EXAMS, current_user.person.id)
    live = live_edition(at.edition.course)
    if at.attempt.submitted_at is None:
        flash("We have your answers.", "Sent")
    submit(database(), at.attempt, edition=live, now=clock.now())
    return redirect(url_for("trainee.result", attempt=attempt), 303)


def _tries(at: Sitting) -> str:
    """Say how often this exam can be sent. An attempt knows how many its exam allows; 0: any."""
    attempt = at.attempt
    if not at.about:
        return "The course does not have this exam any more. You can still send it."
    if attempt.allowed == 1:
        return "You can send this exam once."
    if not attempt.allowed:
        return "You can take this exam as often as you like."
    left = max(0, attempt.allowed - attempt.number)
    return f"After you send it, you have {counted(left, 'attempt')} left."


def _rows(at: Sitting, answers: Mapping[str, Response]) -> list[Row]:
    """Return a line for each question: without an answer first, then marked, then the others."""
    rows = [_row(at, n, answers.get(asked.item)) for n, asked in enumerate(at.form, start=1)]
    return sorted(rows, key=lambda row: (row.answered, not row.later))


def _row(at: Sitting, n: int, given: Response | None) -> Row:
    item, answer = at.item(n), given.answer if given else ()
    later = given.later if given else False
    return Row(
        n=n,
        question=split(item)[1],
        answer=answer_words(item, answer),
        answered=bool(answer),
        later=later,
        address=f"{at.address(n)}?from={FROM_CHECK if later or not answer else FROM_ANSWER}",
    )


def _shown(rows: list[Row], show: str) -> list[Row]:
    if show == "unanswered":
        return [row for row in rows if not row.answered]
    if show == "later":
        return [row for row in rows if row.later]
    return rows
