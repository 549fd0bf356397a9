from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from course.records.base import LARGEST_SEQUENCE
from course.records.reflections import by_author, reviewing, writing
from course.records.reflections.writing import Draft
from course.records.refusals import TooLong, Unknown
from course.records.tables import Enrollment, ReflectionMessage, WrittenReflection
from tests.story import WORDS
from tests.together import together


@pytest.fixture
def save(session, cast, edition, now):
    def save_now(text, *, shared=False, sequence=None, of="first-day", when=now):
        draft = Draft(text, shared, sequence)
        return writing.save_draft(session, cast.ana_enrolled, of, draft, edition=edition, now=when)

    return save_now


@pytest.fixture
def send(session, cast, edition, now):
    def send_now(text, *, shared=False, of="first-day", when=now):
        draft = Draft(text, shared)
        return writing.send(session, cast.ana_enrolled, of, draft, edition=edition, now=when)

    return send_now


@pytest.fixture
def written(session, cast):
    def own(reflection="first-day"):
        return by_author.thread_for_author(session, cast.ana, cast.ana_enrolled, reflection)

    return own


def test_a_draft_is_kept_private_and_unsent(save, written, now):
    saved = save("I would", sequence=4)

    assert saved == writing.Saved(now, 4)
    draft = written()
    assert (draft.text, draft.state, draft.shared, draft.messages) == (
        "I would",
        "draft",
        False,
        [],
    )


def test_an_older_save_never_overwrites_a_newer_one(save, written):
    save("the newer text", sequence=7)

    with pytest.raises(writing.Stale) as refusal:
        save("the older text", sequence=6)

    assert refusal.value.text == "the newer text"
    assert written().text == "the newer text"
    assert save("the newer text", sequence=7).sequence == 7
    assert save("from the form").sequence == 8


def test_two_windows_with_the_same_number_are_told_of_each_other(save, written):
    save("the text of one window", sequence=2)

    with pytest.raises(writing.Stale, match="another window"):
        save("the text of the other", sequence=2)

    assert written().text == "the text of one window"


def test_every_word_is_kept_and_one_letter_too_many_is_refused(save, written):
    save("ä" * 20_000)

    with pytest.raises(TooLong, match="20,001 characters"):
        save("x" * 20_001)

    assert written().text == "ä" * 20_000


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n", "Write your reflection"),
        ("I would ask.", r"Your reflection is 3 words. Write at least 5\."),
        ("word", r"Your reflection is 1 word. Write at least 5\."),
        ("word " * 51, r"Your reflection is 51 words. Make it 50 or fewer\."),
    ],
)
def test_a_text_of_the_wrong_length_is_not_sent_and_says_why(send, written, text, sentence):
    with pytest.raises(writing.WrongLength, match=sentence):
        send(text)

    assert written() is None


def test_sending_adds_a_version_and_twice_is_once(send, written, now):
    send(WORDS)
    send(WORDS)

    (version,) = written().messages
    assert (version.kind, version.text, version.shared) == ("version", WORDS, False)
    assert (written().state, written().sent_at) == ("sent", now)


def test_a_draft_after_sending_leaves_what_was_sent(save, send, written):
    send(WORDS)
    save("Another thought, not ready")

    assert written().state == "sent"
    assert written().text == "Another thought, not ready"
    assert [each.text for each in written().messages] == [WORDS]


def test_what_the_author_never_shares_stays_private_whatever_is_sent(send, written):
    send(WORDS, of="a-gift", shared=True)

    assert not written("a-gift").shared
    assert not written("a-gift").messages[0].shared


def test_a_draft_changes_nobodys_reading_of_what_was_sent(save, send, written, now):
    send(WORDS, shared=True)

    saved = save("I changed my mind", shared=False)

    assert saved.shared
    assert written().shared
    assert [(each.text, each.shared) for each in written().messages] == [(WORDS, True)]


def test_a_new_version_sent_in_private_takes_back_all_of_them(send, written):
    send(WORDS, shared=True)

    send(WORDS + " More.", shared=False)

    assert not written().shared
    assert not any(each.shared for each in written().messages)


def test_choosing_to_share_a_draft_waits_until_it_is_sent(save, send, written):
    send(WORDS, shared=False)
    save(WORDS + " More.", shared=True)
    assert not written().shared

    send(WORDS + " More.", shared=True)

    assert written().shared
    assert [each.shared for each in written().messages] == [False, True]


def test_a_reflection_is_its_authors(session, cast, save):
    save("mine")

    theirs = by_author.thread_for_author(session, cast.ben, cast.ana_enrolled, "first-day")

    assert theirs is None


def test_a_reflection_that_the_course_does_not_have_is_unknown(session, cast, edition, now, save):
    with pytest.raises(Unknown):
        save("text", of="no-such-reflection")


def test_a_new_version_of_an_accepted_reflection_stays_accepted(
    session, cast, edition, now, send, written
):
    send(WORDS, shared=True)
    reviewing.accept(session, cast.theo, written().id, edition=edition, now=now)

    send(WORDS + " And more.", shared=True, when=now + timedelta(days=1))

    assert written().state == "accepted"
    assert [each.kind for each in written().messages] == ["version", "accept", "version"]


def test_a_save_without_a_number_is_always_the_newest(save, written):
    save("by a script", sequence=LARGEST_SEQUENCE)

    save("by choice")

    assert written().text == "by choice"


def test_sending_from_an_old_window_does_not_lose_the_newer_text(
    session, cast, edition, now, save, written
):
    save("the newer text of another window", sequence=7)
    old = Draft(WORDS, sequence=3)

    with pytest.raises(writing.Stale):
        writing.send(session, cast.ana_enrolled, "first-day", old, edition=edition, now=now)

    assert (written().text, written().messages) == ("the newer text of another window", [])


def test_saves_in_any_order_leave_the_newest(engine, session, cast, edition, now, written):
    def save(own, sequence):
        enrollment = own.get_one(Enrollment, cast.ana_enrolled.id)
        draft = Draft(f"text {sequence}", False, sequence)
        return writing.save_draft(own, enrollment, "first-day", draft, edition=edition, now=now)

    outcomes = together(engine, [partial(save, sequence=n) for n in range(1, 11)])

    kinds = (writing.Saved, writing.Stale)
    assert all(isinstance(each, kinds) for each in outcomes), outcomes
    assert (written().text, written().sequence) == ("text 10", 10)
    assert len(session.scalars(select(WrittenReflection)).all()) == 1


def test_ten_windows_that_send_make_one_version(engine, session, cast, edition, now):
    def send(own):
        enrollment = own.get_one(Enrollment, cast.ana_enrolled.id)
        draft = Draft(WORDS, shared=True)
        return writing.send(own, enrollment, "first-day", draft, edition=edition, now=now).id

    outcomes = together(engine, [send] * 10)

    assert len(set(outcomes)) == 1, outcomes
    assert len(session.scalars(select(ReflectionMessage)).all()) == 1
