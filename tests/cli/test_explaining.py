"""``course explain``."""

import pytest

from course.content.catalogue import CATALOGUE
from tests.house.tree import PACKAGE, name


def test_a_code_is_told_with_both_examples_and_what_check_says(run):
    printed = run("explain", "Q205").stdout
    parts = [
        "Q205 (error): No right answer",
        "Nobody could answer it.",
        "With the mistake, quizzes/example/practice.yaml:",
        "          - wrong: Listening",
        'error[Q205]: question "role-1" has no right answer',
        "= help: change",
        "Without it, quizzes/example/practice.yaml:",
        "          - right: Listening",
    ]
    places = [printed.index(part) for part in parts]
    assert places == sorted(places)


def test_small_letters_do_too(run):
    assert run("explain", "q205").stdout == run("explain", "Q205").stdout


def test_without_a_code_all_are_listed(run):
    printed = run("explain").stdout
    assert {code for code in CATALOGUE if f"  {code}  " not in printed} == set()
    assert "Questions and exams\n\n  Q201  error " in printed


def test_an_unknown_code_is_wrong_usage_and_names_the_nearest(run):
    assert "did you mean Q205?" in run("explain", "Q2055", status=2).stderr
    assert "course explain lists all codes" in run("explain", "what", status=2).stderr


def test_it_needs_no_course(run, site_folder):
    (site_folder / "lessons").rename(site_folder / "elsewhere")
    run("explain", "L302")


@pytest.mark.parametrize("code", ["F104", "F106", "F108", "K801", "L345"])
def test_a_code_that_is_shown_in_another_way_has_its_page_too(run, code):
    printed = run("explain", code).stdout
    assert printed.startswith(f"{code} ({CATALOGUE[code].severity}): {CATALOGUE[code].title}\n")
    assert printed.endswith("\n")


def test_a_file_that_is_not_there_is_told_so(run):
    assert "Without it: the file is not there." in run("explain", "F109").stdout


def test_the_examples_cost_nobody_anything_who_does_not_ask():
    modules = (path for path in PACKAGE.rglob("*.py") if "explaining import" in path.read_text())
    assert [name(path) for path in modules] == ["course/cli/explain.py"]
