"""The Markdown of questions, options and roles, which stands in YAML files."""

import pytest

from course.content.findings import Place
from course.content.markdown.short_texts import text_findings
from tests.content.small import COURSE_YAML, FINAL, GIFTS, after, changed, files, found, only, shown

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
    each = after(FINAL, "text: What comes first?\n", new, "L330")
    assert shown(each) == "<b>"
    assert each.excerpt == "      Is it <b>advice</b>?"


def test_what_a_hash_hides_in_a_list_is_mended_as_it_is_written():
    whole = files()
    lesson = (
        whole[GIFTS]
        .decode()
        .replace(
            "    review: none\n", "    review: none\n    look_for:\n      - Says no # kindly\n"
        )
    )
    each = only({**whole, GIFTS: lesson.encode()}, "Y111")
    assert each.help.endswith('\n  - "Says no # kindly"')


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (COURSE_YAML, "title: The work", "title: Rule #1 of hello"),
        (COURSE_YAML, "title: The role,", '"title": The role #1\n   ,'),
        (COURSE_YAML, "ethics: Ethical responsibility", "ethics: Ethics #1"),
        (FINAL, "title: Final exam", "title: Final # the last"),
        (GIFTS, "gifts: Say what to do", "gifts: Use rule #1"),
    ],
)
def test_a_hash_cuts_no_title_or_objective_without_a_word(path: str, old: str, new: str):
    assert after(path, old, new, "Y111").severity == "warning"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("order: fixed", "order: fixed   # or free"),
        ("order: fixed", "order: fixed #or free"),
        ("Fall 2026", "Fall 2026            # printed; the edition itself is a hash"),
    ],
)
def test_a_comment_well_behind_a_title_or_behind_a_choice_is_a_good_habit(old: str, new: str):
    assert found(changed(COURSE_YAML, old, new)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("text: What comes first?", "text: #1 rule"), ("title: Final exam", "title: # 1 rule")],
)
def test_where_a_hash_leaves_nothing_it_is_an_error(old: str, new: str):
    each = after(FINAL, old, new, "Y111")
    assert (each.severity, shown(each)) == ("error", new.partition(": ")[2])
    assert each.help.endswith(new.replace(": ", ': "') + '"')
