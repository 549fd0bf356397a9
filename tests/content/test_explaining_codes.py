"""Each code of the catalogue has an example that gives it, and one without the mistake."""

import re
from datetime import date
from pathlib import Path

import pytest

from course.cli.explain import found_in, read_files
from course.content import report
from course.content.catalogue import CATALOGUE
from course.content.explaining import FOLDER, base, example
from tests.content.small import TODAY

PACKAGE = Path(__file__).parents[2] / "course"
NO_FILE_SHOWS_IT = {"F106", "F107"}
"""What the disk or the moment does; tests/content/test_reading_a_site.py has them."""
SHOWN = sorted(CATALOGUE.keys() - NO_FILE_SHOWS_IT)


@pytest.mark.parametrize("code", SHOWN)
def test_the_example_with_the_mistake_gives_this_code_and_no_other(code: str):
    found = found_in(code, example(code), today=TODAY)
    assert [each.code for each in found] == [code], report.human(found)


@pytest.mark.parametrize("code", SHOWN)
def test_the_example_without_the_mistake_has_no_findings(code: str):
    assert report.human(read_files(example(code).good, today=TODAY).findings) == ""


def test_the_course_under_the_examples_is_sound():
    site = read_files(base(), today=TODAY)
    assert site.findings == ()
    assert site.courses[0].edition is not None


def test_each_code_has_its_file_and_each_file_its_code():
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(CATALOGUE)


def test_what_no_file_shows_says_why():
    for code in NO_FILE_SHOWS_IT:
        assert example(code).shown == ()
        assert "No file shows this" in example(code).remark


def test_the_source_and_the_catalogue_have_the_same_codes():
    modules = (path for path in PACKAGE.rglob("*.py") if path.name != "catalogue.py")
    named = {
        code
        for path in modules
        for code in re.findall(r'"([A-Z]\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert named == set(CATALOGUE)


def test_the_examples_say_the_same_on_any_day():
    for code in ("D901", "D902"):
        first = found_in(code, example(code), today=date(2026, 1, 1))
        assert first == found_in(code, example(code), today=date(2090, 1, 1))


def test_the_two_files_of_an_example_differ_in_few_lines():
    shown = example("Q205").shown[0]
    assert shown.path == "quizzes/example/practice.yaml"
    assert shown.bad.replace("- wrong: Listening", "- right: Listening") == shown.good
