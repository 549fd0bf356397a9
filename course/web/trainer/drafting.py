"""Save what a trainer has begun to write back; nobody else reads it until it is sent."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from course import clock
from course.records.reflections import drafting
from course.records.reflections.drafting import Begun
from course.records.reflections.writing import LONGEST, Stale
from course.records.refusals import Unknown
from course.web.database import database
from course.web.flood import DRAFTS, refuse_flood
from course.web.forms import Form, plain_ends, text
from course.web.saving import sequence_sent, wants_json
from course.web.words import clock_time


class Answer(Form):
    """What the trainer writes back."""

    text = text("Your reply", most=LONGEST, filters=[plain_ends])


def draft_saved(written: int, form: Answer) -> ResponseReturnValue | None:
    """Save the draft and say when; None where the page has to show why it could not be."""
    refuse_flood(DRAFTS, current_user.person.id)
    if not form.validate():
        return ({"problem": form.text.errors[0]}, 422) if wants_json() else None
    begun, address = Begun(form.text.data or "", sequence_sent()), _address(written)
    try:
        saved = drafting.save_draft(
            database(), current_user.person, written, begun, now=clock.now()
        )
    except Stale as newer:
        return _in_two_windows(address, form, newer)
    except Unknown:
        raise NotFound from None
    if wants_json():
        return {"saved": clock_time(saved.at), "sequence": saved.sequence}
    if begun.text.strip():
        flash("Your draft is saved. Only you can read it.")
    else:
        flash("Your reply is empty.", "Nothing to save")
    return redirect(address, 303)


def begun_elsewhere(written: int, form: Answer) -> ResponseReturnValue | None:
    """Show both texts, and send none, where another window saved a newer one: it would be lost."""
    number, newer = sequence_sent(), drafting.draft_of(database(), current_user.person, written)
    if number is None or newer is None or number > newer.sequence:
        return None
    if newer.text in {"", form.text.data}:
        return None
    return _in_two_windows(_address(written), form, Stale(newer))


def _address(written: int) -> str:
    return url_for("trainer.reply", written=written)


def _in_two_windows(address: str, form: Answer, newer: Stale) -> ResponseReturnValue:
    when = f"You wrote this in another window at {clock_time(newer.saved_at)}."
    if wants_json():
        choose = "Select “Save draft” to choose which text to keep."
        return {"problem": f"{when} {choose}", "newer": True}, 409
    page = render_template(
        "two-texts.html", when=when, there=newer.text, form=form, address=address
    )
    return page, 409
