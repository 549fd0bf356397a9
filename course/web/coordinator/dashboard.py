"""The dashboard: what needs somebody, and where trainees are (PAGES C1). Numbers only."""

from dataclasses import dataclass

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from course import clock
from course.config import Settings
from course.content.edition import Edition
from course.records.cohorts.sight import Sight, sight
from course.records.lists import dashboard as numbers
from course.records.lists.dashboard import NeedsYou
from course.web.access import open_to
from course.web.coordinator import bp
from course.web.coordinator.filters import STUCK, stage_of
from course.web.database import database
from course.web.editions import shelf
from course.web.forms import Filter, Form
from course.web.listing import filtered_by


class Where(Form):
    """Of which trainees the table speaks."""

    course = Filter("Course")
    cohort = Filter("Cohort")

    def offer(self, live: dict[str, Edition], seen: Sight) -> None:
        """Fill the lists."""
        self.course.choices = {course: edition.title for course, edition in live.items()}
        cohorts = {str(id_): name for id_, name in seen.cohorts.items()}
        self.cohort.choices = {"": "All", **cohorts}


@dataclass(frozen=True, slots=True)
class Task:
    """One line of "Needs you". The reflections lead to nobody: they have no address."""

    label: str
    count: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage in words. Fewer than five people are not counted: that would point at them."""

    title: str
    people: str
    share: str
    drop: str
    bar: int | None
    address: str = ""


@bp.get("/dashboard")
@open_to("coordinator")
def dashboard() -> ResponseReturnValue:
    """Show what waits for this coordinator, and how far their trainees are."""
    viewer, live, form = current_user.person, shelf().live(), Where.asked()
    seen = sight(database(), viewer)
    form.offer(live, seen)
    fine = form.validate()
    edition = live.get(form.course.data or next(iter(live), "")) if fine else None
    cohort = int(form.cohort.data) if fine and form.cohort.data else None
    page = render_template(
        "coordinator/dashboard.html",
        form=form,
        seen=seen,
        tasks=_tasks(numbers.needs_you(database(), viewer, clock.now(), for_real=_is_real())),
        **_about(seen, edition, cohort),
        asked=filtered_by(form) if fine else "",
    )
    return page, 200 if fine else 422


def _about(seen: Sight, edition: Edition | None, cohort: int | None) -> dict[str, object]:
    """Return where the trainees of a course are, and what they knew before it and after it."""
    if edition is None:
        return {"edition": None, "stages": [], "compared": None}
    found = numbers.where_trainees_are(database(), seen, edition=edition, cohort=cohort) or []
    before = [found[0], *found] if found else []
    pairs = zip(before, found, strict=False)
    return {
        "edition": edition,
        "stages": [_stage(stage, last, edition.course, cohort) for last, stage in pairs],
        "compared": numbers.before_and_after(database(), seen, edition=edition, cohort=cohort),
    }


def _stage(
    stage: numbers.Stage, before: numbers.Stage, course: str, cohort: int | None
) -> StageRow:
    if 0 < stage.people < numbers.FEWEST:
        return StageRow(stage.title, f"under {numbers.FEWEST}", "not shown", "not shown", None)
    hidden = 0 < before.people < numbers.FEWEST
    drop = "not shown" if hidden else str(stage.drop)
    asked = url_for("coordinator.records", stage=stage_of(course, stage.key), cohort=cohort)
    address = asked if stage.people and stage.key != "invited" else ""
    return StageRow(stage.title, str(stage.people), f"{stage.share}%", drop, stage.share, address)


def _tasks(needs: NeedsYou) -> list[Task]:
    quiet = f"Trainees with no activity for {numbers.STUCK_AFTER.days} days"
    overdue = f"Reflections waiting for a trainer for more than {numbers.REPLY_WITHIN.days} days"
    tasks = [
        Task(quiet, needs.stuck, url_for("coordinator.records", state=STUCK, sort="active")),
        Task("Invitations not used", needs.invitations_unused, url_for("coordinator.cohorts")),
        Task(overdue, needs.reflections_overdue),
    ]
    if needs.days_without_backup:  # whoever runs the machine may hear of it from nobody else
        alone = "Days without a backup. Tell the person who runs this site"
        tasks.append(Task(alone, needs.days_without_backup))
    return tasks


def _is_real() -> bool:
    site: Settings = current_app.extensions["settings"]
    return not site.loopback
