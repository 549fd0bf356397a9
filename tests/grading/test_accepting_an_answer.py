"""What may be stored as an answer (FAULTS case 27)."""

import pytest

from course.grading.item_types import DONT_KNOW, NotAnAnswer, accept_answer, is_right
from tests.builders import make_final, make_item, make_pre_course, option_id, right, wrong

SINGLE = make_item("one")
MANY = make_item("many", "multiple", texts=("A", "B", "C"))


def test_one_option_of_the_item_is_an_answer():
    assert accept_answer(make_final(), SINGLE, right(SINGLE)) == right(SINGLE)


def test_nothing_chosen_is_the_empty_answer():
    assert accept_answer(make_final(), SINGLE, []) == ()


def test_an_answer_is_stored_in_the_order_of_the_file_and_each_option_once():
    first, second = right(MANY)
    assert accept_answer(make_final(), MANY, [second, first, second]) == (first, second)


@pytest.mark.parametrize("item", [SINGLE, make_item("tf", "true-false")])
def test_two_options_where_one_is_asked_are_no_answer(item):
    with pytest.raises(NotAnAnswer, match="Select only one answer"):
        accept_answer(make_final(), item, [option.id for option in item.options[:2]])


@pytest.mark.parametrize("value", [option_id("other", "Yes"), "-1", "NaN", "", "A" * 10_000, "\0"])
@pytest.mark.parametrize("item", [SINGLE, MANY])
def test_what_is_no_option_of_the_item_is_no_answer(item, value):
    with pytest.raises(NotAnAnswer, match="not part of this question"):
        accept_answer(make_final(), item, [value])


def test_i_dont_know_is_an_answer_where_the_exam_offers_it():
    assert accept_answer(make_pre_course(), MANY, [DONT_KNOW]) == (DONT_KNOW,)
    with pytest.raises(NotAnAnswer, match="not part of this question"):
        accept_answer(make_final(), MANY, [DONT_KNOW])


def test_i_dont_know_does_not_go_with_another_answer():
    with pytest.raises(NotAnAnswer, match="but not both"):
        accept_answer(make_pre_course(), MANY, [DONT_KNOW, *right(MANY)])


def test_an_answer_is_right_when_it_is_exactly_the_right_options():
    assert is_right(MANY, right(MANY))
    assert not is_right(MANY, right(MANY)[:1])
    assert not is_right(MANY, right(MANY) + wrong(MANY))
    assert not is_right(MANY, ())
