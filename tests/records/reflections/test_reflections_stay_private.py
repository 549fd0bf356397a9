"""The privacy promise: a canary in every private text, searched in all that others can get."""

import pickle

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from course.records.cohorts.sight import sight
from course.records.lists.dashboard import before_and_after, needs_you, where_trainees_are
from course.records.lists.exporting import records_csv
from course.records.lists.pages import completion_records
from course.records.lists.rows import RecordFilter
from course.records.progress.counting import proof_of
from course.records.progress.deeds import deeds_of
from course.records.reflections import drafting, reviewing, sharing, to_review, writing
from course.records.reflections.to_review import QueueFilter
from course.records.refusals import Refused
from course.records.tables import Base, ReflectionMessage, WrittenReflection
from course.records.transaction import transaction
from tests.crowd import add_crowd
from tests.queries import counting_queries
from tests.story import send

CANARY = "CANARY-7f3a I relapsed in March and told nobody about it"


@pytest.fixture
def secrets(session, cast, edition, now):
    """Ana's private texts: a draft, a version sent in private, one whose sharing was stopped."""
    add_crowd(session, cast.fall, edition, now, people=5)
    draft = writing.Draft(f"{CANARY} draft")
    enrolled = cast.ana_enrolled
    writing.save_draft(session, enrolled, "a-gift", draft, edition=edition, now=now)
    send(session, enrolled, edition, now, text=f"{CANARY} shared", shared=True)
    send(session, enrolled, edition, now, text=f"{CANARY} private", shared=False)
    send(session, cast.ben_enrolled, edition, now, text=f"{CANARY} ben", shared=False)


def has_canary(value):
    # All that a value holds, not only what its repr shows.
    return b"CANARY" in pickle.dumps(value)


def everything_others_get(session, cast, edition, now):
    """Ask every function that shows something to somebody else; yield it as text."""
    wanted = RecordFilter()
    for viewer in (cast.cora, cast.theo):
        yield completion_records(session, viewer, wanted, now=now)
        yield "".join(records_csv(session, viewer, wanted, now=now).lines)
        yield needs_you(session, viewer, now)
        yield where_trainees_are(session, sight(session, viewer), edition=edition)
        yield before_and_after(session, sight(session, viewer), edition=edition)
        for state in sharing.STATES:
            yield to_review.queue(session, viewer, QueueFilter(state=state))
        for written in session.scalars(select(WrittenReflection.id)).all():
            yield sharing.thread_for_trainer(session, viewer, written, now=now)
            yield drafting.draft_of(session, viewer, written)
    for enrollment in (cast.ana_enrolled, cast.ben_enrolled):
        yield deeds_of(session, enrollment)
        yield proof_of(session, enrollment, edition)


def test_a_private_text_is_nowhere_that_others_look(session, cast, edition, now, secrets):
    shown = list(everything_others_get(session, cast, edition, now))

    assert len(shown) > 20
    assert [each for each in shown if has_canary(each)] == []


def test_a_private_text_is_in_no_other_table(session, cast, edition, now, secrets):
    list(everything_others_get(session, cast, edition, now))
    own = {WrittenReflection.__tablename__, ReflectionMessage.__tablename__}

    with_canary = {
        name
        for name, table in Base.metadata.tables.items()
        if any("CANARY" in repr(row) for row in session.execute(select(table)))
    }

    assert with_canary == own


def test_a_private_text_is_not_even_read_for_a_trainer(
    engine, session, cast, edition, now, secrets
):
    """Not the query alone: the rows that come back to this process hold no private text."""
    written = session.scalars(select(WrittenReflection.id)).all()
    with counting_queries(engine) as asked:
        rows = [sharing.thread_for_trainer(session, cast.theo, key, now=now) for key in written]
        to_review.queue(session, cast.theo, QueueFilter())

    columns = {column.name for column in inspect(WrittenReflection).columns}
    assert "text" in columns
    assert rows == [None] * len(written)
    assert not any("reflections.text" in statement for statement in asked), asked


def test_no_refusal_of_a_trainers_act_tells_the_text(session, cast, edition, now, secrets):
    for key in session.scalars(select(WrittenReflection.id)).all():
        for text in ("", "Hello", "x" * 20_001):
            with pytest.raises(Refused) as refusal:
                reviewing.reply(session, cast.theo, key, text, now=now)
            assert "CANARY" not in repr(refusal.value) + refusal.value.message


def test_a_shared_version_shows_neither_the_draft_after_it_nor_the_private_one_before(
    session, cast, edition, now
):
    enrolled = cast.ana_enrolled
    send(session, enrolled, edition, now, text=f"{CANARY} private first", shared=False)
    send(session, enrolled, edition, now, text="This one I do want to share.", shared=True)
    draft = writing.Draft(f"{CANARY} later draft", shared=True)
    writing.save_draft(session, enrolled, "first-day", draft, edition=edition, now=now)
    written = session.scalars(select(WrittenReflection)).one()

    thread = sharing.thread_for_trainer(session, cast.theo, written.id, now=now)

    assert [entry.text for entry in thread.entries] == ["This one I do want to share."]
    listed, _ = to_review.queue(session, cast.theo, QueueFilter())
    assert listed[0].words == 7
    assert not has_canary((thread, listed))


def test_a_text_is_in_no_traceback(session, cast, edition, now):
    draft = writing.Draft(CANARY)
    writing.save_draft(session, cast.ana_enrolled, "first-day", draft, edition=edition, now=now)
    row = session.scalars(select(WrittenReflection)).one()
    again = {column.key: getattr(row, column.key) for column in inspect(WrittenReflection).columns}

    with pytest.raises(IntegrityError) as error, transaction(session):
        session.add(WrittenReflection(**{**again, "id": None}))

    assert "CANARY" not in repr(draft)
    assert "CANARY" not in str(error.value)
