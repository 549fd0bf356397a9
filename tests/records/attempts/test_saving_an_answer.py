from datetime import timedelta

import pytest
from sqlalchemy import select

from course.grading.item_types import DONT_KNOW, NotAnAnswer
from course.records.attempts import saving, submitting
from course.records.cohorts import enrolling
from course.records.refusals import NotActive
from course.records.tables import LateResponse, Response
from tests.builders import make_edition, right, wrong
from tests.story import begin_final, begin_pre_course


@pytest.fixture
def attempt(session, cast, edition, now):
    return begin_final(session, cast.ana_enrolled, edition, now)


@pytest.fixture
def item(attempt, edition):
    return edition.assessment_by_id["final"].by_id[attempt.form[0][0]]


@pytest.fixture
def save(session, attempt, item, edition, now):
    def save_now(values, *, when=now, of=item.id, **more):
        return saving.save(session, attempt, of, values, edition=edition, now=when, **more)

    return save_now


def stored(session, attempt, item):
    return session.get_one(Response, (attempt.id, item.id), populate_existing=True)


def test_an_answer_is_stored_with_its_time_and_sequence(session, attempt, item, save, now):
    saved = save(right(item), sequence=3, later=True)

    assert saved == saving.Saved(now, 3)
    row = stored(session, attempt, item)
    assert tuple(row.answer) == right(item)
    assert row.later
    assert row.saved_at == now


def test_an_older_save_never_overwrites_a_newer_one(session, attempt, item, save):
    save(right(item), sequence=7)

    with pytest.raises(saving.Stale) as refusal:
        save(wrong(item), sequence=6)

    assert refusal.value.answer == right(item)
    assert refusal.value.sequence == 7
    assert tuple(stored(session, attempt, item).answer) == right(item)


def test_the_same_save_may_come_again_after_its_reply_was_lost(item, save, now):
    first = save(right(item), sequence=7)

    assert save(right(item), sequence=7, when=now + timedelta(seconds=5)) == first


def test_two_windows_with_the_same_number_are_told_of_each_other(item, save):
    save(right(item), sequence=2)

    with pytest.raises(saving.Stale, match="another window"):
        save(wrong(item), sequence=2)


def test_a_form_without_a_script_is_always_the_newest(session, attempt, item, save):
    save(right(item), sequence=7)

    assert save(wrong(item)).sequence == 8
    assert tuple(stored(session, attempt, item).answer) == wrong(item)
    assert save(right(item)).sequence == 9


def test_an_answer_may_be_taken_back(session, attempt, item, save):
    save(right(item))
    save([])

    assert stored(session, attempt, item).answer == []


def test_what_is_no_answer_is_refused_and_nothing_is_stored(session, attempt, item, edition, save):
    other = edition.assessment_by_id["pre-course"].items[0]
    both = [*right(item), *wrong(item)]

    for values in (both, right(other), ["-1"], ["NaN"], ["x" * 10_000], [DONT_KNOW]):
        with pytest.raises(NotAnAnswer):
            save(values)
    for unknown in ("no-such-item", other.id, "x" * 10_000, ""):
        with pytest.raises(saving.NotInForm):
            save([], of=unknown)
    for number in (0, -1, 2**63):
        with pytest.raises(saving.NotInForm):
            save(right(item), sequence=number)

    assert session.scalars(select(Response).where(Response.attempt_id == attempt.id)).all() == []


def test_an_item_that_the_form_did_not_draw_is_refused(attempt, edition, save):
    drawn = {item for item, _ in attempt.form}
    left_out = next(
        item for item in edition.assessment_by_id["final"].items if item.id not in drawn
    )

    with pytest.raises(saving.NotInForm):
        save(right(left_out), of=left_out.id)


def test_i_dont_know_is_an_answer_where_the_exam_offers_it(session, cast, edition, now):
    attempt = begin_pre_course(session, cast.ana_enrolled, edition, now)
    item = attempt.form[0][0]

    saving.save(session, attempt, item, [DONT_KNOW], edition=edition, now=now)

    assert session.get_one(Response, (attempt.id, item)).answer == [DONT_KNOW]


def test_after_sending_an_answer_is_refused_and_unchanged(
    session, attempt, item, edition, save, now
):
    save(right(item))
    submitting.submit(session, attempt, edition=edition, now=now)

    with pytest.raises(saving.Closed) as refusal:
        save(wrong(item), when=now + timedelta(seconds=1))

    assert refusal.value.submitted_at == now
    assert tuple(stored(session, attempt, item).answer) == right(item)


@pytest.fixture(params=["hold", "withdraw"])
def not_active(request, session, cast, attempt, now):
    """Ana's enrollment is put on hold, or withdrawn, while her exam is open."""

    def change():
        enrollment = cast.ana_enrolled
        enrolling.change_state(
            session, enrollment, request.param, reason="asked", actor=cast.cora, now=now
        )

    return change


def test_who_is_not_active_can_neither_save_nor_send(
    session, attempt, item, edition, save, not_active
):
    save(right(item))
    not_active()

    with pytest.raises(NotActive, match="Ask your coordinator"):
        save(wrong(item))
    with pytest.raises(NotActive, match="Ask your coordinator"):
        submitting.submit(session, attempt, edition=edition, now=attempt.started_at)

    assert tuple(stored(session, attempt, item).answer) == right(item)
    assert submitting.score_of(session, attempt) is None


def test_an_answer_within_the_grace_still_counts(session, attempt, item, save):
    ends = attempt.due_at

    save(wrong(item), when=ends - timedelta(seconds=1))
    save(right(item), when=ends + timedelta(seconds=29))

    row = stored(session, attempt, item)
    assert tuple(row.answer) == right(item)
    assert row.saved_at > ends


@pytest.mark.parametrize("closed_first", [False, True])
def test_a_late_answer_is_kept_but_does_not_count(
    session, attempt, item, edition, save, closed_first
):
    save(wrong(item))
    late = attempt.due_at + timedelta(seconds=31)
    if closed_first:
        submitting.close_overdue(session, late)

    with pytest.raises(saving.TooLate):
        save(right(item), when=late)

    kept = session.scalars(select(LateResponse)).one()
    assert tuple(kept.answer) == right(item)
    assert kept.received_at == late
    score = submitting.submit(session, attempt, edition=edition, now=late)
    assert score.raw == 0


def test_an_open_attempt_goes_on_under_its_own_edition(session, attempt, item, now):
    newer = make_edition("second", assessments=())

    saved = saving.save(session, attempt, item.id, right(item), edition=newer, now=now)

    assert saved.sequence == 1
