"""A file of which only the first half was written: one finding, or none where nothing shows it."""

import pytest

from course.content import report
from course.content.findings import Finding
from tests.content import small
from tests.content.small import FINAL, GIFTS, PRACTICE, shown

ROLE = f"lessons/{small.COURSE}/the-role.md"


def cut_after(path: str, piece: str) -> list[Finding]:
    """Return what is found where a file ends with some words."""
    whole = small.files()
    head, found, _ = whole[path].decode().partition(piece)
    assert found, f"{piece!r} is not in {path}"
    return small.found({**whole, path: f"{head}{piece}".encode()})


@pytest.mark.parametrize(
    ("path", "piece"),
    [
        (FINAL, "id: final-role-2\n    type: sin"),
        (FINAL, "id: final-role-2\n    type: single\n    topic: ro"),
        (FINAL, "kind: exam\nintro: |\n "),
        (FINAL, "blueprint:\n  ro"),
        (PRACTICE, "id: ethics-p-1\n    type: multiple\n    topic: ethi"),
        (GIFTS, "/// reflection | A gi"),
        (GIFTS, "summary: What to do"),
        (GIFTS, "/// quest"),
        (ROLE, "review: requi"),
        (small.COURSE_YAML, "topics:\n  role: {title: The role, domain: mentoring}\n  eth"),
        (small.COURSE_YAML, "order: fi"),
        (small.COURSE_YAML, "  - lesson: the-r"),
    ],
)
def test_a_file_that_stops_in_the_middle_of_a_line_is_one_finding(path: str, piece: str):
    found = cut_after(path, piece)
    assert len(found) == 1, report.human(found)
    assert found[0].place.path == path


def test_it_says_that_the_file_breaks_off_and_what_is_not_finished():
    [each] = cut_after(FINAL, "id: final-role-2\n    type: single\n    topic: ro")
    assert each.code == "F110"
    assert each.excerpt == "    topic: ro"
    assert shown(each) == "o"
    assert each.label == "the file ends here"
    assert "questions need settings called" in each.note


def test_one_mistake_in_a_file_without_a_last_line_end_is_told_as_itself():
    whole = small.files()
    text = whole[FINAL].replace(b"    text: What comes first?\n", b"", 1)
    assert small.only({**whole, FINAL: text.rstrip(b"\n")}, "Y120").label == 'no "text:" here'


def test_two_mistakes_far_from_the_end_are_told_as_themselves():
    whole = small.files()
    text = whole[FINAL].replace(b"attempts: 2", b"attempts: two")
    text = text.replace(b"level: recall", b"level: recal", 1).rstrip(b"\n")
    codes = [each.code for each in small.found({**whole, FINAL: text})]
    assert codes == ["Y123", "Y122"]


@pytest.mark.parametrize("path", sorted(small.files()))
def test_no_cut_is_more_than_two_findings(path: str):
    whole = small.files()
    for end in range(0, len(whole[path]), 97):
        found = small.found({**whole, path: whole[path][:end]})
        assert len(found) <= 2, f"{end}: {report.human(found)}"
