"""A page of completion records as its table shows it: rows in words, and the addresses around."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from wtforms import Field

from course.content.edition import Edition
from course.records.lists.pages import Page
from course.records.lists.rows import Record, Sort
from course.web.coordinator.filters import ORDERS, STATES, CohortFilters, RecordFilters
from course.web.editions import shelf
from course.web.forms import Choice, Day
from course.web.listing import here
from course.web.words import day

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
        asked="" if form.errors else ", ".join(_asked(form)),
    )


def _asked(form: CohortFilters) -> Iterator[str]:
    """Yield each filter that is set, in words: name or email “jo”, completed from 1 May 2026."""
    for field in form:
        if not field.data or field is form.sort:
            continue
        label = field.label.text
        words = day(field.data) if isinstance(field, Day) else f"“{_chosen(field)}”"
        yield f"{label[:1].lower()}{label[1:]} {words}"


def _chosen(field: Field) -> str:
    if isinstance(field, Choice):
        return next(label for _, label, chosen, *_ in field.iter_choices() if chosen)
    return str(field.data)


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
