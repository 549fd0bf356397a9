from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content.edition import Certificate, Requirement
from course.records.progress.counting import proof_of, recount_course, recount_rest
from course.records.progress.deeds import deeds_of
from course.records.progress.lessons import mark_done
from course.records.progress.practice import answer_practice
from course.records.tables import AuditEvent, Completion, Enrollment
from course.records.transaction import transaction
from tests.builders import make_edition, right
from tests.queries import counting_queries
from tests.story import begin_final, do_everything_but_the_final, go_live, send, take_the_final


def test_the_last_requirement_met_completes_the_course(session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    assert session.scalars(select(Completion)).all() == []
    later = now + timedelta(days=1)

    take_the_final(session, cast.ana_enrolled, edition, later, rights=3)

    session.expire_all()
    ana = cast.ana_enrolled
    assert (ana.state, ana.completed_at) == ("completed", later)
    assert (ana.steps_done, ana.steps_total) == (5, 5)
    assert ana.counts == {
        "edition": edition.id,
        "funnel": {
            "started": 1, "exam-pre-course": 1, "lessons": 1, "reflections": 1, "exam-final": 1,
            "completed": 1,
        },
        "exams": {"pre-course": 0, "final": 75},
        "left": 0,
        "requirements": [
            ["lesson", "Complete all 3 lessons", 3, 3, now.isoformat()],
            ["reflection", "Complete all 2 reflections", 2, 2, now.isoformat()],
            ["exam", "Take: Pre-course exam", 1, 1, now.isoformat()],
            ["exam", "Pass: Final exam", 1, 1, later.isoformat()],
        ],
    }  # fmt: skip
    completion = session.scalars(select(Completion)).one()
    assert (completion.edition_id, completion.completed_at) == (edition.id, later)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "complete")).one()
    assert (event.enrollment_id, event.detail) == (ana.id, {"edition": edition.id})


def test_a_failed_final_completes_nothing(session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)

    take_the_final(session, cast.ana_enrolled, edition, now, rights=2)

    session.expire_all()
    assert cast.ana_enrolled.state == "in-progress"
    assert cast.ana_enrolled.counts["left"] == 1


def test_the_proof_is_of_the_live_edition_until_completion_and_kept_afterwards(
    session, cast, edition, now
):
    asks_more = make_edition(
        "later", certificate=Certificate(title="Other", requires=(Requirement(kind="lessons"),))
    )
    begin_final(session, cast.ana_enrolled, edition, now)
    before = proof_of(session, cast.ana_enrolled, edition)
    assert not before.met
    assert proof_of(session, cast.ana_enrolled, asks_more).met

    take_the_final(session, cast.ana_enrolled, edition, now)

    session.expire_all()
    kept = proof_of(session, cast.ana_enrolled, asks_more)
    assert kept.met
    assert kept == proof_of(session, cast.ana_enrolled, edition)
    assert len(kept.leaves) == len(before.leaves)


def test_a_completed_course_stays_completed_whatever_is_done_or_published(
    session, cast, edition, now
):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now)
    later = now + timedelta(days=9)

    answer = right(edition.assessment_by_id["practice"].by_id["ethics-p-1"])
    answer_practice(session, cast.ana_enrolled, "ethics-p-1", answer, edition=edition, now=later)
    send(session, cast.ana_enrolled, edition, later, shared=True)
    take_the_final(session, cast.ana_enrolled, edition, later, rights=0)
    second = make_edition("second")
    go_live(session, second)
    recount_course(session, edition=second, now=later)

    session.expire_all()
    assert (cast.ana_enrolled.state, cast.ana_enrolled.completed_at) == ("completed", now)
    assert len(session.scalars(select(Completion)).all()) == 1


def test_what_was_completed_is_counted_under_its_own_edition_for_ever(session, cast, edition, now):
    ana = cast.ana_enrolled
    do_everything_but_the_final(session, ana, edition, now)
    take_the_final(session, ana, edition, now)
    before = (ana.steps_done, ana.steps_total, ana.counts)
    with transaction(session):
        ana.counts = {name: each for name, each in ana.counts.items() if name != "requirements"}
    less = make_edition("less", modules=edition.modules[:1])
    go_live(session, less)

    recount_rest(session, edition=less, now=now)

    session.expire_all()
    assert (ana.steps_done, ana.steps_total, ana.counts) == before


def test_after_a_publish_everybody_is_counted_under_the_new_edition(session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    shorter = make_edition("second", modules=edition.modules[:1])

    go_live(session, shorter)

    assert recount_course(session, edition=shorter, now=now) == 2
    assert recount_course(session, edition=make_edition(course="another"), now=now) == 0

    session.expire_all()
    assert (cast.ana_enrolled.steps_done, cast.ana_enrolled.steps_total) == (2, 2)
    assert cast.ben_enrolled.state == "enrolled"


def test_whom_a_publish_left_uncounted_is_counted_and_nobody_else(
    engine, session, cast, edition, now
):
    """Ana has nothing left to do, so no deed of hers would ever count her."""
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    less = make_edition(
        "less", certificate=Certificate(title="Other", requires=(Requirement(kind="lessons"),))
    )
    go_live(session, less)
    mark_done(session, cast.ben_enrolled, "how-it-works", edition=less, now=now)

    assert recount_rest(session, edition=less, now=now) == 1

    session.expire_all()
    assert (cast.ana_enrolled.state, cast.ben_enrolled.state) == ("completed", "in-progress")
    with counting_queries(engine) as asked:
        assert recount_rest(session, edition=less, now=now) == 0
    assert len(asked) == 1, asked


def test_a_deed_under_the_edition_of_before_counts_under_the_live_one(session, cast, edition, now):
    """A process serves the edition before for some seconds; its counts must not stay."""
    shorter = make_edition("second", modules=edition.modules[:1])
    go_live(session, shorter)
    recount_course(session, edition=shorter, now=now)

    mark_done(session, cast.ana_enrolled, "how-it-works", edition=edition, now=now)
    recount_course(session, edition=edition, now=now)

    session.expire_all()
    assert (cast.ana_enrolled.steps_done, cast.ana_enrolled.steps_total) == (1, 2)


def test_a_publish_that_asks_less_completes_who_has_done_enough(session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    requires = tuple(each for each in edition.certificate.requires if each.exam != "final")
    easier = edition.certificate.model_copy(update={"requires": requires})

    less = make_edition("less", certificate=easier)
    go_live(session, less)
    recount_course(session, edition=less, now=now)

    session.expire_all()
    assert cast.ana_enrolled.state == "completed"


def test_a_publish_counts_what_others_did_since_its_session_looked(
    engine, session, cast, edition, now
):
    requires = tuple(each for each in edition.certificate.requires if each.exam != "final")
    less = make_edition(
        "less", certificate=edition.certificate.model_copy(update={"requires": requires})
    )
    with Session(engine, expire_on_commit=False) as publishing:
        looked_at = publishing.get_one(Enrollment, cast.ana_enrolled.id)
        do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
        go_live(publishing, less)
        recount_course(publishing, edition=less, now=now)

        assert looked_at.state == "completed"


@pytest.mark.parametrize("state", ["withdrawn", "on-hold"])
def test_who_is_not_active_is_counted_by_a_publish_and_stays_as_they_are(
    session, cast, edition, now, state
):
    """Their page shows the proof under the live edition, so the lists have to as well."""
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    with transaction(session):
        cast.ana_enrolled.state = state
    asked = Certificate(title="Other", requires=(Requirement(kind="lessons"),))
    less = make_edition("less", certificate=asked)
    go_live(session, less)

    recount_course(session, edition=less, now=now)

    session.expire_all()
    ana = cast.ana_enrolled
    assert (ana.state, ana.completed_at) == (state, None)
    assert (ana.counts["edition"], ana.counts["left"]) == (less.id, 0)
    assert [group.requirement for group in proof_of(session, ana, less).groups] == [
        words for _, words, *_ in ana.counts["requirements"]
    ]


def test_all_deeds_are_one_query_and_hold_no_text(engine, session, cast, edition, now):
    begin_final(session, cast.ana_enrolled, edition, now)

    with counting_queries(engine) as asked:
        deeds = deeds_of(session, cast.ana_enrolled)

    assert len(asked) == 1, asked
    assert set(deeds.lessons) == {"how-it-works", "the-role", "gifts"}
    assert set(deeds.answered) == {"ethics-p-1"}
    assert set(deeds.reflections) == {"first-day", "a-gift"}
    assert set(deeds.exams) == {"pre-course", "final"}
    assert deeds.exams["final"].open_attempt is not None
    assert deeds.lessons["gifts"].opened_at == now
