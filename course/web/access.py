"""Who may open a view. Every view is closed unless it says who may open it."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import Forbidden

from course.web import kept_posts

View = TypeVar("View", bound=Callable[..., Any])

INSTEAD = {
    "trainee.course_home": ("trainer.preview", "course"),
    "trainee.lesson": ("trainer.preview_lesson", "lesson"),
    "trainee.reflection": ("trainer.preview_reflection", "reflection"),
    "trainee.exam": ("trainer.preview_exam", "exam"),
}
"""Where a trainer sees what a page of trainees shows, and what it is, in words."""

EVERYONE = "everyone"
SIGNED_IN = "signed-in"


class WrongRole(Forbidden):
    """A page is for people with another role; ``instead`` is a page to go to, and what it shows.

    It follows from the address alone, so it tells nothing of what there is.
    """

    def __init__(self, instead: tuple[str, str] | None = None) -> None:
        super().__init__()
        self.instead = instead


def open_to(*roles: str) -> Callable[[View], View]:
    """Open a view to people who have one of the roles."""

    def mark(view: View) -> View:
        view.open_to = frozenset(roles)  # type: ignore[attr-defined]  # read by opened_to below
        return view

    return mark


open_to_everyone = open_to(EVERYONE)
open_to_signed_in = open_to(SIGNED_IN)


def opened_to(endpoint: str) -> frozenset[str]:
    """Return who may open an endpoint: roles, or nobody where its view does not say."""
    view = current_app.view_functions[endpoint]
    return getattr(view, "open_to", frozenset())


def install(app: Flask) -> None:
    """Check every request before its view runs."""
    app.before_request(_check)


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # an unknown address: Flask answers 404
    allowed = opened_to(request.endpoint)
    if EVERYONE in allowed:
        return None
    if not current_user.is_authenticated:
        return _to_sign_in()
    if SIGNED_IN in allowed or allowed & current_user.roles:
        return None
    raise WrongRole(_instead(request.endpoint, current_user.roles))


def _instead(endpoint: str, roles: frozenset[str]) -> tuple[str, str] | None:
    there = INSTEAD.get(endpoint) if "trainer" in roles and request.method == "GET" else None
    return (url_for(there[0], **(request.view_args or {})), there[1]) if there else None


def _to_sign_in() -> ResponseReturnValue:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    if request.method == "POST":
        wanted = kept_posts.keep()
    if request.accept_mimetypes.best == "application/json":
        return {"problem": "You were signed out. Sign in again in another window."}, 401
    return redirect(url_for("visitor.sign_in", next=wanted), 303)
