"""The error pages: plain words, the right status, and they work without the database."""

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import (
    HTTPException,
    MethodNotAllowed,
    RequestEntityTooLarge,
    TooManyRequests,
)

from course.records.transaction import NotSaved
from course.web.editions import shelf
from course.web.log_lines import trace
from course.web.request_log import request_number
from course.web.signed_in import Member

log = logging.getLogger(__name__)

PAGES = {400, 403, 404, 405, 409, 413, 429, 500, 503}


class Site(Flask):
    """Flask, but for what it logs of an error that no page could be made of."""

    def log_exception(self, failure: Any) -> None:
        """Log where it happened. Flask's own line has the address, with a link's token in it."""
        log.error("an answer could not be finished", exc_info=failure)


def install(app: Flask) -> None:
    """Answer every error with a page of its own."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(NotSaved, _not_saved)
    app.register_error_handler(DBAPIError, _not_saved)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, *, name: str = "", **words: object) -> tuple[str, int]:
    """Return the error page of a status. It reads nothing that could fail."""
    # Rendered without Flask's context processors: those may ask the database.
    template = current_app.jinja_env.get_template(f"errors/{name or status}.html")
    known = shelf().known()
    given = {
        "detail": "",
        "size": None,
        "instead": None,
        "forgot": False,
        "number": request_number(),
        "contacts": list({edition.contact: None for edition in known}),
        "support_lines": list({line: None for edition in known for line in edition.support}),
        **words,
    }
    return template.render(signed_in_as=_signed_in_as(), **given), status


def _wants_json() -> bool:
    return has_request_context() and request.accept_mimetypes.best == "application/json"


def _answer(
    status: int, problem: str, *, name: str = "", **words: object
) -> tuple[str | dict[str, str], int]:
    if _wants_json():
        return {"problem": problem}, status
    return page(status, name=name, **words)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < HTTPStatus.BAD_REQUEST:
        return error
    shown = status if status in PAGES else (400 if status < 500 else 500)
    # What Werkzeug says by itself is for programmers; only our own words go on the page.
    ours = error.description if error.description != type(error).description else ""
    problem = ours or HTTPStatus(status).phrase
    answer = _answer(
        shown,
        problem,
        detail=ours,
        size=request.content_length,
        instead=getattr(error, "instead", None),
        forgot=getattr(error, "forgot", False),
    )
    headers = {}
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if isinstance(error, TooManyRequests) and error.retry_after:
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, RequestEntityTooLarge):
        headers["Connection"] = "close"  # the rest of the body is not read
    return answer[0], status, headers


def _stale_form(error: CSRFError) -> ResponseReturnValue:
    said = "You were signed out, so this was not saved. Copy your text, then open this page again."
    return _answer(403, said, name="stale-form")


def _not_saved(error: Exception) -> ResponseReturnValue:
    log.error("not saved: %s", trace(error))
    body, status = _answer(503, "Not saved. Keep this page open and try again.")
    return body, status, {"Retry-After": "10"}


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected: %s", trace(error))
    problem = "Something went wrong here. If you write to us, give this number:"
    return _answer(500, f"{problem} {request_number()}")


def _signed_in_as() -> str:
    """Return who is signed in where that is known already, without asking the database."""
    member = g.get("_login_user")
    # Not person.email: after a transaction that failed it would be asked of the database again.
    return str(vars(member.person).get("email", "")) if isinstance(member, Member) else ""
