"""A page of completion records: filtered, sorted, and paged by key (never by OFFSET).

It costs two queries however many enrollments there are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from course.records.attempts.submitting import GRACE, close_overdue
from course.records.cohorts.sight import Sight, sight
from course.records.lists.rows import (
    Record,
    RecordFilter,
    Sort,
    as_record,
    records_selected,
    records_where,
)
from course.records.tables import Attempt, Completion, Enrollment, Person
from course.records.transaction import NotSaved

MOST_COUNTED = 10_000
"""Beyond so many, a page says "more than": counting on would cost more than the page itself."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of records. ``total`` stops at MOST_COUNTED, then there are ``more``.

    ``next`` and ``previous`` go into the filter's ``after`` and ``before``; ``cohorts`` are
    those that the viewer may filter by, name by id.
    """

    rows: Sequence[Record]
    total: int
    more: bool
    next: int | None
    previous: int | None
    cohorts: Mapping[int, str]


def completion_records(
    session: Session,
    viewer: Person,
    wanted: RecordFilter,
    *,
    limit: int = 50,
    now: datetime,
) -> Page:
    """Return a page of the records that the viewer may see, in two queries at any size.

    Exams whose time ended are closed first, so that no record says "open" of them.
    """
    seen = sight(session, viewer)
    found = _fetch(session, seen, wanted, limit, now)
    if found and found[0].overdue:
        try:
            close_overdue(session, now)
        except NotSaved:
            pass  # the page only reads; the next one closes them when the database can write
        else:
            found = _fetch(session, seen, wanted, limit, now)
    rows, more = found[:limit], len(found) > limit
    backwards = wanted.before is not None
    records = [as_record(row) for row in (reversed(rows) if backwards else rows)]
    ahead, behind = (True, more) if backwards else (more, wanted.after is not None)
    total = found[0].total if found else 0
    return Page(
        rows=records,
        total=min(total, MOST_COUNTED),
        more=total > MOST_COUNTED,
        next=records[-1].id if records and ahead else None,
        previous=records[0].id if records and behind else None,
        cohorts=seen.cohorts,
    )


@dataclass(frozen=True, slots=True)
class _Order:
    """What a sort compares, of an enrollment and its person (or of their aliases)."""

    value: Callable[[type[Enrollment], type[Person]], ColumnElement[Any]]
    descending: bool = False


# Each of these but "active" has an index to walk.
_ORDERS: dict[Sort, _Order] = {
    "name": _Order(lambda _enrollment, person: person.name.expression),
    "enrolled": _Order(lambda enrollment, _person: enrollment.id.expression, descending=True),
    "completed": _Order(
        lambda enrollment, _person: enrollment.completed_at.expression, descending=True
    ),
    "active": _Order(
        lambda enrollment, _person: func.coalesce(enrollment.last_active_at, enrollment.enrolled_at)
    ),
}


def _fetch(
    session: Session, seen: Sight, wanted: RecordFilter, limit: int, now: datetime
) -> Sequence[Row[Any]]:
    """Fetch one row more than a page has, with the total and whether an exam is overdue."""
    where = records_where(seen, wanted)
    order = _ORDERS[wanted.sort]
    total = _total(wanted, where)
    value, up = order.value(Enrollment, Person), order.descending == (wanted.before is not None)
    if wanted == RecordFilter(sort="name"):
        # True of every name: it tells SQLite to walk the index, not to sort everybody.
        where.append(Person.name >= "")
    anchor = wanted.after if wanted.after is not None else wanted.before
    if anchor is not None:
        where.append(_beyond(value, _value_at(order, anchor), anchor, up=up))
    by = (value, Enrollment.id) if up else (value.desc(), Enrollment.id.desc())
    overdue = exists().where(Attempt.submitted_at.is_(None), Attempt.due_at < now - GRACE)
    return session.execute(
        records_selected()
        .add_columns(total.label("total"), overdue.label("overdue"))
        .where(*where)
        .order_by(*by)
        .limit(limit + 1)
    ).all()


def _total(wanted: RecordFilter, where: Sequence[ColumnElement[bool]]) -> ScalarSelect[int]:
    counted = select(Enrollment.id)
    if wanted.text:
        counted = counted.join(Person, Person.id == Enrollment.person_id)
    if wanted.edition:
        counted = counted.join(Completion, Completion.enrollment_id == Enrollment.id)
    some = counted.where(*where).limit(MOST_COUNTED + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _value_at(order: _Order, anchor: int) -> ScalarSelect[Any]:
    """Select what the record beside the page has to compare: only its id is in the address."""
    enrollment, person = aliased(Enrollment), aliased(Person)
    return (
        select(order.value(enrollment, person))
        .select_from(enrollment)
        .join(person, person.id == enrollment.person_id)
        .where(enrollment.id == anchor)
        .scalar_subquery()
    )


def _beyond(
    value: ColumnElement[Any], at: ScalarSelect[Any], anchor: int, *, up: bool
) -> ColumnElement[bool]:
    # The first comparison walks the index, the second leaves out those already shown.
    if up:
        return and_(value >= at, or_(value > at, Enrollment.id > anchor))
    return and_(value <= at, or_(value < at, Enrollment.id < anchor))
