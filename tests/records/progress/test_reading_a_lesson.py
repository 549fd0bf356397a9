from datetime import timedelta

import pytest
from sqlalchemy import select

from course.records.progress import lessons
from course.records.refusals import NotActive, NotYet, Unknown
from course.records.tables import Enrollment, LessonProgress
from course.records.transaction import transaction
from tests.builders import make_edition, make_modules
from tests.queries import counting_queries
from tests.together import together


@pytest.fixture
def rows(session, cast):
    def of_ana():
        session.expire_all()
        return session.scalars(
            select(LessonProgress).where(LessonProgress.enrollment_id == cast.ana_enrolled.id)
        ).all()

    return of_ana


def test_the_first_view_is_recorded_and_the_next_ones_only_read(
    engine, session, cast, edition, now, rows
):
    first = lessons.open_lesson(session, cast.ana_enrolled, "gifts", edition=edition, now=now)
    later = now + timedelta(days=1)
    with counting_queries(engine) as asked:
        again = lessons.open_lesson(session, cast.ana_enrolled, "gifts", edition=edition, now=later)

    assert first.lessons["gifts"].opened_at == now
    assert again.lessons["gifts"].opened_at == now
    assert len(asked) == 1, asked
    assert [row.opened_at for row in rows()] == [now]


def test_opening_a_lesson_is_the_beginning_of_the_course(session, cast, edition, now):
    lessons.open_lesson(session, cast.ana_enrolled, "gifts", edition=edition, now=now)

    session.expire_all()
    assert cast.ana_enrolled.state == "in-progress"
    assert cast.ana_enrolled.last_active_at == now
    assert cast.ana_enrolled.counts["funnel"]["started"] == 1


def test_a_lesson_that_the_course_does_not_have_is_unknown(session, cast, edition, now, rows):
    draft = make_edition(modules=make_modules()[:1])

    for deed in (lessons.open_lesson, lessons.mark_done):
        with pytest.raises(Unknown):
            deed(session, cast.ana_enrolled, "no-such-lesson", edition=edition, now=now)
        with pytest.raises(Unknown):
            deed(session, cast.ana_enrolled, "gifts", edition=draft, now=now)
    assert rows() == []


def test_a_lesson_behind_another_cannot_be_opened_or_done(session, cast, edition, now, rows):
    start = make_modules()[1].model_copy(update={"order": "fixed"})
    fixed = make_edition(modules=(make_modules()[0], start))

    for deed in (lessons.open_lesson, lessons.mark_done):
        with pytest.raises(NotYet, match="Finish “The role” first"):
            deed(session, cast.ana_enrolled, "gifts", edition=fixed, now=now)
    assert rows() == []


def test_a_lesson_is_done_once_in_the_edition_that_was_read(session, cast, edition, now, rows):
    for when in (now, now + timedelta(days=1)):
        lessons.mark_done(session, cast.ana_enrolled, "gifts", edition=edition, now=when)

    (row,) = rows()
    assert (row.done_at, row.edition_id) == (now, edition.id)


def test_done_counts_as_a_step_when_the_lesson_asks_nothing_else(session, cast, edition, now):
    lessons.mark_done(session, cast.ana_enrolled, "gifts", edition=edition, now=now)
    lessons.mark_done(session, cast.ana_enrolled, "how-it-works", edition=edition, now=now)

    session.expire_all()
    assert (cast.ana_enrolled.steps_done, cast.ana_enrolled.steps_total) == (1, 5)


def test_on_hold_a_lesson_can_be_read_but_not_done(session, cast, edition, now, rows):
    with transaction(session):
        cast.ana_enrolled.state = "on-hold"

    deeds = lessons.open_lesson(session, cast.ana_enrolled, "gifts", edition=edition, now=now)

    assert deeds.lessons == {}
    with pytest.raises(NotActive):
        lessons.mark_done(session, cast.ana_enrolled, "gifts", edition=edition, now=now)
    assert rows() == []


def test_ten_windows_that_open_a_lesson_make_one_row(engine, cast, edition, now, rows):
    def open_it(own):
        enrollment = own.get_one(Enrollment, cast.ana_enrolled.id)
        return lessons.open_lesson(own, enrollment, "gifts", edition=edition, now=now)

    opened = together(engine, [open_it] * 10)

    assert all("gifts" in deeds.lessons for deeds in opened), opened
    assert len(rows()) == 1


def test_different_deeds_at_the_same_moment_are_all_counted(engine, session, cast, edition, now):
    free = [module.model_copy(update={"order": "free"}) for module in make_modules()]
    plain = tuple(lesson.model_copy(update={"complete_when": "read"}) for lesson in edition.lessons)
    open_course = edition.model_copy(update={"modules": tuple(free), "lessons": plain})

    def done(lesson):
        def deed(own):
            enrollment = own.get_one(Enrollment, cast.ana_enrolled.id)
            lessons.mark_done(own, enrollment, lesson, edition=open_course, now=now)

        return deed

    outcomes = together(engine, [done(each.id) for each in plain])

    assert outcomes == [None] * 3
    session.expire_all()
    assert cast.ana_enrolled.steps_done == 3
