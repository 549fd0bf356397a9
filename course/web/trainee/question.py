"""One question of an exam a page, and the saving of its answer: by the form, or by the script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import BadRequest

from course import clock
from course.grading.item_types import NotAnAnswer
from course.records.attempts import saving
from course.records.attempts.saving import Closed, NotInForm, Stale, TooLate
from course.records.tables import Response
from course.web.access import open_to
from course.web.database import database
from course.web.flood import ANSWERS, refuse_flood
from course.web.items import answer_words
from course.web.saving import sequence_sent, wants_json
from course.web.trainee import bp
from course.web.trainee.attempt import FROM_ANSWER, FROM_CHECK, Sitting, sitting
from course.web.trainee.refusing import told
from course.web.words import clock_time


@dataclass(frozen=True, slots=True)
class Given:
    """What came from the page: the values chosen, the mark to come back, the script's number."""

    values: tuple[str, ...]
    later: bool
    sequence: int | None


@bp.get("/attempts/<int:attempt>/<int:n>")
@open_to("trainee")
def question(attempt: int, n: int) -> ResponseReturnValue:
    """Ask one question, with the answer given so far."""
    at = sitting(attempt)
    at.place(n)
    if at.attempt.submitted_at is not None:
        return redirect(_result(at), 303)
    kept = database().get(Response, (at.attempt.id, at.place(n).item))
    given = Given(tuple(kept.answer), kept.later, None) if kept else Given((), False, None)
    return _page(at, n, given, kept=kept)


@bp.post("/attempts/<int:attempt>/<int:n>")
@open_to("trainee")
def save_answer(attempt: int, n: int) -> ResponseReturnValue:
    """Save an answer and lead to the next question; tell the script when it was saved."""
    at = sitting(attempt)
    item, given = at.place(n).item, _given()
    refuse_flood(ANSWERS, at.attempt.id)
    try:
        saved = _save(at, item, given)
    except NotAnAnswer as refusal:
        return _not_an_answer(at, n, given, refusal)
    except Stale as newer:
        return _in_two_windows(at, n, given, newer)
    except (Closed, TooLate, NotInForm) as refusal:
        return _not_taken(at, refusal)
    if wants_json():
        return {"saved": clock_time(saved.at), "sequence": saved.sequence}
    return redirect(_onward(at, n), 303)


def _given() -> Given:
    return Given(
        tuple(request.form.getlist("answer")),
        bool(request.form.get("later")),
        sequence_sent(),
    )


def _save(at: Sitting, item: str, given: Given) -> saving.Saved:
    return saving.save(
        database(),
        at.attempt,
        item,
        given.values,
        edition=at.edition,
        now=clock.now(),
        later=given.later,
        sequence=given.sequence,
    )


def _onward(at: Sitting, n: int) -> str:
    """Return the next question; the check page where the trainee came from there.

    Who came from an answer there is led back to it.
    """
    came = _came_from()
    if not came:
        return at.address(n + 1)
    return at.address(at.length + 1) + (f"#question-{n}" if came == FROM_ANSWER else "")


def _action(at: Sitting, n: int) -> str:
    came = _came_from()
    return at.address(n) + (f"?from={came}" if came else "")


def _came_from() -> str:
    came = request.args.get("from", "")
    return came if came in {FROM_CHECK, FROM_ANSWER} else ""


def _result(at: Sitting) -> str:
    return url_for("trainee.result", attempt=at.attempt.id)


def _page(
    at: Sitting, n: int, given: Given, *, kept: Response | None = None, problem: str = ""
) -> ResponseReturnValue:
    page = render_template(
        "trainee/question.html",
        edition=at.edition,
        exam=at.exam,
        asked=at.asked(n, given.values),
        n=n,
        length=at.length,
        later=given.later,
        action=_action(at, n),
        key=at.address(n),
        back=_back(at, n),
        check=at.address(at.length + 1),
        ends=at.attempt.due_at,
        left=_seconds_left(at.attempt.due_at),
        saved=kept.saved_at if kept else None,
        sequence=kept.sequence if kept else 0,
        problem=problem,
    )
    return page, 422 if problem else 200


def _back(at: Sitting, n: int) -> tuple[str, str]:
    """Return where one comes from: the question before, else what the exam asks; and its words."""
    if n > 1:
        return at.address(n - 1), f"Back to question {n - 1}"
    if at.about:
        return at.about, "Back"
    home = url_for("trainee.course_home", course=at.edition.course)
    return home, "Back to your course"


def _seconds_left(ends: datetime | None) -> int:
    return max(0, int((ends - clock.now()).total_seconds())) if ends else 0


def _not_an_answer(at: Sitting, n: int, given: Given, refusal: NotAnAnswer) -> ResponseReturnValue:
    if wants_json():
        return {"problem": refusal.message}, 422
    return _page(at, n, given, problem=refusal.message)


def _in_two_windows(at: Sitting, n: int, given: Given, newer: Stale) -> ResponseReturnValue:
    there, here = (_words(at, n, values) for values in (newer.answer, given.values))
    when = f"You answered this in another window at {clock_time(newer.saved_at)}."
    if wants_json():
        other = ", ".join(each.striptags() for each in there)
        choose = "Select “Save and continue” to choose which answer to keep."
        return {"problem": f"{when} That answer is: {other}. {choose}", "newer": True}, 409
    page = render_template(
        "trainee/two-windows.html",
        when=when,
        question=at.asked(n, ()).question,
        there=there,
        here=here,
        given=given,
        action=_action(at, n),
        onward=_onward(at, n),
    )
    return page, 409


def _words(at: Sitting, n: int, values: Sequence[str]) -> tuple[Markup, ...]:
    return answer_words(at.item(n), values)


def _not_taken(at: Sitting, refusal: Closed | TooLate | NotInForm) -> ResponseReturnValue:
    if isinstance(refusal, NotInForm):
        raise BadRequest(refusal.message)
    heading = "You sent this exam already"
    if isinstance(refusal, TooLate):
        heading = "This answer came too late to count"
    return told(409, heading, refusal.message, address=_result(at), label="See your result")
