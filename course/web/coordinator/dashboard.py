"""The dashboard: what needs somebody, and where trainees are (PAGES C1). Numbers only."""

from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from course import clock
from course.content.edition import Edition
from course.records.cohorts.sight import Sight, sight
from course.records.lists import dashboard as numbers
from course.records.lists.dashboard import NeedsYou
from course.web.access import open_to
from course.web.coordinator import bp
from course.web.coordinator.filters import STUCK
from course.web.database import database
from course.web.editions import shelf
from course.web.forms import Choice, Form


class Where(Form):
    """Of which trainees the table speaks."""

    course = Choice("Course")
    cohort = Choice("Cohort")

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
        tasks=_tasks(numbers.needs_you(database(), viewer, clock.now())),
        stages=_stages(edition, cohort),
        edition=edition,
    )
    return page, 200 if fine else 422


def _stages(edition: Edition | None, cohort: int | None) -> list[StageRow]:
    if edition is None:
        return []
    viewer = current_user.person
    found = numbers.where_trainees_are(database(), viewer, edition=edition, cohort=cohort) or []
    before = [found[0], *found] if found else []
    return [_stage(stage, last) for last, stage in zip(before, found, strict=False)]


def _stage(stage: numbers.Stage, before: numbers.Stage) -> StageRow:
    if 0 < stage.people < numbers.FEWEST:
        return StageRow(stage.title, f"under {numbers.FEWEST}", "not shown", "not shown", None)
    hidden = 0 < before.people < numbers.FEWEST
    drop = "not shown" if hidden else str(stage.drop)
    return StageRow(stage.title, str(stage.people), f"{stage.share}%", drop, stage.share)


def _tasks(needs: NeedsYou) -> list[Task]:
    quiet = f"Trainees with no activity for {numbers.STUCK_AFTER.days} days"
    overdue = f"Reflections waiting for a trainer for more than {numbers.REPLY_WITHIN.days} days"
    return [
        Task(quiet, needs.stuck, url_for("coordinator.records", state=STUCK, sort="active")),
        Task("Invitations not used", needs.invitations_unused, url_for("coordinator.cohorts")),
        Task(overdue, needs.reflections_overdue),
    ]
