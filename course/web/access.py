"""Who may open a view. Every view is closed unless it says who may open it."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import Forbidden

from course.web import kept_posts

View = TypeVar("View", bound=Callable[..., Any])

EVERYONE = "everyone"
SIGNED_IN = "signed-in"


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
    raise Forbidden


def _to_sign_in() -> ResponseReturnValue:
    if request.method == "POST":
        kept_posts.keep()
    if request.accept_mimetypes.best == "application/json":
        return {"problem": "You were signed out. Sign in again in another window."}, 401
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("visitor.sign_in", next=wanted), 303)
