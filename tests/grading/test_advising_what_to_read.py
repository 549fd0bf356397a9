"""Which lessons are named after an exam, and that no name tells an answer (PAGES T7)."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from course.content.edition import Module, Step, Topic
from course.grading.advice import FEWEST_IN_A_PART, MOST_LESSONS, lessons_to_read
from course.grading.forms import draw
from course.grading.results import result_of
from course.grading.scoring import LessonScore, TopicScore, score
from tests.builders import make_edition, make_final, make_item, make_lesson, right, wrong
from tests.grading.strategies import few_tries

LESSONS = {
    "a-1": "a",
    "a-2": "a",
    "a-3": "a",
    "b-1": "b",
    "b-2": "b",
    "c-1": "c",
    "c-2": "c",
    "d-1": "d",
}
"""Lessons by their topic. Topics a and b are of one domain, c of another, d of none."""
DOMAINS = {"a": "ethics", "b": "ethics", "c": "mentoring", "d": ""}

COURSE = make_edition(
    topics=tuple(Topic(id=each, title=each, domain=DOMAINS[each]) for each in DOMAINS),
    lessons=tuple(make_lesson(each, each.upper(), topic=LESSONS[each]) for each in LESSONS),
    modules=(Module(title="All", steps=tuple(Step(kind="lesson", id=each) for each in LESSONS)),),
    reflections=(),
)


def exam_of(*lessons, **changes):
    """A final with a question of one point about each of these lessons."""
    items = tuple(
        make_item(f"q-{n}", topic=LESSONS[each], objective=f"{each}/use")
        for n, each in enumerate(lessons)
    )
    return make_final(items=items, blueprint=(), **changes)


def result_with(exam, *wrongs):
    """What is told where the questions at these places are answered wrong."""
    answers = {
        item.id: wrong(item) if n in wrongs else right(item) for n, item in enumerate(exam.items)
    }
    card = score(exam, draw(exam, "seed"), answers=answers, domain_of=DOMAINS)
    return result_of(COURSE, exam, card)


def named(exam, *wrongs):
    return [lesson.id for lesson in result_with(exam, *wrongs).lessons]


def test_the_lesson_of_the_objective_is_named_and_not_all_of_its_topic():
    exam = exam_of(*["a-1"] * 3, *["a-2"] * 3, *["a-3"] * 3)
    assert named(exam, 4) == ["a-2"]


def test_the_lesson_whose_questions_lost_most_points_is_named_first():
    exam = exam_of(*["a-1"] * 3, *["b-1"] * 5, *["c-1"] * 4)
    assert named(exam, 0, 3, 4, 5, 8, 9) == ["b-1", "c-1", "a-1"]


def test_the_area_that_lost_most_comes_first_and_each_area_before_its_second_lesson():
    exam = exam_of(*["a-1"] * 3, *["a-2"] * 4, "b-1", *["c-1"] * 4)
    assert named(exam, 0, 1, 3, 4, 5, 8, 9, 10, 11) == ["a-2", "c-1"]
    assert named(exam, 0, 8, 9) == ["c-1", "a-1", "b-1"]


def test_lessons_with_few_questions_are_named_together_and_whole():
    exam = exam_of("a-1", "a-2", "a-3", *["b-1"] * 3)
    assert [named(exam, n) for n in (0, 1, 2)] == [["a-1", "a-2", "a-3"]] * 3


def test_what_is_left_over_joins_the_block_of_fewest_lessons():
    exam = exam_of("a-1", "a-2", "a-2", *["a-3"] * 3, "b-1")
    assert named(exam, 6) == named(exam, 3) == ["a-3", "b-1"]
    assert named(exam, 0) == ["a-1", "a-2"]


def test_a_block_that_is_too_long_for_the_list_makes_way_for_the_next():
    exam = exam_of(*["c-1"] * 3, "a-1", "a-2", "a-3", *["b-1"] * 5, *["b-2"] * 4)
    assert named(exam, 0, 1, 2, 3, 4, 6) == ["c-1", "b-1"]
    assert named(exam, 0, 3, 4, 11) == ["a-1", "a-2", "a-3"]


def test_of_what_lost_as_much_the_larger_share_is_named_first():
    exam = exam_of(*["b-1"] * 5, *["b-2"] * 4)
    assert named(exam, 0, 5) == ["b-2", "b-1"]


def test_a_question_without_an_objective_counts_to_the_lessons_of_its_topic():
    plain = tuple(item.model_copy(update={"objective": ""}) for item in exam_of(*["b-1"] * 3).items)
    assert named(make_final(items=plain, blueprint=()), 0) == ["b-1", "b-2"]


def test_a_lesson_that_is_no_step_is_not_named():
    gone = exam_of(*["b-1"] * 3).items
    items = tuple(item.model_copy(update={"objective": "gone/use"}) for item in gone)
    assert named(make_final(items=items, blueprint=()), 0) == ["b-1", "b-2"]


def test_a_lesson_that_lost_no_more_than_rounding_takes_is_not_named():
    lessons = (LessonScore("a-1", 3, 333), LessonScore("a-2", 3, 666))
    topic = TopicScore("a", Fraction(8), Fraction(9), items=9, answered=9, lessons=lessons)
    found = lessons_to_read(COURSE, [("", [topic])])
    assert [each.lesson.id for each in found] == ["a-2", "a-1"]


def test_each_area_of_the_table_names_its_own_lessons():
    result = result_with(exam_of(*["a-1"] * 3, *["c-1"] * 4), 0, 3)
    assert {part.title: [each.id for each in part.lessons] for part in result.domains} == {
        "Ethical responsibility": ["a-1"], "Mentoring and education": ["c-1"]
    }  # fmt: skip


asked_of = st.lists(st.sampled_from(list(LESSONS)), min_size=FEWEST_IN_A_PART, max_size=14)


@few_tries
@given(lessons=asked_of)
@example(lessons=[*["a-1"] * 3, "b-1", *["c-1"] * 2, *["c-2"] * 2])
def test_a_result_with_one_wrong_answer_fits_three_questions_or_more(lessons):
    exam = exam_of(*lessons)
    told = Counter(repr(result_with(exam, n)) for n in range(len(lessons)))
    assert min(told.values()) >= FEWEST_IN_A_PART


@few_tries
@given(data=st.data(), lessons=asked_of)
def test_whatever_was_lost_three_lessons_at_most_are_named_and_one_where_anything_was(
    data, lessons
):
    wrongs = data.draw(st.sets(st.sampled_from(range(len(lessons)))))
    exam = exam_of(*lessons)
    found = named(exam, *wrongs)
    assert len(set(found)) == len(found) <= MOST_LESSONS
    assert bool(found) is bool(wrongs)
    assert set(found) <= set(lessons)


@pytest.mark.parametrize("show", ["nothing", "score"])
def test_where_no_part_of_the_score_is_told_no_lesson_is_named(show):
    assert named(exam_of(*["a-1"] * 4, show=show), 0) == []
