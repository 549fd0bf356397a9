"""Check your answers, send the exam, and read what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from course import clock
from course.grading import scoring
from course.grading.item_types import is_right
from course.grading.results import Result, result_of
from course.grading.scoring import ScoreCard
from course.records.submitting import answers_of, score_of, submit
from course.records.tables import Response
from course.web.access import open_to
from course.web.database import database
from course.web.editions import live_edition
from course.web.trainee import bp
from course.web.trainee.attempt import Sitting, sitting
from course.web.trainee.items import answer_words, ready, split
from course.web.trainee.refusing import told
from course.web.words import clock_time, counted

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


@dataclass(frozen=True, slots=True)
class Told:
    """One question of a sent exam whose answers may be shown."""

    question: Markup
    answer: tuple[Markup, ...]
    right: bool
    key: tuple[Markup, ...]
    explain: Markup


@bp.get("/attempts/<int:attempt>/check")
@open_to("trainee")
def check(attempt: int) -> ResponseReturnValue:
    """List the answers, those that are missing or marked first, before the exam is sent."""
    at = sitting(attempt)
    if at.attempt.submitted_at is not None:
        return redirect(url_for("trainee.result", attempt=attempt), 303)
    rows = _rows(at, answers_of(database(), at.attempt))
    show = request.args.get("show", "all")
    return render_template(
        "trainee/check.html",
        at=at,
        show=show,
        rows=_shown(rows, show),
        counts={each: len(_shown(rows, each)) for each in FILTERS},
    )


@bp.post("/attempts/<int:attempt>/submit")
@open_to("trainee")
def send(attempt: int) -> ResponseReturnValue:
    """Send the exam. A second time leads to the same result."""
    at = sitting(attempt)
    live = live_edition(at.edition.course)
    if at.attempt.submitted_at is None:
        flash("We have your answers.", "Sent")
    submit(database(), at.attempt, edition=live, now=clock.now())
    return redirect(url_for("trainee.result", attempt=attempt), 303)


@bp.get("/attempts/<int:attempt>/result")
@open_to("trainee")
def result(attempt: int) -> ResponseReturnValue:
    """Say what came of a sent exam; of an open one, nothing."""
    at = sitting(attempt)
    score = score_of(database(), at.attempt)
    if at.attempt.submitted_at is None or score is None:
        return _not_sent(at)
    card = scoring.from_rows(
        score.topics, raw=score.raw, maximum=score.maximum, passed=score.passed
    )
    found = result_of(at.edition, at.exam, card)
    return render_template(
        "trainee/result.html",
        at=at,
        result=found,
        ended=_ended(at, card),
        lessons=_to_read(at, found),
        answers=_told(at) if found.answers_shown else [],
    )


def _rows(at: Sitting, answers: Mapping[str, Response]) -> list[Row]:
    """Return a line for each question: without an answer first, then marked, then the others."""
    rows = [_row(at, n, answers.get(asked.item)) for n, asked in enumerate(at.form, start=1)]
    return sorted(rows, key=lambda row: (row.answered, not row.later))


def _row(at: Sitting, n: int, given: Response | None) -> Row:
    item, answer = at.item(n), given.answer if given else ()
    return Row(
        n=n,
        question=split(item)[1],
        answer=answer_words(item, answer),
        answered=bool(answer),
        later=given.later if given else False,
        address=f"{at.address(n)}?from=check",
    )


def _shown(rows: list[Row], show: str) -> list[Row]:
    if show == "unanswered":
        return [row for row in rows if not row.answered]
    if show == "later":
        return [row for row in rows if row.later]
    return rows


def _not_sent(at: Sitting) -> ResponseReturnValue:
    return told(
        409,
        "You have not sent this exam yet",
        "There is a result once you have sent your answers. They are saved until then.",
        address=at.address(at.length + 1),
        label="Check your answers",
    )


def _ended(at: Sitting, card: ScoreCard) -> str:
    """Say that the time ended where it did: nobody pressed the button."""
    due = at.attempt.due_at
    if due is None or at.attempt.submitted_at != due:
        return ""
    answered = sum(each.answered for each in card.topics)
    return f"Time ended at {clock_time(due)}. We sent the {counted(answered, 'answer')} you saved."


def _to_read(at: Sitting, found: Result) -> list[tuple[str, str]]:
    """Return the lessons to read as links, those that are still in the course."""
    live = live_edition(at.edition.course)
    return [
        (lesson.title, url_for("trainee.lesson", course=live.course, lesson=lesson.id))
        for lesson in found.lessons
        if lesson.id in live.lesson_by_id
    ]


def _told(at: Sitting) -> list[Told]:
    answers = answers_of(database(), at.attempt)
    told = []
    for n, asked in enumerate(at.form, start=1):
        item, given = at.item(n), answers.get(asked.item)
        answer = tuple(given.answer) if given else ()
        key = tuple(option.id for option in item.options if option.right)
        told.append(
            Told(
                question=split(item)[1],
                answer=answer_words(item, answer),
                right=is_right(item, answer),
                key=answer_words(item, key),
                explain=ready(item.explain),
            )
        )
    return told
