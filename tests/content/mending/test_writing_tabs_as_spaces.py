import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.mending.file import mend
from course.content.yaml.loader import load
from course.content.yaml.nodes import plain
from tests.content.mending.files import PATH, QUIZ, codes, mended, with_line
from tests.content.small import files

SMALL = {path: text.decode() for path, text in files().items() if path.endswith(".yaml")}


def tree(source: str) -> Any:
    node = load(source, PATH).node
    assert node is not None
    return plain(node)


@pytest.mark.parametrize("width", [2, 4, 8])
def test_a_tab_of_any_width_becomes_what_keeps_the_question_whole(width: int):
    option, its_why = " " * 2 * width, " " * (2 * width + 2)
    deep = QUIZ.replace("      - ", f"{option}- ").replace("        why", f"{its_why}why")
    source = deep.replace(f"{option}- ", "\t\t- ").replace(f"{its_why}why", "\t\t  why")
    assert codes(source) == ["Y102"]
    assert "\t" not in mended(source)
    assert tree(mended(source)) == tree(QUIZ)


def test_a_file_that_is_indented_with_tabs_alone():
    leads = {"        ": "\t\t  ", "      - ": "\t\t- ", "    ": "\t  ", "  - ": "\t- "}
    source = QUIZ
    for spaces, tabbed in leads.items():
        source = re.sub(rf"(?m)^{spaces}(?=[a-z])", tabbed, source)
    assert codes(source) == ["Y102"]
    assert tree(mended(source)) == tree(QUIZ)
    [change] = mend(source.encode(), PATH).changes
    assert (change.line, change.code) == (6, "Y102")
    assert "8 lines" in change.what


def test_a_tab_in_a_text_stays():
    source = QUIZ.replace("Who decides?", "Who\tdecides?").replace("      - wrong", "\t- wrong")
    assert "Who\tdecides?" in mended(source)


def test_a_tab_in_the_text_of_a_block_stays_where_it_places_nothing():
    block = "text: |\n\t\tone\n\t\t\ttwo"
    source = with_line("text: Who decides?", block)
    after = mended(source)
    assert tree(after)["questions"][0]["text"] == "one\n\ttwo\n"


def test_the_width_is_told_by_what_the_file_may_hold():
    source = "format: 1\nterms:\n  a:\n    means: x\n\tb:\n    means: y\n"
    path = "lessons/peer-support/glossary.yaml"
    assert mended(source, path) == source.replace("\t", "  ")


@pytest.mark.parametrize("row", ["      - right: They do", "      - wrong: You do"])
def test_a_tab_leads_to_where_the_entry_beside_it_starts(row: str):
    source = QUIZ.replace(row, row.replace("      ", "\t"))
    assert codes(source) == ["Y102"]
    assert mended(source) == QUIZ


def test_lines_with_tabs_each_find_their_own_column():
    source = QUIZ.replace("    topic", "\ttopic").replace("      - wrong", "\t- wrong")
    assert mended(source) == QUIZ


def test_a_file_of_nothing_but_tabs_is_no_burden():
    many = "\n".join("\t- a" for _ in range(5_000))
    assert mend(many.encode(), PATH).content


def test_where_it_is_open_what_belongs_to_what_the_tab_stays():
    source = QUIZ + "\tnote: Why so?\n"
    assert codes(source) == ["Y102"]
    assert mended(source) == source


def test_other_mistakes_of_the_file_are_mended_with_it():
    source = QUIZ.replace("      - wrong: You do", "\t  - wrong: You: do")
    after = mended(source)
    assert codes(after) == []
    assert after.endswith('- wrong: "You: do"\n')


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whole_files_with_tabs_come_back_as_the_same_course(data: st.DataObject):
    path = data.draw(st.sampled_from(sorted(SMALL)))
    width = data.draw(st.sampled_from([2, 4]))
    lines = SMALL[path].split("\n")
    first = data.draw(st.integers(0, len(lines) - 1))
    last = first + data.draw(st.sampled_from([1, 2, len(lines)]))
    tabbed = [tabs(line, width) if first <= n < last else line for n, line in enumerate(lines)]
    after = mend("\n".join(tabbed).encode(), path).content.decode()
    if "Y102" not in [each.code for each in load(after, path).findings]:
        assert tree(after) == tree(SMALL[path])


def tabs(line: str, width: int) -> str:
    lead = len(line) - len(line.lstrip(" "))
    return "\t" * (lead // width) + line[lead - lead % width :]
