"""Hostile files end in findings, at once and without a traceback (FAULTS M8, cases 84 and 85)."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.findings import Place, errors
from course.content.markdown.renderer import render_block
from course.content.markdown.short_texts import text_findings
from tests.content.lesson import CONTEXT, PATH, codes, read, read_lesson, source

# Far above the milliseconds it takes, far below the seconds that it took without the limits.
SOON = 2.0
BOMBS = {
    "brackets": "[" * 20_000,
    "brackets and text": "[a " * 10_000,
    "pictures": "![" * 20_000,
    "tags": "<a " * 20_000,
    "footnotes": "[^1] " * 5_000,
    "deep list": "\n".join("    " * depth + "- a" for depth in range(1_500)),
    "marks in a line": "- " * 5_000,
    "quotes": ">" * 20_000,
    "stars": "*a " * 20_000,
    "strong stars": "***a " * 20_000,
    "ticks": "`a" * 20_000,
    "open links": "[a](" * 20_000,
    "mixed brackets": "[)" * 20_000,
    "backslashes": "\\[" * 20_000,
    "lines": "a\n\n" * 80_000,
    "boxes": "/// note\n" * 25_000,
    "fences": "```\n~~~\n" * 25_000,
    "tables": "|a|b|\n" * 40_000,
    "bars": "|" * 200_000,
    "spaces": " " * 200_000,
    "long": "word " * 60_000,
}
SAMPLE = source(
    "## One\n\nText *and* **more** with [a link](https://example.org) and HIPAA.\n\n"
    "Table: Who\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n- one\n    - two\n\n"
    "/// reflection | Sam\n    id: sam\n    words: 5 to 50\n\nText.\n\n///\n\n"
    "![Two people](media/walk.png)\n\n/// question | practice-role/p-1\n///\n\n```\ncode\n```\n"
)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_soon_and_is_told(name):
    start = time.perf_counter()
    reading = read(BOMBS[name])
    render_block(BOMBS[name])
    assert time.perf_counter() - start < SOON
    assert errors(reading.findings)
    assert reading.lesson is None


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_in_a_question_ends_soon_and_is_told(name):
    start = time.perf_counter()
    found = text_findings(BOMBS[name], Place("quizzes/a/b.yaml", 3, 5, 9))
    assert time.perf_counter() - start < SOON
    assert name == "spaces" or {one.place.line for one in found} == {3}


@pytest.mark.parametrize("mark", ["[a](b.md) ", "`a` ", "*a* ", "[", "(", "a. "])
def test_many_paragraphs_within_the_limits_end_soon(mark):
    paragraph = (mark * 19 + "word " * 50) * (7_000 // (len(mark) * 19 + 250))
    paragraph = paragraph[: 19 * len(mark)] + "word " * 1_500 if mark in "[(" else paragraph
    start = time.perf_counter()
    render_block("\n\n".join([paragraph] * 30))
    assert time.perf_counter() - start < SOON


@pytest.mark.parametrize(
    ("body", "message"),
    [
        # 31 such paragraphs take ten seconds without the limit.
        ("_*a*_ " * 1_200, "this paragraph has more than 400 marks such as * and `"),
        ("word " * 1_700, "this paragraph is longer than 8,000 characters"),
        ("a\n\n" * 1_600, "this text has more than 3,000 lines"),
        ("wörd " * 44_000, "this text is longer than 256 kB"),
        ("    " * 60 + "- a", "this line stands more than 20 levels deep"),
        ("*" * 60, '"*" stands here more than 50 times in a row'),
    ],
)
def test_each_limit_is_told_in_words(body, message):
    assert [one.message for one in read(body).findings] == [message]


def test_what_is_too_much_has_its_place():
    body = "Text.\n\nMore " + "[a " * 30
    [finding] = read(body).findings
    assert finding.code == "L350"
    assert finding.message == 'more than 20 "[" are open here at the same time'
    assert source(body).split("\n")[finding.place.line - 1][finding.place.column - 1] == "["


@pytest.mark.parametrize("text", ["<![", "<!", "<!--", "<?", "</", "<a", "\x00", "\x02x\x03"])
def test_strange_beginnings_are_told(text):
    assert codes(text)
    assert render_block(text)


@pytest.mark.parametrize("text", ["&#", "&", "\\", "<", "!", "]", "{"])
def test_strange_signs_are_shown(text):
    assert codes(text) == []


def test_the_sample_that_is_changed_below_has_no_findings():
    assert read_lesson(SAMPLE, PATH, CONTEXT).findings == ()


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text):
    for whole in (text, source(text), f"---\n{text}\n---\nText."):
        reading = read_lesson(whole, PATH, CONTEXT)
        assert (reading.lesson is None) == bool(errors(reading.findings))


@settings(deadline=None)
@given(st.data())
def test_any_change_of_a_lesson_is_read(data):
    start = data.draw(st.integers(0, len(SAMPLE)))
    end = data.draw(st.integers(start, min(start + 12, len(SAMPLE))))
    new = data.draw(st.text("[]()*_`<>|/#-:\n \t{}&\\a1'\"!~", max_size=6))
    whole = SAMPLE[:start] + new + SAMPLE[end:]
    reading = read_lesson(whole, PATH, CONTEXT)
    lines = whole.split("\n")
    assert (reading.lesson is None) == bool(errors(reading.findings))
    for finding in reading.findings:
        assert 1 <= finding.place.line <= len(lines)
        assert 1 <= finding.place.column < finding.place.end_column
        assert finding.place.column <= len(lines[finding.place.line - 1]) + 1
