import pytest

from course.records.cohorts.enrollments import enrollments_of, own_enrollment
from course.records.progress import practice
from course.records.refusals import NotActive
from course.records.transaction import transaction
from tests.builders import COURSE, right
from tests.cast import make_cohort, make_enrollment
from tests.queries import counting_queries


def leave(session, enrollment):
    with transaction(session):
        enrollment.state = "withdrawn"


def test_ones_courses_are_told_from_those_one_has_left(session, cast):
    with transaction(session):
        other = make_enrollment(cast.ana, make_cohort("Other", "QTHERABC", "second-course"))
        session.add(other)
    both = {COURSE: cast.ana_enrolled, "second-course": other}
    assert enrollments_of(session, cast.ana) == (both, {})
    leave(session, cast.ana_enrolled)
    now, left = enrollments_of(session, cast.ana)
    assert (now, left) == ({"second-course": other}, {COURSE: cast.ana_enrolled})


def test_a_course_that_one_came_back_to_is_not_one_that_one_left(session, cast):
    leave(session, cast.ana_enrolled)
    with transaction(session):
        again = make_enrollment(cast.ana, cast.fall)
        session.add(again)
    assert enrollments_of(session, cast.ana) == ({COURSE: again}, {})
    leave(session, again)
    assert enrollments_of(session, cast.ana) == ({}, {COURSE: again})


def test_an_enrollment_comes_with_the_answers_asked_for_in_one_query(
    session, cast, edition, now, engine
):
    item = edition.assessment_by_id["practice"].by_id["role-p-1"]
    for enrollment in (cast.ana_enrolled, cast.ben_enrolled):
        practice.answer_practice(
            session, enrollment, item.id, right(item), edition=edition, now=now
        )
    with counting_queries(engine) as asked:
        enrollment, answers = own_enrollment(
            session, cast.ana, COURSE, items=["role-p-1", "ethics-p-1"]
        )
    assert len(asked) == 1
    assert enrollment == cast.ana_enrolled
    assert {id: tuple(each.answer) for id, each in answers.items()} == {item.id: right(item)}


def test_nobody_is_on_a_course_that_they_never_joined(session, cast):
    assert own_enrollment(session, cast.ana, "second-course") is None
    assert own_enrollment(session, cast.theo, COURSE) is None


def test_who_left_is_told_so(session, cast):
    leave(session, cast.ana_enrolled)
    with pytest.raises(NotActive):
        own_enrollment(session, cast.ana, COURSE)


def test_who_came_back_is_on_it_again(session, cast):
    leave(session, cast.ana_enrolled)
    with transaction(session):
        again = make_enrollment(cast.ana, cast.fall)
        session.add(again)
    found = own_enrollment(session, cast.ana, COURSE)
    assert found == (again, {})
