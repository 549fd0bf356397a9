"""A final of 60 questions from banks of 200, as a trainee sits it again and again."""

from collections import Counter
from datetime import timedelta
from functools import cache
from itertools import cycle, islice

import pytest

from course.content import report
from course.content.edition import Edition
from course.grading.results import passing_words
from course.records.attempts import saving, starting, submitting
from course.records.progress import lessons, practice
from course.records.refusals import NotYet
from tests.builders import COURSE, right, wrong
from tests.content import small
from tests.story import begin_pre_course, do_everything_but_the_final, go_live, send

LEVELS = ("recall", "apply", "judge")
TOPICS = ("role", "ethics")
PER_TOPIC = {"recall": 10, "apply": 12, "judge": 8}
FINAL = """format: 1
title: Final exam
kind: exam
pass_mark: {overall: 75%, ethics: 70%}
pass_mark_is: provisional
time_limit: 90 minutes
attempts: 3
wait_between: [24 hours, 7 days]
shuffle: [questions, options]
from: [bank-role, bank-ethics]
blueprint:
  role: {recall: 10, apply: 12, judge: 8}
  ethics: {recall: 10, apply: 12, judge: 8}
"""
PRE_COURSE = """format: 1
title: Pre-course exam
kind: exam
pass_mark: none
shuffle: [questions, options]
from: [bank-role, bank-ethics]
blueprint:
  role: {recall: 5, apply: 5}
  ethics: {recall: 5, apply: 5}
"""
QUESTION = """  - id: {topic}-{level}-{number}
    type: single
    topic: {topic}
    level: {level}
    text: What comes first, in the case {topic} {level} {number}?
    options:
      - right: {key}
      - wrong: Advice first
      - wrong: A form
"""


def bank(topic: str, key: str) -> bytes:
    levels = islice(cycle(LEVELS), 100)
    questions = (
        QUESTION.format(topic=topic, level=level, number=number, key=key)
        for number, level in enumerate(levels)
    )
    return f"format: 1\nkind: bank\nquestions:\n{''.join(questions)}".encode()


@cache
def from_banks(key: str = "Listening") -> Edition:
    """The small course, with exams that draw from two banks; its keys say ``key``."""
    after = "after: [the-role, gifts]"
    files = small.changed(small.COURSE_YAML, after, "after: all")
    files |= {small.FINAL: FINAL.encode(), small.PRE_COURSE: PRE_COURSE.encode()}
    files |= {f"quizzes/{COURSE}/bank-{topic}.yaml": bank(topic, key) for topic in TOPICS}
    reading = small.read(files)
    assert reading.edition is not None, report.human(reading.findings)
    assert reading.findings == ()
    return reading.edition


@pytest.fixture
def course(session) -> Edition:
    go_live(session, from_banks())
    return from_banks()


@pytest.fixture
def tries(session, cast, course, now):
    """The pre-course exam and three attempts at the final, each sent, as lists of item ids."""
    do_everything_but_the_final(session, cast.ana_enrolled, course, now)
    moments = [now, now + timedelta(days=1), now + timedelta(days=8)]
    for moment in moments:
        attempt = starting.start(session, cast.ana_enrolled, "final", edition=course, now=moment)
        submitting.submit(session, attempt, edition=course, now=moment)
    attempts = starting.attempts_of(session, cast.ana_enrolled)
    return [[item for item, _ in attempt.form] for attempt in attempts]


def test_each_form_has_the_questions_of_the_blueprint(tries, course):
    exam = course.assessment_by_id["final"]
    assert len(exam.items) == 200
    for form in tries[1:]:
        asked = Counter((exam.by_id[item].topic, exam.by_id[item].level) for item in form)
        assert asked == {(t, level): n for t in TOPICS for level, n in PER_TOPIC.items()}


def test_a_new_attempt_asks_nothing_again_while_the_bank_has_anything_new(tries):
    """A cell has 33 or 34 questions: 12 x 3 and those of the pre-course exam are more than that."""
    pre, first, second, third = (set(form) for form in tries)
    assert not first & pre
    assert not second & (pre | first)
    again = third & (pre | first | second)
    by_cell = Counter(item.rsplit("-", 1)[0] for item in again)
    assert by_cell == {
        "role-recall": 1, "role-apply": 8, "ethics-recall": 1, "ethics-apply": 8
    }  # fmt: skip


def test_another_trainee_is_asked_as_if_nobody_had_been_before(session, cast, course, now, tries):
    do_everything_but_the_final(session, cast.ben_enrolled, course, now)
    attempt = starting.start(session, cast.ben_enrolled, "final", edition=course, now=now)
    assert {item for item, _ in attempt.form} & {item for form in tries for item in form}


def test_a_form_keeps_its_questions_and_its_keys_under_a_new_edition(session, cast, course, now):
    """A key that is mended in the bank is another option: an open attempt has the one it showed."""
    do_everything_but_the_final(session, cast.ana_enrolled, course, now)
    attempt = starting.start(session, cast.ana_enrolled, "final", edition=course, now=now)
    form = [list(each) for each in attempt.form]
    mended = from_banks("Asking first")
    go_live(session, mended)

    open_one = starting.start(session, cast.ana_enrolled, "final", edition=mended, now=now)
    item = course.assessment_by_id["final"].by_id[form[0][0]]
    saving.save(session, open_one, item.id, right(item), edition=course, now=now)
    score = submitting.submit(session, open_one, edition=course, now=now)

    assert (open_one.id, open_one.edition_id) == (attempt.id, course.id)
    assert [list(each) for each in open_one.form] == form
    assert score.raw == 1000


@pytest.mark.parametrize(
    ("right_in", "passed"),
    [({"role": 25, "ethics": 20}, False), ({"role": 24, "ethics": 21}, True)],
)
def test_the_mark_of_a_domain_has_to_be_reached_too(session, cast, course, now, right_in, passed):
    """Both have 45 of 60, which is 75%; 21 of 30 is the 70% that ethics asks."""
    do_everything_but_the_final(session, cast.ana_enrolled, course, now)
    attempt = starting.start(session, cast.ana_enrolled, "final", edition=course, now=now)
    left, exam = dict(right_in), course.assessment_by_id["final"]
    for place in attempt.form:
        item = exam.by_id[place[0]]
        left[item.topic] -= 1
        answer = right(item) if left[item.topic] >= 0 else wrong(item)
        saving.save(session, attempt, item.id, answer, edition=course, now=now)

    assert submitting.submit(session, attempt, edition=course, now=now).passed is passed


def test_the_waits_and_the_number_of_attempts_hold(session, cast, course, now, tries):
    late = now + timedelta(days=30)
    with pytest.raises(starting.NoAttemptsLeft, match="your 3 attempts"):
        starting.start(session, cast.ana_enrolled, "final", edition=course, now=late)


def test_the_second_wait_is_longer_than_the_first(session, cast, course, now):
    do_everything_but_the_final(session, cast.ana_enrolled, course, now)
    moment = now
    for wait in (timedelta(days=1), timedelta(days=7)):
        attempt = starting.start(session, cast.ana_enrolled, "final", edition=course, now=moment)
        submitting.submit(session, attempt, edition=course, now=moment)
        with pytest.raises(starting.Waiting) as refusal:
            starting.start(session, cast.ana_enrolled, "final", edition=course, now=moment)
        assert refusal.value.until == moment + wait
        moment = refusal.value.until


def test_the_final_waits_for_a_reflection_that_completes_no_lesson(session, cast, course, now):
    attempt = begin_pre_course(session, cast.ana_enrolled, course, now)
    submitting.submit(session, attempt, edition=course, now=now)
    for lesson in ("the-role", "gifts"):
        lessons.mark_done(session, cast.ana_enrolled, lesson, edition=course, now=now)
    item = course.assessment_by_id["practice"].by_id["ethics-p-1"]
    practice.answer_practice(
        session, cast.ana_enrolled, item.id, right(item), edition=course, now=now
    )
    send(session, cast.ana_enrolled, course, now)

    with pytest.raises(NotYet, match="Finish “A gift” first"):
        starting.start(session, cast.ana_enrolled, "final", edition=course, now=now)
    send(session, cast.ana_enrolled, course, now, reflection="a-gift")
    starting.start(session, cast.ana_enrolled, "final", edition=course, now=now)


def test_that_the_passing_score_is_provisional_is_said(course):
    assert passing_words(course, course.assessment_by_id["final"]) == (
        "The passing score is 75%, and 70% in Ethical responsibility. "
        "It is provisional: a panel of experts has not set it yet."
    )
