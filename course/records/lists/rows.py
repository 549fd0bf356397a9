"""Completion records as rows: what one is, which are wanted, and who may see them.

What an enrollment amounts to stands on its own row (``records.progress``), so nothing is
counted here. The page and the CSV are made of the same rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from course.records.base import LARGEST_KEY
from course.records.cohorts.sight import Sight
from course.records.tables import Cohort, Completion, Enrollment, Person

Sort = Literal["name", "enrolled", "completed", "active"]
SORTS: tuple[Sort, ...] = get_args(Sort)
ON_COURSE = ("enrolled", "in-progress")
"""The states in which somebody is expected to go on."""
ENROLLED = "enrolled"
"""The stage that everybody with an account has reached, unless they withdrew."""


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which records, in which order. Empty means all; to sort by completion leaves who completed.

    ``completed_from`` is included, ``completed_before`` is not. ``quiet_since`` leaves those who
    are on the course and did nothing since then. ``text`` is part of a name or email address.
    ``stage`` is one of ``progress.counts.stages``, or "enrolled": who came so far, as the dashboard
    counts them; it goes with ``course``. ``after`` and ``before`` are the ``id`` of the record next
    to the page: an id, so that no name stands in an address.
    """

    cohort: int | None = None
    course: str = ""
    state: str = ""
    stage: str = ""
    edition: str = ""
    completed_from: datetime | None = None
    completed_before: datetime | None = None
    quiet_since: datetime | None = None
    text: str = ""
    sort: Sort = "name"
    after: int | None = None
    before: int | None = None


class RequirementCount(NamedTuple):
    """One requirement of the certificate: how much of it is met, and since when (ISO; "" not)."""

    kind: str
    words: str
    done: int
    total: int
    since: str


@dataclass(frozen=True, slots=True)
class Record:
    """One enrollment as it stands. ``exams`` is the whole percent of each exam that was sent.

    ``edition`` is that of the completion, "" before it; ``left`` counts what is not met of the
    ``requirements``, which are those of the proof.
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
    requirements: Sequence[RequirementCount] = ()


def records_where(seen: Sight, wanted: RecordFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter, within what its viewer sees."""
    return [seen.enrollments, *asked(wanted)]


def asked(wanted: RecordFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter, whoever looks."""
    conditions: tuple[tuple[Any, Callable[[Any], ColumnElement[bool]]], ...] = (
        (wanted.cohort, lambda cohort: Enrollment.cohort_id == min(cohort, LARGEST_KEY)),
        (wanted.course, lambda course: Enrollment.course == course),
        (wanted.state, lambda state: Enrollment.state == state),
        (wanted.stage, _reached),
        (wanted.edition, lambda edition: Completion.edition_id == edition),
        (wanted.completed_from, lambda first: Enrollment.completed_at >= first),
        (wanted.completed_before, lambda end: Enrollment.completed_at < end),
        (wanted.quiet_since, quiet),
        (wanted.text, _named),
        (wanted.sort == "completed", lambda _: Enrollment.completed_at.is_not(None)),
    )
    return [where(value) for value, where in conditions if value]


def unindexed(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return a condition that lures no database to another index than the one to walk."""
    return condition.is_(True)


def _reached(stage: str) -> ColumnElement[bool]:
    here = Enrollment.state != "withdrawn"
    if stage == ENROLLED:
        return here
    return and_(here, Enrollment.counts[("funnel", stage)].as_integer() == 1)


def _named(text: str) -> ColumnElement[bool]:
    columns = (Person.name, Person.email)
    return or_(*(column.icontains(text, autoescape=True) for column in columns))


def quiet(since: datetime) -> ColumnElement[bool]:
    """Return the condition of somebody on the course who did nothing since a moment."""
    return and_(Enrollment.state.in_(ON_COURSE), Enrollment.active_at < since)


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
    counts = row.counts
    return Record(
        **plain,
        exams=counts.get("exams", {}),
        left=counts.get("left"),
        requirements=tuple(RequirementCount(*each) for each in counts.get("requirements", ())),
    )
