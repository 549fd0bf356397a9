"""Which records stand on a page, read from one end of an index: no page costs more on a full site.

What is asked for is cut into runs: the cohorts that are seen, or else the states. Each run has an
index in each order (``tables.cohorts``), and a page is merged from what each has first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, literal, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased

from course.records.cohorts.sight import Sight
from course.records.lists.rows import ON_COURSE, RecordFilter, Sort, asked, unindexed
from course.records.tables import Completion, Enrollment, Person
from course.records.tables.cohorts import STATES

MOST_COHORTS = 50
"""Who sees more cohorts gets the runs of the states, without what they do not see."""


@dataclass(frozen=True)
class Runs:
    """The enrollments asked for: ``column`` is one of the values, and ``rest`` is true of them."""

    wanted: RecordFilter
    column: InstrumentedAttribute[Any]
    values: Sequence[int | str]
    rest: Sequence[ColumnElement[bool]]

    def all(self) -> Select[int]:
        """Select the ids of all, in no order."""
        return self._joined(select(Enrollment.id)).where(self.column.in_(self.values), *self.rest)

    def page(self, limit: int) -> Subquery:
        """Select ``key`` and ``id`` of one page, sorted as ``in_order`` sorts them."""
        key, id_ = _ORDERS[self.wanted.sort][0].expression, Enrollment.id.expression
        run = self._joined(select(key.label("key"), id_.label("id")))
        run = run.where(*self.rest, *self._past()).order_by(*self.in_order(key, id_)).limit(limit)
        runs = (run.where(self.column == value).subquery() for value in self.values)
        found = union_all(*(select(each.c.key, each.c.id) for each in runs)).subquery()
        by = self.in_order(found.c.key, found.c.id)
        return select(found.c.key, found.c.id).order_by(*by).limit(limit).subquery()

    def in_order(self, *columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
        """Return what to sort by; a page that ends before a record is read backwards from there."""
        return [each.asc() if self._up else each.desc() for each in columns]

    @cached_property
    def _up(self) -> bool:
        descending = _ORDERS[self.wanted.sort][1]
        return descending == (self.wanted.before is not None)

    def _joined(self, selected: Select[Any]) -> Select[Any]:
        if self.wanted.text:
            selected = selected.join(Person, Person.id == Enrollment.person_id)
        if self.wanted.edition:
            selected = selected.join(Completion, Completion.enrollment_id == Enrollment.id)
        return selected

    def _past(self) -> list[ColumnElement[bool]]:
        """Return the condition of what lies beyond the record beside the page, if there is one.

        SQLite also reads those before it that tie with it, such as who was enrolled in one file.
        """
        anchor = self.wanted.after if self.wanted.after is not None else self.wanted.before
        if anchor is None:
            return []
        key, beside = _ORDERS[self.wanted.sort][0], aliased(Enrollment)
        at = select(getattr(beside, key.key)).where(beside.id == anchor).scalar_subquery()
        here, there = tuple_(key, Enrollment.id), tuple_(at, literal(anchor))
        return [here > there if self._up else here < there]


# What each sort compares, and whether the largest comes first.
_ORDERS: dict[Sort, tuple[InstrumentedAttribute[Any], bool]] = {
    "name": (Enrollment.name, False),
    "enrolled": (Enrollment.enrolled_at, True),
    "completed": (Enrollment.completed_at, True),
    "active": (Enrollment.active_at, False),
}


def runs_of(seen: Sight, wanted: RecordFilter) -> Runs:
    """Return the runs that hold what a viewer asks for and sees; without values, nothing does."""
    if wanted.cohort is None and (seen.all or len(seen.cohorts) > MOST_COHORTS):
        rest = asked(replace(wanted, state=""))
        if not seen.all:
            rest.append(unindexed(seen.enrollments))
        return Runs(wanted, Enrollment.state, _states(wanted), rest)
    cohorts = [id_ for id_ in seen.cohorts if wanted.cohort in (None, id_)]
    of_states = RecordFilter(state=wanted.state, quiet_since=wanted.quiet_since)
    rest = asked(replace(wanted, cohort=None, state="", quiet_since=None))
    rest += map(unindexed, asked(of_states))
    return Runs(wanted, Enrollment.cohort_id, cohorts, rest)


def _states(wanted: RecordFilter) -> Sequence[str]:
    if wanted.state:
        return (wanted.state,)
    return ON_COURSE if wanted.quiet_since else STATES
