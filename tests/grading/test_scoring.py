"""What answers earn, and the exact mark (FORMATS.md 4, FAULTS case 51)."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.edition import PassMark
from course.grading.forms import draw
from course.grading.item_types import DONT_KNOW, earned
from course.grading.scoring import as_rows, from_rows, percent, score, thousandths
from tests.builders import make_final, make_item, right, wrong
from tests.grading.strategies import DOMAIN_OF, answers_to, assessments, few_tries, seeds


def scored(exam, answers):
    return score(exam, draw(exam, "seed"), answers=answers, domain_of=DOMAIN_OF)


def exam_with(rights, wrongs, mark, topic="role"):
    """An exam of one point an item, and the answers that get so many of them right."""
    items = [make_item(f"q-{n}", topic=topic) for n in range(rights + wrongs)]
    answers = {item.id: right(item) if n < rights else wrong(item) for n, item in enumerate(items)}
    return make_final(items=tuple(items), blueprint=(), pass_mark=mark), answers


@few_tries
@given(data=st.data(), exam=assessments(), seed=seeds)
def test_a_score_lies_between_nothing_and_the_maximum(data, exam, seed):
    answers = data.draw(answers_to(exam))
    card = score(exam, draw(exam, seed), answers=answers, domain_of=DOMAIN_OF)
    for each in (card, *card.topics):
        assert 0 <= each.raw <= each.maximum
    assert 0 <= percent(card.raw, card.maximum) <= 100
    assert sum(topic.raw for topic in card.topics) == card.raw
    assert sum(topic.maximum for topic in card.topics) == card.maximum


@few_tries
@given(exam=assessments(), seed=seeds)
def test_all_right_options_earn_all_points(exam, seed):
    answers = {item.id: right(item) for item in exam.items}
    card = score(exam, draw(exam, seed), answers=answers, domain_of=DOMAIN_OF)
    assert card.raw == card.maximum


@few_tries
@given(data=st.data(), exam=assessments())
def test_a_wrong_option_never_adds_and_never_takes_below_nothing(data, exam):
    answers = data.draw(answers_to(exam))
    for item in exam.items:
        answer = answers.get(item.id, ())
        for option in wrong(item):
            assert 0 <= earned(item, (*answer, option)) <= earned(item, answer)


@few_tries
@given(exam=assessments(), seed=seeds)
def test_pilot_items_count_for_nothing(exam, seed):
    form = draw(exam, seed)
    live = [exam.by_id[each.item] for each in form if exam.by_id[each.item].status == "live"]
    card = score(exam, form, answers={}, domain_of=DOMAIN_OF)
    assert card.maximum == sum(item.points for item in live)
    assert sum(topic.items for topic in card.topics) == len(live)


def test_a_multiple_item_earns_its_rights_less_its_wrongs():
    item = make_item("many", "multiple", texts=("A", "B", "C", "D"), points=3)
    (first, second), third = right(item), wrong(item)[0]
    assert earned(item, [first]) == Fraction(3, 2)
    assert earned(item, [first, second, third]) == Fraction(3, 2)
    assert earned(item, [first, third]) == 0
    assert earned(item, [third]) == 0


@pytest.mark.parametrize("type_", ["single", "true-false"])
def test_an_item_with_one_right_option_is_all_or_nothing(type_):
    item = make_item("one", type_, points=2)
    assert earned(item, right(item)) == 2
    assert earned(item, wrong(item)) == 0
    assert earned(item, right(item) + wrong(item)) == 0
    assert earned(item, [DONT_KNOW]) == 0


def test_an_item_without_an_answer_earns_nothing_and_is_not_counted_as_answered():
    exam, answers = exam_with(rights=2, wrongs=1, mark=None)
    card = scored(exam, {**answers, "q-0": ()})
    assert (card.raw, card.topics[0].items, card.topics[0].answered) == (1, 3, 2)


def test_the_mark_is_reached_at_the_mark_itself():
    assert scored(*exam_with(rights=3, wrongs=1, mark=PassMark(overall=75))).passed is True


def test_a_mark_missed_by_a_hair_is_missed():
    # 159 of 200 is 79.5 %: rounding would let it through a mark of 80 %.
    card = scored(*exam_with(rights=159, wrongs=41, mark=PassMark(overall=80)))
    assert card.passed is False
    assert percent(card.raw, card.maximum) == 79


@given(rights=st.integers(0, 30), wrongs=st.integers(0, 30), mark=st.integers(1, 100))
def test_passing_is_exact(rights, wrongs, mark):
    passed = scored(*exam_with(rights, wrongs, PassMark(overall=mark))).passed
    assert passed is (rights + wrongs > 0 and 100 * rights >= mark * (rights + wrongs))


def test_an_exam_where_nothing_can_be_earned_is_passed_by_nobody():
    card = scored(make_final(items=(), blueprint=(), pass_mark=PassMark(overall=0)), {})
    assert card.passed is False
    assert percent(card.raw, card.maximum) == 0


def test_an_exam_without_a_mark_is_neither_passed_nor_failed():
    assert scored(*exam_with(rights=3, wrongs=1, mark=None)).passed is None


def test_a_mark_by_domain_must_be_reached_too():
    mark = PassMark(overall=50, domains={"ethics": 70})
    role, role_answers = exam_with(rights=7, wrongs=0, mark=None)
    for good, passed in ((7, True), (6, False)):
        items = tuple(make_item(f"e-{n}", topic="ethics") for n in range(10))
        exam = make_final(items=role.items + items, blueprint=(), pass_mark=mark)
        answers = {item.id: right(item) for item in items[:good]}
        assert scored(exam, {**role_answers, **answers}).passed is passed


@few_tries
@given(data=st.data(), exam=assessments())
def test_a_stored_score_shows_the_same_percent_and_keeps_its_topics_exact(data, exam):
    card = scored(exam, data.draw(answers_to(exam)))
    rows = json.loads(json.dumps(as_rows(card)))
    raw, maximum = thousandths(card.raw), thousandths(card.maximum)
    stored = from_rows(rows, raw=raw, maximum=maximum, passed=card.passed)
    assert percent(stored.raw, stored.maximum) == percent(card.raw, card.maximum)
    assert stored.topics == card.topics
