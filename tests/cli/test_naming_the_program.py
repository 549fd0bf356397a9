"""Messages and helps name the program as it was called, so that what they say can be typed."""

import sys
from pathlib import Path

import pytest

from course.cli import main
from course.cli.program import as_called, program


@pytest.fixture
def called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Let the program be called by a path, with another one in the terminal's search path."""
    for folder in (".venv/bin", "other"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "course").write_text("#!/bin/sh\n")
        (tmp_path / folder / "course").chmod(0o755)
    monkeypatch.chdir(tmp_path)

    def as_path(path: str, *, found: str = "other") -> str:
        monkeypatch.setenv("PATH", str(tmp_path / found))
        monkeypatch.setattr(sys, "argv", [path])
        return program()

    return as_path


def test_a_path_is_said_as_it_was_typed(called):
    assert called(".venv/bin/course") == ".venv/bin/course"
    assert called("../waymark/.venv/bin/course") == "../waymark/.venv/bin/course"


def test_what_the_terminal_finds_by_its_name_is_said_so(called, tmp_path):
    assert called(str(tmp_path / ".venv/bin/course"), found=".venv/bin") == "course"


def test_a_whole_path_is_cut_to_this_folder(called, tmp_path):
    assert called(str(tmp_path / ".venv/bin/course")) == ".venv/bin/course"
    assert called("/srv/my site/course") == "'/srv/my site/course'"


def test_another_program_says_its_usual_name(called):
    assert called("/usr/bin/pytest") == "course"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("`course check --fix` does this", "`.venv/bin/course check --fix` does this"),
        ("X=1 course serve", "X=1 .venv/bin/course serve"),
        ("the course checks", "the course checks"),
        ("write a course and check it", "write a course and check it"),
        ("waymark/.venv/bin/course check", "waymark/.venv/bin/course check"),
    ],
)
def test_only_its_commands_are_named_by_it(called, text, said):
    called(".venv/bin/course")
    assert as_called(text) == said


@pytest.mark.parametrize("words", [[], ["new", "lesson", "--help"], ["explain"]])
def test_helps_and_examples_can_be_typed(called, capsys, monkeypatch, words):
    called(".venv/bin/course")
    monkeypatch.setattr(sys, "argv", [".venv/bin/course", *words])
    with pytest.raises(SystemExit):
        main()
    printed = capsys.readouterr().out
    assert ".venv/bin/course" in printed
    assert " course new" not in printed
    assert " course check " not in printed


def test_a_finding_names_it_and_the_line_of_its_author_stays(run, site_folder, monkeypatch, capsys):
    path = site_folder / "quizzes/peer-basics/practice.yaml"
    text = path.read_text().replace("    options:", "\toptions: # course check", 1)
    path.write_text(text)
    monkeypatch.setattr(sys, "argv", [".venv/bin/course", "check"])
    with pytest.raises(SystemExit):
        main()
    printed = capsys.readouterr().out
    assert "`.venv/bin/course check --fix`" in printed
    assert "options: # course check\n" in printed
