from datetime import timedelta

import pytest

from course.records.cohorts.sight import sight
from course.records.lists import pages
from course.records.lists.dashboard import where_trainees_are
from course.records.lists.pages import completion_records
from course.records.lists.rows import SORTS, RecordFilter
from course.records.tables import CohortStaff, Enrollment
from course.records.transaction import transaction
from tests.cast import make_enrollment, make_person
from tests.crowd import add_crowd
from tests.queries import counting_queries
from tests.story import (
    begin_final,
    do_everything_but_the_final,
    do_the_first_lesson,
    take_the_final,
)


@pytest.fixture
def listed(session, cast, now):
    def by(viewer=cast.cora, *, limit=50, **wanted):
        return completion_records(session, viewer, RecordFilter(**wanted), limit=limit, now=now)

    return by


def names(page):
    return [row.name for row in page.rows]


def staff(session, cohort, person, role):
    with transaction(session):
        session.add(CohortStaff(cohort_id=cohort.id, person_id=person.id, role=role))


def test_a_record_says_where_somebody_stands(session, cast, edition, now, listed):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now, rights=3)

    ana, ben = listed().rows

    assert (ana.name, ana.email, ana.cohort) == ("Ana Example", "ana@example.org", "Fall 2026")
    assert (ana.state, ana.completed_at, ana.edition) == ("completed", now, edition.id)
    assert (ana.steps_done, ana.steps_total, ana.left) == (5, 5, 0)
    assert ana.exams == {"pre-course": 0, "final": 75}
    assert (ben.state, ben.edition, ben.left, ben.exams) == ("enrolled", "", None, {})


def test_a_stage_lists_just_those_whom_the_dashboard_counts(session, cast, edition, now, listed):
    add_crowd(session, cast.fall, edition, now, people=30)
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    do_the_first_lesson(session, cast.ben_enrolled, edition, now)
    with transaction(session):
        session.get_one(Enrollment, cast.ben_enrolled.id).state = "withdrawn"

    _, *stages = where_trainees_are(session, sight(session, cast.cora), edition=edition)

    assert len({stage.people for stage in stages}) > 2
    for stage in stages:
        assert listed(course=edition.course, stage=stage.key).total == stage.people, stage
    assert listed(course="another", stage="started").total == 0


def test_each_filter_leaves_the_matching_ones(session, cast, edition, now, listed):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now)
    soon = now + timedelta(days=1)

    assert names(listed(cohort=cast.fall.id)) == ["Ana Example"]
    assert names(listed(state="enrolled")) == ["Ben Example"]
    assert names(listed(edition=edition.id)) == ["Ana Example"]
    assert names(listed(course=edition.course)) == ["Ana Example", "Ben Example"]
    assert names(listed(course="another")) == []
    assert names(listed(completed_from=now, completed_before=soon)) == ["Ana Example"]
    assert names(listed(completed_from=soon)) == []
    assert names(listed(completed_before=now)) == []
    assert names(listed(text="BEN")) == ["Ben Example"]
    assert names(listed(quiet_since=now - timedelta(days=14))) == ["Ben Example"]
    assert names(listed(quiet_since=now - timedelta(days=30))) == []
    assert names(listed(text="ana@example")) == ["Ana Example"]
    for text in ("%", "_", "\\", "'; drop table people", "x" * 1000):
        assert names(listed(text=text)) == []
    assert listed(cohort=2**80).total == 0
    assert listed(state="no-such-state").total == 0


@pytest.mark.parametrize("text", ["álvaro", "ÁLVARO", "lvaro muñoz", "MUÑOZ"])
def test_a_name_is_found_in_any_case_of_any_script(session, cast, listed, text):
    with transaction(session):
        cast.ben.name = "Álvaro Muñoz"

    assert names(listed(text=text)) == ["Álvaro Muñoz"]


def test_who_has_cohorts_sees_those_only(session, cast, listed):
    assert names(listed(cast.cora)) == ["Ana Example", "Ben Example"]
    staff(session, cast.spring, cast.cora, "coordinator")

    page = listed(cast.cora)

    assert names(page) == ["Ben Example"]
    assert page.cohorts == {cast.spring.id: "Spring 2027"}
    assert names(listed(cast.cora, cohort=cast.fall.id)) == []
    assert names(listed(cast.cora, text="ana")) == []


@pytest.fixture
def forty_four(session, cast, edition, now):
    """Ana, Ben, a crowd, and two who have Ana's name and the same everything else."""
    add_crowd(session, cast.fall, edition, now, people=40)
    with transaction(session):
        for first in ("twin-a", "twin-b"):
            person = make_person(first, "trainee")
            person.name = cast.ana.name
            session.add(make_enrollment(person, cast.fall))


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("limit", [5, 50])
@pytest.mark.usefixtures("forty_four")
def test_paging_shows_everybody_once_forwards_and_back(listed, sort, limit):
    in_one = listed(sort=sort, limit=1000)
    everybody = [row.id for row in in_one.rows]

    page = listed(sort=sort, limit=limit)
    pages = [page]
    while page.next is not None:
        page = listed(sort=sort, limit=limit, after=page.next)
        pages.append(page)
    forwards = [row.id for each in pages for row in each.rows]
    back = listed(sort=sort, limit=limit, before=pages[-1].rows[0].id)

    assert forwards == everybody
    assert len(set(everybody)) == in_one.total == (44 if sort != "completed" else len(everybody))
    assert pages[0].previous is None
    assert all(each.total == in_one.total for each in pages)
    if len(pages) > 1:
        assert [row.id for row in back.rows] == [row.id for row in pages[-2].rows]
        assert (back.previous is None) == (len(pages) == 2)
        assert back.next == back.rows[-1].id


def test_sorting_by_completion_lists_the_newest_first_and_only_those(
    session, cast, edition, now, listed
):
    add_crowd(session, cast.fall, edition, now, people=30)

    moments = [row.completed_at for row in listed(sort="completed").rows]

    assert len(moments) == 10
    assert moments == sorted(moments, reverse=True)


def test_a_page_costs_two_queries_at_any_size(engine, session, cast, edition, now, listed):
    costs = []
    for people in (0, 60, 300):
        add_crowd(session, cast.fall, edition, now, people=people or 1)
        page = listed(limit=25)
        for wanted in ({}, {"after": page.rows[-1].id}, {"text": "per", "state": "completed"}):
            with counting_queries(engine) as asked:
                listed(limit=25, **wanted)
            costs.append(len(asked))

    assert costs == [2] * 9


def test_beyond_what_is_counted_the_total_only_says_more(
    session, cast, edition, now, listed, monkeypatch
):
    monkeypatch.setattr(pages, "MOST_COUNTED", 60)
    add_crowd(session, cast.fall, edition, now, people=59)

    page = listed()

    assert (page.total, page.more) == (60, True)
    assert (listed(state="completed").more, len(page.rows)) == (False, 50)


def test_an_exam_whose_time_ended_is_closed_before_it_is_listed(
    session, cast, edition, now, listed
):
    yesterday = now - timedelta(days=1)
    begin_final(session, cast.ana_enrolled, edition, yesterday)

    (ana, _) = listed().rows

    assert ana.exams == {"pre-course": 0, "final": 0}
    assert ana.last_active_at == yesterday
