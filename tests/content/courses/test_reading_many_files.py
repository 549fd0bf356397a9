"""The work of checking grows in proportion to the files (counted in calls, not in seconds)."""

import sys

import pytest

from course.content import report
from tests.content import small
from tests.content.small import COURSE_YAML, PRACTICE

LESSON = f"lessons/{small.COURSE}/how-it-works.md"


def many(times: int) -> dict[str, bytes]:
    """Return the small course with so many lessons more, and eight questions for each."""
    whole = small.files()
    head, _, items = whole[PRACTICE].decode().partition("questions:\n")
    steps = "".join(f"      - lesson: more-{n}\n" for n in range(times))
    first = "      - lesson: how-it-works\n"
    course = whole[COURSE_YAML].decode().replace(first, first + steps)
    whole[COURSE_YAML] = course.encode()
    for n in range(times):
        whole[f"lessons/{small.COURSE}/more-{n}.md"] = whole[LESSON]
        copies = "".join(items.replace("-p-", f"-{n}-{copy}-") for copy in range(4))
        path = f"quizzes/{small.COURSE}/more-{n}.yaml"
        whole[path] = f"{head}questions:\n{copies}".encode()
    return whole


def calls(whole: dict[str, bytes]) -> int:
    """Return how many functions are called to read the files."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        found = small.found(whole)
    finally:
        sys.setprofile(before)
    assert found == [], report.human(found)
    return count


@pytest.mark.whole
def test_twice_the_files_more_are_twice_the_work_more():
    calls(many(1))  # what is only done once
    ten, twenty, forty = (calls(many(times)) for times in (10, 20, 40))
    assert 1.9 < (forty - twenty) / (twenty - ten) < 2.1
