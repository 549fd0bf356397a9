"""Correct a cohort's name and dates, with the reason (PAGES C2)."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from course import clock
from course.records.cohorts.correcting import CohortFacts, correct_cohort, facts_of
from course.records.tables import Cohort
from course.web.access import open_to
from course.web.coordinator import bp
from course.web.coordinator.cohorts import CohortForm
from course.web.coordinator.seen import cohort_or_404
from course.web.database import database
from course.web.forms import mark_shown, refused_on, why


class CorrectCohort(CohortForm):
    """What the cohort is to be called, when it runs, and why that changes."""

    reason = why()


@bp.route("/cohorts/<int:cohort>/correct", methods=["GET", "POST"])
@open_to("coordinator")
def correct_cohort_page(cohort: int) -> ResponseReturnValue:
    """Ask what is wrong and why it changes, and correct it."""
    found = cohort_or_404(cohort)
    form = CorrectCohort.posted(obj=found)
    if request.method == "POST" and form.validate() and _corrected(found, form):
        flash(f"The cohort {found.name} is corrected.")
        return redirect(url_for("coordinator.cohort", cohort=found.id), 303)
    shown = mark_shown(facts_of(found), form.name)
    page = render_template("coordinator/correct-cohort.html", form=form, cohort=found, shown=shown)
    return page, 422 if form.errors else 200


def _corrected(cohort: Cohort, form: CorrectCohort) -> bool:
    with refused_on(form.name):
        correct_cohort(
            database(),
            cohort,
            CohortFacts(form.name.data or "", form.starts_on.data, form.ends_on.data),
            instead_of=request.form.get("shown", ""),
            reason=form.reason.data or "",
            actor=current_user.person,
            now=clock.now(),
        )
    return not form.errors
