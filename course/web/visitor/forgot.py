"""A sign-in link by mail, for who forgot their password (PAGES P3)."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course import clock
from course.config import Settings
from course.records.people import asked_links
from course.web import frame
from course.web.access import open_to_everyone
from course.web.database import database
from course.web.forms import refused_on
from course.web.limits import address_of_visitor, too_many
from course.web.visitor import bp
from course.web.visitor.forms import WithEmail

SENT = (
    "If we know that address, we have sent a link. It works for 1 hour. "
    "If none comes, ask your coordinator for one."
)

TOO_MANY = "Too many sign-in links were asked for from here."


@bp.route("/forgot", methods=["GET", "POST"])
@open_to_everyone
def forgot() -> ResponseReturnValue:
    """Ask where to send a link; the reply is the same for every address."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.smtp_url:
        return frame.render_anyway(
            "visitor/forgot-ask.html",
            lambda shown: {"contacts": [edition.contact for edition in shown]},
        )
    form = WithEmail.posted()
    if request.method == "POST" and form.validate() and _is_noted(form):
        flash(SENT, "Check your email")
        return redirect(url_for("visitor.sign_in"), 303)
    return render_template("visitor/forgot.html", form=form), 422 if form.errors else 200


def _is_noted(form: WithEmail) -> bool:
    address = address_of_visitor()
    try:
        with refused_on(form.email):
            asked_links.ask(database(), form.email.data or "", address=address, now=clock.now())
    except asked_links.TooManyAsked as refusal:
        raise too_many(refusal.until, TOO_MANY) from refusal
    return not form.errors
