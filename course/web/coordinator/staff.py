"""Who looks after a cohort: give it to somebody, and take it from them again."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from course import clock
from course.records.cohorts import staffing
from course.records.people.accounts import person_by_email
from course.records.tables import Cohort, Person
from course.web.access import open_to
from course.web.coordinator import bp
from course.web.coordinator.seen import cohort_or_404
from course.web.database import database
from course.web.forms import Choice, Form, email_line, refused_on, why


class Assign(Form):
    """Who is to look after the cohort, and why."""

    email = email_line()
    role = Choice(
        "They will be",
        choices={"trainer": "A trainer", "coordinator": "A coordinator"},
        default="trainer",
    )
    reason = why()


class TakeOff(Form):
    """Why somebody looks after the cohort no longer."""

    reason = why()


@bp.route("/cohorts/<int:cohort>/staff/new", methods=["GET", "POST"])
@open_to("coordinator")
def assign_staff(cohort: int) -> ResponseReturnValue:
    """Let somebody who has an account look after a cohort."""
    found, form = cohort_or_404(cohort), Assign.posted()
    if request.method == "POST" and form.validate():
        person = person_by_email(database(), form.email.data or "")
        if person is None:
            form.email.errors = ["Nobody here has this address. Invite them to the cohort first"]
        elif _assigned(found, person, form):
            return redirect(url_for("coordinator.cohort", cohort=found.id), 303)
    page = render_template("coordinator/assign-staff.html", form=form, cohort=found)
    return page, 422 if form.errors else 200


def _assigned(cohort: Cohort, person: Person, form: Assign) -> bool:
    role: staffing.StaffRole = "trainer" if form.role.data != "coordinator" else "coordinator"
    with refused_on(form.email):
        staffing.assign_staff(
            database(),
            cohort,
            person,
            role,
            reason=form.reason.data or "",
            actor=current_user.person,
            now=clock.now(),
        )
        flash(f"{person.name} is a {role} of {cohort.name} now.")
    return not form.errors


@bp.route("/cohorts/<int:cohort>/staff/<int:person>/<role>/end", methods=["GET", "POST"])
@open_to("coordinator")
def end_staff(cohort: int, person: int, role: str) -> ResponseReturnValue:
    """Take a cohort from somebody who looks after it."""
    found, form = cohort_or_404(cohort), TakeOff.posted()
    members = staffing.staff_of(database(), found)
    member = next((one for one in members if (one.person_id, one.role) == (person, role)), None)
    if member is None:
        raise NotFound
    if request.method == "POST" and form.validate() and _taken_off(found, member, form):
        flash(f"{member.name} is not a {role} of {found.name} any more.")
        return redirect(url_for("coordinator.cohort", cohort=found.id), 303)
    page = render_template("coordinator/end-staff.html", form=form, cohort=found, member=member)
    return page, 422 if form.errors else 200


def _taken_off(cohort: Cohort, member: staffing.Staff, form: TakeOff) -> bool:
    with refused_on(form.reason):
        staffing.take_off_staff(
            database(),
            cohort,
            database().get_one(Person, member.person_id),
            "trainer" if member.role == "trainer" else "coordinator",
            reason=form.reason.data or "",
            actor=current_user.person,
            now=clock.now(),
        )
    return not form.errors
