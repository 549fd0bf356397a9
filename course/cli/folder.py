"""Whose files a command reads, said where they are not those of the folder it was started in."""

import shlex
import sys
from pathlib import Path

import click

from course.cli.program import as_called
from course.config import SITE_FILES, given_in

ENVIRONMENT = 3
START = 'course new course welcome --title "Welcoming new people"'


def tell_other_files(root: Path) -> None:
    """Say which files were read, and what to do for one's own; nothing where they are here."""
    here = Path.cwd()
    if root.resolve() == here:
        return
    if root != SITE_FILES or given_in("course_root"):
        click.echo(f"These are the files of {root}", err=True)
        return
    click.echo(
        as_called(
            f"This is the sample course, not yours: there is no folder lessons in {here}.\n"
            f"{_own_course(here)}"
        ),
        err=True,
    )


def stop_inside_a_course(root: Path) -> None:
    """Stop who stands in a folder of their own course, where another one would be read."""
    above = _course_above(Path.cwd())
    if above is None or above.resolve() == root.resolve():
        return
    if root == SITE_FILES and not given_in("course_root"):
        click.echo(f"course: nothing was read. {_go_up(above)}", err=True)
        sys.exit(ENVIRONMENT)


def _own_course(here: Path) -> str:
    """Return how to come to a course of one's own: the folder further up that has it, or START."""
    above = _course_above(here)
    return _go_up(above) if above else f"To start a course of your own here: {START}"


def _course_above(here: Path) -> Path | None:
    return next((each for each in here.parents if (each / "lessons").is_dir()), None)


def _go_up(above: Path) -> str:
    return f"Your course is further up. Go there first: cd {shlex.quote(str(above))}"
