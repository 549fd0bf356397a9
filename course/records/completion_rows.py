"""Completion records as rows: what one is, which are wanted, and who may see them.

What an enrollment amounts to stands on its own row (``records.progress``), so nothing is
counted here. The page and the CSV are made of the same rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from course.records.base import LARGEST_KEY
from course.records.sight import Sight
from course.records.tables import Cohort, Completion, Enrollment, Person

Sort = Literal["name", "enrolled", "completed", "active"]
SORTS: tuple[Sort, ...] = get_args(Sort)


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which records, in which order. Empty means all.

    ``completed_from`` is included, ``completed_before`` is not. ``quiet_since`` leaves those who
    are on the course and did nothing since then. ``text`` is part of a name or e-mail address. ``after`` and ``before`` are the ``id`` of the record next to the page: an
    id, so that no name stands in an address.
    """

    cohort: int | None = None
    course: str = ""
    state: str = ""
    edition: str = ""
    completed_from: datetime | None = None
    completed_before: datetime | None = None
    quiet_since: datetime | None = None
    text: str = ""
    sort: Sort = "name"
    after: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One enrollment as it stands. ``exams`` is the whole percent of each exam that was sent.

    ``edition`` is that of the completion, "" before it; ``left`` counts requirements not met.
    """

    id: int
    person_id: int
    name: str
    email: str
    cohort_id: int
    cohort: str
    course: str
    state: str
    enrolled_at: datetime
    last_active_at: datetime | None
    steps_done: int
    steps_total: int
    completed_at: datetime | None
    edition: str
    exams: Mapping[str, int] = field(default_factory=dict)
    left: int | None = None


def records_where(seen: Sight, wanted: RecordFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter, within what its viewer sees."""
    where = [seen.enrollments]
    if wanted.cohort is not None:
        where.append(Enrollment.cohort_id == min(wanted.cohort, LARGEST_KEY))
    for column, value in ((Enrollment.course, wanted.course), (Enrollment.state, wanted.state)):
        if value:
            where.append(column == value)
    if wanted.edition:
        where.append(Completion.edition_id == wanted.edition)
    if wanted.completed_from is not None:
        where.append(Enrollment.completed_at >= wanted.completed_from)
    if wanted.completed_before is not None:
        where.append(Enrollment.completed_at < wanted.completed_before)
    if wanted.quiet_since is not None:
        where.append(quiet(wanted.quiet_since))
    if wanted.text:
        where.append(
            or_(
                Person.name.icontains(wanted.text, autoescape=True),
                Person.email.icontains(wanted.text, autoescape=True),
            )
        )
    return where


def quiet(since: datetime) -> ColumnElement[bool]:
    """Return the condition of somebody on the course who did nothing since a moment."""
    last = func.coalesce(Enrollment.last_active_at, Enrollment.enrolled_at)
    return and_(Enrollment.state.in_(("enrolled", "in-progress")), last < since)


def records_selected() -> Select[*tuple[Any, ...]]:
    """Select the columns of a record, without filter or order."""
    return joined(
        select(
            Enrollment.id,
            Enrollment.person_id,
            Person.name,
            Person.email,
            Enrollment.cohort_id,
            Cohort.name.label("cohort"),
            Enrollment.course,
            Enrollment.state,
            Enrollment.enrolled_at,
            Enrollment.last_active_at,
            Enrollment.steps_done,
            Enrollment.steps_total,
            Enrollment.completed_at,
            func.coalesce(Completion.edition_id, "").label("edition"),
            Enrollment.counts,
        )
    )


def joined(selected: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join to the enrollments what their records are made and filtered of."""
    return (
        selected.select_from(Enrollment)
        .join(Person, Person.id == Enrollment.person_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .outerjoin(Completion, Completion.enrollment_id == Enrollment.id)
    )


def as_record(row: Row[Any]) -> Record:
    """Return the record of a row of ``records_selected``."""
    plain = {name: value for name, value in row._mapping.items() if name in Record.__slots__}
    return Record(**plain, exams=row.counts.get("exams", {}), left=row.counts.get("left"))
