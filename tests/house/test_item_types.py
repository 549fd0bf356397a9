"""A type of question is known in every place that has to know it (docs/how-to)."""

from typing import get_args

from course.content.edition import Item
from course.content.quizzes.items import ITEM_KINDS
from course.grading.item_types import ITEM_TYPES
from course.web.items import TEMPLATES
from course.web.trainer.paper_view import ON_PAPER
from tests.house.tree import TEMPLATES as FOLDER


def test_reading_scoring_and_asking_know_the_same_types():
    types = set(get_args(Item.model_fields["type"].annotation))
    assert types == set(ITEM_KINDS) == set(ITEM_TYPES) == set(TEMPLATES) == set(ON_PAPER)


def test_each_type_has_a_part_that_asks_it():
    parts = [*TEMPLATES.values(), *ON_PAPER.values()]
    assert {part for part in parts if not (FOLDER / part).is_file()} == set()
