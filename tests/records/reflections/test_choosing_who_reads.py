"""An author shares what they sent, and stops: one act each, which touches no text."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from course.content.edition import Module, Step
from course.records.lists.dashboard import needs_you
from course.records.reflections import choosing, reviewing, to_review
from course.records.reflections.to_review import QueueFilter
from course.records.refusals import NotActive, NotYet, Unknown, Withdrawn
from course.records.tables import AuditEvent, Enrollment, Person, WrittenReflection
from course.records.transaction import transaction
from tests.builders import make_edition
from tests.records.reflections.conftest import FIRST
from tests.story import WORDS
from tests.together import together


def actions(session):
    own = AuditEvent.action.in_(["share-reflection", "stop-sharing-reflection"])
    return session.scalars(select(AuditEvent.action).where(own).order_by(AuditEvent.id)).all()


def change(session, cast, state):
    with transaction(session):
        session.merge(cast.ana_enrolled).state = state


def test_what_was_sent_in_private_is_shared_as_it_was_sent(ana):
    ana.send()
    assert ana.theo_reads() is None

    ana.share()

    assert ana.theo_reads() == [WORDS]
    assert [(each.text, each.shared) for each in ana.written().messages] == [(WORDS, True)]


def test_only_the_version_sent_last_is_shared_and_no_draft(ana):
    ana.send(text=f"{WORDS} CANARY first")
    ana.send(text=WORDS)
    ana.draft("CANARY draft", shared=True)

    ana.share()

    assert ana.theo_reads() == [WORDS]
    assert (ana.written().text, ana.written().sequence) == ("CANARY draft", 7)


def test_a_version_that_its_author_did_not_choose_is_not_shared(session, ana):
    ana.send()
    chosen = ana.newest()
    ana.send(text=f"{WORDS} CANARY from another window")

    for version in (chosen, "", "x"):
        with pytest.raises(choosing.AnotherVersion):
            ana.share(version=version)

    assert ana.theo_reads() is None
    assert actions(session) == []


def test_stopping_takes_back_every_version_and_leaves_the_draft(ana):
    ana.send(shared=True)
    ana.send(text=f"{WORDS} More.", shared=True)
    ana.draft("Not ready")

    ana.stop()

    assert ana.theo_reads() is None
    assert not any(each.shared for each in ana.written().messages)
    assert (ana.written().text, ana.written().sequence) == ("Not ready", 7)


def test_both_are_in_the_audit_log_and_pressed_twice_is_once(session, ana):
    ana.send()
    version = ana.newest()
    for act in (partial(ana.share, version=version), ana.stop):
        act()
        act()

    assert actions(session) == ["share-reflection", "stop-sharing-reflection"]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action.contains("stop"))).one()
    assert event.detail == {"reflection": FIRST}


def test_shared_later_it_waits_for_the_trainers_from_then_on(session, cast, now, ana):
    ana.send()
    later = now + timedelta(days=30)

    ana.share(when=later)

    (row,), _ = to_review.queue(session, cast.theo, QueueFilter())
    assert row.sent_at == later
    assert needs_you(session, cast.cora, later).reflections_overdue == 0


def test_shared_again_what_was_replied_to_does_not_wait_again(session, cast, now, ana):
    ana.send(shared=True)
    reviewing.reply(session, cast.theo, ana.written().id, "What else might help Sam?", now=now)
    ana.stop()

    ana.share(when=now + timedelta(days=1))

    assert to_review.queue(session, cast.theo, QueueFilter()) == ([], False)
    (row,), _ = to_review.queue(session, cast.theo, QueueFilter(state="replied"))
    assert row.sent_at == now


@pytest.mark.parametrize("state", ["changes-asked", "accepted"])
def test_what_a_trainer_decided_stays_when_the_sharing_stops_and_begins_again(
    cast, edition, now, ana, state
):
    ana.send(shared=True)
    if state == "accepted":
        reviewing.accept(ana.session, cast.theo, ana.written().id, edition=edition, now=now)
    else:
        reviewing.ask_for_changes(ana.session, cast.theo, ana.written().id, "Say more.", now=now)

    ana.stop()
    assert (ana.written().state, ana.written().shared) == (state, False)
    ana.share()

    assert (ana.written().state, ana.written().shared) == (state, True)


def test_a_new_version_of_what_was_accepted_is_read_and_waits_for_nobody(
    session, cast, edition, now, ana
):
    """Accepted stays accepted: there is nothing left to decide, and nothing is overdue."""
    ana.send(shared=True)
    reviewing.accept(session, cast.theo, ana.written().id, edition=edition, now=now)
    ana.stop()
    ana.send(text=f"{WORDS} More.")
    later = now + timedelta(days=1)

    ana.share(when=later)

    assert ana.theo_reads() == ["", f"{WORDS} More."]
    assert ana.written().state == "accepted"
    assert to_review.queue(session, cast.theo, QueueFilter()) == ([], False)
    (row,), _ = to_review.queue(session, cast.theo, QueueFilter(state="accepted"))
    assert row.sent_at == later
    assert needs_you(session, cast.cora, later + timedelta(days=30)).reflections_overdue == 0


def test_shared_it_counts_as_done_once_it_is_accepted_and_kept_private_at_once(
    session, cast, edition, now, ana
):
    def left():
        session.expire_all()
        return cast.ana_enrolled.counts["left"]

    ana.send()
    before = left()
    ana.share()
    assert left() == before + 1
    ana.stop()
    assert left() == before
    ana.share()
    reviewing.accept(session, cast.theo, ana.written().id, edition=edition, now=now)
    assert left() == before


def test_a_draft_that_was_never_sent_is_neither_shared_nor_stopped(session, ana):
    ana.draft("Half a thought", shared=True)

    for act in (partial(ana.share, version="1"), ana.stop):
        with pytest.raises(Unknown):
            act()

    assert ana.written().shared, "the wish for when it is sent stays"
    assert actions(session) == []


def test_what_was_never_begun_or_is_not_in_the_course_is_unknown(ana):
    for act in (partial(ana.share, version="1"), ana.stop):
        for reflection in (FIRST, "no-such-reflection"):
            with pytest.raises(Unknown):
                act(reflection)


def test_what_the_course_keeps_for_its_author_is_not_shared(session, ana):
    ana.send(reflection="a-gift")

    with pytest.raises(choosing.NeverShared):
        ana.share("a-gift")

    assert actions(session) == []


def test_what_the_course_keeps_for_its_author_from_now_on_can_still_be_stopped(edition, ana):
    ana.send(shared=True)
    first, *rest = edition.reflections
    never = first.model_copy(update={"share": "never"})
    under = make_edition("never", reflections=(never, *rest))

    ana.stop(under=under)

    assert ana.theo_reads() is None


@pytest.mark.parametrize(("state", "refusal"), [("on-hold", NotActive), ("withdrawn", Withdrawn)])
def test_who_is_not_at_work_on_the_course_shares_nothing_and_can_still_stop(
    session, cast, ana, state, refusal
):
    ana.send()
    change(session, cast, state)
    with pytest.raises(refusal):
        ana.share()
    change(session, cast, "in-progress")
    ana.share()
    change(session, cast, state)

    ana.stop()

    assert not ana.written().shared
    session.expire_all()
    assert cast.ana_enrolled.state == state


def test_where_the_step_is_not_open_nothing_is_shared_and_it_can_be_stopped(ana):
    ana.send()
    after = Step(kind="lesson", id="the-role", after=("how-it-works",))
    steps = (Step(kind="lesson", id="how-it-works"), after)
    closed = make_edition("closed", modules=(Module(title="All", order="free", steps=steps),))
    ana.share()  # so that the lesson waits, and is not completed

    ana.stop(under=closed)
    assert ana.theo_reads() is None

    with pytest.raises(NotYet, match="Finish “How it works” first"):
        ana.share(under=closed)
    assert ana.theo_reads() is None


def test_a_stop_and_an_acceptance_at_once_leave_it_private(
    engine, session, cast, edition, now, ana
):
    ana.send(shared=True)
    key, mine, theo = ana.written().id, cast.ana_enrolled.id, cast.theo.id
    session.rollback()

    def stop(own):
        enrollment = own.get_one(Enrollment, mine)
        return choosing.keep_private(own, enrollment, FIRST, edition=edition, now=now)

    def accept(own):
        trainer = own.get_one(Person, theo)
        reviewing.accept(own, trainer, key, edition=edition, now=now)

    outcomes = together(engine, [stop, accept, stop, accept])

    assert outcomes[0] == outcomes[2] == []
    assert all(each is None or isinstance(each, Unknown) for each in outcomes[1::2]), outcomes
    session.expire_all()
    assert not session.get_one(WrittenReflection, key).shared
    assert actions(session) == ["share-reflection", "stop-sharing-reflection"]


def test_ten_presses_share_it_once(engine, session, cast, edition, now, ana):
    ana.send()
    version, mine = ana.newest(), cast.ana_enrolled.id
    session.rollback()

    def share(own):
        enrollment = own.get_one(Enrollment, mine)
        choosing.share_sent(own, enrollment, FIRST, version, edition=edition, now=now)

    assert together(engine, [share] * 10) == [None] * 10
    assert actions(session) == ["share-reflection"]
