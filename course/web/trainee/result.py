"""What came of a sent exam: by area and by topic, and never the key of a pre-course exam."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from course import clock
from course.grading import scoring
from course.grading.item_types import is_right
from course.grading.results import result_of, starting_point
from course.grading.scoring import ScoreCard
from course.grading.words import counted
from course.records.attempts.starting import Waiting, refusal_to_start
from course.records.attempts.submitting import answers_of, score_of
from course.records.progress.deeds import deeds_of
from course.records.tables import Score
from course.web.access import open_to
from course.web.beforehand import attempts_words
from course.web.database import database
from course.web.editions import live_edition
from course.web.items import answer_words, ready, split
from course.web.trainee import bp
from course.web.trainee.attempt import Sitting, sitting
from course.web.trainee.refusing import closed_words, told
from course.web.trainee.score_tables import reading_of
from course.web.words import clock_time


@dataclass(frozen=True, slots=True)
class Told:
    """One question of a sent exam whose answers may be shown."""

    question: Markup
    answer: tuple[Markup, ...]
    right: bool
    key: tuple[Markup, ...]
    explain: Markup


@dataclass(frozen=True, slots=True)
class Again:
    """Another try at an exam that was not passed: ``address`` is "" where it cannot start now."""

    words: str
    address: str


@bp.get("/attempts/<int:attempt>/result")
@open_to("trainee")
def result(attempt: int) -> ResponseReturnValue:
    """Say what came of a sent exam; of an open one, nothing."""
    at = sitting(attempt)
    score = score_of(database(), at.attempt)
    if at.attempt.submitted_at is None or score is None:
        return _not_sent(at)
    card = _card(score)
    found = result_of(at.edition, at.exam, card, before=_before(at))
    return render_template(
        "trainee/result.html",
        at=at,
        result=found,
        ended=_ended(at, card),
        again=_again(at) if card.passed is False else None,
        reading=reading_of(at, found),
        answers=_told(at) if found.answers_shown else [],
    )


def _card(score: Score) -> ScoreCard:
    return scoring.from_rows(
        score.topics, raw=score.raw, maximum=score.maximum, passed=score.passed
    )


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


def _again(at: Sitting) -> Again | None:
    """Say how many attempts are left; nothing where it was passed since, or is in no course now."""
    enrollment, live = at.attempt.enrollment, live_edition(at.edition.course)
    exam = live.exam(at.exam.id)
    deed = deeds_of(database(), enrollment).exams[at.exam.id]
    if exam is None or deed.passed_at or enrollment.state == "on-hold":
        return None
    refusal = refusal_to_start(database(), enrollment, exam.id, edition=live, now=clock.now())
    left = attempts_words(exam, deed.attempts_used)
    if isinstance(refusal, Waiting):
        return Again(f"{closed_words(refusal)} {left}", "")
    if refusal is not None:
        return Again(closed_words(refusal), "")
    return Again(left, at.about)


def _before(at: Sitting) -> int | None:
    """Return the percent of the exam before the course, as the enrollment's own row counts it."""
    start = starting_point(at.edition)
    percents: dict[str, int] = at.attempt.enrollment.counts.get("exams", {})
    return percents.get(start.id) if start else None


def _told(at: Sitting) -> list[Told]:
    answers = answers_of(database(), at.attempt)
    lines = []
    for n, asked in enumerate(at.form, start=1):
        item, given = at.item(n), answers.get(asked.item)
        answer = tuple(given.answer) if given else ()
        key = tuple(option.id for option in item.options if option.right)
        lines.append(
            Told(
                question=split(item)[1],
                answer=answer_words(item, answer),
                right=is_right(item, answer),
                key=answer_words(item, key),
                explain=ready(item.explain),
            )
        )
    return lines
