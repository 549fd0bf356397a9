import pytest

from course.content.mending.file import mend
from tests.content.mending.files import PATH, QUIZ, codes, mended, with_line

CERTAIN = {
    "Y101": {
        "Remember: who decides?": '"Remember: who decides?"',
        'She asked: "Who?"': '"She asked: \\"Who?\\""',
        "One: two: three": '"One: two: three"',
        "A back\\slash: here": '"A back\\\\slash: here"',
    },
    "Y103": {
        "@peer asks": '"@peer asks"',
        "`this` is code": '"`this` is code"',
        "*Never* decide": '"*Never* decide"',
        "[see this] now": '"[see this] now"',
        "{name} asks": '"{name} asks"',
        "%s": '"%s"',
    },
    "Y106": {
        "'It's fine to share'": '"It\'s fine to share"',
        "'She said \"it's me\"'": '"She said \\"it\'s me\\""',
    },
    "Y107": {
        '"Yes" is an answer': "'\"Yes\" is an answer'",
        '"He said "no" to it"': "'He said \"no\" to it'",
        '"Don\'t" is an answer': "'\"Don''t\" is an answer'",
    },
}
PAIRS = [(code, old, new) for code, rows in CERTAIN.items() for old, new in rows.items()]


@pytest.mark.parametrize(("code", "old", "new"), PAIRS)
def test_a_text_that_can_be_meant_in_one_way_is_put_in_quotes(code: str, old: str, new: str):
    source = with_line("Who decides?", old)
    assert code in codes(source)
    assert mended(source) == with_line("Who decides?", new)
    assert code not in codes(mended(source))
    [change] = mend(source.encode(), PATH).changes
    assert (change.line, change.code) == (9, code)


@pytest.mark.parametrize(
    "text",
    [
        "Who decides? why: They do",  # two settings on a line
        "One: two # three",  # what is behind the # may be text or remark
        "'Yes' or 'no'",  # two texts in quotes
        "'It''s Ana's'",
        '"Yes" or "no"',
        '"Yes", "no"',
        "'tis: so",
        "- a list?",
        "| a block",
        "One: two\n      three",  # goes on in the next line
    ],
)
def test_a_text_that_can_be_meant_in_two_ways_is_left(text: str):
    source = with_line("Who decides?", text)
    assert codes(source)
    assert mended(source) == source


def test_a_setting_that_would_not_take_the_text_is_left():
    source = with_line("type: single", "type: single: or multiple")
    assert mended(source) == source


def test_one_that_is_in_doubt_does_not_keep_another_from_being_mended():
    source = with_line("They do", "They: do").replace("You do", "You: do # or not")
    assert mended(source) == source.replace("They: do", '"They: do"')


def test_a_missing_space_after_the_colon_of_a_setting_is_put_in():
    assert mended(with_line("topic: role", "topic:role")) == QUIZ
    for unknown in ("tpoic:role", "https://example.org"):
        source = with_line("topic: role", unknown)
        assert mended(source) == source


def test_in_a_lesson_its_settings_and_the_options_of_its_boxes_are_mended():
    lesson = """\
---
title: Limits: where they are
summary: Where the role stops.
topic: role
objectives: {say: Say where, ask: Say whom}
---

Some text: with a colon.

/// reflection | Ana
    id: ana
    look_for:
      - 'It's hers'

What do you say: yes or no?

///
"""
    after = mended(lesson, "lessons/peer-support/limits.md")
    assert after == lesson.replace("Limits: where they are", '"Limits: where they are"').replace(
        "'It's hers'", '"It\'s hers"'
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_stay(end: str, mark: str):
    source = mark + with_line("Who decides?", "Remember: who?").replace("\n", end)
    assert mended(source) == source.replace("Remember: who?", '"Remember: who?"')


def test_a_file_that_is_no_text_or_too_large_is_left():
    for content in (b"a: b: c\xff", b"a: b: \0", b"a: b: c\n" + b"#" * 2**18, b""):
        assert mend(content, PATH).content == content
