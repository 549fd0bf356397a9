"""What its author cannot open any more, and so cannot take back, no trainer reads either."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy.orm import Session

from course.records.lists.dashboard import needs_you
from course.records.progress.counting import lock
from course.records.reflections import drafting, reviewing, to_review
from course.records.reflections.drafting import Begun
from course.records.reflections.to_review import QueueFilter
from course.records.refusals import Unknown
from course.records.tables import Person
from course.records.transaction import transaction
from tests.builders import make_edition
from tests.story import WORDS, go_live


def withdraw(ana):
    with transaction(ana.session):
        ana.session.merge(ana.cast.ana_enrolled).state = "withdrawn"


def come_back(ana):
    with transaction(ana.session):
        ana.session.merge(ana.cast.ana_enrolled).state = "in-progress"


def leave_it_out(ana):
    _, *rest = ana.edition.reflections
    go_live(ana.session, make_edition("without", reflections=tuple(rest)))


def leave_all_out(ana):
    go_live(ana.session, make_edition("none", reflections=()))


def put_it_back(ana):
    go_live(ana.session, make_edition("again"))


WAYS = {
    "withdrawn": (withdraw, come_back),
    "not in the live edition": (leave_it_out, put_it_back),
    "no reflection in the live edition": (leave_all_out, put_it_back),
}


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def gone_and_back(request):
    return request.param


def waiting(ana, **wanted):
    rows, _ = to_review.queue(ana.session, ana.cast.theo, QueueFilter(**wanted))
    return [row.id for row in rows]


def overdue(ana):
    later = ana.now + timedelta(days=30)
    return needs_you(ana.session, ana.cast.cora, later).reflections_overdue


def test_it_is_not_read_nor_waits_and_all_is_as_before_once_it_is_there_again(ana, gone_and_back):
    goes, comes_back = gone_and_back
    ana.send(shared=True)
    key = ana.written().id
    begun = Begun("I hear that")
    drafting.save_draft(ana.session, ana.cast.theo, key, begun, now=ana.now)
    assert (ana.theo_reads(), waiting(ana), overdue(ana)) == ([WORDS], [key], 1)

    goes(ana)
    assert (ana.theo_reads(), waiting(ana), overdue(ana)) == (None, [], 0)
    assert waiting(ana, mine=True) == []
    assert drafting.draft_of(ana.session, ana.cast.theo, key) is None

    comes_back(ana)
    assert (ana.theo_reads(), waiting(ana), overdue(ana)) == ([WORDS], [key], 1)
    assert drafting.draft_of(ana.session, ana.cast.theo, key).text == begun.text


def test_nobody_answers_it(ana, gone_and_back):
    goes, _ = gone_and_back
    ana.send(shared=True)
    to = (ana.session, ana.cast.theo, ana.written().id)
    goes(ana)

    for act in (
        lambda: reviewing.reply(*to, "I hear that", now=ana.now),
        lambda: reviewing.accept(*to, edition=ana.edition, now=ana.now),
        lambda: reviewing.ask_for_changes(*to, "Say more", now=ana.now),
        lambda: drafting.save_draft(*to, Begun("I hear"), now=ana.now),
    ):
        with pytest.raises(Unknown):
            act()

    assert ana.written().state == "sent"


@pytest.mark.parametrize("state", ["on-hold", "completed"])
def test_whose_author_can_still_take_it_back_is_read(ana, state):
    ana.send(shared=True)
    with transaction(ana.session):
        ana.session.merge(ana.cast.ana_enrolled).state = state

    assert ana.theo_reads() == [WORDS]
    assert waiting(ana) == [ana.written().id]


def test_a_reflection_of_another_course_by_the_same_name_lets_nothing_be_read(ana):
    ana.send(shared=True)
    go_live(ana.session, make_edition("elsewhere", course="another"))
    leave_it_out(ana)

    assert ana.theo_reads() is None
    assert waiting(ana) == []


def test_whose_author_leaves_while_a_trainer_answers_is_not_answered(engine, ana):
    ana.send(shared=True)
    key, theo = ana.written().id, ana.cast.theo.id
    ana.session.rollback()
    outcomes = []

    def answer():
        with Session(engine, expire_on_commit=False) as own:
            try:
                reviewing.reply(own, own.get_one(Person, theo), key, "I hear that", now=ana.now)
            except Unknown as refusal:
                outcomes.append(refusal)

    answers = Thread(target=answer)
    with transaction(ana.session):
        lock(ana.session, ana.cast.ana_enrolled.id).state = "withdrawn"
        ana.session.flush()
        answers.start()
        answers.join(0.2)
        assert answers.is_alive(), "it waits for what becomes of the enrollment"
    answers.join()

    assert len(outcomes) == 1
    assert [each.text for each in ana.written().messages] == [WORDS]
