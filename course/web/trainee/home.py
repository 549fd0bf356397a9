"""Where am I, what next, what is left: the courses of a trainee and the home of each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from course import clock
from course.content.edition import Edition
from course.grading.deeds import Deeds
from course.grading.hours import hours_of
from course.grading.steps import ModuleState, StepState, done, next_step, total, walk
from course.grading.words import counted
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
from course.web.trainee.places import address_of, address_of_step
from course.web.trainee.proof_view import left_of

STATUS_WORDS = {
    "not-started": "Not started",
    "in-progress": "In progress",
    "sent": "Sent",
    "changes-asked": "Changes asked for",
    "completed": "Completed",
    "cannot-start-yet": "Cannot start yet",
}
REPLY_WORDS = {"changes-asked": "Changes asked for", "accepted": "Accepted"}


@dataclass(frozen=True, slots=True)
class Row:
    """One step of the course as a line: its link ("" where it cannot start), status and reason."""

    title: str
    address: str
    status: str
    words: str
    reason: str


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
    enrollments = enrollments_of(database(), current_user.person)
    live = shelf().live()
    listed = [_listed(live[each.course], each) for each in enrollments if each.course in live]
    if len(listed) == 1:
        return redirect(listed[0].address, 303)
    contacts = {edition.contact.name: edition.contact for edition in live.values()}
    waits = bool(enrollments) and not listed
    return render_template(
        "trainee/courses.html", listed=listed, waits=waits, contacts=contacts.values()
    )


@bp.get("/courses/<course>")
@open_to("trainee")
def course_home(course: str) -> str:
    """Show what is done, what comes next, and what is left and why."""
    at = here(course)
    return render_template("trainee/course-home.html", **_home(at))


def _home(at: Here) -> dict[str, object]:
    deeds = settled_deeds(database(), at.enrollment, clock.now())
    modules = walk(at.edition, deeds)
    proof = proof_of(database(), at.enrollment, at.edition, deeds=deeds)
    return {
        "edition": at.edition,
        "state": at.enrollment.state,
        "done": done(modules),
        "total": total(modules),
        "next": _next(at.edition, next_step(modules)),
        "modules": [
            _module(at.edition, number, each, others=_others_are_open(modules, each))
            for number, each in enumerate(modules, 1)
        ],
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


def _next(edition: Edition, state: StepState | None) -> Row | None:
    return _row(edition, state) if state else None


def _others_are_open(modules: Sequence[ModuleState], module: ModuleState) -> bool:
    """Tell whether a trainee who is not through a module can go on in another one as well."""
    others = [each for each in modules if each is not module]
    return done([module]) < total([module]) and next_step(others) is not None


def _module(edition: Edition, number: int, module: ModuleState, *, others: bool) -> Markup:
    """Return a module as its list of steps: most trainees see most modules just alike."""
    return rendered_once(
        "parts/module.html",
        edition.id,
        number,
        others,
        *((state.status, state.reason) for state in module.steps),
        values=lambda: {
            "number": number,
            "title": module.title,
            "numbered": module.order == "fixed" and len(module.steps) > 1,
            "others": others,
            "behind": _behind(module),
            "rows": [_row(edition, state) for state in module.steps],
        },
    )


def _behind(module: ModuleState) -> str:
    """Say how a module stands that waits for nothing of the trainee: "4 steps: 3 completed…"."""
    stand = Counter(state.status for state in module.steps)
    if next_step([module]) or stand["cannot-start-yet"]:
        return ""
    steps = counted(len(module.steps), "step")
    if not stand["sent"]:
        return f"{steps}, completed"
    words = [f"{number} {STATUS_WORDS[status].lower()}" for status, number in stand.items()]
    return f"{steps}: {', '.join(words)}"


def _hours(edition: Edition) -> Markup:
    return rendered_once(
        "parts/board-hours.html", edition.id, values=lambda: {"boards": hours_of(edition)}
    )


def _row(edition: Edition, state: StepState) -> Row:
    closed = state.status == "cannot-start-yet"
    return Row(
        title=state.title,
        address="" if closed else address_of_step(edition, state.step),
        status=state.status,
        words=STATUS_WORDS[state.status],
        reason=state.reason,
    )
