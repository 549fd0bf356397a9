"""Change something for a person: each change is a page of its own, with its reason (PAGES C6)."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import Conflict

from course import clock
from course.records.cohorts import enrolling
from course.records.cohorts.sight import answers_for
from course.records.people import accounts, links
from course.records.refusals import Refused
from course.records.tables import Enrollment, Person
from course.web.access import open_to
from course.web.coordinator import bp
from course.web.coordinator.seen import enrollments_or_404
from course.web.database import database
from course.web.forms import Form, line, refused_on, why
from course.web.letters import by_mail, flash_link, full_address, how_it_goes


class ChangeForm(Form):
    """What is changed, and why."""

    name = line("Full name", "Enter the full name", most=200)
    reason = why()


@dataclass(frozen=True, slots=True)
class Kind:
    """One change: its words, in which states of the enrollment it can be made, and its deed."""

    title: str
    about: str
    button: str
    states: frozenset[str]
    act: Callable[[Enrollment, ChangeForm], None]


def _sign_in_link(enrollment: Enrollment, form: ChangeForm) -> None:
    person, actor = enrollment.person, current_user.person
    _check_account(person)
    letter = by_mail("Your sign-in link", "email/sign-in-link.txt", "visitor.one_time_link")
    reason, now = form.reason.data or "", clock.now()
    token = links.make_sign_in_link(
        database(), person, actor=actor, reason=reason, now=now, letter=letter
    )
    link = full_address(url_for("visitor.one_time_link", token=token))
    words = (
        f"Give this link to {person.name} alone. It is shown only now and works once, for 1 hour."
    )
    flash_link(f"{words} {how_it_goes(letter)}", link, "Sign-in link")


def _check_account(person: Person) -> None:
    if not answers_for(database(), current_user.person, person):
        raise Refused(
            "They work here too, or are in a cohort you do not see. Ask a coordinator who sees all"
        )


def _name(enrollment: Enrollment, form: ChangeForm) -> None:
    _check_account(enrollment.person)
    accounts.rename(
        database(),
        enrollment.person,
        form.name.data or "",
        reason=form.reason.data or "",
        actor=current_user.person,
        now=clock.now(),
    )
    flash(f"The name is {enrollment.person.name} now.")


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
        _sign_in_link,
    ),
    "name": Kind(
        "Correct the name",
        "This is the name that is printed. The email address they sign in with stays.",
        "Save the name",
        ALL,
        _name,
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
    form = ChangeForm.posted(data={"name": enrollment.person.name})
    if kind is not KINDS["name"]:
        del form.name
    if request.method == "POST" and form.validate() and _made(kind, enrollment, form):
        return redirect(url_for("coordinator.person", person=person, enrollment=enrollment.id), 303)
    page = render_template("coordinator/change.html", form=form, kind=kind, enrollment=enrollment)
    return page, 422 if form.errors else 200


def _choose(enrollment: Enrollment, possible: dict[str, Kind]) -> ResponseReturnValue:
    """List the changes; say so where the one asked for cannot be made as things stand now."""
    if request.args.get("type") in KINDS:
        raise Conflict("This change does not fit how the enrollment stands now.")
    return render_template("coordinator/changes.html", enrollment=enrollment, actions=possible)


def _made(kind: Kind, enrollment: Enrollment, form: ChangeForm) -> bool:
    with refused_on(form.name if "name" in form else form.reason):
        kind.act(enrollment, form)
    return not form.errors
