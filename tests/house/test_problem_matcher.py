"""The task of ``.vscode/tasks.json`` finds each line of the checker, with its place."""

import json
import re

import pytest

from course.content import report
from course.content.findings import Severity
from course.content.reading import read_site
from tests.builders import COURSE, write_course
from tests.content.small import TODAY
from tests.house.tree import ROOT

(TASK,) = json.loads((ROOT / ".vscode/tasks.json").read_text(encoding="utf-8"))["tasks"]
MATCHER = TASK["problemMatcher"]
PATTERN = MATCHER["pattern"]


@pytest.fixture
def findings(tmp_path):
    """An error, a warning and advice, of the files of a course."""
    write_course(tmp_path)
    lesson = tmp_path / f"lessons/{COURSE}/gifts.md"
    lesson.write_text(lesson.read_text().replace("summary:", "sumary:", 1))
    extra = tmp_path / f"lessons/{COURSE}/the-role.md"
    extra.write_text(extra.read_text().replace("You walk", "In order to help, you walk", 1))
    practice = tmp_path / f"quizzes/{COURSE}/practice.yaml"
    longer = practice.read_text().replace("right: ", f"right: {'A much longer answer ' * 6}", 1)
    practice.write_text(longer)
    return read_site(tmp_path, today=TODAY).findings


def test_each_line_is_a_problem_at_its_place(findings):
    assert {each.severity for each in findings} == set(Severity)
    lines = report.concise(findings).splitlines()
    for line, each in zip(lines, findings, strict=True):
        found = re.search(PATTERN["regexp"], line)
        assert found, line
        read = {name: found[PATTERN[name]] for name in PATTERN if name != "regexp"}
        assert read == {
            "file": each.place.path,
            "line": str(each.place.line),
            "column": str(each.place.column),
            "severity": each.severity.value,
            "code": each.code,
            "message": each.message,
        }


def test_advice_which_vs_code_does_not_know_is_shown_as_information():
    assert MATCHER["severity"] == "info"


def test_the_lines_around_the_findings_are_no_problems():
    for line in ("Reading lessons", "No problems in 8 lessons, 1 exam, 82 questions.", ""):
        assert not re.search(PATTERN["regexp"], line)


def test_the_task_runs_the_check_in_the_folder_that_is_open():
    assert TASK["command"] == "course check --format concise"
    assert MATCHER["fileLocation"] == ["relative", "${workspaceFolder}"]
    assert TASK["options"]["env"]["WAYMARK_COURSE_ROOT"] == "${workspaceFolder}"
