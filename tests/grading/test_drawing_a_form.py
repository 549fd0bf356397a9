"""The form of an attempt: the blueprint's items, in an order that tells nothing."""

from collections import Counter

import pytest
from hypothesis import given

from course.content.edition import Cell
from course.grading.forms import as_rows, draw, from_rows
from tests.builders import make_final, make_item, right
from tests.grading.strategies import assessments, few_tries, seeds

NO_RELATION = {1: 10.83, 2: 13.82, 3: 16.27, 5: 20.52}
"""Chi-square above which p < 0.001, by degrees of freedom."""


def chi_square(counts, places):
    expected = sum(counts.values()) / places
    return sum((counts[place] - expected) ** 2 / expected for place in range(places))


@few_tries
@given(assessment=assessments(), seed=seeds)
def test_a_form_draws_exactly_the_cells_of_the_blueprint(assessment, seed):
    items = [assessment.by_id[each.item] for each in draw(assessment, seed)]
    live = [item for item in items if item.status == "live"]
    for cell in assessment.blueprint:
        fitting = [i for i in live if i.topic == cell.topic and cell.level in (None, i.level)]
        assert len(fitting) == cell.count
    if assessment.blueprint:
        assert len(live) == sum(cell.count for cell in assessment.blueprint)


@few_tries
@given(assessment=assessments(), seed=seeds)
def test_a_form_has_each_item_once_and_as_many_as_the_instructions_say(assessment, seed):
    ids = [each.item for each in draw(assessment, seed)]
    assert len(ids) == len(set(ids)) == assessment.length


@few_tries
@given(assessment=assessments(), seed=seeds)
def test_every_pilot_item_comes_and_no_retired_one(assessment, seed):
    drawn = {each.item for each in draw(assessment, seed)}
    assert {item.id for item in assessment.items if item.status == "pilot"} <= drawn
    assert drawn.isdisjoint(item.id for item in assessment.items if item.status == "retired")


@few_tries
@given(assessment=assessments(), seed=seeds)
def test_the_same_seed_gives_the_same_form(assessment, seed):
    assert draw(assessment, seed) == draw(assessment, seed)


@few_tries
@given(assessment=assessments(), seed=seeds)
def test_with_the_same_items_seen_it_is_the_same_too(assessment, seed):
    seen = [each.item for each in draw(assessment, "before")]
    assert draw(assessment, seed, seen=seen) == draw(assessment, seed, seen=seen[::-1])


@few_tries
@given(assessment=assessments(), seed=seeds)
def test_a_cell_asks_nothing_again_while_it_has_anything_new(assessment, seed):
    seen: list[str] = []
    for attempt in range(3):
        form = [each.item for each in draw(assessment, f"{seed}{attempt}", seen=seen)]
        times = Counter(seen)
        for cell in assessment.blueprint:
            fitting = [
                item.id
                for item in assessment.items
                if item.status == "live"
                and item.topic == cell.topic
                and cell.level in (None, item.level)
            ]
            asked = max(times[item] for item in fitting if item in form)
            left = [times[item] for item in fitting if item not in form]
            assert all(asked <= other for other in left)
        seen += form


@few_tries
@given(assessment=assessments(), seed=seeds)
def test_a_form_comes_back_from_its_rows(assessment, seed):
    form = draw(assessment, seed)
    assert from_rows(as_rows(form)) == form


@few_tries
@given(assessment=assessments(), seed=seeds)
def test_every_item_shows_all_its_options_once(assessment, seed):
    for each in draw(assessment, seed):
        there = [option.id for option in assessment.by_id[each.item].options]
        assert sorted(each.options) == sorted(there)


def test_a_form_is_the_same_on_any_machine_for_ever():
    form = draw(make_final(), "2026")
    assert [each.item for each in form] == [
        "final-role-1",
        "final-ethics-2",
        "final-ethics-3",
        "final-role-2",
    ]
    assert form[0].options == ("af8828f763", "681e3744d9", "6022867248")


def test_a_form_does_not_depend_on_the_order_of_the_file():
    exam = make_final()
    turned = make_final(
        items=tuple(
            item.model_copy(update={"options": item.options[::-1]}) for item in exam.items[::-1]
        )
    )
    assert draw(exam, "seed") == draw(turned, "seed")


def test_where_an_option_stands_has_nothing_to_do_with_being_right():
    items = tuple(make_item(f"q-{n}", texts=("A", "B", "C", "D")) for n in range(12))
    exam = make_final(items=items, blueprint=())
    counts = Counter(
        each.options.index(right(exam.by_id[each.item])[0])
        for attempt in range(300)
        for each in draw(exam, f"attempt {attempt}")
    )
    assert chi_square(counts, 4) < NO_RELATION[3]


def test_every_item_of_a_cell_is_drawn_as_often_and_stands_anywhere():
    exam = make_final()
    forms = [[each.item for each in draw(exam, f"attempt {n}")] for n in range(1200)]
    drawn = Counter(exam.items.index(exam.by_id[item]) for form in forms for item in form)
    places = Counter(form.index("final-role-1") for form in forms if "final-role-1" in form)
    assert chi_square(drawn, 6) < NO_RELATION[5]
    assert chi_square(places, 4) < NO_RELATION[3]


def test_without_shuffling_a_form_keeps_the_order_of_the_file():
    exam = make_final(shuffle_questions=False, shuffle_options=False, blueprint=())
    assert as_rows(draw(exam, "seed")) == [
        (item.id, [option.id for option in item.options]) for item in exam.items
    ]


@pytest.mark.parametrize(
    "item",
    [make_item("fixed", texts=tuple("ABCDEFGH"), shuffle=False), make_item("tf", "true-false")],
)
def test_an_item_that_asks_for_it_keeps_its_options_in_order(item):
    exam = make_final(items=(item,), blueprint=())
    as_written = tuple(option.id for option in item.options)
    assert {draw(exam, f"attempt {n}")[0].options for n in range(20)} == {as_written}


def test_a_cell_that_asks_for_more_than_there_is_draws_nothing():
    with pytest.raises(ValueError, match="has 3 items for the cell"):
        draw(make_final(blueprint=(Cell(topic="role", count=4),)), "seed")
