"""The words that ``course new`` needs: given, asked for in a terminal, or implied."""

import sys
from pathlib import Path
from typing import Any

import click

from course import clock
from course.cli.folder import START
from course.cli.program import as_called
from course.cli.saving import NotWritten, hold_no_link
from course.config import SITE_FILES, Settings
from course.content.filenames import as_id
from course.content.reading import courses_of, files_of
from course.content.starting.course_files import CourseFiles, one_of

WRONG_USAGE = 2
ENVIRONMENT = 3


def asked(
    word: str | None,
    question: str,
    example: str,
    *,
    default: str = "",
    kind: click.ParamType[Any] | None = None,
) -> str:
    """Return a word, asked for in a terminal; elsewhere a missing one is wrong usage."""
    if word is not None:
        return word
    if not sys.stdin.isatty():
        raise click.UsageError(as_called(f"{question} is missing. Write, for example: {example}"))
    answer: str = click.prompt(question, default=default or None, type=kind, err=True)
    return answer


def name_and_title(what: str, name: str | None, title: str | None) -> tuple[str, str]:
    """Return the id and the title of a new course, lesson or exam."""
    near = as_id(title or "") or {"course": "welcome", "exam": "final"}.get(what, "boundaries")
    shown = title or (name or near).replace("-", " ").capitalize()
    example = f'course new {what} {name or near} --title "{shown}"'
    title = asked(title, "The title", example, default=shown if name else "")
    name = asked(name, "The id, for addresses and records", example, default=as_id(title))
    return name, title


def name_in(word: str) -> str:
    """Return the name of a file that was given by its name or by its path."""
    path = Path(word)
    return path.stem if path.suffix in (".md", ".yaml") else path.name


def folder_of_courses() -> Path:
    """Return the folder to write in: the one that is set, else this one, never what came along."""
    root = Settings.from_environment().course_root
    return Path.cwd() if root == SITE_FILES else root


def course_files(course: str | None, file: str = "") -> tuple[Path, CourseFiles]:
    """Return the folder and the files of the course that is meant; stop where none is."""
    root = folder_of_courses()
    courses = courses_of(root)
    if not courses:
        say(
            f"course: there is no course in {root}. Go to the folder that holds lessons and "
            f"quizzes, or start a course:\n  {START}"
        )
        sys.exit(ENVIRONMENT)
    folder = Path(file).parent.name
    course = course or (folder if folder in courses else None)
    if course is None and len(courses) == 1:
        course = courses[0]
    if course is None:
        example = f"--course {courses[0]}"
        course = asked(None, "The course", example, kind=click.Choice(courses))
    if course not in courses:
        say(f"course: {one_of(course, courses, 'course')}")
        sys.exit(WRONG_USAGE)
    files = CourseFiles(course, files_of(root, course), clock.now().date())
    try:
        hold_no_link(root, files.course_yaml)
    except NotWritten as problem:  # what is behind a link is read by nobody
        say(f"course: nothing was written: {problem}")
        sys.exit(ENVIRONMENT)
    return root, files


def say(text: str) -> None:
    """Print a message, beside the results."""
    click.echo(as_called(text), err=True)
