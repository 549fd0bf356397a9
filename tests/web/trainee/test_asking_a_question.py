"""How an item becomes a question on a page, whatever its type."""

import pytest

from course.grading.item_types import ITEM_TYPES
from course.web.items import TEMPLATES, answer_words, ask, split
from tests.builders import make_item, make_pre_course


def test_every_item_type_has_a_part_that_asks_it():
    assert set(TEMPLATES) == set(ITEM_TYPES)


@pytest.mark.parametrize(
    ("html", "scene", "question"),
    [
        ("What now?", "", "What now?"),
        ("<p>What now?</p>", "", "What now?"),
        ("<p>Sam is new.</p>\n<p>What now?</p>", "<p>Sam is new.</p>\n", "What now?"),
        ("<ul><li>One</li></ul>", "<ul><li>One</li></ul>", "Your answer"),
    ],
)
def test_the_last_paragraph_is_the_question(html, scene, question):
    item = make_item("one").model_copy(update={"html": html})
    assert split(item) == (scene, question)


def test_options_come_in_the_order_of_the_form():
    item = make_item("one")
    order = [option.id for option in item.options][::-1]
    asked = ask(make_pre_course(), item, order=order)
    assert [choice.value for choice in asked.choices] == order


def test_a_question_carries_nothing_of_the_key():
    asked = ask(make_pre_course(), make_item("one"))
    assert "right" not in repr(asked)
    assert "Because" not in repr(asked)


def test_an_answer_in_words():
    item = make_item("one", "multiple")
    ids = [option.id for option in item.options]
    assert answer_words(item, ids[:2]) == ("Yes", "No")
    assert answer_words(item, ()) == ("Not answered",)
    (dont_know,) = answer_words(item, ("dont-know",))
    assert dont_know.striptags() == "I don't know yet"
