"""Who takes a reflection back is told by name who opened it: these, and nobody else."""

from contextlib import contextmanager
from threading import Event, Thread, current_thread

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from course.records.progress.counting import lock
from course.records.reflections import by_author, choosing, sharing
from course.records.tables import AuditEvent, Enrollment, Person, WrittenReflection
from course.records.transaction import transaction
from tests.builders import make_edition
from tests.cast import make_person
from tests.records.reflections.conftest import FIRST
from tests.story import WORDS, go_live, send, stop_sharing

THEO, TESS = "Theo Example", "Tess Example"


@pytest.fixture
def tess(session):
    """A trainer who has no cohort of her own, and so sees them all."""
    with transaction(session):
        person = make_person("tess", "trainer")
        session.add(person)
    return person


def opens(session, trainer, enrollment, now, reflection=FIRST):
    """Let a trainer open what is shared."""
    mine = WrittenReflection.enrollment_id == enrollment.id
    written = select(WrittenReflection.id).where(mine, WrittenReflection.reflection == reflection)
    key = session.scalars(written).one()
    assert sharing.thread_for_trainer(session, trainer, key, now=now)


def test_who_opened_it_while_it_was_shared_is_told_by_name_once(ana):
    ana.send(shared=True)
    assert ana.stop() == []

    ana.send(text=f"{WORDS} More.", shared=True)
    ana.theo_reads()
    ana.theo_reads()

    assert ana.stop() == [THEO]
    assert ana.stop() == [THEO], "pressed twice, both say the same"


def test_who_opened_it_before_it_was_taken_back_once_is_not_told_again(session, now, ana, tess):
    ana.send(text=f"{WORDS} The first.", shared=True)
    ana.theo_reads()
    assert ana.stop() == [THEO]

    ana.send(text=f"{WORDS} The second.")
    ana.share()
    opens(session, tess, ana.cast.ana_enrolled, now)

    assert ana.stop() == [TESS]


def test_who_opened_it_before_a_private_version_was_sent_is_not_told_again(ana):
    ana.send(shared=True)
    ana.theo_reads()
    ana.send(text=f"{WORDS} For me alone.")
    ana.share()

    assert ana.stop() == []


def test_who_opened_an_earlier_version_of_what_stayed_shared_is_told(ana):
    ana.send(shared=True)
    ana.theo_reads()
    ana.send(text=f"{WORDS} More.", shared=True)

    assert ana.stop() == [THEO]


def test_another_reflection_of_the_same_author_is_another_matter(session, cast, now, ana, tess):
    first, gift = ana.edition.reflections
    both = make_edition("both", reflections=(first, gift.model_copy(update={"share": "choice"})))
    go_live(session, both)
    other = {"reflection": gift.id, "shared": True}
    ana.send(shared=True)
    ana.theo_reads()
    send(session, cast.ana_enrolled, both, now, **other)
    opens(session, tess, cast.ana_enrolled, now, gift.id)
    choosing.keep_private(session, cast.ana_enrolled, gift.id, edition=both, now=now)

    assert ana.stop() == [THEO]


def test_the_same_reflection_of_another_trainee_is_another_matter(
    session, cast, edition, now, ana, tess
):
    ana.send(shared=True)
    ana.theo_reads()
    send(session, cast.ben_enrolled, edition, now, shared=True)
    opens(session, tess, cast.ben_enrolled, now)
    stop_sharing(session, cast.ben_enrolled, edition, now)

    assert ana.stop() == [THEO]


@contextmanager
def held_up_before_it_is_written_down(engine, name):
    """Hold up the thread of that name before it writes down that it read; give when it came."""
    came, go_on = Event(), Event()

    def hold(_connection, _cursor, statement, *_rest):
        if current_thread().name == name and statement.startswith("INSERT INTO audit_events"):
            came.set()
            go_on.wait(10)

    event.listen(engine, "before_cursor_execute", hold)
    try:
        yield came, go_on
    finally:
        go_on.set()
        event.remove(engine, "before_cursor_execute", hold)


def in_a_thread(engine, deed, outcomes, name):
    def do():
        with Session(engine, expire_on_commit=False) as own:
            outcomes[name] = deed(own)

    thread = Thread(target=do, name=name)
    thread.start()
    return thread


def test_a_trainer_who_is_just_opening_it_is_told_too(engine, session, cast, edition, now, ana):
    ana.send(shared=True)
    key, mine, theo = ana.written().id, cast.ana_enrolled.id, cast.theo.id
    session.rollback()
    outcomes = {}

    def read(own):
        return sharing.thread_for_trainer(own, own.get_one(Person, theo), key, now=now)

    def stop(own):
        enrollment = own.get_one(Enrollment, mine)
        return choosing.keep_private(own, enrollment, FIRST, edition=edition, now=now)

    with held_up_before_it_is_written_down(engine, "reads") as (came, go_on):
        reads = in_a_thread(engine, read, outcomes, "reads")
        assert came.wait(5)
        stops = in_a_thread(engine, stop, outcomes, "stops")
        stops.join(0.2)
        assert stops.is_alive(), "it waits until it is known who read it"
        go_on.set()
        for each in (reads, stops):
            each.join()

    assert outcomes["reads"].entries
    assert outcomes["stops"] == [THEO]


@pytest.mark.parametrize("how", ["stopped", "withdrawn"])
def test_a_trainer_who_comes_while_it_is_taken_back_reads_nothing_and_is_not_named(
    engine, session, cast, now, ana, how
):
    ana.send(shared=True)
    written, theo = ana.written(), cast.theo.id
    session.rollback()
    outcomes = {}

    def read(own):
        return sharing.thread_for_trainer(own, own.get_one(Person, theo), written.id, now=now)

    with transaction(session):
        held = lock(session, cast.ana_enrolled.id)
        if how == "stopped":
            by_author.stop_sharing(session, held, session.merge(written), now)
        else:
            held.state = "withdrawn"
        session.flush()
        reads = in_a_thread(engine, read, outcomes, "reads")
        reads.join(0.2)
        assert reads.is_alive(), "it waits for what becomes of the sharing"
    reads.join()

    assert outcomes["reads"] is None
    read_it = select(AuditEvent).where(AuditEvent.action == sharing.READ)
    assert session.scalars(read_it).all() == []
