"""Change something for a person: each change is a page of its own, with its reason (PAGES C6)."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import Conflict

from course import clock
from course.records.cohorts import enrolling
from course.records.people.correcting import facts_of
from course.records.tables import Enrollment
from course.web.access import open_to
from course.web.coordinator import account, bp
from course.web.coordinator.account import ChangeForm
from course.web.coordinator.seen import enrollments_or_404
from course.web.database import database
from course.web.forms import mark_shown, refused_on


@dataclass(frozen=True, slots=True)
class Kind:
    """One change: its words, in which states of the enrollment it can be made, and its deed."""

    title: str
    about: str
    button: str
    states: frozenset[str]
    act: Callable[[Enrollment, ChangeForm], None]


def _state(change: enrolling.Change, said: str) -> Callable[[Enrollment, ChangeForm], None]:
    def act(enrollment: Enrollment, form: ChangeForm) -> None:
        enrolling.change_state(
            database(),
            enrollment,
            change,
            reason=form.reason.data or "",
            actor=current_user.person,
            now=clock.now(),
        )
        flash(said)

    return act


ALL = frozenset({"enrolled", "in-progress", "completed", "withdrawn", "on-hold"})
OPEN = frozenset({"enrolled", "in-progress"})
KINDS = {
    "sign-in-link": Kind(
        "Make a new sign-in link",
        "The link signs them in once, within 1 hour. Then they choose a new password.",
        "Make the link",
        ALL,
        account.make_link,
    ),
    "correct": Kind(
        "Correct the name or email address",
        "The name is the one that is printed. A new address signs them out everywhere and ends "
        "the sign-in links and invitations to the old one. Their password stays.",
        "Save the changes",
        ALL,
        account.correct,
    ),
    "hold": Kind(
        "Put on hold",
        "They can read this course, but cannot save or send anything until you end the hold. "
        "What they did is kept.",
        "Put on hold",
        OPEN,
        _state("hold", "The enrollment is on hold."),
    ),
    "return": Kind(
        "End the hold",
        "They go on where they stopped.",
        "End the hold",
        frozenset({"on-hold"}),
        _state("return", "The hold is ended. They can go on now."),
    ),
    "put-back": Kind(
        "Put back on the course",
        "They go on where they stopped.",
        "Put back on the course",
        frozenset({"withdrawn"}),
        _state("return", "They are on the course again."),
    ),
    "withdraw": Kind(
        "Withdraw from the course",
        "They are not on the course any more. What they did is kept, and you can put them back.",
        "Withdraw",
        ALL - {"withdrawn"},
        _state("withdraw", "The enrollment is withdrawn."),
    ),
}


def changes_for(enrollment: Enrollment) -> dict[str, Kind]:
    """Return the changes that can be made as the enrollment stands now."""
    return {name: kind for name, kind in KINDS.items() if enrollment.state in kind.states}


@bp.route("/people/<int:person>/changes/new", methods=["GET", "POST"])
@open_to("coordinator")
def change(person: int) -> ResponseReturnValue:
    """Ask why, and make one change; without a type, list the changes."""
    enrollment = enrollments_or_404(person)[0]
    possible = changes_for(enrollment)
    kind = possible.get(request.args.get("type", ""))
    if kind is None:
        return _choose(enrollment, possible)
    form = _form(kind, enrollment)
    if request.method == "POST" and form.validate() and _made(kind, enrollment, form):
        return redirect(url_for("coordinator.person", person=person, enrollment=enrollment.id), 303)
    asked = {"form": form, "kind": kind, "enrollment": enrollment, **_stands(form, enrollment)}
    return render_template("coordinator/change.html", **asked), 422 if form.errors else 200


def _form(kind: Kind, enrollment: Enrollment) -> ChangeForm:
    form = ChangeForm.posted(obj=enrollment.person)
    if kind is not KINDS["correct"]:
        del form.name, form.email
    return form


def _stands(form: ChangeForm, enrollment: Enrollment) -> dict[str, object]:
    """Return the mark of the facts to correct; the facts too, where the fields show others."""
    if "name" not in form:
        return {"shown": "", "stands": None}
    stands = facts_of(enrollment.person)
    differs = (form.name.data, form.email.data) != (stands.name, stands.email)
    return {"shown": mark_shown(stands, form.name), "stands": stands if differs else None}


def _choose(enrollment: Enrollment, possible: dict[str, Kind]) -> ResponseReturnValue:
    """List the changes; say so where the one asked for cannot be made as things stand now."""
    if request.args.get("type") in KINDS:
        raise Conflict("This change does not fit how the enrollment stands now.")
    return render_template("coordinator/changes.html", enrollment=enrollment, actions=possible)


def _made(kind: Kind, enrollment: Enrollment, form: ChangeForm) -> bool:
    with refused_on(form.name if "name" in form else form.reason):
        kind.act(enrollment, form)
    return not form.errors
