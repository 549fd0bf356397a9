"""The Markdown of questions, options and roles, which stands in YAML files."""

import pytest

from course.content.findings import Place
from course.content.markdown.short_texts import text_findings
from tests.content.small import FINAL, GIFTS, after, files, only, shown

PLACE = Place("quizzes/peer-support/final.yaml", 9, 11, 30)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("What is <b>peer</b support?", "L330"),
        ("See [the rules](javascript:alert)", "L322"),
        ("See [the role](role.md)", "L322"),
        ("See [the end](#end)", "L323"),
        ("![Two people](media/walk.png)", "L321"),
        ("Some **bold", "L343"),
        ("What you hear is [[blank-1]].", "L344"),
        ("One\n- two", "L340"),
        ("/// note\n\nText.\n\n///", "L314"),
        ("///", "L313"),
        ("[" * 60, "L350"),
    ],
)
def test_one_mistake_is_told_once_at_the_value(text, code):
    [finding] = {(one.code, one.place) for one in text_findings(text, PLACE)}
    assert finding == (code, PLACE)


@pytest.mark.parametrize(
    "text",
    [
        "What makes support *peer* support?",
        "It is 5 * 3, and a < b.",
        "See [the state list](https://example.org).",
        "Choose:\n\n- one\n- two",
        "@peer: 100% #1",
    ],
)
def test_a_good_text_has_no_findings(text):
    assert text_findings(text, PLACE) == ()


def test_a_mistake_is_told_where_it_stands_also_in_a_text_of_many_lines():
    new = "text: |\n      What comes first?\n      Is it <b>advice</b>?\n"
    found = after(FINAL, "text: What comes first?\n", new, "L330")
    assert shown(found) == "<b>"
    assert found.excerpt == "      Is it <b>advice</b>?"


def test_what_a_hash_hides_in_a_list_is_mended_as_it_is_written():
    whole = files()
    lesson = (
        whole[GIFTS]
        .decode()
        .replace(
            "    review: none\n", "    review: none\n    look_for:\n      - Says no # kindly\n"
        )
    )
    found = only({**whole, GIFTS: lesson.encode()}, "Y111")
    assert found.help.endswith('\n  - "Says no # kindly"')
