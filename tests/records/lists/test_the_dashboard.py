from datetime import timedelta

from sqlalchemy import select

from course.records import audit
from course.records.cohorts.sight import sight
from course.records.lists.dashboard import (
    Comparison,
    NeedsYou,
    before_and_after,
    needs_you,
    where_trainees_are,
)
from course.records.reflections import reviewing
from course.records.tables import CohortStaff, Enrollment, Invitation, WrittenReflection
from course.records.transaction import transaction
from tests.builders import make_edition
from tests.crowd import add_crowd
from tests.queries import counting_queries
from tests.story import do_the_first_lesson, send


def invite(session, cohort, email, now, *, used_at=None):
    with transaction(session):
        session.add(
            Invitation(
                token_hash=email.ljust(64, "0"), email=email, role="trainee", cohort_id=cohort.id,
                created_at=now, expires_at=now + timedelta(days=14), used_at=used_at,
            )
        )  # fmt: skip


def test_it_counts_what_waits_too_long(session, cast, edition, now):
    send(session, cast.ana_enrolled, edition, now - timedelta(days=8), shared=True)
    send(session, cast.ben_enrolled, edition, now - timedelta(days=6), shared=True)
    invite(session, cast.fall, "new@example.org", now)
    invite(session, cast.fall, "here@example.org", now, used_at=now)

    assert needs_you(session, cast.cora, now) == NeedsYou(1, 0, 1)
    in_two_weeks = now + timedelta(days=14)
    assert needs_you(session, cast.cora, in_two_weeks) == NeedsYou(2, 2, 1)


def test_what_a_trainer_answered_waits_no_more(session, cast, edition, now):
    send(session, cast.ana_enrolled, edition, now - timedelta(days=8), shared=True)
    written = session.scalars(select(WrittenReflection.id)).one()
    reviewing.reply(session, cast.theo, written, "Tell me more.", now=now)

    assert needs_you(session, cast.cora, now).reflections_overdue == 0


def test_a_private_reflection_waits_for_nobody(session, cast, edition, now):
    send(session, cast.ana_enrolled, edition, now - timedelta(days=8), shared=False)

    assert needs_you(session, cast.cora, now).reflections_overdue == 0


def test_it_counts_in_the_viewers_cohorts_only(session, cast, edition, now):
    send(session, cast.ana_enrolled, edition, now - timedelta(days=20), shared=True)
    invite(session, cast.fall, "new@example.org", now)
    with transaction(session):
        session.add(
            CohortStaff(cohort_id=cast.spring.id, person_id=cast.cora.id, role="coordinator")
        )

    assert needs_you(session, cast.cora, now) == NeedsYou(0, 1, 0)


def test_restored_records_are_as_old_as_the_backup_that_they_came_from(session, cast, now):
    told = {"made_at": (now - timedelta(days=9)).isoformat()}
    with transaction(session):
        audit.record(session, action="restore", actor=None, role="operator", now=now, detail=told)

    assert needs_you(session, cast.cora, now).days_without_backup == 9


def test_the_stages_say_how_far_people_came(engine, session, cast, edition, now):
    add_crowd(session, cast.fall, edition, now, people=9)
    do_the_first_lesson(session, cast.ana_enrolled, edition, now)
    invite(session, cast.fall, "new@example.org", now)

    with counting_queries(engine) as asked:
        stages = where_trainees_are(session, sight(session, cast.cora), edition=edition)

    assert len(asked) == 2, asked
    assert [(each.key, each.people, each.share, each.drop) for each in stages] == [
        ("invited", 12, 100, 0),
        ("enrolled", 11, 91, 1),
        ("started", 4, 33, 7),
        ("exam-pre-course", 3, 25, 1),
        ("lessons", 3, 25, 0),
        ("reflections", 3, 25, 0),
        ("exam-final", 3, 25, 0),
        ("completed", 3, 25, 0),
    ]
    assert [stages[1].title, stages[3].title] == ["Has an account", "Pre-course exam"]


def test_fewer_than_five_people_are_not_broken_down(session, cast, edition, now):
    add_crowd(session, cast.fall, edition, now, people=4)

    def stages(cohort):
        return where_trainees_are(
            session, sight(session, cast.cora), edition=edition, cohort=cohort.id
        )

    assert stages(cast.spring) is None
    assert stages(cast.fall)[1].people == 5


def test_who_withdrew_and_other_courses_are_not_counted(session, cast, edition, now):
    add_crowd(session, cast.fall, edition, now, people=6)
    with transaction(session):
        session.get_one(Enrollment, cast.ana_enrolled.id).state = "withdrawn"
        session.get_one(Enrollment, cast.ben_enrolled.id).course = "another"

    assert where_trainees_are(session, sight(session, cast.cora), edition=edition)[1].people == 6


def test_before_and_after_speak_of_those_alone_who_sent_both(engine, session, cast, edition, now):
    add_crowd(session, cast.fall, edition, now, people=9)
    crowd = session.scalars(select(Enrollment).where(Enrollment.steps_done == 5)).all()
    others = session.scalars(select(Enrollment).where(Enrollment.steps_done.in_((1, 2)))).all()
    with transaction(session):
        for place, one in enumerate([*crowd, *others[:2]]):
            one.counts = {**one.counts, "exams": {"pre-course": 40 + place, "final": 80 + place}}

    with counting_queries(engine) as asked:
        found = before_and_after(session, sight(session, cast.cora), edition=edition)

    assert len(asked) == 2, asked
    assert found == Comparison("Pre-course exam", "Final exam", 5, 42, 82)
    assert (
        before_and_after(session, sight(session, cast.cora), edition=edition, cohort=cast.spring.id)
        is None
    )


def test_fewer_than_five_who_sent_both_are_not_averaged(session, cast, edition, now):
    add_crowd(session, cast.fall, edition, now, people=9)
    crowd = session.scalars(select(Enrollment).where(Enrollment.steps_done == 5)).all()
    with transaction(session):
        for one in crowd:
            one.counts = {**one.counts, "exams": {"pre-course": 40, "final": 80}}

    assert len(crowd) == 3
    assert before_and_after(session, sight(session, cast.cora), edition=edition) is None


def test_a_course_without_an_exam_before_has_nothing_to_hold_beside(session, cast, edition, now):
    add_crowd(session, cast.fall, edition, now, people=9)
    alone = make_edition("alone", modules=edition.modules[1:])

    assert before_and_after(session, sight(session, cast.cora), edition=alone) is None
