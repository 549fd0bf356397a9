"""The completion records: filter, sort, page, and the same address as CSV (PAGES C5)."""

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import BadRequest

from course import clock
from course.records.cohorts.sight import sight
from course.records.lists import exporting, pages
from course.records.people.throttle import EXPORTS
from course.web.access import open_to
from course.web.coordinator import bp
from course.web.coordinator.filters import RecordFilters
from course.web.coordinator.record_list import record_list
from course.web.database import database, streamed
from course.web.editions import shelf
from course.web.limits import refuse_more
from course.web.listing import here

TOO_MANY_FILES = f"This file can be saved {EXPORTS.most} times within an hour."


@bp.get("/records")
@open_to("coordinator")
def records() -> ResponseReturnValue:
    """List the completion records that this coordinator sees."""
    form, now, live = RecordFilters.asked(), clock.now(), shelf().live()
    found = pages.completion_records(database(), current_user.person, form.wanted(now), now=now)
    form.offer(found.cohorts, live)
    fine = form.validate()
    page = render_template(
        "coordinator/records.html",
        form=form,
        listed=record_list(form, found),
        csv=here(url_for("coordinator.records_csv")),
    )
    return page, 200 if fine else 422


@bp.get("/records.csv")
@open_to("coordinator")
def records_csv() -> ResponseReturnValue:
    """Send the records of the same filters as CSV, line by line. The export is written down."""
    form, now = RecordFilters.asked(), clock.now()
    form.offer(sight(database(), current_user.person).cohorts, shelf().live())
    if not form.validate():
        raise BadRequest("One of the filters cannot be read. Set them again on the records page.")
    refuse_more(EXPORTS, current_user.person.id, TOO_MANY_FILES)
    export = exporting.records_csv(database(), current_user.person, form.wanted(now), now=now)
    name = f"records-{now:%Y-%m-%d}-{export.count}-rows.csv"
    response = Response(streamed(export.lines), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/records/columns")
@open_to("coordinator")
def columns() -> str:
    """Say what each column of the CSV means."""
    return render_template("coordinator/columns.html", columns=exporting.COLUMNS)
