"""A page of completion records as its table shows it: rows in words, and the addresses around."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from course.content.edition import Edition
from course.records.lists.pages import Page
from course.records.lists.rows import Record, Sort
from course.web.coordinator.filters import ORDERS, STATES, CohortFilters, RecordFilters
from course.web.editions import shelf
from course.web.listing import filtered_by, here

HEADS: dict[Sort, tuple[str, str]] = {
    "name": ("Name", "ascending"),
    "enrolled": ("Joined", "descending"),
    "active": ("Last active", "ascending"),
    "completed": ("Completed", "descending"),
}
"""The columns that sort, and which way."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: its link sorts the list; ``direction`` where it is sorted by it now."""

    label: str
    address: str
    direction: str


@dataclass(frozen=True, slots=True)
class Row:
    """One record in words; ``beneath`` the name stands the cohort, or in one cohort the address."""

    address: str
    name: str
    beneath: str
    state: str
    steps: str
    reflections: str
    exams: str
    enrolled_at: datetime
    last_active_at: datetime | None
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class RecordList:
    """A page of records, and in words what it is ``asked`` for, "" for everything.

    ``rows`` is empty, and ``asked`` too, where the filters cannot be read.
    """

    rows: tuple[Row, ...]
    count: str
    order: str
    heads: dict[str, Head]
    next: str
    previous: str
    filtered: bool
    asked: str


def record_list(form: CohortFilters, found: Page) -> RecordList:
    """Return the list for its template. The form has been checked already."""
    across, live = isinstance(form, RecordFilters), shelf().live()
    return RecordList(
        rows=() if form.errors else tuple(_row(record, across, live) for record in found.rows),
        count=f"{'more than ' if found.more else ''}{found.total:,}",
        order=ORDERS[form.sorted_by],
        heads={
            name: Head(label, here(sort=name), direction if name == form.sorted_by else "")
            for name, (label, direction) in HEADS.items()
        },
        next=here(after=found.next) if found.next else "",
        previous=here(before=found.previous) if found.previous else "",
        filtered=any(field.data for field in form if field is not form.sort),
        asked="" if form.errors else filtered_by(field for field in form if field is not form.sort),
    )


def _row(record: Record, across: bool, live: Mapping[str, Edition]) -> Row:
    counted = record.steps_total > 0
    return Row(
        address=url_for("coordinator.person", person=record.person_id, enrollment=record.id),
        name=record.name,
        beneath=record.cohort if across else record.email,
        state=STATES[record.state],
        steps=f"{record.steps_done} of {record.steps_total}" if counted else "None yet",
        reflections=_reflections(record),
        exams=_exams(record, live.get(record.course)) or "None yet",
        enrolled_at=record.enrolled_at,
        last_active_at=record.last_active_at,
        completed_at=record.completed_at,
    )


def _exams(record: Record, edition: Edition | None) -> str:
    """Say what was reached in each exam, by its title; of one that is gone, without."""
    known = [edition.exam(exam) if edition else None for exam in record.exams]
    titles = [exam.title if exam else "An exam of an earlier edition" for exam in known]
    percents = record.exams.values()
    return ", ".join(f"{title} {reached}%" for title, reached in zip(titles, percents, strict=True))


def _reflections(record: Record) -> str:
    """Say how many of the reflections that the certificate requires are done, and no more."""
    if not record.requirements:
        return "None yet"
    asked = [each for each in record.requirements if each.kind == "reflection"]
    done, total = sum(each.done for each in asked), sum(each.total for each in asked)
    return f"{done} of {total}" if asked else "Not required"
