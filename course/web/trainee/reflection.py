"""Write a reflection in private, save it, and send it to oneself alone or to named trainers."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound
from wtforms import RadioField
from wtforms.validators import AnyOf

from course import clock
from course.content.edition import Reflection
from course.content.language import count_words
from course.grading.standing import reflection_standing
from course.records.progress.counting import open_step, refuse_inactive
from course.records.progress.deeds import deeds_of
from course.records.reflections import by_author, writing
from course.records.reflections.sharing import readers
from course.records.reflections.writing import LONGEST, Draft, Stale, WrongLength
from course.records.refusals import NotActive, NotYet
from course.records.tables import ReflectionMessage, WrittenReflection
from course.web.access import open_to
from course.web.beforehand import length_words
from course.web.database import database
from course.web.flood import DRAFTS, refuse_flood
from course.web.forms import Form, plain_ends, text
from course.web.saving import sequence_sent, wants_json
from course.web.trainee import bp
from course.web.trainee.enrolled import Here, here
from course.web.trainee.refusing import refused
from course.web.words import clock_time

STATE_WORDS = {
    "draft": "Draft. Only you can read it.",
    "sent": "Sent.",
    "changes-asked": "Changes asked for. Read the reply, change your text, and send it again.",
    "accepted": "Accepted. You can still send a new version.",
}

KEPT = "Done."
"""The state of one that was sent to nobody but oneself."""

MEANWHILE = "It counts as completed meanwhile."
"""What is said beside changes that nothing waits for."""

STOPPED = "You stopped sharing it. Nobody else can read it now."


class Writing(Form):
    """The text, and who can read it."""

    text = text("Your reflection", most=LONGEST, filters=[plain_ends])
    share = RadioField(
        "Who can read it after you send it",
        default="private",
        validate_choice=False,
        validators=[AnyOf(["private", "shared"], message="Choose who can read this")],
    )


@dataclass(frozen=True, slots=True)
class ReflectionPage:
    """What the page says beside the form.

    ``begun``: the text is another one than was sent last, so a new version was begun. ``reply``
    is a trainer's newest, where it stands above the form and not in the thread.
    """

    hint: str
    state: str
    words: int
    saved: str
    sequence: int
    shared: bool
    sent: bool
    begun: bool
    on_hold: bool
    reply: ReflectionMessage | None


@bp.get("/courses/<course>/reflections/<reflection>")
@open_to("trainee")
def reflection(course: str, reflection: str) -> ResponseReturnValue:
    """Show the scenario, one's own text, and the thread with the trainer."""
    at = here(course)
    asked = _asked(at, reflection)
    open_step(at.edition, deeds_of(database(), at.enrollment), "lesson", asked.lesson)
    written = _written(at, reflection)
    form = Writing(
        text=written.text if written else "",
        share="shared" if written and written.shared else "private",
    )
    return _page(at, asked, form, written)


@bp.post("/courses/<course>/reflections/<reflection>")
@open_to("trainee")
def save_reflection(course: str, reflection: str) -> ResponseReturnValue:
    """Save the draft, or send it; tell the script when it was saved."""
    at = here(course)
    asked, form = _asked(at, reflection), Writing.posted()
    refuse_flood(DRAFTS, current_user.person.id)
    try:
        return _taken(at, asked, form)
    except WrongLength as refusal:
        form.text.errors = [refusal.message]
        return _refused(at, asked, form)
    except Stale as newer:
        return _in_two_windows(at, asked, form, newer)
    except (NotActive, NotYet) as refusal:
        return refused(refusal, kept=form.text.data or "")


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
    if wants_json():
        stopped = {"stopped": STOPPED} if saved.stopped else {}
        return {"saved": clock_time(saved.at), "sequence": saved.sequence, **stopped}
    flash(STOPPED if saved.stopped else "Your draft is saved. Nobody else can read a draft.")
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
    names = readers(database(), at.enrollment) if asked.share == "choice" else []
    named = " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
    form.share.choices = [
        ("private", "Keep private. Only I can read it."),
        ("shared", f"Share with {named or 'the trainers of my cohort'}"),
    ]
    said = _said(at, asked, form, written)
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


def _said(
    at: Here, asked: Reflection, form: Writing, written: WrittenReflection | None
) -> ReflectionPage:
    shared = bool(written and written.shared and written.state != "draft")
    return ReflectionPage(
        hint=length_words(asked),
        state=_state(at, asked, written, shared=shared) if written else "",
        words=count_words(form.text.data or ""),
        saved=clock_time(written.saved_at) if written else "",
        sequence=written.sequence if written else 0,
        shared=shared,
        sent=bool(written and written.state in ("sent", "accepted")),
        begun=bool(form.errors or (written and form.text.data != _sent_last(written))),
        on_hold=at.on_hold,
        reply=_reply(written) if written else None,
    )


def _state(at: Here, asked: Reflection, written: WrittenReflection, *, shared: bool) -> str:
    if written.state == "changes-asked":
        deed = deeds_of(database(), at.enrollment).reflections.get(asked.id)
        counts = f" {MEANWHILE}" if reflection_standing(asked, deed).met else ""
        return STATE_WORDS[written.state] + counts
    return KEPT if written.state == "sent" and not shared else STATE_WORDS[written.state]


def _reply(written: WrittenReflection) -> ReflectionMessage | None:
    """Return the trainer's newest reply where changes were asked for and nothing was sent since."""
    newest = written.messages[-1] if written.messages else None
    return newest if newest and written.state == "changes-asked" else None


def _sent_last(written: WrittenReflection) -> str:
    versions = [each.text for each in written.messages if each.kind == "version"]
    return versions[-1] if versions else ""


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
