"""What a trainee is told when something cannot be done now: a page in plain words, never a code."""

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from course.records.refusals import NotActive, NotYet, Refused, TooLong, Unknown
from course.web.saving import wants_json
from course.web.trainee import bp
from course.web.trainee.first import ToFinish, to_finish

HEADINGS: dict[type[Refused], tuple[int, str]] = {
    NotActive: (403, "This course is not open to you now"),
    NotYet: (403, "You cannot start this yet"),
    TooLong: (422, "This is too long to keep"),
}


def told(
    status: int,
    heading: str,
    why: str | ToFinish,
    *,
    address: str = "",
    label: str = "Go to your course",
    kept: str = "",
) -> ResponseReturnValue:
    """Answer with what cannot be done, why, and where to go on.

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
        kept=kept,
    )
    return page, status


@bp.errorhandler(Refused)
def refused(refusal: Refused, *, kept: str = "") -> ResponseReturnValue:
    """Answer a refusal that its view did not speak of itself, with the text that was sent."""
    if isinstance(refusal, Unknown):
        return current_app.handle_user_exception(NotFound())
    known = (words for kind, words in HEADINGS.items() if isinstance(refusal, kind))
    status, heading = next(known, (409, "This cannot be done now"))
    why = refusal.message if wants_json() else to_finish(refusal) or refusal.message
    return told(status, heading, why, kept=kept)
