"""Real threads on real databases: two windows, a double send, a save beside a submit."""

from functools import partial

from sqlalchemy import func, select

from course.records.attempts import saving, starting, submitting
from course.records.tables import Attempt, AuditEvent, Enrollment, Response, Score
from tests.builders import right
from tests.story import begin_final, do_the_first_lesson
from tests.together import together


def test_twenty_windows_that_start_share_one_attempt(engine, session, cast, edition, now):
    do_the_first_lesson(session, cast.ana_enrolled, edition, now)

    def start(own):
        enrollment = own.get_one(Enrollment, cast.ana_enrolled.id)
        return starting.start(own, enrollment, "pre-course", edition=edition, now=now).id

    started = together(engine, [start] * 20)

    assert len(set(started)) == 1, started
    assert session.scalar(select(func.count(Attempt.id))) == 1


def test_twenty_submits_make_one_score(engine, session, cast, edition, now):
    attempt = begin_final(session, cast.ana_enrolled, edition, now)

    def submit(own):
        mine = own.get_one(Attempt, attempt.id)
        return submitting.submit(own, mine, edition=edition, now=now).id

    scores = together(engine, [submit] * 20)

    assert len(set(scores)) == 1, scores
    of_it = select(func.count(Score.id)).where(Score.attempt_id == attempt.id)
    assert session.scalar(of_it) == 1
    sent = select(AuditEvent.action).where(AuditEvent.action.startswith("submit"))
    actions = session.scalars(sent).all()
    assert actions.count("submit-again") == 19


def test_a_save_beside_a_submit_is_counted_or_refused(engine, session, cast, edition, now):
    exam = edition.assessment_by_id["final"]
    attempt = begin_final(session, cast.ana_enrolled, edition, now)

    def save(own, item):
        mine = own.get_one(Attempt, attempt.id)
        answer = right(exam.by_id[item])
        return saving.save(own, mine, item, answer, edition=edition, now=now)

    def submit(own):
        return submitting.submit(own, own.get_one(Attempt, attempt.id), edition=edition, now=now)

    saves = [partial(save, item=item) for item, _ in attempt.form] * 3
    *outcomes, score = together(engine, [*saves, submit])

    acknowledged = {
        item
        for (item, _), outcome in zip(attempt.form * 3, outcomes, strict=True)
        if isinstance(outcome, saving.Saved)
    }
    assert all(isinstance(each, saving.Saved | saving.Closed) for each in outcomes), outcomes
    assert score.raw == 1000 * len(acknowledged)
    assert session.scalar(select(func.count()).select_from(Response)) == len(acknowledged)


def test_saves_in_any_order_leave_the_newest(engine, session, cast, edition, now):
    attempt = begin_final(session, cast.ana_enrolled, edition, now)
    item = edition.assessment_by_id["final"].by_id[attempt.form[0][0]]

    def save(own, sequence):
        mine = own.get_one(Attempt, attempt.id)
        answer = [item.options[sequence % 3].id]
        return saving.save(own, mine, item.id, answer, edition=edition, now=now, sequence=sequence)

    outcomes = together(engine, [partial(save, sequence=n) for n in range(1, 16)])

    assert all(isinstance(each, saving.Saved | saving.Stale) for each in outcomes), outcomes
    row = session.get_one(Response, (attempt.id, item.id))
    assert row.sequence == 15
    assert row.answer == [item.options[0].id]
