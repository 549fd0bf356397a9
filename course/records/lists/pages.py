"""A page of completion records: filtered, sorted, and paged by key (never by OFFSET).

It costs two queries however many enrollments there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, func, select
from sqlalchemy.orm import Session

from course.records.attempts.submitting import GRACE, close_overdue
from course.records.cohorts.sight import sight
from course.records.lists.rows import Record, RecordFilter, as_record, records_selected
from course.records.lists.walking import Runs, runs_of
from course.records.tables import Attempt, Enrollment, Person
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
    runs = runs_of(seen, wanted)
    found = _fetch(session, runs, limit, now)
    if found and found[0].overdue:
        try:
            close_overdue(session, now)
        except NotSaved:
            pass  # the page only reads; the next one closes them when the database can write
        else:
            found = _fetch(session, runs, limit, now)
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


def _fetch(session: Session, runs: Runs, limit: int, now: datetime) -> Sequence[Row[Any]]:
    """Fetch one row more than a page has, with the total and whether an exam is overdue."""
    if not runs.values:
        return []
    page = runs.page(limit + 1)
    counted = runs.all().limit(MOST_COUNTED + 1).subquery()
    total = select(func.count()).select_from(counted).scalar_subquery()
    overdue = exists().where(Attempt.submitted_at.is_(None), Attempt.due_at < now - GRACE)
    return session.execute(
        records_selected()
        .join(page, page.c.id == Enrollment.id)
        .add_columns(total.label("total"), overdue.label("overdue"))
        .order_by(*runs.in_order(page.c.key, page.c.id))
    ).all()
