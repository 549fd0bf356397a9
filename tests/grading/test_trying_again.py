"""Whether another attempt at an exam can begin, and from when on."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.grading.deeds import ExamDeed, SentAttempt
from course.grading.tries import barred
from tests.builders import make_final, make_pre_course
from tests.grading.strategies import NOW, few_tries

DAY = timedelta(days=1)


def sent(number, *, passed=False):
    attempts = tuple(
        SentAttempt(n, n, NOW, 50, passed=passed and n == number) for n in range(1, number + 1)
    )
    over = NOW if passed else None
    taken = NOW if number else None
    return ExamDeed(taken_at=taken, passed_at=over, attempts_used=number, sent=attempts)


@few_tries
@given(allowed=st.integers(1, 5), used=st.integers(0, 9))
def test_an_exam_can_begin_exactly_as_often_as_it_allows(allowed, used):
    exam = make_final(attempts=allowed, wait_between=())
    bar = barred(exam, sent(used), NOW)
    assert (bar is None) is (used < allowed)
    assert bar is None or (bar.until is None and bar.ask)


@few_tries
@given(used=st.integers(0, 50))
def test_an_exam_without_a_limit_is_never_used_up(used):
    assert barred(make_final(attempts=None, wait_between=()), sent(used), NOW) is None


@few_tries
@given(
    used=st.integers(1, 6),
    waits=st.lists(st.integers(1, 1_000_000), min_size=1, max_size=3),
    passed=st.integers(0, 2_000_000),
)
def test_a_wait_ends_at_its_moment_and_the_last_one_holds_on(used, waits, passed):
    exam = make_final(attempts=None, wait_between=tuple(waits))
    until = NOW + timedelta(seconds=waits[min(used, len(waits)) - 1])
    now = NOW + timedelta(seconds=passed)
    bar = barred(exam, sent(used), now)
    assert (bar is None) is (now >= until)
    assert bar is None or bar.until == until


@pytest.mark.parametrize(
    ("exam", "deed", "words"),
    [
        (
            make_final(),
            sent(2),
            "You have used your 2 attempts. Ask your coordinator what you can do now.",
        ),
        (
            make_final(attempts=1),
            sent(1),
            "You have sent it, and you can take it once. Ask your coordinator what you can do now.",
        ),
        (make_final(), sent(2, passed=True), "You have used your 2 attempts."),
        (make_pre_course(), sent(1), "You have sent it, and you can take it once."),
    ],
)
def test_only_who_has_not_completed_an_exam_is_told_to_ask(exam, deed, words):
    bar = barred(exam, deed, NOW)
    assert bar is not None
    assert (bar.words, bar.ask) == (words, "Ask" in words)
