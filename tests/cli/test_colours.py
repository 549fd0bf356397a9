"""Colours: on a terminal that shows them, and nowhere else."""

import os
import pty
from io import StringIO

import pytest

from course.cli.colours import painted, shows_colours
from tests.cli.test_checking import break_a_lesson

RED = "\x1b[31m"


@pytest.fixture
def terminal():
    """A real terminal: what writes to it, and what it gets."""
    reading, writing = pty.openpty()
    with open(writing, "w", encoding="utf-8") as stream:  # noqa: PTH123  # a descriptor, not a path
        yield stream, lambda: os.read(reading, 100_000).decode()
    os.close(reading)


def test_a_terminal_shows_colours(terminal):
    assert shows_colours(terminal[0], {"TERM": "xterm"})
    assert shows_colours(terminal[0], {"NO_COLOR": ""})


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_who_wants_none_gets_none(terminal, environment):
    assert not shows_colours(terminal[0], environment)


def test_a_pipe_gets_none():
    assert not shows_colours(StringIO(), {"TERM": "xterm"})


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_check_asks_before_it_paints(run, site_folder, monkeypatch, terminal, no_color, coloured):
    break_a_lesson(site_folder)
    stream, shown = terminal
    monkeypatch.setattr("sys.stdout", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", no_color)
    run("check", status=1)
    stream.flush()
    assert ("\x1b[" in shown()) == coloured


def test_only_the_headline_the_marks_and_the_names_are_painted():
    text = (
        "error[Q205]: it has none\n --> a.yaml:9:1\n  |\n9 | error[Q1]: ^\n  | ^^^^^ here\n"
        "  = help: do it\n\nFound 1 error in 1 file.\n"
    )
    shown = painted(text).split("\n")
    assert shown[0] == "\x1b[31m\x1b[1merror[Q205]:\x1b[0m it has none"
    assert shown[3] == "9 | error[Q1]: ^"
    assert shown[4] == f"  | {RED}^^^^^ here\x1b[0m"
    assert shown[5] == "  = \x1b[1mhelp\x1b[0m: do it"
    assert shown[-2] == "Found 1 error in 1 file."


def test_a_finding_that_stands_in_is_painted_too_and_marks_without_one_are_not():
    assert painted("    error[Q205]: none\n      | ^ here").startswith("\x1b[31m")
    assert painted("  | ^ here") == "  | ^ here"


def test_what_a_code_means_is_shown_on_a_terminal(run, monkeypatch, terminal):
    stream, shown = terminal
    monkeypatch.setattr("sys.stdout", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    run("explain", "Q205")
    stream.flush()
    assert "error[Q205]:\x1b[0m question" in shown()
