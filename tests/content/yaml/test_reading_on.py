"""Where one line alone is wrong: what is said of it, and reading goes on as it was meant."""

import time
from collections.abc import Iterator

import pytest

from course.content.findings import Finding
from course.content.mending.file import mend
from course.content.quizzes.file import read_quiz
from course.content.shapes.misfits import names_of
from course.content.shapes.shape import Shape
from course.content.yaml.names import SETTING_NAMES
from course.content.yaml.spaces import with_plain_spaces

PATH = "quizzes/peer-support/m.yaml"
QUIZ = """\
format: 1
title: Practice
kind: practice
questions:

  - id: a1
    type: single
    topic: role
    text: Who decides?
    options:
      - right: They do
        why: It is their life.
      - wrong: You do
        why: No.

  - id: a2
    type: single
    topic: role
    text: Who leads?
    options:
      - right: They do
        why: It is.
      - wrong: You do
        why: No.
"""


def found(old: str, new: str, source: str = QUIZ) -> tuple[Finding, ...]:
    assert old in source
    return read_quiz(source.replace(old, new, 1), PATH, "m").findings


def with_another(old: str, new: str) -> list[str]:
    """Return the codes where the last question has a mistake of its own."""
    source = QUIZ.replace("text: Who leads?", "text: ''")
    return [each.code for each in found(old, new, source)]


COLUMNS = {
    ("        why: It is their life.", "         why: It is their life."): (10, 9),
    ("        why: It is their life.", "       why: It is their life."): (8, 9),
    ("  - id: a2", "   - id: a2"): (4, 3),
    ("  - id: a2", " - id: a2"): (2, 3),
    ("    topic: role\n    text: Who leads", "     topic: role\n    text: Who leads"): (6, 5),
    ("    topic: role\n    text: Who leads", "   topic: role\n    text: Who leads"): (4, 5),
    ("      - wrong: You do\n        why: No.\n\n", "     - wrong: You do\n        why: No.\n\n"): (
        6,
        7,
    ),
}


@pytest.mark.parametrize("change", COLUMNS)
def test_the_column_that_is_named_is_the_right_one(change: tuple[str, str]):
    [told] = found(*change)
    here, right = COLUMNS[change]
    assert told.code == "Y104"
    assert told.place.column == here
    assert told.label.startswith(f"starts in column {here}; the ")
    assert told.label.endswith(f"s above start in column {right}")


SLIPS = {
    "a tab": (
        "      - wrong: You do\n        why: No.\n\n",
        "\t- wrong: You do\n        why: No.\n\n",
    ),
    "a column": ("        why: It is their life.", "         why: It is their life."),
    "a column of several lines": (
        "      - wrong: You do\n        why: No.\n\n",
        "       - wrong: You do\n         why: No.\n\n",
    ),
    "a quote mark": ("text: Who decides?", 'text: "Who decides?'),
    "no space after a dash": ("- right: They do", "-right: They do"),
    "no space after a colon": ("topic: role", "topic:role"),
    "no colon": ("    options:\n", "    options\n"),
    "an equals sign": ("topic: role", "topic = role"),
    "an odd space": ("    topic: role", "   \u00a0topic: role"),
    "a colon in a second line": ("text: Who decides?", "text: Who decides\n      today: you?"),
}
CODES = {
    "a tab": "Y102",
    "a quote mark": "Y112",
    "no space after a colon": "Y113",
    "no colon": "Y113",
    "an equals sign": "Y113",
    "an odd space": "F102",
    "a colon in a second line": "Y101",
}


@pytest.mark.parametrize("slip", SLIPS)
def test_the_mistakes_behind_it_are_told_with_it(slip: str):
    assert [each.code for each in found(*SLIPS[slip])] == [CODES.get(slip, "Y104")]
    assert with_another(*SLIPS[slip]) == [CODES.get(slip, "Y104"), "Y125"]


@pytest.mark.parametrize("slip", SLIPS)
def test_what_is_told_behind_it_stands_where_the_author_wrote_it(slip: str):
    old, new = SLIPS[slip]
    row = new.split("\n")[0]
    source = QUIZ.replace(old, new, 1)
    said = read_quiz(source.replace("They do", "Thay do [[x]]", 2), PATH, "m").findings
    lines = source.replace("They do", "Thay do [[x]]", 2).split("\n")
    marked = [
        lines[each.place.line - 1][each.place.column - 1 : each.place.end_column - 1]
        for each in said
        if each.code == "L344"
    ]
    assert set(marked) <= {"[["}, (row, marked)
    assert marked


def test_where_it_is_open_what_was_meant_nothing_more_is_said_of_that_question():
    open_ = QUIZ.replace("        why: It is their", "            why: It is their")
    assert len(read_quiz(open_, PATH, "m").findings) == 1
    same = open_.replace("      - wrong: You do", "     - wrong: You do", 1)
    assert len(read_quiz(same, PATH, "m").findings) == 1


def test_an_option_without_its_mark_is_told_what_to_write():
    [told] = found("- wrong: You do\n        why: No.\n\n", "- You do\n        why: No.\n\n")
    assert told.help == (
        'write "right:" or "wrong:" before the text of an option:\n      - wrong: You do'
    )
    [first] = found("- right: They do\n        why: It is their life.", "- They do")
    assert first.help.endswith("\n- wrong: They do")


def test_options_whose_dashes_have_no_space_are_told_of_the_dashes():
    [told] = found(
        "      - right: They do\n        why: It is.\n      - wrong: You do\n        why: No.",
        "      -right: They do\n      -wrong: You do",
    )
    assert (told.code, told.help) == (
        "Y121",
        'write a space after each dash: "- " and then the rest',
    )


def test_a_setting_that_slipped_in_is_no_text():
    [told] = found("    topic: role\n    text: Who leads", "      topic: role\n    text: Who leads")
    assert told.code == "Y104"


ODD = {
    "    topic: role": "    topic: role\u200b",
    "    type: single": "\u00a0\u00a0\u00a0\u00a0type: single",
    "      - right": "      -\u00a0right",
    "topic: role": "topic:\u2009role",
}


@pytest.mark.parametrize("plain", ODD)
def test_odd_spaces_are_mended_where_yaml_counts_on_them(plain: str):
    source = QUIZ.replace(plain, ODD[plain])
    [told] = read_quiz(source, PATH, "m").findings
    assert told.code == "F102"
    assert "the same is true of line " in told.note
    assert mend(source.encode(), PATH).content.decode() == QUIZ


@pytest.mark.parametrize(
    "source",
    [
        QUIZ.replace("Who decides?", "Who\u00a0decides in 5\u202fminutes?\u00a0"),
        QUIZ.replace("Who decides?", "ใคร\u200bตอบ"),
        QUIZ.replace(
            "text: Who decides?", "text: |\n      Who decides:\n      \u00a0\u00a0they?\u200b"
        ),
    ],
)
def test_odd_spaces_in_a_text_are_its_authors_own(source: str):
    assert read_quiz(source, PATH, "m").findings == ()
    assert mend(source.encode(), PATH).changes == ()


@pytest.mark.parametrize("line", ["\u00a0" * 40_000 + "a: b", "a: b" + "\u200b" * 40_000 + "!"])
def test_a_line_of_odd_spaces_costs_no_more_than_its_length(line: str):
    start = time.process_time()
    with_plain_spaces(line)
    assert time.process_time() - start < 1


def test_the_names_of_settings_are_those_of_the_shapes():
    assert {name for shape in _shapes(Shape) for name in names_of(shape)} == SETTING_NAMES


def _shapes(base: type[Shape]) -> Iterator[type[Shape]]:
    for shape in base.__subclasses__():
        if shape.__module__.startswith("course."):
            yield shape
        yield from _shapes(shape)


def test_text_under_a_block_sign_is_not_read_on_where_a_tab_takes_it_out_of_the_block():
    block = '    text: |\n      A form says: "I do" so.'
    source = QUIZ.replace("    text: Who decides?", block)
    tabbed = "\n".join(
        f"\t{line.lstrip()}" if row in (7, 8, 9) else line
        for row, line in enumerate(source.split("\n"))
    )
    assert [each.code for each in read_quiz(tabbed, PATH, "m").findings] == ["Y102"]
