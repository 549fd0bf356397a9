"""A form sent after the session ended is kept for an hour and shown again after signing in."""

from collections.abc import Container
from contextlib import suppress
from http import HTTPStatus

from flask import Flask, Response, flash, request, session
from flask_login import current_user

from course import clock
from course.records.people import sessions
from course.records.transaction import NotSaved
from course.web.database import database
from course.web.forms import UNSEEN

NOTICE = "You were signed out. {} is kept. Sign in to save it."
LOST = (
    "You were signed out, so what you sent was not saved. "
    "Your browser’s Back button may still show what you wrote: copy it first."
)
NOT_DONE = "You were signed out, so it was not done. Sign in, then select it again."
"""What is said of a button that sends nothing to read again."""
NOTHING_ELSE = " Nothing else was done."
"""What is said beside a text, where the button was to do more than to save it."""
MOST_KEPT = 64_000
"""Characters of one form that are kept: more than the longest reflection that can be sent."""
LONGEST_ADDRESS = 500
"""Characters of its address: cut short, it would save something else."""
PRESSED = {"action", "version"}
"""Fields of a button alone: there is nothing to read again, and nothing to save."""
TYPED = {
    "name": "Name",
    "email": "Email address",
    "starts-on": "First day",
    "ends-on": "Last day",
    "reason": "Why",
}
"""Fields that a person typed, as the kept page calls them: to read before they are saved."""


def install(app: Flask) -> None:
    """Drop what was kept once it has been sent again and taken."""
    app.after_request(_forget)


def _forget(response: Response) -> Response:
    taken = request.method == "POST" and response.status_code < HTTPStatus.BAD_REQUEST
    if taken and request.form.get("kept") and current_user.is_authenticated:
        with suppress(NotSaved):  # it goes by itself within the hour
            sessions.forget_post(database(), current_user.person)
    return response


def keep() -> str | None:
    """Keep this request's form for the person whose session ran out; else say that it is lost.

    Of a session that was ended (signed out, here or from elsewhere) nobody knows whose it was.
    Of a button alone nothing is kept: return the page that it is on.
    """
    token, fields = session.get("_user_id"), _fields()
    if not token:
        return None
    if fields.keys() <= PRESSED:
        _say_once(NOT_DONE)
        return _page_of_button()
    more = NOTHING_ELSE if "action" in fields else ""
    if request.blueprint != "visitor" and _kept(token, fields):  # those forms hold passwords
        _say_once(NOTICE.format(called(fields)) + more)
    else:
        _say_once(LOST + more)
    return None


def called(fields: Container[str]) -> str:
    """Return what pages call a form that is kept."""
    if "text" in fields:
        return "Your text"
    return "Your answer" if "answer" in fields else "What you sent"


def _fields() -> dict[str, list[str]]:
    return {
        name: [UNSEEN.sub("", value) for value in values]
        for name, values in request.form.lists()
        if name != "csrf_token"
    }


def _kept(token: str, fields: dict[str, list[str]]) -> bool:
    size = sum(len(text) for name, values in fields.items() for text in (name, *values))
    address = request.full_path.rstrip("?")
    if size > MOST_KEPT or len(address) > LONGEST_ADDRESS:
        return False
    return sessions.keep_post(database(), token, address, fields, clock.now())


def _page_of_button() -> str:
    """Return the page of ours that a button was pressed on, as far as the browser says it."""
    page, ours = request.referrer or "", request.host_url
    return f"/{page.removeprefix(ours)}" if page.startswith(ours) else request.path


def _say_once(notice: str) -> None:
    """Say that it is kept. A page's script may send it many times before anyone reads."""
    if ("notice", notice) not in map(tuple, session.get("_flashes", [])):
        flash(notice, "notice")
