"""Publish what was looked at, or go back to an earlier edition: each asks once more (PAGES A1)."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from course import clock
from course.content.edition import Edition
from course.content.findings import errors
from course.content.reading import CourseReading
from course.records.editions import NoSuchEdition, kept_edition
from course.records.people.throttle import PUBLISHING
from course.records.publishing import NotPublishable, Overtaken, publications
from course.web import publishing
from course.web.access import open_to
from course.web.database import database
from course.web.editions import shelf
from course.web.forms import Form, text
from course.web.limits import refuse_more
from course.web.trainer import bp
from course.web.trainer.checking import check_page
from course.web.trainer.files import live_of, reading_of, settings
from course.web.trainer.impact import impact

CHANGED = "The files changed after this page was shown. Look at the changes again."
OVERTAKEN = "Another edition went live after this page was shown. Look at the changes again."
NOT_COUNTED = (
    "The database did not answer in time, so lists show what was left to do before. "
    "Each trainee is counted again with their next step."
)
TOO_MANY_EDITIONS = f"An edition can go live {PUBLISHING.most} times within a minute."
WITH_ERRORS = "Mend the errors first. Trainees keep the edition they have."


class GoingBack(Form):
    """Why an earlier edition is to be live again."""

    reason = text("Why do you go back?", "Enter why you go back to this edition", most=500)


@bp.get("/author/<course>/publish")
@open_to("trainer")
def confirm(course: str) -> ResponseReturnValue:
    """Show what publishing changes, for whom, and ask."""
    reading = reading_of(course)
    if reading.edition is None:
        return check_page(reading, WITH_ERRORS)
    return _confirmation(reading, reading.edition)


@bp.post("/author/<course>/publish")
@open_to("trainer")
def publish(course: str) -> ResponseReturnValue:
    """Make the files that the page showed the live edition."""
    refuse_more(PUBLISHING, current_user.person.id, TOO_MANY_EDITIONS)
    reading = reading_of(course)
    if reading.edition is None:
        return check_page(reading, WITH_ERRORS)
    problem = _published(reading, reading.edition)
    if problem:
        return _confirmation(reading, reading.edition, problem)
    shelf().forget()
    flash("Trainees read this edition from now on.", "Published")
    return redirect(url_for("trainer.content_of", course=course), 303)


def _published(reading: CourseReading, edition: Edition) -> str:
    """Publish what was confirmed; return why it was not."""
    if request.form.get("edition") != edition.id:
        return CHANGED
    try:
        publishing.publish(
            database(),
            reading,
            settings().course_root,
            now=clock.now(),
            actor=current_user.person,
            instead_of=request.form.get("live", ""),
        )
    except Overtaken:
        return OVERTAKEN
    except NotPublishable as refusal:
        return f"This cannot be published: {refusal}."
    except publishing.NotCounted:
        flash(NOT_COUNTED, "Progress is counted later")
    return ""


def _confirmation(
    reading: CourseReading, edition: Edition, problem: str = ""
) -> ResponseReturnValue:
    live = live_of(reading.course)
    page = render_template(
        "trainer/publish.html",
        edition=edition,
        live=live,
        commit=publishing.commit_of(settings().course_root, reading.course) or "",
        remarks=len(reading.findings) - len(errors(reading.findings)),
        impact=impact(database(), live, edition, now=clock.now()) if live else None,
        problem=problem,
    )
    return page, 422 if problem else 200


@bp.route("/author/<course>/editions/<edition>/back", methods=["GET", "POST"])
@open_to("trainer")
def go_back(course: str, edition: str) -> ResponseReturnValue:
    """Make an earlier edition live again, as it was stored."""
    reading, older, form = reading_of(course), _older(course, edition), GoingBack.posted()
    if request.method == "GET" or not form.validate():
        return _asked_back(reading, older, form)
    refuse_more(PUBLISHING, current_user.person.id, TOO_MANY_EDITIONS)
    try:
        _gone_back(older, form)
    except Overtaken:
        form.reason.errors = [OVERTAKEN]
        return _asked_back(reading, older, form)
    except publishing.NotCounted:
        flash(NOT_COUNTED, "Progress is counted later")
    shelf().forget()
    flash(f"Trainees read edition {older.id[:12]} again.", "Published")
    return redirect(url_for("trainer.content_of", course=course), 303)


def _older(course: str, edition: str) -> Edition:
    try:
        found = kept_edition(database(), edition)
    except NoSuchEdition:
        raise NotFound from None
    if found.course != course:
        raise NotFound
    return found


def _gone_back(older: Edition, form: GoingBack) -> None:
    publishing.go_back(
        database(),
        older.id,
        instead_of=request.form.get("live", ""),
        reason=(form.reason.data or "").strip(),
        actor=current_user.person,
        now=clock.now(),
    )


def _asked_back(reading: CourseReading, older: Edition, form: GoingBack) -> ResponseReturnValue:
    live = live_of(reading.course)
    turns = publications(database(), reading.course, most=1, edition=older.id)
    page = render_template(
        "trainer/go-back.html",
        form=form,
        older=older,
        turn=turns[0] if turns else None,
        live=live,
        as_files=reading.edition is not None and reading.edition.id == older.id,
        impact=impact(database(), live, older, now=clock.now()) if live else None,
        on_save=publishing.publishes_on_save(current_app),
    )
    return page, 422 if form.errors else 200
