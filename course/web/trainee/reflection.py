"""Write a reflection in private, save it, and send it to oneself alone or to named trainers."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound
from wtforms import RadioField
from wtforms.validators import AnyOf

from course import clock
from course.content.edition import Reflection
from course.records.progress.counting import open_step, refuse_inactive
from course.records.progress.deeds import deeds_of
from course.records.reflections import by_author, writing
from course.records.reflections.sharing import readers
from course.records.reflections.writing import LONGEST, Draft, Stale, WrongLength
from course.records.refusals import Refused, Withdrawn
from course.records.tables import WrittenReflection
from course.web.access import open_to
from course.web.database import database
from course.web.flood import CHOICES, DRAFTS, refuse_flood
from course.web.forms import Form, plain_ends, text
from course.web.saving import sequence_sent, wants_json
from course.web.trainee import bp, choosing_readers
from course.web.trainee.enrolled import Here, here
from course.web.trainee.reflection_page import all_of, said_beside
from course.web.trainee.refusing import refused
from course.web.words import clock_time

STILL_SHARED = "What you sent is still shared. To stop that, select “Stop sharing”."
"""What is said to the script: it saves by itself, and changes nobody's readers."""


class Writing(Form):
    """The text, and who can read it."""

    text = text("Your reflection", most=LONGEST, filters=[plain_ends])
    share = RadioField(
        "Who can read it after you send it",
        default="private",
        validate_choice=False,
        validators=[AnyOf(["private", "shared"], message="Choose who can read this")],
    )


@bp.get("/courses/<course>/reflections/<reflection>")
@open_to("trainee")
def reflection(course: str, reflection: str) -> ResponseReturnValue:
    """Show the scenario, one's own text, and the thread with the trainer."""
    at = here(course)
    asked = _asked(at, reflection)
    written = _written(at, reflection)
    if not (written and written.sent_at):  # what was sent stays its author's to read and take back
        open_step(at.edition, deeds_of(database(), at.enrollment), "lesson", asked.lesson)
    form = Writing(
        text=written.text if written else "",
        share="shared" if written and written.shared else "private",
    )
    return _page(at, asked, form, written)


@bp.post("/courses/<course>/reflections/<reflection>")
@open_to("trainee")
def save_reflection(course: str, reflection: str) -> ResponseReturnValue:
    """Save the draft, send it, or change who can read what was sent; tell the script in JSON."""
    form = Writing.posted()
    try:
        at = here(course)
    except Withdrawn as refusal:
        return refused(refusal, kept=form.text.data or "")
    return _answered(at, _asked(at, reflection), form)


def _answered(at: Here, asked: Reflection, form: Writing) -> ResponseReturnValue:
    choose = choosing_readers.BUTTONS.get(request.form.get("action", ""))
    refuse_flood(CHOICES if choose else DRAFTS, current_user.person.id)
    try:
        return _chosen(at, asked, form, choose) if choose else _taken(at, asked, form)
    except WrongLength as refusal:
        form.text.errors = [refusal.message]
        return _refused(at, asked, form)
    except Stale as newer:
        return _in_two_windows(at, asked, form, newer)
    except Refused as refusal:
        return refused(refusal, kept=_not_stored(at, asked, form))


def _chosen(
    at: Here, asked: Reflection, form: Writing, choose: Callable[[Here, Reflection], bool]
) -> ResponseReturnValue:
    """Choose who reads what was sent, before all else; then keep what was typed meanwhile."""
    form.share.data = "shared" if choose(at, asked) else "private"
    if not _not_stored(at, asked, form):
        return redirect(_address(at, asked), 303)
    refuse_inactive(at.enrollment.state)
    if not form.validate():
        return _refused(at, asked, form)
    writing.save_draft(
        database(), at.enrollment, asked.id, _draft(form), edition=at.edition, now=clock.now()
    )
    return redirect(_address(at, asked), 303)


def _not_stored(at: Here, asked: Reflection, form: Writing) -> str:
    """Return the text of the form where it is stored neither as the draft nor as one sent."""
    typed, written = form.text.data or "", _written(at, asked.id)
    stored = [written.text, *(each.text for each in written.messages)] if written else []
    return "" if typed in stored else typed


def _taken(at: Here, asked: Reflection, form: Writing) -> ResponseReturnValue:
    refuse_inactive(at.enrollment.state)
    if not form.validate():
        return _refused(at, asked, form)
    if request.form.get("action") == "send":
        return _send(at, asked, form)
    return _save(at, asked, form)


def _asked(at: Here, reflection: str) -> Reflection:
    found = at.edition.reflection_by_id.get(reflection)
    if found is None:
        raise NotFound
    return found


def _written(at: Here, reflection: str) -> WrittenReflection | None:
    return by_author.thread_for_author(database(), current_user.person, at.enrollment, reflection)


def _draft(form: Writing) -> Draft:
    return Draft(form.text.data or "", form.share.data == "shared", sequence_sent())


def _save(at: Here, asked: Reflection, form: Writing) -> ResponseReturnValue:
    saved = writing.save_draft(
        database(), at.enrollment, asked.id, _draft(form), edition=at.edition, now=clock.now()
    )
    # Where the course lets nobody share, the form asks nothing, and silence stops no sharing.
    stops = saved.shared and asked.share == "choice" and form.share.data == "private"
    if wants_json():
        more = {"more": STILL_SHARED} if stops else {}
        return {"saved": clock_time(saved.at), "sequence": saved.sequence, **more}
    if stops:  # who presses a button beside “Keep private” has chosen it
        choosing_readers.stop_sharing(at, asked)
    else:
        flash("Your draft is saved. Nobody else can read a draft.")
    return redirect(_address(at, asked), 303)


def _send(at: Here, asked: Reflection, form: Writing) -> ResponseReturnValue:
    written = writing.send(
        database(), at.enrollment, asked.id, _draft(form), edition=at.edition, now=clock.now()
    )
    if written.shared:
        flash("Your reflection is sent to your trainer.", "Sent")
    else:
        flash("It is done. You kept it private: only you can read it.")
    return redirect(_address(at, asked), 303)


def _address(at: Here, asked: Reflection) -> str:
    return url_for("trainee.reflection", course=at.edition.course, reflection=asked.id)


def _refused(at: Here, asked: Reflection, form: Writing) -> ResponseReturnValue:
    if wants_json():
        return {
            "problem": form.text.errors[0] if form.text.errors else "Choose who can read this"
        }, 422
    return _page(at, asked, form, _written(at, asked.id))


def _page(
    at: Here, asked: Reflection, form: Writing, written: WrittenReflection | None
) -> ResponseReturnValue:
    shown = asked.share == "choice" or (written and written.shared)
    named = all_of(readers(database(), at.enrollment)) if shown else ""
    form.share.choices = [
        ("private", "Keep private. Only I can read it."),
        ("shared", f"Share with {named or 'the trainers of my cohort'}"),
    ]
    text, wrong = form.text.data or "", bool(form.errors)
    said = said_beside(at, asked, written, text=text, wrong=wrong, named=named)
    page = render_template(
        "trainee/reflection.html",
        edition=at.edition,
        asked=asked,
        lesson=at.edition.lesson_by_id[asked.lesson],
        form=form,
        thread=written.messages[: -1 if said.reply else None] if written else [],
        page=said,
        named=named,
        key=f"{at.enrollment.id}-{asked.id}",
    )
    return page, 422 if form.errors else 200


def _in_two_windows(
    at: Here, asked: Reflection, form: Writing, newer: Stale
) -> ResponseReturnValue:
    when = f"You wrote this in another window at {clock_time(newer.saved_at)}."
    if wants_json():
        choose = "Select “Save draft” to choose which text to keep."
        return {"problem": f"{when} {choose}", "newer": True}, 409
    address = _address(at, asked)
    page = render_template(
        "two-texts.html", when=when, there=newer.text, form=form, address=address
    )
    return page, 409
