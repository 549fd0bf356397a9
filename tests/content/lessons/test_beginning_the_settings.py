"""A lesson whose first line is not three dashes: that is the one mistake, and the rest is read."""

import pytest

from course.content.findings import Finding
from course.content.lessons.file import read_lesson
from tests.content.lesson import CONTEXT, PATH, source

BODY = "Say your name.\n"


def found(text: str) -> list[Finding]:
    return list(read_lesson(text, PATH, CONTEXT).findings)


def only(text: str) -> Finding:
    [finding] = found(text)
    assert finding.code == "L301"
    return finding


def test_the_first_dashes_are_missing():
    each = only(source(BODY).removeprefix("---\n"))
    assert each.message == "the settings at the top do not start with a line of three dashes"
    assert each.help == "write a line with --- above this one"
    assert each.place.line == 1


@pytest.mark.parametrize("line", ["—", "--", "----", " ---", "***"])
def test_another_line_stands_for_the_dashes(line: str):
    assert only(source(BODY).replace("---", line, 1)).help == "write --- here"


def test_an_empty_line_stands_above_the_dashes():
    each = only("\n\n" + source(BODY))
    assert (each.place.line, each.help) == (1, "take out what is above line 3")


def test_both_lines_of_dashes_are_missing():
    only(source(BODY).replace("---\n", ""))


def test_what_else_is_wrong_is_told_with_its_own_line():
    text = source("# Too high\n", topic="rol").removeprefix("---\n")
    assert [(each.code, each.place.line) for each in found(text)] == [
        ("L301", 1),
        ("Q204", 3),
        ("A503", 7),
    ]


@pytest.mark.parametrize("text", ["Note: a word.\nMore.\n", "{\\rtf1 Hello}", "Just text."])
def test_text_alone_is_not_taken_for_settings(text: str):
    assert only(text).message == "this lesson has no settings at the top"
