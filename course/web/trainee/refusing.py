"""What a trainee is told when something cannot be done now: a page in plain words, never a code."""

from datetime import datetime

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from course.content.edition import Contact
from course.records.attempts.starting import Waiting
from course.records.refusals import NotActive, NotYet, Refused, TooLong, Unknown, Withdrawn
from course.web.editions import shelf
from course.web.saving import wants_json
from course.web.trainee import bp
from course.web.trainee.first import ToFinish, to_finish
from course.web.words import clock_time, day

HEADINGS: dict[type[Refused], tuple[int, str]] = {
    NotActive: (403, "This course is not open to you now"),
    NotYet: (403, "You cannot start this yet"),
    TooLong: (422, "This is too long to keep"),
}

ASK = "If you have a question, or want to be on the course again, ask:"


def told(  # noqa: PLR0913  a page and its button in words
    status: int,
    heading: str,
    why: str | ToFinish,
    *,
    address: str = "",
    label: str = "Go to your course",
    contact: Contact | None = None,
    kept: str = "",
) -> ResponseReturnValue:
    """Answer with what cannot be done, why, whom to ask, and where to go on.

    ``kept`` is what the trainee wrote and we did not save: shown back, so that it is not lost.
    """
    first = None if isinstance(why, str) else why
    words = why if isinstance(why, str) else why.words
    if wants_json():
        return {"problem": words}, status
    page = render_template(
        "trainee/not-now.html",
        heading=heading,
        text=words,
        first=first,
        address=address or url_for("trainee.courses"),
        label=label,
        contact=contact,
        kept=kept,
    )
    return page, status


@bp.errorhandler(Refused)
def refused(refusal: Refused, *, kept: str = "") -> ResponseReturnValue:
    """Answer a refusal that its view did not speak of itself, with the text that was sent."""
    if isinstance(refusal, Unknown):
        return current_app.handle_user_exception(NotFound())
    if isinstance(refusal, Withdrawn) and not wants_json():
        return _left(refusal, kept)
    known = (words for kind, words in HEADINGS.items() if isinstance(refusal, kind))
    status, heading = next(known, (409, "This cannot be done now"))
    why = refusal.message if wants_json() else to_finish(refusal) or refusal.message
    return told(status, heading, why, kept=kept)


def _left(refusal: Withdrawn, kept: str) -> ResponseReturnValue:
    """Answer who is on a course no more: what they did is kept, and theirs to read."""
    live = shelf().live().get(refusal.course)
    return told(
        403,
        HEADINGS[NotActive][1],
        f"You are not on this course now. What you did is kept. {ASK}" if live else refusal.message,
        address=url_for("trainee.record", course=live.course if live else None),
        label="See your record",
        contact=live.contact if live else None,
        kept=kept,
    )


def closed_words(refusal: Refused) -> str:
    """Say why an exam cannot start now, and from when on it can."""
    return again_on(refusal.until) if isinstance(refusal, Waiting) else refusal.message


def again_on(until: datetime) -> str:
    """Say from when on an exam can be tried again, in the reader's own zone."""
    return f"You can try again on {day(until)} at {clock_time(until)}."
