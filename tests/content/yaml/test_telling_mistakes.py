from textwrap import dedent

import pytest

from course.content import report
from course.content.catalogue import finding
from course.content.findings import Place
from course.content.yaml.loader import load
from course.content.yaml.nodes import plain

QUESTION = """\
format: 1
title: Practice
kind: practice
questions:

  - id: a1
    type: single
    topic: role
"""


def told(source: str) -> str:
    """Return what the author is shown for the one mistake of a file."""
    findings = load(source, "quizzes/peer-support/m.yaml").findings
    assert len(findings) == 1, findings
    each = findings[0]
    return report.one(each.with_excerpt(source.split("\n")[each.place.line - 1]))


def test_a_colon_in_text():
    assert told(QUESTION + "    text: Remember: what do you do first?\n") == dedent("""\
        error[Y101]: this text has a colon in it, so YAML reads it as two settings
         --> quizzes/peer-support/m.yaml:9:19
          |
        9 |     text: Remember: what do you do first?
          |                   ^ second colon
          = help: put the text in double quotes:
                      text: "Remember: what do you do first?"
        """)


def test_a_tab_in_the_indentation():
    source = QUESTION.replace("    topic: role", "    options:") + "\t- right: Ask first\n"
    assert told(source) == dedent("""\
        error[Y102]: this line is indented with a tab
         --> quizzes/peer-support/m.yaml:9:1
          |
        9 | →   - right: Ask first
          | ^ tab here
          = help: use two spaces for each level. `course check --fix` does this for you.
        """)


def test_an_item_out_of_line():
    source = QUESTION.replace("    topic: role", "    options:")
    source += "      - right: Listen\n       - wrong: Tell them what to do\n"
    assert told(source) == dedent("""\
        error[Y104]: this item does not line up with the item above it
          --> quizzes/peer-support/m.yaml:10:8
           |
        10 |        - wrong: Tell them what to do
           |        ^ starts in column 8; the items above start in column 7
           = help: move it so that every "-" in the list is in the same column
        """)


def test_an_apostrophe_in_single_quotes():
    assert told(QUESTION + "    text: 'It's fine to share your story'\n") == dedent("""\
        error[Y106]: the apostrophe ends the text early, because the text is in single quotes
         --> quizzes/peer-support/m.yaml:9:11
          |
        9 |     text: 'It's fine to share your story'
          |           ^ text starts here
          = help: use double quotes:
                      text: "It's fine to share your story"
        """)


def test_text_that_starts_with_a_special_sign():
    assert told(QUESTION + "    text: @peer asks for help\n") == dedent("""\
        error[Y103]: text cannot start with @ unless it is in quotes
         --> quizzes/peer-support/m.yaml:9:11
          |
        9 |     text: @peer asks for help
          |           ^ starts here
          = help:     text: "@peer asks for help"
        """)


def test_a_setting_that_is_set_twice():
    source = QUESTION + "    why: Ask.\n    why: It is their choice.\n"
    assert told(source) == dedent("""\
        error[Y110]: "why" is set twice here
          --> quizzes/peer-support/m.yaml:10:5
           |
        10 |     why: It is their choice.
           |     ^^^ second time
           = help: keep one of them. The first is on line 9.
           = note: plain YAML would silently keep only the last one
        """)


MENDED = {
    "a: one: two": {"a": "one: two"},
    "a: one: two # aside": {"a": "one: two"},
    "- a: one: two": [{"a": "one: two"}],
    "a: 'it's mine'": {"a": "it's mine"},
    "- 'it's'": ["it's"],
    'a: "no" she said': {"a": '"no" she said'},
    'a: "He said "no" to it"': {"a": 'He said "no" to it'},
    'a: "Hi", she said, "there."': {"a": '"Hi", she said, "there."'},
    'a: "("Hi") there"': {"a": '("Hi") there'},
    'a: "Hi" isn\'t it?': {"a": '"Hi" isn\'t it?'},
    "a: @b": {"a": "@b"},
    "a: `b`": {"a": "`b`"},
    "a: *Never* share it": {"a": "*Never* share it"},
    "a: [see this] now": {"a": "[see this] now"},
    "a: {name} is here": {"a": "{name} is here"},
    "a: - b": {"a": "- b"},
    "a: |b": {"a": "|b"},
    "- %b": ["%b"],
}


@pytest.mark.parametrize("source", MENDED)
def test_where_the_mended_line_is_certain_reading_goes_on_with_it(source: str):
    read = load(source + "\n", "a.yaml")
    assert len(read.findings) == 1
    assert read.node is not None
    assert plain(read.node) == MENDED[source]


@pytest.mark.parametrize("source", [each for each in MENDED if "#" not in each])
def test_the_help_holds_a_line_that_reads_without_a_mistake(source: str):
    mended = load(source + "\n", "a.yaml").findings[0].help.split("\n")[-1]
    read = load(mended + "\n", "a.yaml")
    assert read.findings == ()
    assert read.node is not None
    assert plain(read.node) == MENDED[source]


OTHERS = {
    'a: "x\nb: y\n': ("Y112", 1),
    'a: "x\nb: "y"\n': ("Y112", 1),
    "a: [x, y\nb: z\n": ("Y108", 1),
    "a: {x: y\n": ("Y108", 1),
    'a: "c:\\quiz"\n': ("Y109", 1),
    'a: "\\0"\n': ("F102", 1),
    "a:x\nb: y\n": ("Y113", 1),
    "a: x\nand more\nb: y\n": ("Y113", 2),
    "a: x\n b: y\n": ("Y104", 2),
    "a:\n  b: x\n c: y\n": ("Y104", 3),
    "a:\n  b: {c: x}\n   d: {e: y}\n": ("Y104", 3),
    "a: x\n- b\n": ("Y100", 2),
    'a: ["b" c, d]\n': ("Y107", 1),
    "a: ['I'm', b]\n": ("Y106", 1),
    'a: "tel:988”\nb: c\n': ("Y112", 1),
    "a = b\nc: d\n": ("Y113", 1),
    "a:\u00a0b\nc: d\n": ("F102", 1),
    "a:\n\u00a0 b: c\n  d: e\n": ("F102", 2),
    "a: b\n<<<<<<< HEAD\nc: d\n": ("Y113", 2),
    "a:\n  - b: x\n    c: y\n  b: z\n    c: y\n": ("Y104", 4),
    "a:\n  b: x\n    c: y\n  - b: z\n": ("Y104", 2),
    "a:\n  b: x\n  - b: z\n": ("Y104", 2),
    "a:\n  - b: x\n    c: y\n    d: z\n    b: x\n    c: y\n": ("Y110", 5),
    "a:\n  - b: x\n    c: y\n    c: z\n": ("Y110", 4),
    "? [a]\n: b\n": ("Y117", 1),
}


@pytest.mark.parametrize("source", OTHERS)
def test_each_other_mistake_is_told_once_on_its_line(source: str):
    findings = load(source, "a.yaml").findings
    assert [(each.code, each.place.line) for each in findings] == [OTHERS[source]]


def help_of(source: str) -> str:
    [finding] = load(source, "a.yaml").findings
    return finding.help


def test_an_entry_without_its_dash_is_told_with_the_dash():
    mended = "write a dash and a space before it:\n  - b: z"
    assert help_of("a:\n  - b: x\n    c: y\n  b: z\n    c: y\n") == mended
    assert help_of("a:\n  b: z\n    c: y\n  - b: z\n") == mended


def test_a_setting_that_stands_too_far_out_is_no_entry_without_its_dash():
    source = "a:\n  - b: x\n  c: y\n  - b: z\n    c: w\n"
    [finding] = load(source, "a.yaml").findings
    assert (finding.code, finding.place.line) == ("Y104", 3)
    assert finding.message == "this setting does not line up with the setting above it"


def test_in_an_entry_without_a_colon_its_name_is_told():
    source = "a:\n  - right: x\n  - wrong Why is that\n    why: y\n"
    assert help_of(source) == 'write a colon after "wrong":\n  - wrong: Why is that'


def test_a_new_entry_without_its_dash_is_one_mistake_however_much_it_holds():
    source = "a:\n  - id: x\n    b: y\n    id: z\n    b: y\n    other: w\n"
    assert '"- id:"' in help_of(source)
    read = load(source, "a.yaml")
    assert read.node is not None
    assert plain(read.node) == {"a": [{"id": "x", "b": "y"}]}


def test_in_a_list_in_brackets_the_one_text_is_shown_mended():
    assert help_of('a: ["b" c, d]\n').endswith("""\n'"b" c'""")
    assert help_of("a: ['I'm', b]\n").endswith('\n"I\'m"')
    assert help_of("a: ['b' c, d]\n").endswith("\n\"'b' c\"")


def test_an_apostrophe_that_is_written_twice_is_explained():
    assert "each apostrophe in it twice" in help_of('a: "Hi" isn\'t it?\n')
    assert "twice" not in help_of('a: "Hi" it is\n')


def test_curly_quote_marks_are_named():
    assert help_of('a: "tel:988”\nb: c\n').startswith('write " in the place of ”')
    [finding] = load("a: “Hi: there”\n", "a.yaml").findings
    assert (finding.code, finding.help.split("\n")[1]) == ("Y101", 'a: "“Hi: there”"')
    assert "curly quotes are part of the text" in finding.note


@pytest.mark.parametrize(
    ("source", "label", "said"),
    [
        ("a = b\nc: d\n", "no colon here", "a: b"),
        ("a\u00a0: b\nc: d\n", "here", "type a space"),
        ("a: b\n<<<<<<< HEAD\nc: d\n", "git wrote this line", "two versions"),
    ],
)
def test_a_line_that_is_no_setting_says_what_it_is(source: str, label: str, said: str):
    [finding] = load(source, "a.yaml").findings
    assert finding.label == label
    assert said in finding.help


def test_tabs_on_many_lines_are_one_mistake():
    findings = load("a:\n\tb: 1\n\tc: 2\n\td: 3\n", "a.yaml").findings
    assert [each.code for each in findings] == ["Y102"]
    assert findings[0].note == "2 more lines of this file start with a tab"


def test_a_line_that_stops_twice_is_one_mistake():
    findings = load("a: b\n**His** said, so\nc: d\n", "a.yaml").findings
    assert len(findings) == 1
    assert findings[0].place.line == 2


def test_a_line_that_no_quotes_can_mend_stays_as_long_as_it_is():
    source = "title: @" + "'\"" * 20 + "\n- x\n"
    findings = load(source, "a.yaml").findings
    assert len({each.place.line for each in findings}) == len(findings)
    assert max(len(each.help) for each in findings) < 4 * len(source)


def test_of_a_word_that_is_too_long_the_beginning_is_told():
    said = finding("Y122", Place("a.yaml"), "x" * 5_000, help="y" * 2_000)
    assert len(said.message) == len(said.help) == 2_000
    assert said.message.endswith("x…")
    assert said.help.endswith("yy")


@pytest.mark.parametrize("value", ["Note: call # 988", "@peer # 988", "'it's so' # 988"])
def test_a_comment_behind_a_text_that_is_mended_is_named(value: str):
    [each] = load(f"text: {value}\n", "a.yaml").findings
    assert each.help.endswith('" # 988')
    assert each.note.startswith("what stands after # is a comment")


def test_a_hash_before_the_last_quote_mark_belongs_to_the_text():
    [each] = load("text: 'It's so # 988'\n", "a.yaml").findings
    assert each.help.endswith('text: "It\'s so # 988"')
    assert each.note == ""
