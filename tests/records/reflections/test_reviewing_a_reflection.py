from datetime import timedelta

import pytest
from sqlalchemy import select

from course.records.reflections import by_author, reviewing, sharing, to_review
from course.records.reflections.to_review import QueueFilter
from course.records.refusals import TooLong, Unknown
from course.records.tables import AuditEvent, CohortStaff, Enrollment, WrittenReflection
from course.records.transaction import transaction
from tests.cast import make_person
from tests.queries import counting_queries
from tests.story import WORDS, send, stop_sharing


@pytest.fixture
def written(session, cast, edition, now):
    """Ana's reflection, shared with the trainers of her cohort."""
    send(session, cast.ana_enrolled, edition, now, shared=True)
    return session.scalars(select(WrittenReflection)).one()


@pytest.fixture
def read(session, now):
    def read_now(trainer, key):
        return sharing.thread_for_trainer(session, trainer, key, now=now)

    return read_now


def add_trainer(session, name, *cohorts, role="trainer"):
    with transaction(session):
        trainer = make_person(name, "trainer")
        session.add(trainer)
        session.flush()
        for cohort in cohorts:
            session.add(CohortStaff(cohort_id=cohort.id, person_id=trainer.id, role=role))
    return trainer


def test_a_trainer_of_the_cohort_reads_what_is_shared(cast, written, read, now):
    thread = read(cast.theo, written.id)

    assert (thread.person, thread.cohort) == ("Ana Example", "Fall 2026")
    assert thread.entries == (sharing.Entry("version", "Ana Example", WORDS, now),)


def test_every_reading_is_in_the_audit_log(session, cast, written, read):
    read(cast.theo, written.id)

    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "read-reflection")).one()
    assert (event.actor_id, event.person_id) == (cast.theo.id, cast.ana.id)
    assert event.detail == {"reflection": "first-day"}


def test_nobody_else_reads_it_and_nothing_is_logged(session, cast, written, read):
    of_another_cohort = add_trainer(session, "tess", cast.spring)
    coordinates_here = add_trainer(session, "toni", cast.fall, role="coordinator")

    for person in (cast.cora, cast.ben, cast.ana, of_another_cohort, coordinates_here):
        assert read(person, written.id) is None
    for key in (0, -1, written.id + 1, 2**31, 2**80):
        assert read(cast.theo, key) is None
    actions = session.scalars(select(AuditEvent.action)).all()
    assert "read-reflection" not in actions


def test_a_trainer_without_cohorts_reads_in_all_of_them(session, cast, written, read):
    anywhere = add_trainer(session, "tara")

    assert read(anywhere, written.id) is not None


def test_the_trainee_is_told_exactly_who_reads(session, cast, edition, now, read, written):
    add_trainer(session, "tara")
    add_trainer(session, "tess", cast.spring)
    add_trainer(session, "toni", cast.fall, role="coordinator")

    assert sharing.readers(session, cast.ana_enrolled) == ["Tara Example", "Theo Example"]
    assert sharing.readers(session, cast.ben_enrolled) == ["Tara Example", "Tess Example"]


def test_after_the_sharing_is_stopped_it_is_gone_at_the_next_request(
    session, cast, edition, now, written, read
):
    stop_sharing(session, cast.ana_enrolled, edition, now)

    assert read(cast.theo, written.id) is None
    assert to_review.queue(session, cast.theo, QueueFilter()) == ([], False)
    for answer in (
        lambda: reviewing.reply(session, cast.theo, written.id, "Hello", now=now),
        lambda: reviewing.accept(session, cast.theo, written.id, edition=edition, now=now),
        lambda: reviewing.ask_for_changes(session, cast.theo, written.id, "More", now=now),
    ):
        with pytest.raises(Unknown):
            answer()


def test_a_reply_reaches_the_author_and_decides_nothing(session, cast, written, now):
    reviewing.reply(session, cast.theo, written.id, "What else might help Sam?", now=now)

    own = by_author.thread_for_author(session, cast.ana, cast.ana_enrolled, "first-day")
    assert [(each.kind, each.author.name) for each in own.messages] == [
        ("version", "Ana Example"),
        ("reply", "Theo Example"),
    ]
    assert own.state == "sent"


def test_what_was_replied_to_waits_again_after_the_next_version(
    session, cast, edition, written, now
):
    def keys(state):
        rows, _ = to_review.queue(session, cast.theo, QueueFilter(state=state))
        return [(row.id, row.replied_at) for row in rows]

    assert (keys("sent"), keys("replied")) == ([(written.id, None)], [])

    reviewing.reply(session, cast.theo, written.id, "What else might help Sam?", now=now)
    assert (keys("sent"), keys("replied")) == ([], [(written.id, now)])

    later = now + timedelta(days=1)
    send(session, cast.ana_enrolled, edition, later, text=f"{WORDS} And listen.", shared=True)
    assert (keys("sent"), keys("replied")) == ([(written.id, now)], [])


def test_another_trainers_reply_takes_it_from_the_queue(session, cast, written, now, read):
    tara = add_trainer(session, "tara")
    reviewing.reply(session, tara, written.id, "Well seen.", now=now)

    assert to_review.queue(session, cast.theo, QueueFilter()) == ([], False)
    (row,), _ = to_review.queue(session, cast.theo, QueueFilter(state="replied"))
    assert row.replied_at is None
    assert [entry.own for entry in read(tara, written.id).entries] == [False, True]


def test_words_of_who_accepts_second_are_refused_and_not_lost_in_silence(
    session, cast, edition, written, now
):
    reviewing.accept(session, cast.theo, written.id, edition=edition, now=now)

    with pytest.raises(reviewing.AcceptedAlready):
        reviewing.accept(session, cast.theo, written.id, "Well done.", edition=edition, now=now)
    reviewing.accept(session, cast.theo, written.id, edition=edition, now=now)
    assert [each.text for each in written.messages][1:] == [""]


def test_accepting_completes_what_a_review_binds(session, cast, edition, written, now):
    left = cast.ana_enrolled.counts["left"]

    reviewing.accept(session, cast.theo, written.id, "Well done.", edition=edition, now=now)
    reviewing.accept(session, cast.theo, written.id, "Well done.", edition=edition, now=now)

    session.expire_all()
    assert (written.state, written.decided_at) == ("accepted", now)
    assert cast.ana_enrolled.counts["left"] == left - 1
    assert [each.kind for each in written.messages] == ["version", "accept"]


def test_asking_for_changes_needs_words_and_an_undecided_reflection(
    session, cast, edition, written, now
):
    def ask(text):
        reviewing.ask_for_changes(session, cast.theo, written.id, text, now=now)

    with pytest.raises(reviewing.NothingWritten, match="Tell the trainee what to change"):
        ask(" ")
    with pytest.raises(TooLong):
        ask("x" * 20_001)
    ask("Say what you would ask first.")
    session.expire_all()
    assert written.state == "changes-asked"

    reviewing.accept(session, cast.theo, written.id, edition=edition, now=now)
    with pytest.raises(reviewing.AcceptedAlready):
        ask("One more thing.")


def test_the_queue_pages_by_key_oldest_first_in_three_queries(engine, session, cast, edition, now):
    with transaction(session):
        for number in range(5):
            person = make_person(f"person-{number}", "trainee")
            session.add(
                Enrollment(
                    person=person, name=person.name, cohort=cast.fall, course=edition.course,
                    state="in-progress", enrolled_at=now, counts={},
                )
            )  # fmt: skip
    enrollments = session.scalars(select(Enrollment).order_by(Enrollment.id)).all()
    for number, enrollment in enumerate(enrollments):
        when = now - timedelta(days=number // 2)
        send(session, enrollment, edition, when, shared=True)

    to_review.queue(session, cast.theo, QueueFilter())  # so that the edition is in memory
    with counting_queries(engine) as asked:
        first, more = to_review.queue(session, cast.theo, QueueFilter(limit=4))
    rest, no_more = to_review.queue(session, cast.theo, QueueFilter(limit=4, after=first[-1].id))

    assert len(asked) == 3, asked
    assert (more, no_more) == (True, False)
    assert [row.sent_at for row in [*first, *rest]] == sorted(row.sent_at for row in first + rest)
    names = [row.person for row in first + rest]
    assert len(set(names)) == 6
    assert "Ben Example" not in names
    assert first[0].words == 9
