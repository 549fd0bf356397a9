"""The pages that anyone may read."""

from flask import current_app, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from course.config import Settings
from course.web import frame
from course.web.access import open_to_everyone
from course.web.editions import shelf
from course.web.signed_in import Member
from course.web.visitor import bp


@bp.get("/")
@open_to_everyone
def front_door() -> ResponseReturnValue:
    """Show the courses; lead who is signed in to their own start page."""
    if isinstance(current_user._get_current_object(), Member):
        return redirect(frame.home_of(current_user.roles), 303)
    return render_template("visitor/front-door.html", courses=list(shelf().live().values()))


@bp.get("/help")
@open_to_everyone
def help_page() -> str:
    """Say whom to ask, and how the common things go."""
    return frame.render_anyway(
        "visitor/help.html", lambda shown: {"contacts": [edition.contact for edition in shown]}
    )


@bp.get("/privacy")
@open_to_everyone
def privacy() -> str:
    """Say what is stored, who sees it and how long; made from the settings, so it stays true."""
    settings: Settings = current_app.extensions["settings"]
    return frame.render_anyway("visitor/privacy.html", lambda _: {"mail": bool(settings.smtp_url)})


@bp.get("/accessibility")
@open_to_everyone
def accessibility() -> str:
    """Say what the site conforms to and what is known to be missing."""
    return frame.render_anyway("visitor/accessibility.html")
