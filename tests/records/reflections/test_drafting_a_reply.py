"""A reply that is begun: kept for the trainer who writes it, and for nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from course.records.reflections import drafting, reviewing, sharing, to_review
from course.records.reflections.to_review import QueueFilter
from course.records.reflections.writing import LONGEST, Stale
from course.records.refusals import TooLong, Unknown
from course.records.tables import AuditEvent, CohortStaff, ReplyDraft, WrittenReflection
from course.records.transaction import transaction
from tests.cast import make_person
from tests.story import send, stop_sharing


@pytest.fixture
def written(session, cast, edition, now):
    """The number of Ana's reflection, shared with the trainers of her cohort."""
    send(session, cast.ana_enrolled, edition, now, shared=True)
    return session.scalars(select(WrittenReflection.id)).one()


@pytest.fixture
def sam(session, cast):
    """A second trainer of Ana's cohort."""
    with transaction(session):
        sam = make_person("sam", "trainer")
        session.add(sam)
        session.flush()
        session.add(CohortStaff(cohort_id=cast.fall.id, person_id=sam.id, role="trainer"))
    return sam


@pytest.fixture
def save(session, written, now):
    def saved(trainer, text, sequence=None, at=now):
        return drafting.save_draft(
            session, trainer, written, drafting.Begun(text, sequence), now=at
        )

    return saved


def text_of(session, trainer, written):
    draft = drafting.draft_of(session, trainer, written)
    return draft.text if draft else None


def test_a_draft_is_there_for_its_trainer_and_for_no_other(session, cast, sam, written, save, now):
    saved = save(cast.theo, "I hear that")

    assert (saved.at, saved.sequence) == (now, 1)
    assert text_of(session, cast.theo, written) == "I hear that"
    assert text_of(session, sam, written) is None


def test_a_draft_reaches_nobody_and_no_log(session, cast, written, save):
    save(cast.theo, "I hear that")

    thread = sharing.thread_for_trainer(session, cast.theo, written, now=cast.theo.created_at)
    assert [entry.kind for entry in thread.entries] == ["version"]
    actions = set(session.scalars(select(AuditEvent.action)))
    assert actions == {"share-reflection", "read-reflection"}


def test_saving_again_keeps_the_newest(session, cast, written, save, now):
    save(cast.theo, "I", 1)
    later = now + timedelta(seconds=9)

    saved = save(cast.theo, "I hear that", 2, later)

    assert (saved.at, saved.sequence) == (later, 2)
    assert text_of(session, cast.theo, written) == "I hear that"


def test_no_words_begin_no_draft_but_can_be_left_of_one(session, cast, written, save):
    save(cast.theo, "  ", 1)
    assert text_of(session, cast.theo, written) is None

    save(cast.theo, "I", 2)
    save(cast.theo, "", 3)
    assert text_of(session, cast.theo, written) == ""


def test_an_older_window_never_overwrites_a_newer_text(session, cast, written, save, now):
    save(cast.theo, "The newer text", 5)

    with pytest.raises(Stale) as refusal:
        save(cast.theo, "The older text", 4)

    assert (refusal.value.text, refusal.value.sequence) == ("The newer text", 5)
    assert text_of(session, cast.theo, written) == "The newer text"
    assert save(cast.theo, "The newer text", 5).at == now, "the same save, answered once more"
    assert save(cast.theo, "By the form").sequence == 6


@pytest.mark.parametrize("who", ["cora", "ana"])
def test_only_whom_it_is_shared_with_can_begin_a_reply(session, cast, save, who):
    with pytest.raises(Unknown):
        save(getattr(cast, who), "I hear that")

    assert session.scalars(select(ReplyDraft)).all() == []


def test_once_sharing_stops_no_draft_can_be_read_or_saved(
    session, cast, written, edition, save, now
):
    save(cast.theo, "I hear that")
    stop_sharing(session, cast.ana_enrolled, edition, now)

    with pytest.raises(Unknown):
        save(cast.theo, "I hear that too")
    assert text_of(session, cast.theo, written) is None


@pytest.mark.parametrize("how", ["saving", "sending"])
def test_once_sharing_stops_no_draft_of_this_reflection_is_left(  # noqa: PLR0917  # fixtures
    session, cast, sam, edition, save, now, how
):
    with transaction(session):
        other = WrittenReflection(
            enrollment_id=cast.ana_enrolled.id, reflection="another", edition_id=edition.id,
            text="", shared=True, state="sent", saved_at=now, sent_at=now,
        )  # fmt: skip
        session.add(other)
        session.flush()
        kept = ReplyDraft(
            reflection_id=other.id, trainer_id=sam.id, text="Well said", sequence=1, saved_at=now
        )
        session.add(kept)
    for trainer in (cast.theo, sam):
        save(trainer, "I hear that")
    stop = stop_sharing if how == "saving" else send

    stop(session, cast.ana_enrolled, edition, now)

    assert session.scalars(select(ReplyDraft)).all() == [kept]


def test_a_draft_may_be_long_and_no_longer(session, cast, written, save):
    save(cast.theo, "x" * LONGEST)

    with pytest.raises(TooLong):
        save(cast.theo, "x" * (LONGEST + 1))


@pytest.mark.parametrize("act", ["reply", "accept", "ask_for_changes"])
def test_an_answer_that_is_sent_ends_its_draft_and_no_other(  # noqa: PLR0917  # fixtures
    session, cast, sam, written, edition, save, now, act
):
    save(cast.theo, "I hear that")
    save(sam, "Well said")
    more = {"edition": edition} if act == "accept" else {}

    getattr(reviewing, act)(session, cast.theo, written, "I hear that", now=now, **more)

    assert text_of(session, cast.theo, written) is None
    assert text_of(session, sam, written) == "Well said"


def test_a_save_that_was_under_way_brings_back_no_draft_of_what_was_sent(
    session, cast, written, save, now
):
    save(cast.theo, "I hear", 1)
    reviewing.reply(session, cast.theo, written, "I hear that", now=now)

    late = save(cast.theo, "I hear that", 2)

    assert (late.at, late.sequence) == (now, 2)
    assert text_of(session, cast.theo, written) is None
    save(cast.theo, "And one thing more", 3)
    assert text_of(session, cast.theo, written) == "And one thing more"


def test_a_reply_that_is_sent_twice_leaves_no_draft(session, cast, written, save, now):
    reviewing.reply(session, cast.theo, written, "I hear that", now=now)
    save(cast.theo, "I hear that, and more")
    save(cast.theo, "I hear that")

    reviewing.reply(session, cast.theo, written, "I hear that", now=now)

    assert text_of(session, cast.theo, written) is None


def test_a_draft_that_was_emptied_or_is_anothers_is_none(session, cast, sam, written, save):
    save(cast.theo, "I hear that", 1)
    save(cast.theo, "", 2)
    save(sam, "Well said")

    listed, _ = to_review.queue(session, cast.theo, QueueFilter())
    mine, _ = to_review.queue(session, cast.theo, QueueFilter(mine=True))
    assert ([row.begun for row in listed], mine) == ([False], [])
    assert text_of(session, cast.theo, written) == ""


def test_an_answer_that_is_refused_leaves_the_draft(session, cast, written, save, now):
    save(cast.theo, "I hear that")

    with pytest.raises(reviewing.NothingWritten):
        reviewing.ask_for_changes(session, cast.theo, written, " ", now=now)

    assert text_of(session, cast.theo, written) == "I hear that"


def test_who_opens_it_learns_that_another_trainer_just_did(session, cast, sam, written, now):
    def opened(trainer, minutes):
        at = now + timedelta(minutes=minutes)
        return sharing.thread_for_trainer(session, trainer, written, now=at).opened

    assert opened(sam, 0) is None
    assert opened(sam, 1) is None, "one's own reading is no news"
    found = opened(cast.theo, 5)
    assert (found.by, found.at) == ("Sam Example", now + timedelta(minutes=1))
    assert opened(sam, 20).by == "Theo Example"
    assert opened(sam, 59) is None, "that is long ago"


def test_a_reading_of_somebody_elses_reflection_says_nothing(
    session, cast, sam, written, edition, now
):
    with transaction(session):
        session.add(CohortStaff(cohort_id=cast.spring.id, person_id=sam.id, role="trainer"))
    send(session, cast.ben_enrolled, edition, now, shared=True)
    bens = session.scalars(
        select(WrittenReflection.id).where(WrittenReflection.id != written)
    ).one()
    assert sharing.thread_for_trainer(session, sam, bens, now=now)

    assert sharing.thread_for_trainer(session, cast.theo, written, now=now).opened is None


def test_a_reading_of_another_reflection_of_theirs_says_nothing(
    session, cast, sam, written, edition, now
):
    with transaction(session):
        other = WrittenReflection(
            enrollment_id=cast.ana_enrolled.id, reflection="another", edition_id=edition.id,
            text="", shared=True, state="sent", saved_at=now, sent_at=now,
        )  # fmt: skip
        session.add(other)
    sharing.thread_for_trainer(session, sam, other.id, now=now)

    assert sharing.thread_for_trainer(session, cast.theo, written, now=now).opened is None
