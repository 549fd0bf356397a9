"""Cohorts: the list, a new one, and the page of one (PAGES C2)."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import Conflict
from wtforms import Field
from wtforms.validators import StopValidation

from course import clock
from course.grading.hours import hours_of
from course.records.cohorts import adding, invitations, overview, staffing
from course.records.cohorts.adding import NewCohort
from course.records.lists import pages
from course.records.refusals import Refused
from course.records.tables import Cohort
from course.web.access import open_to
from course.web.coordinator import bp
from course.web.coordinator.filters import CohortFilters
from course.web.coordinator.record_list import record_list
from course.web.coordinator.seen import cohort_or_404
from course.web.database import database
from course.web.editions import shelf
from course.web.forms import Choice, Day, Form, line
from course.web.letters import full_address
from course.web.listing import here


class CohortForm(Form):
    """What a cohort is called, and when it runs."""

    name = line("Name", "Enter a name for the cohort", most=200)
    starts_on = Day("First day (may stay empty)", name="starts-on")
    ends_on = Day("Last day (may stay empty)", name="ends-on")

    def validate_ends_on(self, field: Field) -> None:
        """Refuse a last day before the first."""
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise StopValidation("The last day comes before the first. Change one of them")


class NewCohortForm(CohortForm):
    """A new cohort."""

    course = Choice("Course")


@bp.get("/cohorts")
@open_to("coordinator")
def cohorts() -> str:
    """List the cohorts that this coordinator sees."""
    rows = overview.summaries(database(), current_user.person)
    return render_template("coordinator/cohorts.html", rows=rows, live=shelf().live())


@bp.route("/cohorts/new", methods=["GET", "POST"])
@open_to("coordinator")
def new_cohort() -> ResponseReturnValue:
    """Add a cohort."""
    form, live = NewCohortForm.posted(), shelf().live()
    form.course.choices = {course: edition.title for course, edition in live.items()}
    if request.method == "POST" and not live:
        raise Conflict("No course is published yet. Ask a trainer to publish one first.")
    if request.method == "POST" and form.validate():
        cohort = _add(form)
        if cohort is not None:
            flash(f"The cohort {cohort.name} is here. Now invite people.")
            return redirect(url_for("coordinator.cohort", cohort=cohort.id), 303)
    page = render_template("coordinator/new-cohort.html", form=form)
    return page, 422 if form.errors else 200


def _add(form: NewCohortForm) -> Cohort | None:
    new = NewCohort(
        form.name.data or "", form.course.data or "", form.starts_on.data, form.ends_on.data
    )
    try:
        return adding.add_cohort(database(), new, actor=current_user.person, now=clock.now())
    except Refused as refusal:
        form.name.errors = [refusal.message]
        return None


@bp.get("/cohorts/<int:cohort>")
@open_to("coordinator")
def cohort(cohort: int) -> ResponseReturnValue:
    """Show a cohort: its code, its staff, its open invitations, and its people."""
    found, now, form = cohort_or_404(cohort), clock.now(), CohortFilters.asked()
    wanted = replace(form.wanted(now), cohort=found.id)
    people = pages.completion_records(database(), current_user.person, wanted, now=now)
    fine = form.validate()
    page = render_template(
        "coordinator/cohort.html",
        form=form,
        listed=record_list(form, people),
        csv=here(url_for("coordinator.records_csv"), cohort=found.id),
        now=now,
        **_about(found),
    )
    return page, 200 if fine else 422


def _about(cohort: Cohort) -> dict[str, object]:
    """Return what stands above the people: course, staff, open invitations, where to join."""
    live = shelf().live()
    return {
        "cohort": cohort,
        "course": live[cohort.course].title if cohort.course in live else cohort.course,
        "boards": hours_of(live[cohort.course]) if cohort.course in live else (),
        "staff": staffing.staff_of(database(), cohort),
        "invited": invitations.unused_invitations(database(), cohort),
        "join_address": full_address(url_for("visitor.join")),
    }
