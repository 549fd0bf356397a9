"""The filters of completion records: they stand in the address of every list of them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from wtforms import Field
from wtforms.validators import StopValidation

from course.content.edition import Edition
from course.records.lists.dashboard import STUCK_AFTER
from course.records.lists.rows import ENROLLED, SORTS, RecordFilter, Sort
from course.records.progress.counts import stages
from course.web.forms import UNSEEN, Day, Filter, Form, line
from course.web.listing import page_key
from course.web.words import day_begins

STATES = {
    "enrolled": "Not started",
    "in-progress": "In progress",
    "completed": "Completed",
    "withdrawn": "Withdrawn",
    "on-hold": "On hold",
}
"""The words for the states of an enrollment."""

STUCK = "stuck"
"""A status of the filter alone: on the course, and nothing done for two weeks."""
ORDERS = {
    "name": "Name",
    "enrolled": "Joined, newest first",
    "active": "Last active, longest ago first",
    "completed": "Completed, newest first",
}
EDITION_ID_LENGTH = 64
STAGE = re.compile(r"([a-z0-9][a-z0-9-]{0,63})\.([a-z0-9][a-z0-9-]{0,69})")
"""A course and a stage of it, as the address names them."""


class CohortFilters(Form):
    """Which people of one cohort to list, and in which order."""

    state = Filter(
        "Status",
        choices={"": "All", **STATES, STUCK: f"No activity for {STUCK_AFTER.days} days"},
    )
    text = line("Name or email", name="name", most=100)
    sort = Filter("Sort by", choices=ORDERS, default="name")

    @property
    def sorted_by(self) -> Sort:
        """The order asked for, by name where there is no such order."""
        return next((sort for sort in SORTS if sort == self.sort.data), "name")

    def wanted(self, now: datetime) -> RecordFilter:
        """Return what the records are asked for; what cannot be read asks for nothing."""
        state = _storable(self.state.data)
        return RecordFilter(
            state="" if state == STUCK else state,
            quiet_since=now - STUCK_AFTER if state == STUCK else None,
            text=_storable(self.text.data),
            sort=self.sorted_by,
            after=page_key("after"),
            before=page_key("before"),
        )


class RecordFilters(CohortFilters):
    """Which of all records to list: of a cohort, of an edition, completed between two days."""

    cohort = Filter("Cohort")
    stage = Filter("Came as far as")
    edition = Filter("Completed in edition")
    completed_from = Day("Completed from", name="completed-from")
    completed_to = Day("Completed to", name="completed-to")

    def validate_completed_from(self, field: Field) -> None:
        """Refuse a first day after the last."""
        if field.data and self.completed_to.data and field.data > self.completed_to.data:
            raise StopValidation("The first day comes after the last. Change one of them")

    def wanted(self, now: datetime) -> RecordFilter:
        """Return what the records are asked for."""
        chosen, first = self.cohort.data or "", self.completed_from.data
        last = self.completed_to.data
        stage = STAGE.fullmatch(self.stage.data or "")
        return replace(
            super().wanted(now),
            cohort=int(chosen) if chosen.isascii() and chosen.isdigit() else None,
            course=stage[1] if stage else "",
            stage=stage[2] if stage else "",
            edition=_storable(self.edition.data),
            completed_from=day_begins(first) if first else None,
            completed_before=day_begins(last + timedelta(days=1)) if last else None,
        )

    def offer(self, cohorts: Mapping[int, str], live: Mapping[str, Edition]) -> None:
        """Fill the lists: the cohorts that are seen, the live editions and the one asked for."""
        self.cohort.choices = {"": "All", **{str(id_): name for id_, name in cohorts.items()}}
        self.stage.choices = {"": "All", **stage_choices(live)}
        editions = {each.id: f"{each.title}, {each.id[:8]}" for each in live.values()}
        asked = self.edition.data or ""
        if len(asked) == EDITION_ID_LENGTH:
            editions.setdefault(asked, f"Edition {asked[:8]}")
        self.edition.choices = {"": "All", **editions}


def stage_choices(live: Mapping[str, Edition]) -> dict[str, str]:
    """Return the stages of every course; with several courses each says which one it is of."""
    return {
        stage_of(course, key): title if len(live) == 1 else f"{edition.title}: {title}"
        for course, edition in live.items()
        for key, title in ((ENROLLED, "Has an account"), *stages(edition))
    }


def stage_of(course: str, key: str) -> str:
    """Return a stage as an address names it."""
    return f"{course}.{key}"


def _storable(asked: str | None) -> str:
    """Return what was asked without what no row holds: PostgreSQL refuses to look for a NUL."""
    return UNSEEN.sub("", asked or "")
