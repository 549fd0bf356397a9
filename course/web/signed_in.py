"""Flask-Login over the rows of ``sessions``: a dead row is a dead cookie."""

from flask import Flask, Response, g, request, session
from flask_login import LoginManager, UserMixin, logout_user

from course import clock
from course.records.people import sessions
from course.records.tables import Person
from course.web.database import database


class _NoRememberCookie(LoginManager):  # type: ignore[misc]  # Flask-Login has no types
    """Flask-Login without its second cookie, which this site never sets.

    To look for it, Flask-Login reads the session at the end of every request, so that even a
    stylesheet would say that it depends on who asks (``Vary: Cookie``).
    """

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


login_manager = _NoRememberCookie()
# The row in the database is the session; Flask-Login's own marks in the cookie are not needed.
login_manager.session_protection = None


class Member(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """The person who is signed in, and the token of this browser's session."""

    def __init__(self, token: str, found: sessions.SignedIn) -> None:
        """Hold the token of the cookie, its row, and the row's person."""
        self.token = token
        self.session = found.session
        self.person = found.person

    def get_id(self) -> str:
        """Return what the cookie holds: the session's token, never the person's key."""
        return self.token

    @property
    def roles(self) -> frozenset[str]:
        """The roles of the person, as they are now."""
        return self.person.role_names


def install(app: Flask) -> None:
    """Load the person of each request from its session row."""
    login_manager.init_app(app)


@login_manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login has no types
def _load(token: str) -> Member | None:
    found = sessions.load(database(), token, clock.now())
    return Member(token, found) if found else None


def sign_in(person: Person, *, by_link: bool = False) -> None:
    """Open a new session for a person in this browser. An older one of this browser ends."""
    old = session.get("_user_id")
    if old:
        sessions.end(database(), old)
    session.clear()
    device = str(request.user_agent)
    session["_user_id"] = sessions.open_session(
        database(), person, device=device, now=clock.now(), by_link=by_link
    )
    # Not login_user(): it wants the member, which is one more query. Who is here is found anew by
    # the token, as in every request, where this one still asks.
    g.pop("_login_user", None)


def sign_out() -> None:
    """End the session of this browser: its row, then its cookie."""
    token = session.get("_user_id")
    if token:
        sessions.end(database(), token)
    logout_user()
    session.clear()
