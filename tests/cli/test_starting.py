"""``course new``: a small example in the right place, or one line that says what to do."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

from course.config import SITE_FILES
from tests.builders import COURSE


def test_a_lesson_is_written_and_its_places_are_printed(run, site_folder):
    printed = run("new", "lesson", "boundaries", "--title", "Boundaries").stdout.splitlines()
    assert printed == [
        f"lessons/{COURSE}/boundaries.md:1: the lesson",
        f"lessons/{COURSE}/course.yaml:27: its step",
    ]
    lines = (site_folder / f"lessons/{COURSE}/course.yaml").read_text().splitlines()
    assert lines[26] == "      - lesson: boundaries"
    assert "No problems in 4 lessons" in run("check").stdout


@pytest.mark.whole
def test_everything_that_can_be_started_checks_clean(run):
    run("new", "exam", "last", "--title", "Last exam")
    run("new", "question", "last", "--type", "multiple")
    run("new", "question", "more-practice", "--type", "single")
    run("new", "reflection", "gifts", "A ring: from Sam")
    run("new", "lesson", "a-title", "--title", 'It\'s "quoted": #1', "--module", "Start here")
    assert "No problems in 4 lessons, 3 exams" in run("check", "--strict").stdout


def test_a_file_can_be_named_by_its_path(run):
    run("new", "question", f"quizzes/{COURSE}/final.yaml", "--type", "single")
    run("new", "reflection", f"lessons/{COURSE}/gifts.md", "A ring")


def test_how_to_show_a_practice_question_is_said(run):
    printed = run("new", "question", "practice", "--type", "single").stderr
    assert "/// question | practice/practice-1\n///" in printed
    assert "///" not in run("new", "question", "final", "--type", "single").stderr


@pytest.fixture
def empty(tmp_path, run, monkeypatch):
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_a_course_can_begin_in_an_empty_folder(run, empty):
    printed = run("new", "course", "welcome", "--title", "Welcome").stdout
    assert "lessons/welcome/course.yaml:1: the course\n" in printed
    assert "No problems in 1 lesson" in run("check").stdout
    for folder in (".schema", ".vscode"):
        shipped = {file.name: file.read_bytes() for file in (SITE_FILES / folder).iterdir()}
        shipped.pop("tasks.json", None)
        written = {file.name: file.read_bytes() for file in (empty / folder).iterdir()}
        written.pop("tasks.json", None)
        assert written == shipped


def test_the_editors_task_finds_the_command_from_any_folder(run, empty):
    run("new", "course", "welcome", "--title", "Welcome")
    [task] = json.loads((empty / ".vscode/tasks.json").read_text("utf-8"))["tasks"]
    folder = task["options"]["env"]["PATH"].removesuffix(":${env:PATH}")
    assert Path(folder) == Path(sys.executable).parent
    assert (Path(folder) / "course").exists()


def test_an_editors_settings_that_are_there_stay(run, empty):
    (empty / ".vscode").mkdir()
    (empty / ".vscode/settings.json").write_text("{}")
    run("new", "course", "welcome", "--title", "Welcome")
    assert (empty / ".vscode/settings.json").read_text() == "{}"
    assert json.loads((empty / ".vscode/tasks.json").read_text())


def test_in_a_folder_without_a_course_nothing_goes_into_the_one_that_came_along(run, empty):
    stopped = run("new", "lesson", "boundaries", "--title", "Boundaries", status=3).stderr
    assert f"there is no course in {empty}" in stopped
    assert "course new course" in stopped


def test_with_several_courses_one_is_named(run, site_folder):
    run("new", "course", "second", "--title", "Second")
    words = ("new", "lesson", "boundaries", "--title", "Boundaries")
    assert f"--course {COURSE}" in run(*words, status=2).stderr
    assert 'no course "secnd". Did you mean "second"?' in (
        run(*words, "--course", "secnd", status=2).stderr
    )
    assert "lessons/second/boundaries.md:1" in run(*words, "--course", "second").stdout
    printed = run("new", "reflection", f"lessons/{COURSE}/gifts.md", "A ring").stdout
    assert f"lessons/{COURSE}/gifts.md" in printed


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["lesson"], 'course new lesson boundaries --title "Boundaries"'),
        (["lesson", "one-day"], 'course new lesson one-day --title "One day"'),
        (["lesson", "--title", "Ü day"], 'course new lesson u-day --title "Ü day"'),
        (["exam"], 'course new exam final --title "Final"'),
        (["course"], 'course new course welcome --title "Welcome"'),
        (["question", "final"], "course new question final --type single"),
        (["reflection", "gifts"], 'course new reflection gifts "A gift from Sam"'),
    ],
)
def test_without_a_terminal_a_missing_word_is_wrong_usage_with_the_whole_command(run, words, shown):
    assert shown in " ".join(run("new", *words, status=2).stderr.split())


@pytest.fixture
def typed(monkeypatch, run):
    """Run the command in a terminal in which somebody types these lines."""

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    def typing(*lines, words):
        monkeypatch.setattr(io, "StringIO", Terminal)
        return run(*words, given="".join(f"{line}\n" for line in lines))

    return typing


def test_in_a_terminal_missing_words_are_asked_for(typed, site_folder):
    done = typed("Hard days: a start", "", words=["new", "lesson"])
    assert "hard-days-a-start.md:1: the lesson" in done.stdout
    text = (site_folder / f"lessons/{COURSE}/hard-days-a-start.md").read_text()
    assert 'title: "Hard days: a start"' in text


def test_in_a_terminal_the_type_can_be_chosen(typed):
    assert 'the question "final-1"' in typed("final", "", words=["new", "question"]).stdout


def tree(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["lesson", "gifts", "--title", "Gifts"], 2),
        (["exam", "final", "--title", "Final"], 2),
        (["course", COURSE, "--title", "Again"], 2),
        (["lesson", "../../x", "--title", "X"], 2),
        (["lesson", "final", "--title", "An exam has this name"], 1),
        (["reflection", "gifst", "A ring"], 2),
    ],
)
def test_what_cannot_be_added_changes_no_file(run, site_folder, words, status):
    before = tree(site_folder)
    run("new", *words, status=status)
    assert tree(site_folder) == before


def test_a_file_with_an_error_is_shown_with_what_to_mend(run, site_folder):
    path = site_folder / f"lessons/{COURSE}/course.yaml"
    path.write_text(path.read_text().replace("summary:", "sumary:", 1))
    before = tree(site_folder)
    stopped = run("new", "lesson", "boundaries", "--title", "Boundaries", status=1).stderr
    assert "error[C604]" in stopped
    assert "mend lessons/peer-basics/course.yaml first" in stopped
    assert tree(site_folder) == before


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
def test_a_file_keeps_its_mode(run, site_folder):
    path = site_folder / f"lessons/{COURSE}/course.yaml"
    path.chmod(0o640)
    run("new", "lesson", "boundaries", "--title", "Boundaries")
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.fixture
def elsewhere(site_folder, tmp_path):
    """Put a file or folder of the course elsewhere, and a link in its place."""

    def moved(name):
        place, new = site_folder / name, tmp_path / "elsewhere" / name
        new.parent.mkdir(parents=True)
        place.rename(new)
        place.symlink_to(new)
        return tmp_path / "elsewhere"

    return moved


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (f"lessons/{COURSE}/course.yaml", ["lesson", "boundaries", "--title", "Boundaries"]),
        (f"lessons/{COURSE}/course.yaml", ["question", "final", "--type", "single"]),
        ("lessons", ["lesson", "boundaries", "--title", "Boundaries"]),
        (f"lessons/{COURSE}", ["lesson", "boundaries", "--title", "Boundaries"]),
        ("lessons", ["course", "welcome", "--title", "Welcome"]),
        ("quizzes", ["question", "final", "--type", "single"]),
        ("quizzes", ["exam", "last", "--title", "Last exam"]),
    ],
)
def test_nothing_is_written_where_a_link_leads_elsewhere(run, site_folder, elsewhere, link, words):
    there = elsewhere(link)
    before = tree(there), tree(site_folder)
    stopped = run("new", *words, status=3).stderr
    assert stopped.startswith("course: nothing was written: ")
    assert "is a link to another place" in stopped
    assert (tree(there), tree(site_folder)) == before


def test_an_editors_folder_that_is_a_link_is_left_alone(run, empty, tmp_path):
    (tmp_path / "settings").mkdir()
    (empty / ".vscode").symlink_to(tmp_path / "settings")
    run("new", "course", "welcome", "--title", "Welcome")
    assert list((tmp_path / "settings").iterdir()) == []
    assert (empty / ".schema/course.json").is_file()
