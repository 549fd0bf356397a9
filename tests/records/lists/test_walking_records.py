"""A page of records costs the same in a site of any size: nothing is sorted, nothing is skipped."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from course.records.lists import pages
from course.records.lists.pages import completion_records
from course.records.lists.rows import SORTS, RecordFilter
from course.records.lists.walking import MOST_COHORTS
from course.records.people.correcting import correct_person, facts_of
from course.records.tables import CohortStaff, Enrollment
from course.records.transaction import transaction
from tests.cast import make_cohort
from tests.crowd import add_crowd
from tests.rows_read import work_of

FEW, MANY = 150, 1500
PAGE = 10
SLACK = 100
"""PostgreSQL joins the rows of one page in another way when its tables grow."""


@pytest.fixture
def counted_to_20(monkeypatch):
    """Let totals stop long before there are FEW people."""
    monkeypatch.setattr(pages, "MOST_COUNTED", 20)


@pytest.fixture
def grown(session, edition, now):
    """Measure at FEW people, then at MANY."""

    def measure(viewer, cohorts, filters):
        work, before = [], 0
        for people in (FEW, MANY):
            for cohort in cohorts:
                add_crowd(session, cohort, edition, now, people=(people - before) // len(cohorts))
            before = people
            _spread(session, now)
            if session.get_bind().dialect.name == "postgresql":
                session.execute(text("ANALYZE"))
            work.append([_work(session, viewer, wanted, now) for wanted in filters])
            session.rollback()
        return work

    return measure


def _spread(session, now):
    """Let everybody join, be active and complete at a moment of their own."""
    with transaction(session):
        rows = session.execute(select(Enrollment.id, Enrollment.completed_at)).all()
        moments = [(row, now - timedelta(minutes=row.id * 7 % 9973)) for row in rows]
        session.execute(
            update(Enrollment),
            [
                {
                    "id": row.id,
                    "enrolled_at": moment,
                    "active_at": moment,
                    "completed_at": moment if row.completed_at else None,
                }
                for row, moment in moments
            ],
        )


def _work(session, viewer, wanted, now):
    def page(**beside):
        filters = RecordFilter(**{**wanted, **beside})
        return completion_records(session, viewer, filters, limit=PAGE, now=now)

    first = page()
    second = page(after=first.next)
    assert len(second.rows) == PAGE
    return (
        work_of(session, page),
        work_of(session, lambda: page(after=second.next)),
        work_of(session, lambda: page(before=second.next)),
    )


EVERY_SORT = [{"sort": sort} for sort in SORTS]


def assert_flat(work, filters):
    for wanted, few, many in zip(filters, *work, strict=True):
        for page, before, after in zip(("first", "next", "previous"), few, many, strict=True):
            assert after <= before * 1.2 + SLACK, (wanted, page, before, after)


@pytest.mark.whole
@pytest.mark.usefixtures("counted_to_20")
def test_it_costs_who_sees_all_the_same(cast, grown):
    filters = [*EVERY_SORT, {"state": "in-progress"}, {"state": "completed", "sort": "active"}]

    assert_flat(grown(cast.cora, [cast.fall], filters), filters)


@pytest.mark.whole
@pytest.mark.usefixtures("counted_to_20")
def test_it_costs_who_has_cohorts_the_same(session, cast, grown):
    with transaction(session):
        for cohort in (cast.fall, cast.spring):
            mine = CohortStaff(cohort_id=cohort.id, person_id=cast.cora.id, role="coordinator")
            session.add(mine)
    filters = [*EVERY_SORT, {"cohort": cast.spring.id}, {"state": "in-progress", "sort": "active"}]

    assert_flat(grown(cast.cora, [cast.fall, cast.spring], filters), filters)


@pytest.mark.whole
def test_it_costs_a_few_cohorts_the_same_however_many_are_beside_them(
    session, cast, edition, now, grown
):
    with transaction(session):
        few = [_cohort_of(session, cast.cora, number) for number in range(5)]
    for cohort in few:
        add_crowd(session, cohort, edition, now, people=30)
    filters = [{**sort, "state": "completed"} for sort in EVERY_SORT]
    filters.append({"quiet_since": now - timedelta(minutes=1), "sort": "name"})

    assert_flat(grown(cast.cora, [cast.fall], filters), filters)


def _cohort_of(session, person, number):
    cohort = make_cohort(f"Group {number}", None)
    cohort.staff = [CohortStaff(person_id=person.id, role="coordinator")]
    session.add(cohort)
    return cohort


@pytest.fixture
def many_cohorts(session, cast, edition, now):
    """Cora has more cohorts than are walked one by one; Ben's is not among them."""
    with transaction(session):
        cohorts = [_cohort_of(session, cast.cora, number) for number in range(MOST_COHORTS + 1)]
    add_crowd(session, cohorts[-1], edition, now, people=30)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.usefixtures("many_cohorts")
def test_who_has_very_many_cohorts_sees_those_only_too(session, cast, now, sort):
    def page(**beside):
        return completion_records(
            session, cast.cora, RecordFilter(sort=sort, **beside), limit=20, now=now
        )

    first = page()
    last = page(after=first.next) if first.next else None

    shown = [*first.rows, *(last.rows if last else ())]
    assert {row.cohort for row in shown} == {f"Group {MOST_COHORTS}"}
    assert len({row.id for row in shown}) == first.total == (10 if sort == "completed" else 30)


def test_a_new_name_moves_somebody_in_the_list(session, cast, now):
    ana = facts_of(cast.ana)
    why = {"instead_of": ana.mark, "reason": "asked", "actor": cast.cora, "now": now}
    correct_person(session, cast.ana, replace(ana, name="Zoe Example"), **why)

    rows = completion_records(session, cast.cora, RecordFilter(), now=now).rows
    assert [row.name for row in rows] == ["Ben Example", "Zoe Example"]


def test_who_has_done_nothing_counts_as_active_when_they_joined(session, cast, now):
    with transaction(session):
        cast.ana_enrolled.last_active_at = cast.ana_enrolled.active_at = now - timedelta(days=40)

    rows = completion_records(session, cast.cora, RecordFilter(sort="active"), now=now).rows

    assert [row.name for row in rows] == ["Ana Example", "Ben Example"]
    joined = select(Enrollment.active_at, Enrollment.enrolled_at)
    assert all(
        active == joined_at
        for active, joined_at in session.execute(joined.where(Enrollment.last_active_at.is_(None)))
    )
