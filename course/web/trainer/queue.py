"""The queue of shared reflections: who waits for an answer, the longest first (PAGES A3)."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from course import clock
from course.content.edition import Edition
from course.records.cohorts.sight import sight
from course.records.reflections import to_review
from course.records.reflections.to_review import QueueFilter, Waiting
from course.web.access import open_to
from course.web.database import database
from course.web.editions import shelf
from course.web.forms import Filter, Form
from course.web.listing import filtered_by, here, page_key
from course.web.trainer import bp


class QueueFilters(Form):
    """Which of the shared reflections to list."""

    cohort = Filter("Cohort")
    reflection = Filter("Reflection")
    state = Filter(
        "Status",
        choices={
            "sent": "Waiting for an answer",
            "replied": "Replied",
            "changes-asked": "Changes asked for",
            "accepted": "Accepted",
        },
        default="sent",
    )
    mine = Filter(
        "Written by you", choices={"": "All", "yes": "Only with a reply or draft of yours"}
    )

    @property
    def wanted(self) -> QueueFilter:
        """What the records are asked for."""
        return QueueFilter(
            cohort=int(self.cohort.data) if self.cohort.data else None,
            reflection=self.reflection.data or None,
            state=self.state.data,
            mine=bool(self.mine.data),
            after=page_key("after"),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue."""

    address: str
    title: str
    person: str
    cohort: str
    sent_at: datetime
    days: int
    words: int
    replied_at: datetime | None
    begun: bool


@bp.get("/review")
@open_to("trainer")
def queue() -> ResponseReturnValue:
    """List the reflections that are shared with this trainer, oldest first."""
    trainer, live = current_user.person, shelf().live()
    form = QueueFilters.asked()
    cohorts = sight(database(), trainer, role="trainer").cohorts
    form.cohort.choices = {"": "All", **{str(id_): name for id_, name in cohorts.items()}}
    form.reflection.choices = {"": "All", **_titles(live)}
    fine = form.validate()
    waiting, more = to_review.queue(database(), trainer, form.wanted) if fine else ([], False)
    rows = [_row(each, live) for each in waiting]
    onward = here(after=waiting[-1].id) if more else ""
    asked = filtered_by(form) if fine else ""
    page = render_template("trainer/queue.html", form=form, asked=asked, rows=rows, onward=onward)
    return page, 200 if fine else 422


def _titles(live: dict[str, Edition]) -> dict[str, str]:
    return {each.id: each.title for edition in live.values() for each in edition.reflections}


def _row(each: Waiting, live: dict[str, Edition]) -> Row:
    return Row(
        address=url_for("trainer.reply", written=each.id),
        title=_titles(live).get(each.reflection, each.reflection),
        person=each.person,
        cohort=each.cohort,
        sent_at=each.sent_at,
        days=(clock.now() - each.sent_at).days,
        words=each.words,
        replied_at=each.replied_at,
        begun=each.begun,
    )
