"""Read one shared reflection and answer it, then go to the next one (PAGES A4)."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from course import clock
from course.records.reflections import reviewing, sharing, to_review
from course.records.reflections.sharing import SharedThread
from course.records.reflections.to_review import QueueFilter
from course.records.refusals import Refused
from course.web import frame
from course.web.access import open_to
from course.web.database import database
from course.web.editions import live_edition, shelf
from course.web.forms import Form, text
from course.web.trainer import bp

DONE = {"reply": "Your reply is sent.", "accept": "Accepted.", "ask": "You asked for changes."}


class Answer(Form):
    """What the trainer writes back."""

    text = text("Your reply")


@bp.route("/review/<int:written>", methods=["GET", "POST"])
@open_to("trainer")
def reply(written: int) -> ResponseReturnValue:
    """Show a shared reflection with its thread; send an answer. Reading it is written down."""
    thread = sharing.thread_for_trainer(database(), current_user.person, written, now=clock.now())
    if thread is None:
        raise NotFound
    form = Answer.posted()
    if request.method == "POST" and form.validate() and _answered(thread, form):
        return _to_the_next(thread)
    return _page(thread, form), 422 if form.errors else 200


def _page(thread: SharedThread, form: Answer) -> str:
    edition = shelf().edition(thread.edition)
    frame.show_course(edition)
    versions = [entry for entry in thread.entries if entry.kind == "version"]
    return render_template(
        "trainer/reply.html",
        form=form,
        thread=thread,
        newest=versions[-1],
        reflection=edition.reflection_by_id[thread.reflection],
    )


def _answered(thread: SharedThread, form: Answer) -> bool:
    """Do what the pressed button says; what it was refused for is put on the field."""
    trainer, said, now = current_user.person, form.text.data or "", clock.now()
    try:
        if request.form.get("action") == "accept":
            edition = live_edition(thread.course)
            reviewing.accept(database(), trainer, thread.id, said, edition=edition, now=now)
        elif request.form.get("action") == "ask":
            reviewing.ask_for_changes(database(), trainer, thread.id, said, now=now)
        else:
            reviewing.reply(database(), trainer, thread.id, said, now=now)
    except Refused as refusal:
        form.text.errors = [refusal.message]
        return False
    return True


def _to_the_next(thread: SharedThread) -> ResponseReturnValue:
    done = DONE.get(request.form.get("action", ""), DONE["reply"])
    wanted = QueueFilter(after=thread.id, limit=1)
    waiting, _ = to_review.queue(database(), current_user.person, wanted)
    if not waiting:
        flash(f"{done} No newer reflection waits for you.", "Sent")
        return redirect(url_for("trainer.queue"), 303)
    flash(f"{done} This is the next one that waits.", "Sent")
    return redirect(url_for("trainer.reply", written=waiting[0].id), 303)
