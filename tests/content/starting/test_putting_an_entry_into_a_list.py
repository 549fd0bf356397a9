"""An entry goes into a list of an author's file, and nothing else of it changes."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.starting.inserting import Entry, as_value, with_entry
from course.content.yaml.loader import load
from course.content.yaml.nodes import plain
from tests.content.starting.files import inserted

STEP = Entry("lesson: new", "{lesson: new}")


def steps_after(source, *, at=None):
    """Return the file with one more step, and what was put in."""
    after = with_entry(source, ("steps",), STEP, at=at)
    assert after is not None
    return after, inserted(source, after)


def test_it_stands_under_the_last_entry_in_its_column():
    before = "steps:\n    - lesson: a\ntitle: T\n"
    assert steps_after(before)[0] == "steps:\n    - lesson: a\n    - lesson: new\ntitle: T\n"


def test_a_list_that_is_not_indented_stays_so():
    assert steps_after("steps:\n- lesson: a\n")[1] == "- lesson: new\n"


def test_the_space_behind_the_dash_is_kept():
    assert steps_after("steps:\n  -   lesson: a\n")[1] == "  -   lesson: new\n"


def test_it_can_stand_between_two():
    after, _ = steps_after("steps:\n  - lesson: a\n  - exam: b\n", at=1)
    assert after == "steps:\n  - lesson: a\n  - lesson: new\n  - exam: b\n"


def test_an_entry_over_several_lines_is_not_cut():
    before = dedent("""\
        steps:
          - exam: a
            after: [b,
              c
            ]
          # the next part
        title: T
        """)
    after, _ = steps_after(before)
    assert "    ]\n  - lesson: new\n  # the next part\n" in after


def test_a_text_over_several_lines_is_not_cut():
    before = "steps:\n  - text: |\n      one\n\n      two\n    # why\ntitle: T\n"
    assert "      two\n  - lesson: new\n" in steps_after(before)[0]


def test_where_empty_lines_stand_between_entries_one_stands_before_the_new_one():
    before = "steps:\n\n  - lesson: a\n\n  # about b\n  - lesson: b\n"
    assert steps_after(before)[1] == "\n  - lesson: new\n"


def test_a_list_in_brackets_stays_in_brackets():
    assert steps_after("steps: [{lesson: a}] # all\n")[0] == (
        "steps: [{lesson: a}, {lesson: new}] # all\n"
    )
    assert steps_after("steps: []\n")[0] == "steps: [{lesson: new}]\n"
    assert steps_after("steps: [\n  {lesson: a}, # one\n]\n")[0] == (
        "steps: [\n  {lesson: a}, # one\n {lesson: new}]\n"
    )


def test_line_ends_byte_order_mark_and_a_missing_end_are_kept():
    before = "\ufeffsteps:\r\n  - lesson: a"
    assert steps_after(before)[0] == "\ufeffsteps:\r\n  - lesson: a\r\n  - lesson: new\r\n"


def test_where_there_is_no_list_nothing_is_returned():
    assert with_entry("steps: none\n", ("steps",), STEP) is None
    assert with_entry("title: T\n", ("steps",), STEP) is None
    assert with_entry("steps: [{lesson: a}]\n", ("steps",), Entry("lesson: b")) is None


STEPS = st.sampled_from(
    [
        "- lesson: a\n",
        "- lesson: a   # a comment\n",
        "- {lesson: a, after: [b, c]}\n",
        "- exam: a\n  after:\n    - b\n    - c\n",
        "- exam: a\n  # between\n  after: [b,\n    c]\n",
        '- lesson: "a\n    b"\n',
        "- text: |\n    one\n\n    two\n",
        "- text: >-\n    one\n  end: x\n",
    ]
)
BESIDE = st.sampled_from(["", "\n", "# a comment\n", "\n# a comment\n\n"])


@given(
    st.lists(st.tuples(STEPS, BESIDE), min_size=1, max_size=4),
    st.sampled_from(["", "  ", "    "]),
    st.sampled_from(["", "title: T\n", "# the end\ntitle: T # t\n"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_the_list_looks_like_only_the_entry_comes_in(steps, indent, rest, end):
    listed = "".join(step + beside for step, beside in steps)
    lines = "".join(indent + line if line.strip() else line for line in listed.splitlines(True))
    before = f"steps:\n{lines}{rest}".replace("\n", end)
    after, new = steps_after(before)
    assert new.strip() == "- lesson: new"
    held = plain(load(before, "").node)
    held["steps"].append({"lesson": "new"})
    assert plain(load(after, "").node) == held


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1))
def test_any_line_of_text_can_be_a_value(text):
    loaded = load(f"title: {as_value(text)}", "")
    assert plain(loaded.node) == {"title": text}
    assert loaded.findings == ()


@pytest.mark.parametrize("text", ["Boundaries", "It's fine", "Café", "Yes", "12:30"])
def test_a_text_without_need_gets_no_quotes(text):
    assert as_value(text) == text
