"""Read one shared reflection and answer it, then go to the next one (PAGES A4)."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from course import clock
from course.records.editions import kept_edition
from course.records.reflections import reviewing, sharing, to_review
from course.records.reflections.drafting import draft_of
from course.records.reflections.sharing import SharedThread
from course.records.reflections.to_review import QueueFilter
from course.records.tables import ReplyDraft
from course.web import frame
from course.web.access import open_to
from course.web.database import database
from course.web.editions import live_edition
from course.web.forms import refused_on
from course.web.trainer import bp
from course.web.trainer.drafting import Answer, begun_elsewhere, draft_saved

DONE = {"reply": "Your reply is sent.", "accept": "Accepted.", "ask": "You asked for changes."}
"""What each button that sends has done."""


@bp.get("/review/<int:written>")
@open_to("trainer")
def reply(written: int) -> ResponseReturnValue:
    """Show a shared reflection with its thread, and the reply begun. Reading it is written down."""
    thread, draft = _thread(written), draft_of(database(), current_user.person, written)
    return _page(thread, Answer(text=draft.text if draft else ""), draft)


@bp.post("/review/<int:written>")
@open_to("trainer")
def answer(written: int) -> ResponseReturnValue:
    """Save the draft of a reply; only a button that says so sends it."""
    form, action = Answer.posted(), request.form.get("action", "")
    told = begun_elsewhere(written, form) if action else draft_saved(written, form)
    if told is not None:
        return told
    thread = _thread(written)
    if form.validate() and _answered(thread, form, action):
        return _to_the_next(thread, action)
    return _page(thread, form, draft_of(database(), current_user.person, written)), 422


def _thread(written: int) -> SharedThread:
    trainer, now = current_user.person, clock.now()
    thread = sharing.thread_for_trainer(database(), trainer, written, now=now)
    if thread is None:
        raise NotFound
    return thread


def _page(thread: SharedThread, form: Answer, draft: ReplyDraft | None) -> str:
    edition = kept_edition(database(), thread.edition)
    frame.show_course(edition)
    versions = [entry for entry in thread.entries if entry.kind == "version"]
    return render_template(
        "trainer/reply.html",
        form=form,
        thread=thread,
        newest=versions[-1],
        reflection=edition.reflection_by_id[thread.reflection],
        contact=edition.contact,
        draft=draft,
        minutes=(clock.now() - thread.opened.at).seconds // 60 if thread.opened else 0,
        key=f"reply-{current_user.person.id}-{thread.id}",
    )


def _answered(thread: SharedThread, form: Answer, action: str) -> bool:
    """Do what the pressed button says; what it was refused for is put on the field."""
    trainer, said, now = current_user.person, form.text.data or "", clock.now()
    with refused_on(form.text):
        if action == "reply":
            reviewing.reply(database(), trainer, thread.id, said, now=now)
        elif action == "accept":
            edition = live_edition(thread.course)
            reviewing.accept(database(), trainer, thread.id, said, edition=edition, now=now)
        elif action == "ask":
            reviewing.ask_for_changes(database(), trainer, thread.id, said, now=now)
        else:
            form.text.errors = ["Choose one of the buttons. Nothing was sent"]
    return not form.errors


def _to_the_next(thread: SharedThread, action: str) -> ResponseReturnValue:
    done, wanted = DONE[action], QueueFilter(after=thread.id, limit=1)
    waiting, _ = to_review.queue(database(), current_user.person, wanted)
    if not waiting:
        flash(f"{done} No newer reflection waits for you.", "Sent")
        return redirect(url_for("trainer.queue"), 303)
    flash(f"{done} This is the next one that waits.", "Sent")
    return redirect(url_for("trainer.reply", written=waiting[0].id), 303)
