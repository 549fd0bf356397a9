"""Where am I, what next, what is left: the courses of a trainee and the home of each."""

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from course import clock
from course.content.edition import Edition
from course.grading.deeds import Deeds
from course.grading.hours import hours_of
from course.grading.steps import done, next_step, total, walk
from course.records.attempts.submitting import settled_deeds
from course.records.cohorts.enrollments import enrollments_of
from course.records.progress.counting import proof_of
from course.records.tables import Enrollment
from course.web.access import open_to
from course.web.database import database
from course.web.editions import shelf
from course.web.once import rendered_once
from course.web.trainee import bp
from course.web.trainee.enrolled import Here, here
from course.web.trainee.gone import gone_exams
from course.web.trainee.places import address_of
from course.web.trainee.proof_view import left_of
from course.web.trainee.refusing import ASK
from course.web.trainee.step_rows import holding_up, parts_of, row_of

REPLY_WORDS = {"changes-asked": "Changes asked for", "accepted": "Accepted"}


@dataclass(frozen=True, slots=True)
class Reply:
    """A reflection that a trainer replied to; ``waits`` where the trainee has to write again."""

    title: str
    address: str
    words: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A course in a trainee's list."""

    title: str
    address: str
    done: int
    total: int


@bp.get("/courses")
@open_to("trainee")
def courses() -> ResponseReturnValue:
    """Lead to the one course of a trainee, or list them."""
    mine = enrollments_of(database(), current_user.person)
    live = shelf().live()
    listed = [_listed(live[id], each) for id, each in mine.now.items() if id in live]
    if len(listed) == 1:
        return redirect(listed[0].address, 303)
    left = [live[id] for id in mine.left if id in live]
    return render_template(
        "trainee/courses.html",
        listed=listed,
        waits=bool(mine.now),
        left=bool(left),
        ask=ASK,
        contacts={each.contact.name: each.contact for each in left or live.values()}.values(),
    )


@bp.get("/courses/<course>")
@open_to("trainee")
def course_home(course: str) -> str:
    """Show what is done, what comes next, and what is left and why."""
    at = here(course)
    return render_template("trainee/course-home.html", **_home(at))


def _home(at: Here) -> dict[str, object]:
    now = clock.now()
    deeds = settled_deeds(database(), at.enrollment, now)
    modules = walk(at.edition, deeds, now)
    proof = proof_of(database(), at.enrollment, at.edition, deeds=deeds)
    coming = next_step(modules)
    held_up = [] if coming else holding_up(modules)
    return {
        "edition": at.edition,
        "state": at.enrollment.state,
        "done": done(modules),
        "total": total(modules),
        "next": row_of(at.edition, coming) if coming else None,
        "waits": [row_of(at.edition, state) for state in held_up],
        "ask": any(state.bar and state.bar.ask for state in held_up),
        "begun": _begun(at, deeds),
        "modules": parts_of(at.edition, modules),
        "proof": proof,
        "left": left_of(at.edition, proof),
        "replies": _replies(at.edition, deeds),
        "hours": _hours(at.edition),
    }


def _replies(edition: Edition, deeds: Deeds) -> list[Reply]:
    """Return the reflections with a reply, those that wait for changes first."""
    replies = [
        Reply(
            reflection.title,
            address_of(edition, "reflection", reflection.id),
            REPLY_WORDS.get(deed.state, "A reply to read"),
            deed.state == "changes-asked",
        )
        for reflection in edition.reflections
        if (deed := deeds.reflections.get(reflection.id))
        and (deed.replied or deed.state in REPLY_WORDS)
    ]
    return sorted(replies, key=lambda reply: not reply.waits)


def _listed(edition: Edition, enrollment: Enrollment) -> Listed:
    address = url_for("trainee.course_home", course=edition.course)
    # Nobody counted an enrollment in which nothing was done yet.
    steps = enrollment.steps_total or len(edition.steps)
    return Listed(edition.title, address, enrollment.steps_done, steps)


def _begun(at: Here, deeds: Deeds) -> list[tuple[str, str]]:
    """Return title and address of each open attempt that no step of the course leads to now."""
    gone = gone_exams(at.edition, at.enrollment, deeds)
    attempts = (deed.open_attempt for deed in deeds.exams.values())
    return [
        (gone[each].title, url_for("trainee.check", attempt=each))
        for each in attempts
        if each in gone and not at.on_hold
    ]


def _hours(edition: Edition) -> Markup:
    return rendered_once(
        "parts/board-hours.html", edition.id, values=lambda: {"boards": hours_of(edition)}
    )
