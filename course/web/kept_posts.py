"""A form sent after the session ended is kept for an hour and shown again after signing in."""

from contextlib import suppress
from http import HTTPStatus

from flask import Flask, Response, flash, request, session
from flask_login import current_user

from course import clock
from course.records.people import sessions
from course.records.transaction import NotSaved
from course.web.database import database
from course.web.forms import UNSEEN

NOTICE = "You were signed out. Your {} is kept. Sign in to save it."
LOST = (
    "You were signed out, so what you sent was not saved. "
    "Your browser’s Back button may still show what you wrote: copy it first."
)
MOST_KEPT = 64_000
"""Characters of one form that are kept: more than the longest reflection that can be sent."""
PRESSED = {"action", "version"}
"""Fields of a button alone: there is nothing to read again, and nothing to save."""


def install(app: Flask) -> None:
    """Drop what was kept once it has been sent again and taken."""
    app.after_request(_forget)


def _forget(response: Response) -> Response:
    taken = request.method == "POST" and response.status_code < HTTPStatus.BAD_REQUEST
    if taken and request.form.get("kept") and current_user.is_authenticated:
        with suppress(NotSaved):  # it goes by itself within the hour
            sessions.forget_post(database(), current_user.person)
    return response


def keep() -> None:
    """Keep this request's form for the person whose session ran out; else say that it is lost.

    Of a session that was ended (signed out, here or from elsewhere) nobody knows whose it was.
    """
    token = session.get("_user_id")
    if not token:
        return
    if request.blueprint != "visitor" and _kept(token):  # those forms hold passwords
        _say_once(NOTICE.format("text" if "text" in request.form else "answer"))
    else:
        _say_once(LOST)


def _kept(token: str) -> bool:
    fields = {
        name: [UNSEEN.sub("", value) for value in values]
        for name, values in request.form.lists()
        if name != "csrf_token"
    }
    size = sum(len(text) for name, values in fields.items() for text in (name, *values))
    if fields.keys() <= PRESSED or size > MOST_KEPT:
        return False
    return sessions.keep_post(database(), token, request.path, fields, clock.now())


def _say_once(notice: str) -> None:
    """Say that it is kept. A page's script may send it many times before anyone reads."""
    if ("notice", notice) not in map(tuple, session.get("_flashes", [])):
        flash(notice, "notice")
